"""A default that rows to come relied on is taken away or becomes another one.

## What it sees
`DROP DEFAULT`; `SET DEFAULT` unless the schema before says that there was none; on MySQL a `MODIFY` or `CHANGE`, on SQLite a
rebuild, whose new definition has another default than the schema before. On a column that existed before the change set, and
`DROP DEFAULT` on one that it has added as NOT NULL: code that runs leaves the column out, since it does not know it.

## Why it hurts
Code that leaves the column out of its INSERT gets NULL, an error or another value from here on. A mapper that writes only what
has changed goes on to write the old default, which it read when it started.

## Instead
Change the code first, so that it names the column. A default where there was none changes nothing for code that names it:

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, plan text DEFAULT 'free', note text DEFAULT '');
INSERT INTO new_users (id, plan, note) SELECT id, plan, note FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
```

## Example
Where `plan` has the default `'free'`:

```sql
CREATE TABLE new_users (id integer PRIMARY KEY, plan text DEFAULT 'paid', note text);
INSERT INTO new_users (id, plan, note) SELECT id, plan, note FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
```

## When to allow it
When all code that inserts names the column, or wants the new value.

## References
- strong_migrations change_column_default
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropTable, ModifyColumn, SetDefault
from schemawarden_policy.columns import column_steps
from schemawarden_policy.facts import Column
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rebuilt import rebuilt_columns
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes, columns in column_steps(migration, settings):
        if not isinstance(change, SetDefault | ModifyColumn) or lifetimes.born(change.table, change.schema):
            continue
        name, known = columns.at(change)
        modified = isinstance(change, ModifyColumn)
        default = change.definition.default if isinstance(change, ModifyColumn) else change.default
        added = lifetimes.added(change.table, name, change.schema)
        if added and (default is not None or (known and known.null)):
            continue  # code that runs does not know the column, and needs no more than that it may leave it out
        if _differs(known, default, unknown=not modified):
            whole = f"{shown(change.table, change.schema)}.{name}"
            yield _sighting(statement.place, whole, default, known)
    for rebuild, column, new in rebuilt_columns(migration):
        if _differs(column, new.default, unknown=False):
            yield _sighting(rebuild.drop.place, f"{rebuild.table}.{column.name}", new.default, column)


def _differs(known: Column | None, default: str | None, *, unknown: bool) -> bool:
    """The default becomes another one; `unknown` is the answer for a column of which nothing is known."""
    if known is None:
        return unknown
    if known.default is None:
        return False
    return _spelt(known.default) != _spelt(default)


def _spelt(default: str | None) -> str:
    """The text without what differs between a statement and a catalogue: case, brackets, quotes, a cast; NULL is none."""
    text = (default or "").split("::")[0].strip().strip("()").strip("'\"").strip().lower()
    return "" if text == "null" else text.removesuffix("()")


def _sighting(place: Place, column: str, default: str | None, known: Column | None) -> Sighting:
    now = "has no default" if default is None else f"has the default {default}"
    needed = " and it may not be NULL, so that such an INSERT fails" if known and not known.null else ""
    needed = needed if default is None else ""
    message = f"{column} {now} from here on; code that leaves it out gets something else than before{needed}."
    return Sighting(place, message, "Look at what inserts without naming it.", (column,))


RULE = Rule(
    "change-default-compat",
    "compatibility",
    Severity.NOTICE,
    ALL,
    _check,
    aliases=("change_column_default", "ban-drop-default", "ban-set-default"),
    sees=(SetDefault, ModifyColumn, DropTable),
    facts=("before",),
)
