"""The pages of soundings, by what they are for."""
