"""Data or behaviour is lost."""
