"""The demo's throw-away world: an agent's workspace, a database with rows in it, an operator's config, a human's key."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

FIRST_SCHEMA = """\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL
);
"""
SECOND_SCHEMA = """\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT
);
CREATE INDEX idx_customers_email ON customers (email);
"""


@dataclass(frozen=True, slots=True)
class World:
    root: Path

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def migrations(self) -> Path:
        return self.workspace / "migrations"

    @property
    def database(self) -> Path:
        return self.root / "data" / "shop.db"

    @property
    def config(self) -> Path:
        return self.root / "operator" / "schemawarden.toml"

    @property
    def human_key(self) -> Path:
        return self.root / "human" / "id_ed25519"

    @property
    def agent_key(self) -> Path:
        return self.workspace / "id_of_the_agent"

    def database_hash(self) -> str:
        return hashlib.sha256(self.database.read_bytes()).hexdigest()

    def rows(self) -> int:
        """Customers in the database."""
        with sqlite3.connect(self.database) as db:
            return int(db.execute("SELECT count(*) FROM customers").fetchone()[0])

    def columns(self) -> list[str]:
        with sqlite3.connect(self.database) as db:
            return [row[1] for row in db.execute("PRAGMA table_info(customers)")]

    def insert_customers(self) -> None:
        rows = [(f"customer{number}@example.com", f"Customer {number}") for number in range(1, 1001)]
        with sqlite3.connect(self.database) as db:
            db.executemany("INSERT INTO customers (email, name) VALUES (?, ?)", rows)

    def write_schema(self, text: str) -> None:
        (self.workspace / "schema.sql").write_text(text)

    def newest_migration(self) -> Path:
        return max(self.migrations.glob("*.sql"))


def build(root: Path) -> World:
    """Make the world below an empty directory."""
    world = World(root)
    for directory in (world.workspace, world.database.parent, world.config.parent, world.human_key.parent):
        directory.mkdir(mode=0o700)
    sqlite3.connect(world.database).close()
    world.database.touch()
    world.write_schema(FIRST_SCHEMA)
    public = _make_key(world.human_key)
    _make_key(world.agent_key)
    world.config.write_text(_config(world, public))
    world.config.chmod(0o600)
    return world


def _make_key(path: Path) -> str:
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _config(world: World, public: str) -> str:
    return dedent(f"""\
        [server]
        state = "{world.root / "state"}"

        [targets.shop]
        dialect = "sqlite"
        url.file = "{world.database}"
        workspace = "{world.workspace}"
        migrations = "migrations"
        desired.files = ["schema.sql"]
        mode = "strict"
        approval.assurance = "advisory"

        [approvers.dana]
        keys = ["{public}"]
        """)


def server_command(world: World) -> list[str]:
    """The server as a client starts it."""
    return [sys.executable, "-m", "schemawarden", "serve", "--stdio", "--config", str(world.config)]
