"""What comes in through the browser."""
