"""A CHECK is dropped.

## What it sees
`DROP CHECK`, and `DROP CONSTRAINT` of a name that means a CHECK: by what the change set adds under it, or by the conventions
(`..._check`, `chk_...`); on SQLite a rebuild whose new definition has fewer checks than the one that the change set itself gave
the table before. On a table that existed before the change set. A notice where another CHECK takes its place in the change set.

Not the helper that proves a column to be NOT NULL, once the column is: its text says `column IS NOT NULL`, or its name does
where the text is not known, and the change set or the schema before says NOT NULL of the column. By its name alone it is a notice.

## Why it hurts
Rows that it kept out get in from here on, and nothing looks for them later.

## Instead
Put the wider one in place first, and drop the old one in a later plan.

```sql
PRAGMA foreign_keys = off;
CREATE TABLE IF NOT EXISTS orders (id integer PRIMARY KEY, total integer CHECK (total >= 0));
CREATE TABLE new_orders (id integer PRIMARY KEY, total integer CHECK (total > 0));
INSERT INTO new_orders (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
```

## Example

```sql
PRAGMA foreign_keys = off;
CREATE TABLE IF NOT EXISTS orders (id integer PRIMARY KEY, total integer CHECK (total >= 0));
CREATE TABLE new_orders (id integer PRIMARY KEY, total integer);
INSERT INTO new_orders (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
```

## When to allow it
When something else keeps the rule: approve the plan.

## References
- Atlas CD102
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import DropConstraint, DropTable, SetNotNull
from schemawarden_policy.constraints import Added, Constraints, about, constraints_of
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuilt import rebuilds_with_fewer_checks
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_PROVES = re.compile(r"[(\s]*[\"`]?(\w+)[\"`]?\s+IS\s+NOT\s+NULL[)\s]*", re.IGNORECASE)
_HELPER = re.compile(r"not_?null|is_?not_?null|_null$|_nn$|^nn_|presence|required", re.IGNORECASE)
_WORD = re.compile(r"[a-z_]\w{2,}")
_EMPTY = re.compile(r"[(\s]*(true|1|1\s*=\s*1)[)\s]*", re.IGNORECASE)


_Proven = set[tuple[tuple[str, str], str]]
"""((schema, table), column) of columns that are NOT NULL."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    constraints, proven = constraints_of(migration, names), _known_before(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, SetNotNull):
            proven.add((names.key(change.table, change.schema), change.column))
        if not isinstance(change, DropConstraint) or lifetimes.born(change.table, change.schema):
            continue
        if constraints.kind_of(change) != "check" or constraints.goes_along(statement, change):
            continue
        if not _needless(statement, change, constraints, proven):
            yield _sighting(statement, change, constraints)
    for rebuild in rebuilds_with_fewer_checks(migration):
        message = f"The rebuilt {rebuild.table} has fewer checks than before: rows that one refused get in."
        suggestion = "Give the new definition each CHECK of the old one."
        yield Sighting(rebuild.drop.place, message, suggestion, (rebuild.table,))


def _known_before(migration: Migration, names: Names) -> _Proven:
    before = migration.facts.before
    return {
        (names.key(table.name, table.schema), column.name)
        for table in (before.tables if before else ())
        for column in table.columns
        if not column.null
    }


def _needless(
    statement: Statement, change: DropConstraint, constraints: Constraints, proven: _Proven
) -> bool:
    """The change set added it itself, or it says what NOT NULL says by now."""
    own = constraints.named(change)
    if own and not own.created and _before(own, statement):
        return True
    key = constraints.names.key(change.table, change.schema)
    columns = tuple(column for table, column in proven if table == key)
    if own is not None and own.statement is not statement:
        told = _PROVES.fullmatch(own.expression)
        return told is not None and told.group(1) in columns
    return _HELPER.search(change.name) is not None and any(about(change.name, (each,)) for each in columns)


def _before(own: Added, statement: Statement) -> bool:
    if own.statement.place.file != statement.place.file:
        return own.statement.place.file < statement.place.file
    return own.statement.place.statement < statement.place.statement


def _sighting(statement: Statement, change: DropConstraint, constraints: Constraints) -> Sighting:
    names, table = constraints.names, shown(change.table, change.schema)
    spelt = names.sql(change.table, change.schema)
    other = _successor(change, constraints)
    if other is not None:
        message = f"Check {change.name} of {table} is replaced; only its text tells whether it keeps out the same rows."
        return Sighting(statement.place, message, "Compare the two texts.", (table,), Severity.NOTICE)
    return Sighting(
        statement.place,
        f"Dropping check {change.name} of {table}: nothing keeps out the rows that it refused.",
        f"ALTER TABLE {spelt} ADD CONSTRAINT ... CHECK (...) NOT VALID;  -- the wider one first",
        (table,),
        Severity.NOTICE if _helps_by_name(change, constraints) else None,
    )


def _successor(change: DropConstraint, constraints: Constraints) -> Added | None:
    """A check of its name, or one that speaks of something its name speaks of; but none that lets everything in."""
    for added in constraints.on(change, "check"):
        words = _WORD.findall(added.expression.lower())
        alike = added.name == change.name or any(word in change.name.lower() for word in words)
        if alike and not added.created and not _EMPTY.fullmatch(added.expression):
            return added
    return None


def _helps_by_name(change: DropConstraint, constraints: Constraints) -> bool:
    """Its name says that it stood for NOT NULL, and nothing says that the column may be NULL."""
    names, before = constraints.names, constraints.before
    table = names.find(before, change.table, change.schema)
    nullable = (c.name for c in (table.columns if table else ()) if c.null)
    open_still = any(about(change.name, (column,)) for column in nullable)
    return constraints.named(change) is None and _HELPER.search(change.name) is not None and not open_still


RULE = Rule(
    "drop-check",
    "compatibility",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("CD102", "ban-drop-constraint"),
    sees=(DropConstraint, DropTable),
    facts=("before",),
)
