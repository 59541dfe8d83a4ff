"""What was seen happening, against what the text says."""
