"""Which case is compared on which ground, as parameters of tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.oracle.cases import directories, postgres_schemas, sqlite_schemas
from tests.oracle.cases.directories import Directory
from tests.oracle.cases.generated import POSTGRES_GENERATED, SQLITE_GENERATED
from tests.oracle.cases.halves import HALVES

COMPILER = ("gcc", "libc6-dev")
"""The CLI's SQLite is written in C."""


def everywhere(table: Mapping[str, Iterable[object]]) -> pytest.MarkDecorator:
    """Parameters `ground` and `case` from cases by the name of their ground."""
    found = [_parameter(ground, case) for ground, cases in table.items() for case in cases]
    return pytest.mark.parametrize(("ground", "case"), found, indirect=["ground"])


def _parameter(ground: str, case: object) -> Any:
    packages = COMPILER if ground == "sqlite" else (*COMPILER, "postgresql-15")
    return pytest.param(ground, case, id=f"{ground}-{case}", marks=pytest.mark.needs_apt(*packages))


on_schemas = everywhere(
    {
        "sqlite": (*sqlite_schemas.SQLITE, *SQLITE_GENERATED),
        "postgres": (*postgres_schemas.POSTGRES, *POSTGRES_GENERATED),
        "postgres-database": postgres_schemas.POSTGRES_DATABASE,
    }
)

DIRECTORIES: dict[str, tuple[Directory, ...]] = {
    "sqlite": (*directories.EVERYWHERE, *directories.SQLITE),
    "postgres": (*directories.EVERYWHERE, *directories.POSTGRES),
    "postgres-database": directories.POSTGRES_DATABASE,
}
on_directories = everywhere(DIRECTORIES)
on_halves = everywhere({"sqlite": HALVES, "postgres": HALVES})
