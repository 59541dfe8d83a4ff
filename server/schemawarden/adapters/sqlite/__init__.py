"""SQLite targets: read without leaving a trace, copied without their data, rehearsed in a process of their own."""
