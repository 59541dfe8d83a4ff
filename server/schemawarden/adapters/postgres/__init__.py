"""PostgreSQL targets: read without leaving a trace, rehearsed on a server of our own."""
