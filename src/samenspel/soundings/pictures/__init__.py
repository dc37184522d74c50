"""What pictures show, as data: places for the drawing, with the table and the sentence."""
