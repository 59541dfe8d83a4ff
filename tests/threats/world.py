"""A host that an agent lives on: an installation with history and rows, another team's database, a secret, a canary.

Everything lies below one temporary directory, the temporary files of engine and sandbox included. A listing of it tells
what a tool changed: contents, modes and times, of files and of directories, so that even a file which came and went shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden_policy.statement import Dialect
from tests.site import Site, make_site

FIRST = "CREATE TABLE precious (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
"""What is applied, what the migrations make, and what is desired, until a test says otherwise."""
ROWS = [(1, "Ada"), (2, "Grace"), (3, "Edsger")]
SECRET = "root:x:0:0:canary-4f1d9c:/root:/bin/sh"
"""Stands for /etc/passwd, a key, a .env file."""
ADVISORY = 'approval.assurance = "advisory"'

_REVISIONS = (
    "CREATE TABLE `atlas_schema_revisions` (`version` text NOT NULL, `description` text NOT NULL, "
    "`type` integer NOT NULL DEFAULT 2, `applied` integer NOT NULL DEFAULT 0, `total` integer NOT NULL DEFAULT 0, "
    "`executed_at` datetime NOT NULL, `execution_time` integer NOT NULL, `error` text NULL, `error_stmt` text NULL, "
    "`hash` text NOT NULL, `partial_hashes` json NULL, `operator_version` text NOT NULL, PRIMARY KEY (`version`))"
)

Listing = dict[str, tuple[object, ...]]


@dataclass(frozen=True)
class World:
    root: Path
    site: Site

    @property
    def host(self) -> Path:
        """What is none of schemawarden's business."""
        return self.root / "host"

    @property
    def secret(self) -> Path:
        return self.host / "secret"

    @property
    def victim(self) -> Path:
        """Another database that the same user may write."""
        return self.host / "victim.db"

    @property
    def pwned(self) -> Path:
        """Where attacks try to leave a mark."""
        return self.host / "PWNED"

    @property
    def desired(self) -> Path:
        return self.site.workspace / "schema.sql"

    @property
    def applied(self) -> Path:
        """The first migration file, which is applied."""
        return min(self.site.migrations.glob("*.sql"))

    def everything(self) -> Listing:
        """All but the state directory."""
        return _listing(self.root, self.site.state)

    def elsewhere(self) -> Listing:
        """All but the state directory and the workspace."""
        return _listing(self.root, self.site.state, self.site.workspace)

    def plant(self, place: str, sql: str) -> None:
        """Put hostile SQL where an agent can: a new file, a file that is applied already, or the desired schema."""
        if place == "pending":
            self.site.migrate(sql)
        elif place == "history":
            self.applied.write_text(FIRST + sql)
        else:
            self.desired.write_text(FIRST + sql)

    async def seal(self) -> None:
        """atlas.sum as it should be, as any agent can make it with a copy of Atlas."""
        if self.site.migrations.is_dir():
            (self.site.migrations / "atlas.sum").write_text(str((await _hash(self.site))["sum"]))

    async def record_as_applied(self) -> None:
        """What `atlas migrate set` does: every file of the directory counts as applied, and nothing runs."""
        sums = await _hash(self.site)
        with closing(sqlite3.connect(self.site.database)) as db, db:
            db.execute(_REVISIONS.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            for file in sums["files"]:
                count = len(file["statements"])
                values = (file["version"], file["description"], 2, count, count, "2026-01-01 00:00:00")
                rest = (1, "", "", file["hash"], "[]", "Atlas CLI v1.2.3")
                db.execute(
                    f"INSERT OR IGNORE INTO atlas_schema_revisions VALUES ({', '.join('?' * 12)})",
                    values + rest,
                )

    def rows(self) -> list[tuple[object, ...]]:
        return self.site.ask("SELECT * FROM precious ORDER BY id")

    async def audit(self) -> list[dict[str, Any]]:
        return [json.loads(record.content) for record in await self.site.app().store.audit()]


async def make_world(
    root: Path, *, target: str = ADVISORY, extra: str = "", desired: str = "schema.sql"
) -> World:
    site = make_site(root / "site", target=f'{target}\ndesired.files = ["{desired}"]', extra=extra)
    world = World(root, site)
    world.host.mkdir()
    site.state.mkdir(mode=0o700)
    (root / "tmp").mkdir(exist_ok=True)
    world.secret.write_text(SECRET + "\n")
    for database in (site.database, world.victim):
        with closing(sqlite3.connect(database)) as db, db:
            db.execute(FIRST)
            db.executemany("INSERT INTO precious VALUES (?, ?)", ROWS)
    site.migrate(FIRST)
    if desired == "schema.sql":
        world.desired.write_text(FIRST)
    await world.record_as_applied()
    if desired == "schema.sql":
        await world.seal()
    return world


async def _hash(site: Site) -> dict[str, Any]:
    """The engine's `hash` of the directory; what it said of the same files before is not asked again."""
    files = tuple((path.name, path.read_bytes().decode()) for path in sorted(site.migrations.glob("*.sql")))
    if files not in _HASHES:
        request = {"migrations": [{"name": name, "text": text} for name, text in files]}
        _HASHES[files] = dict(await AtlasEngine().call("hash", Dialect.SQLITE, request))
    return _HASHES[files]


_HASHES: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}


@contextmanager
def unchanged(world: World, *, workspace: bool = True) -> Iterator[None]:
    """Nothing may change but the state directory; with `workspace=False` the agent's own files may."""
    look = world.everything if workspace else world.elsewhere
    before = look()
    yield
    after = look()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert not changed, f"changed: {sorted(changed)}"


def _listing(root: Path, *left_out: Path) -> Listing:
    found: Listing = {}
    for folder, directories, files in os.walk(root):
        directories[:] = [name for name in directories if Path(folder, name) not in left_out]
        for name in (*directories, *files):
            path = Path(folder, name)
            found[str(path.relative_to(root))] = _entry(path, times=name != "tmp")
    return found


def _entry(path: Path, *, times: bool) -> tuple[object, ...]:
    status = path.lstat()
    when = status.st_mtime_ns if times else 0
    if stat.S_ISREG(status.st_mode):
        return status.st_mode, when, hashlib.sha256(path.read_bytes()).hexdigest()
    if stat.S_ISLNK(status.st_mode):
        return status.st_mode, when, str(path.readlink())
    return status.st_mode, when
