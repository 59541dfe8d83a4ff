"""Which tables are partitions of which: rows of a partition are rows of the whole (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemawarden_policy.change import AlterTable, CreateTable
from schemawarden_policy.facts import Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names


@dataclass(frozen=True, slots=True)
class Partitions:
    parents: Mapping[str, str]
    """Partition -> the table that it is a part of, "schema.table" both."""

    def wholes(self, name: str) -> list[str]:
        """The table itself, what it is a partition of, and so on."""
        found = [name]
        while (name := self.parents.get(name, "")) and name not in found:
            found.append(name)
        return found


def partitions_of(migration: Migration, names: Names) -> Partitions:
    """Those that were there before, and those that the change set makes or attaches."""
    before = migration.facts.before
    found = {
        ".".join(names.key(table.name, table.schema)): ".".join(names.key_of(table.partition_of))
        for table in (before.tables if before else ())
        if table.partition_of
    }
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateTable) and change.partition_of:
                part, whole = names.key(change.table, change.schema), names.key_of(change.partition_of)
                found[".".join(part)] = ".".join(whole)
            elif isinstance(change, AlterTable) and change.form == "ATTACH PARTITION":
                part, whole = names.key_of(change.name), names.key(change.table, change.schema)
                found[".".join(part)] = ".".join(whole)
    return Partitions(found)


def known_whole(before: Schema | None, table: str, schema: str, names: Names) -> bool:
    """The table is known to have been partitioned before: it holds no row of its own."""
    found = names.find(before, table, schema)
    return found is not None and found.partitioned


def partitioned_tables(migration: Migration, names: Names) -> frozenset[str]:
    """The tables that are known to be partitioned, "schema.table"."""
    before = migration.facts.before
    found = set(partitions_of(migration, names).parents.values())
    found |= {
        ".".join(names.key(t.name, t.schema)) for t in (before.tables if before else ()) if t.partitioned
    }
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateTable) and change.partitioned:
                found.add(".".join(names.key(change.table, change.schema)))
    return frozenset(found)
