"""Who may do what changes (PostgreSQL)."""
