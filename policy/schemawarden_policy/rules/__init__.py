"""The rules, one per file, by family. `schemawarden_policy.catalog` lists them in order."""

from __future__ import annotations

from schemawarden_policy.statement import Dialect

ALL = frozenset(Dialect)
"""A rule whose idea holds for every dialect."""
SQLITE = frozenset({Dialect.SQLITE})
POSTGRESQL = frozenset({Dialect.POSTGRESQL})
MYSQL = frozenset({Dialect.MYSQL, Dialect.MARIADB})
"""MariaDB is meant as well."""
MARIADB = frozenset({Dialect.MARIADB})
MYSQL_ONLY = frozenset({Dialect.MYSQL})
