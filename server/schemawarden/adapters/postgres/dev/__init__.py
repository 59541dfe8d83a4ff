"""Disposable PostgreSQL databases: on the operator's dev server, or on a small server of our own."""
