"""What follows from a change of rows behind its words: an empty copy has no rows on which a rehearsal could show it."""

from __future__ import annotations

from schemawarden_policy.change import DeleteRows, UpdateRows
from schemawarden_policy.facts import Schema
from schemawarden_policy.names import Names


def consequences(change: DeleteRows | UpdateRows, before: Schema | None, names: Names) -> str:
    """A sentence with a space before it; empty when the schema before shows nothing."""
    table = names.find(before, change.table, change.schema)
    if table is None:
        return ""
    told = []
    if isinstance(change, DeleteRows) and table.referenced_by:
        told.append(f"{', '.join(table.referenced_by)} may refer to them and cascade")
    if table.triggers:
        told.append(f"triggers may run: {', '.join(table.triggers)}")
    return f" Mind that {'; '.join(told)}." if told else ""
