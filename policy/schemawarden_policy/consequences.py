"""What follows from a change of rows behind its words: an empty copy has no rows on which a rehearsal could show it."""

from __future__ import annotations

from schemawarden_policy.change import DeleteRows, UpdateRows
from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.names import Names


def consequences(change: DeleteRows | UpdateRows, before: Schema | None, names: Names) -> str:
    """A sentence with a space before it; empty when the schema before shows nothing."""
    table = names.find(before, change.table, change.schema)
    if table is None:
        return ""
    told = []
    if referring := _referring(table, before, names):
        told.append(f"{', '.join(referring)} may refer to them and cascade")
    if table.triggers:
        told.append(f"triggers may run: {', '.join(table.triggers)}")
    return f" Mind that {'; '.join(told)}." if told else ""


def _referring(table: Table, before: Schema | None, names: Names) -> list[str]:
    """The tables with a foreign key to it, and those with one to them: cascades go on."""
    found: list[str] = []
    left = list(table.referenced_by)
    while left:
        name = left.pop(0)
        if name not in found:
            found.append(name)
            schema, _, own = name.rpartition(".")
            other = names.find(before, own, schema)
            left += other.referenced_by if other else ()
    return found
