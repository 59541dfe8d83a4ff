"""Text -> MigrationFile: split, parse, and note the directives."""

from __future__ import annotations

from schemawarden_policy.directives import directives
from schemawarden_policy.migration import MigrationFile
from schemawarden_policy.parse import parse
from schemawarden_policy.split import SplitError, split
from schemawarden_policy.statement import Dialect


def read_file(name: str, text: str, dialect: Dialect) -> MigrationFile:
    """One migration file as data. Never raises: a text without a certain split has `split_error` and no statements."""
    found = directives(text, dialect)
    try:
        pieces = split(text, name, dialect)
    except SplitError as error:
        return MigrationFile(name, text, (), found, split_error=str(error))
    return MigrationFile(name, text, tuple(parse(piece, dialect) for piece in pieces), found)
