"""Statements understood, by dialect. A dialect without a parser gives OPAQUE for everything: a human looks."""

from __future__ import annotations

from collections.abc import Callable

from schemawarden_policy.parse import postgres, sqlite
from schemawarden_policy.parse.opaque import opaque
from schemawarden_policy.statement import Dialect, RawStatement, Statement

PARSERS: dict[Dialect, Callable[[RawStatement], Statement]] = {
    Dialect.SQLITE: sqlite.parse,
    Dialect.POSTGRESQL: postgres.parse,
}


def parse(raw: RawStatement, dialect: Dialect) -> Statement:
    """What the statement does. Never raises: whatever is not recognised with certainty is OPAQUE."""
    parser = PARSERS.get(dialect)
    return parser(raw) if parser else opaque(raw, f"no parser for {dialect} yet")
