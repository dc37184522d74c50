"""What helps to prepare a round, and needs no database: forecasts, tips, reading a list."""
