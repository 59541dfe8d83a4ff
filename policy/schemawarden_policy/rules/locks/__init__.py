"""Others wait while it runs (PostgreSQL)."""
