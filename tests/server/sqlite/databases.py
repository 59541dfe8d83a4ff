"""Real database files, and a look at a directory that shows every changed byte."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schemawarden.adapters.sqlite.target import SqliteTarget

REVISIONS_DDL = (
    "CREATE TABLE `atlas_schema_revisions` (`version` text NOT NULL, `description` text NOT NULL, "
    "`type` integer NOT NULL DEFAULT (2), `applied` integer NOT NULL DEFAULT (0), `total` integer NOT NULL DEFAULT (0), "
    "`executed_at` datetime NOT NULL, `execution_time` integer NOT NULL, `error` text NULL, `error_stmt` text NULL, "
    "`hash` text NOT NULL, `partial_hashes` json NULL, `operator_version` text NOT NULL, PRIMARY KEY (`version`))"
)
SHOP = (
    "CREATE TABLE users (id integer PRIMARY KEY, email varchar(80) NOT NULL DEFAULT '', name text)",
    "CREATE TABLE orders (user integer REFERENCES users (id) ON DELETE CASCADE, day date, "
    "key text GENERATED ALWAYS AS (user || day) STORED, PRIMARY KEY (day, user))",
    "CREATE UNIQUE INDEX users_email ON users (email)",
    "CREATE VIEW names AS SELECT name FROM users",
    "CREATE TRIGGER users_out AFTER DELETE ON users BEGIN DELETE FROM orders WHERE user = old.id; END",
    "INSERT INTO users (name) VALUES ('Ada')",
)


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()
    return path


def look(directory: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in directory.iterdir()
        if path.is_file()
    }


def at(path: Path, runtime: Path | None = None) -> SqliteTarget:
    return SqliteTarget(path, lambda stable: f"random-for-{stable}".replace(":", "-"), runtime=runtime)


RUN = (
    "import os, sqlite3, sys\n"
    "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    "for statement in sys.argv[2:]: connection.execute(statement).fetchall()\n"
)


def crash_after(path: Path, *statements: str) -> None:
    """Run statements in another process, which ends without closing anything."""
    subprocess.run([sys.executable, "-c", RUN + "os._exit(0)", str(path), *statements], check=True)


@contextmanager
def open_elsewhere(path: Path, *statements: str) -> Iterator[None]:
    """Another process that ran statements and has the database open."""
    program = RUN + "print('ready', flush=True)\nsys.stdin.read()\nconnection.close()"
    command = [sys.executable, "-c", program, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate()
