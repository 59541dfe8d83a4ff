"""A new table wastes space between its columns.

## What it sees
`CREATE TABLE` whose columns, in their order, leave eight bytes or more of padding in each row than the best order does. Only
columns of the server's own types are counted, and only where the operator's policy asks for it.

## Why it hurts
Each value begins at a multiple of its type's alignment: a `bigint` after a `boolean` is preceded by seven empty bytes, in
every row and in every page that is read or cached. The order of columns can't be changed later without writing the table anew.

## Instead
The widest alignment first: `bigint`, `timestamptz`, `double precision`; then `integer`, `date`, `real`; then `smallint`; then
`boolean` and `uuid`; what has no fixed length last.

```sql
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, amount bigint NOT NULL, seen boolean NOT NULL, gone boolean NOT NULL);
```

## Example

```sql
CREATE TABLE events (seen boolean NOT NULL, id bigint NOT NULL, gone boolean NOT NULL, at timestamptz NOT NULL, amount bigint NOT NULL);
```

## When to allow it
When the table stays small, or the order is one that people know: nothing needs to be done.

## References
- Atlas PG110, MigrationPilot MP061; measured on PostgreSQL 15 and 18 with pg_column_size
- [Row layout](https://www.postgresql.org/docs/current/storage-page-layout.html)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemawarden_policy.change import ColumnDef, CreateTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_FIXED = {
    **dict.fromkeys(("BIGINT", "BIGSERIAL", "SERIAL8", "DOUBLE PRECISION", "MONEY"), (8, 8)),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMPTZ", "TIME"), (8, 8)),
    **dict.fromkeys(("INTEGER", "SERIAL", "SERIAL4", "REAL", "DATE", "OID"), (4, 4)),
    **dict.fromkeys(("SMALLINT", "SMALLSERIAL", "SERIAL2"), (2, 2)),
    "BOOLEAN": (1, 1),
    "UUID": (16, 1),
    "INTERVAL": (16, 8),
    "TIMETZ": (12, 8),
}
"""Type -> (length, alignment) in bytes, as pg_type has them."""
_ENOUGH = 8


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, CreateTable) or change.temporary:
                continue
            best = sorted(change.columns, key=_wide_first)
            wasted = _padding(change.columns) - _padding(best)
            if wasted >= _ENOUGH:
                table = shown(change.table, change.schema)
                message = f"Each row of {table} has {wasted} empty bytes between its columns that another order saves."
                order = ", ".join(names.sql(column.name) for column in best)
                yield Sighting(statement.place, message, f"In this order: {order}", (table,))


def _layout(column: ColumnDef) -> tuple[int, int]:
    """(length, alignment); length 0 for what has none that is fixed, which begins wherever the last one ended."""
    return _FIXED.get(column.type.partition("(")[0].strip(), (0, 1))


def _wide_first(column: ColumnDef) -> tuple[bool, int]:
    length, alignment = _layout(column)
    return not length, -alignment


def _padding(columns: Sequence[ColumnDef]) -> int:
    """The empty bytes between the columns up to the first without a fixed length: beyond it they depend on the values."""
    offset = empty = 0
    for length, alignment in map(_layout, columns):
        if not length:
            break
        gap = -offset % alignment
        empty, offset = empty + gap, offset + gap + length
    return empty


RULE = Rule(
    "data-alignment",
    "locks",
    Severity.NOTICE,
    POSTGRESQL,
    _check,
    aliases=("PG110", "MP061"),
    sees=(CreateTable,),
    opt_in=True,
)
