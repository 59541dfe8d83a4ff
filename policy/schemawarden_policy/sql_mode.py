"""Under which statements MySQL and MariaDB put a zero value where NULL can't stand, instead of refusing: outside strict mode.

Both are strict unless somebody says otherwise. A mode that is put together from another one, or kept in a variable, is taken
for strict, but for one from which a strict word is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import Pragma
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.statement import Dialect, Place

_STRICT = ("STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "TRADITIONAL")
_THIS_SESSION = ("", "session", "local")
_TAKEN_OUT = re.compile(r"REPLACE\s*\(.*STRICT_(?:TRANS|ALL)_TABLES", re.IGNORECASE | re.DOTALL)


def lenient_statements(migration: Migration) -> frozenset[Place]:
    """The places of the statements that run outside strict mode, as their own file says."""
    if migration.dialect not in (Dialect.MYSQL, Dialect.MARIADB):
        return frozenset()
    return frozenset(place for file in migration.files for place in _lenient(file))


def _lenient(file: MigrationFile) -> Iterator[Place]:
    """A setting lasts to the end of its file."""
    lenient = False
    for statement in file.statements:
        if lenient:
            yield statement.place
        for change in statement.changes:
            if isinstance(change, Pragma) and change.name == "sql_mode" and change.schema in _THIS_SESSION:
                lenient = _is_lenient(change.value)


def _is_lenient(value: str | None) -> bool:
    mode = "DEFAULT" if value is None else value.upper()
    if _TAKEN_OUT.search(mode):
        return True
    elsewhere = mode == "DEFAULT" or "@" in mode
    return not elsewhere and not any(word in mode for word in _STRICT)
