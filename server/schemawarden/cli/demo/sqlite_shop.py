"""The demo's shop as a SQLite file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from schemawarden.cli.demo.shops import CUSTOMERS, Attack


class SqliteShop:
    words = "a real SQLite database"
    dialect = "sqlite"
    environment: Mapping[str, str] = {}
    first_schema = """\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL
);
"""
    second_schema = """\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT
);
CREATE INDEX idx_customers_email ON customers (email);
"""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.config = f'url.file = "{path}"'
        self.attack = Attack(
            "An ATTACH: denied, and no approval can cover it",
            f"ATTACH DATABASE '{path}' AS prod;\nDROP TABLE prod.customers;\n",
        )
        path.touch()

    async def state(self) -> str:
        return hashlib.sha256(self._path.read_bytes()).hexdigest()

    async def customers(self) -> int:
        with closing(sqlite3.connect(self._path)) as db:
            return int(db.execute("SELECT count(*) FROM customers").fetchone()[0])

    async def columns(self) -> list[str]:
        with closing(sqlite3.connect(self._path)) as db:
            return [row[1] for row in db.execute("PRAGMA table_info(customers)")]

    async def insert_customers(self) -> None:
        rows = [(f"customer{number}@example.com", f"Customer {number}") for number in range(1, CUSTOMERS + 1)]
        with closing(sqlite3.connect(self._path)) as db, db:
            db.executemany("INSERT INTO customers (email, name) VALUES (?, ?)", rows)
