"""A constraint in two steps, as SQL: added NOT VALID, and validated later under a lock that lets others work (PostgreSQL)."""

from __future__ import annotations

import re

from schemawarden_policy.change import AddConstraint
from schemawarden_policy.constraint_names import chosen_name
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Statement

_REFERRED = re.compile(r"references\s+[\w.\"$]+\s*(\([^()]*\))", re.IGNORECASE)


def in_two_steps(statement: Statement, change: AddConstraint, names: Names) -> str:
    """The safer form of an ADD CONSTRAINT that reads the rows at once."""
    table, name = names.sql(change.table, change.schema), names.sql(change.name or chosen_name(change))
    return (
        f"{_as_written(statement, change) or _rebuilt(statement, change, table, name, names)}\n"
        f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};  -- in a later file"
    )


def _as_written(statement: Statement, change: AddConstraint) -> str:
    """The statement with two words more; empty when it does more, or a comment may swallow them."""
    text = statement.text.rstrip().removesuffix(";").rstrip()
    if statement.changes != (change,) or "--" in text or "/*" in text:
        return ""
    return f"{text} NOT VALID;"


def _rebuilt(statement: Statement, change: AddConstraint, table: str, name: str, names: Names) -> str:
    columns = ", ".join(map(names.sql, change.columns))
    body = f"NOT NULL {columns}" if change.kind == "not_null" else f"CHECK ({change.expression})"
    if change.kind == "foreign_key":
        schema, _, parent = change.references.rpartition(".")
        referred = _REFERRED.findall(statement.text)
        of_parent = f" {referred[0]}" if len(referred) == 1 else " (...)"
        body = f"FOREIGN KEY ({columns}) REFERENCES {names.sql(parent, schema)}{of_parent}"
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} {body} NOT VALID;"
