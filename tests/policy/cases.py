"""Loading of policy fixtures: a folder per rule, `bad*.sql` and `good*.sql`, and JSON beside them for what is known.

`facts.json` holds for every file of the folder, `bad.facts.json` for `bad.sql` alone; `settings.json` and `names.json`
(file names to pretend) likewise. `bad.pg.sql` and `good.pg.sql` are PostgreSQL, with `bad.pg.facts.json` beside them; the
others are SQLite; `.my.sql` is MySQL, `.maria.sql` MariaDB. A line `-- next file` begins the next pending file.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_DIALECTS = {"pg": Dialect.POSTGRESQL, "my": Dialect.MYSQL, "maria": Dialect.MARIADB}
NEXT_FILE = "-- next file\n"
"""What stands between the files of a fixture that shows several."""
HERE = Path(__file__).parent
RULES_FOLDER = HERE / "rules"


@dataclass(frozen=True)
class Case:
    """One SQL file with what is known about the world."""

    rule: str
    path: Path

    @property
    def bad(self) -> bool:
        return self.path.name.startswith("bad")

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    @property
    def dialect(self) -> Dialect:
        return _DIALECTS.get(self.path.name.split(".")[-2], Dialect.SQLITE)

    def report(self) -> Report:
        names = _json(self.path.parent / "names.json") or {}
        stem = self.path.name.split(".")[0]
        facts = _json(self.path.with_suffix(".facts.json")) or _json(self.path.parent / "facts.json")
        settings = _json(self.path.parent / "settings.json")
        texts = self.text.split(NEXT_FILE)
        files = tuple(
            read_file(names.get(stem, f"2025010100000{n}_{stem}.sql"), text, self.dialect)
            for n, text in enumerate(texts)
        )
        migration = Migration(self.dialect, files, build(Facts, facts or {}))
        return check(migration, build(Settings, settings or {}))


def cases() -> list[Case]:
    return [Case(path.parent.name, path) for path in sorted(RULES_FOLDER.glob("*/*.sql"))]


def report(
    text: str,
    *,
    name: str = "20250101000000_x.sql",
    facts: Facts | None = None,
    settings: Settings | None = None,
    dialect: Dialect = Dialect.SQLITE,
) -> Report:
    """The report over one file."""
    file = read_file(name, text, dialect)
    return check(Migration(dialect, (file,), facts or Facts()), settings or Settings())


def build(kind: Any, data: Any) -> Any:
    """Frozen dataclasses from plain JSON."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(**{key: build(hints[key], value) for key, value in data.items()})
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if data is None else build(next(arg for arg in args if arg is not type(None)), data)
    if origin is tuple:
        return tuple(build(args[0], item) for item in data)
    if origin is dict:
        return {key: build(args[1], value) for key, value in data.items()}
    return frozenset(data) if origin is frozenset else data


def _json(path: Path) -> Any:
    return json.loads(path.read_text()) if path.exists() else None
