"""What a staff engineer of databases calls safe is let through: no warning, no token.

`safe/<dialect>/` holds change sets: a file by itself, or a directory whose files run in order.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy.statement import Dialect
from tests.policy.checked import SAFE, checked, grave

CHANGE_SETS = sorted(path for dialect in Dialect for path in (SAFE / dialect.value).iterdir())
LEAST = {Dialect.POSTGRESQL: 80}


@pytest.mark.parametrize("path", CHANGE_SETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_safe_migration_is_let_through(path: Path) -> None:
    for found in checked(path, Dialect(path.parent.name)):
        assert [(f.rule, f.line, f.message) for f in grave(found)] == []
        assert found.verdict == "allow"
        assert found.covered == found.statements > 0


@pytest.mark.parametrize("dialect", Dialect)
def test_there_are_enough_of_them(dialect: Dialect) -> None:
    assert len(list((SAFE / dialect.value).iterdir())) >= LEAST.get(dialect, 40)
