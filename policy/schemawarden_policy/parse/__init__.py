"""Statements understood, by dialect."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from schemawarden_policy.parse.opaque import opaque
from schemawarden_policy.statement import Dialect, RawStatement, Statement

FAILED = "the parser failed at it"
"""A defect of ours, and no reason to let a statement through."""


def parse(raw: RawStatement, dialect: Dialect) -> Statement:
    """What the statement does. Never raises: whatever is not recognised with certainty is OPAQUE."""
    try:
        return _parser(dialect)(raw)
    except Exception as error:  # noqa: BLE001 - a reader that fails has understood nothing
        return opaque(raw, f"{FAILED} ({type(error).__name__})")


@cache
def _parser(dialect: Dialect) -> Callable[[RawStatement], Statement]:
    """Imported when the dialect is first met: what each parser stands on takes a while to import."""
    if dialect is Dialect.POSTGRESQL:
        from schemawarden_policy.parse import postgres

        return postgres.parse
    if dialect is Dialect.SQLITE:
        from schemawarden_policy.parse import sqlite

        return sqlite.parse
    from schemawarden_policy.parse import mysql

    return mysql.parse
