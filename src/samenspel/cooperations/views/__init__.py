"""The pages of a cooperation."""
