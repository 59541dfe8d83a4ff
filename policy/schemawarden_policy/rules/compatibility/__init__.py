"""Code that runs now breaks."""
