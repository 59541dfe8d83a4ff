"""It may fail on the rows that are there."""
