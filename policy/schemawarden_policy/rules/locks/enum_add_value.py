"""An enum gets another label.

## What it sees
`ALTER TYPE ... ADD VALUE`: an error where it can't work, and a notice otherwise. It can't work

- when the same transaction uses the new label: a statement after it has the label as a literal;
- in a transaction at all before PostgreSQL 12.

A type that the same transaction created is not meant; but before PostgreSQL 18 its new labels can't be used in it either.

## Why it hurts
A label that is not committed can't be used: the statement fails with "unsafe use of new value", and the file with it. A label
can't be removed again, only renamed.

## Instead
`ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';` in a file of its own, and what uses the label in a later one. A type that is
new takes its labels at once:

```sql
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
CREATE TABLE people (id bigint PRIMARY KEY, mood mood DEFAULT 'fine');
```

## Example

```sql
ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
UPDATE people SET mood = 'fine' WHERE id = 1;
```

## When to allow it
When the literal that it names means something else than the label: approve the plan.

## References
- MigrationPilot MP012, MP054, pgfence alter-enum-add-value; measured on PostgreSQL 15 and 18
- [ALTER TYPE](https://www.postgresql.org/docs/current/sql-altertype.html)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemawarden_policy.change import AlterObject, Comment, CreateObject
from schemawarden_policy.lexing import significant
from schemawarden_policy.lifetimes import Key
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import Situation, situations
from schemawarden_policy.statement import Dialect, Kind, Statement
from schemawarden_policy.token import TokenKind
from schemawarden_policy.version import older

Runs = Mapping[tuple[str, int], Situation]


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, runs = names_of(migration, settings), situations(migration)
    statements = list(migration.statements())
    created: set[tuple[int | None, Key]] = set()
    for position, statement in enumerate(statements):
        number = runs[statement.place.file, statement.place.statement].transaction
        for change in statement.changes:
            if isinstance(change, CreateObject) and change.object == "type" and number is not None:
                created.add((number, names.key(change.name, change.schema)))
            if not isinstance(change, AlterObject) or (change.object, change.form) != ("type", "ADD VALUE"):
                continue
            own = (number, names.key(change.name, change.schema)) in created
            user = _user(change.value, statements[position + 1 :], number, runs)
            if not own or (user and older(migration, 18)):
                old = number is not None and not own and older(migration, 12)
                yield _sighting(statement, change, names, user=user, old=old)


def _user(label: str, later: Sequence[Statement], number: int | None, runs: Runs) -> Statement | None:
    """The next statement of the same transaction that uses the label."""
    for statement in later if number is not None else ():
        if runs[statement.place.file, statement.place.statement].transaction != number:
            return None
        if _uses(statement, label):
            return statement
    return None


def _uses(statement: Statement, label: str) -> bool:
    """It has the label as a literal, where the server would look it up."""
    if statement.kind is Kind.OPAQUE or any(isinstance(c, AlterObject | Comment) for c in statement.changes):
        return False
    tokens = significant(statement.text, Dialect.POSTGRESQL)
    return any(token.kind is TokenKind.STRING and token.name == label for token in tokens)


def _sighting(
    statement: Statement, change: AlterObject, names: Names, *, user: Statement | None, old: bool
) -> Sighting:
    enum, spelt = shown(change.name, change.schema), names.sql(change.name, change.schema)
    quoted = change.value.replace("'", "''")
    add = f"ALTER TYPE {spelt} ADD VALUE '{quoted}';"
    if old:
        message = (
            f"Before PostgreSQL 12 the label {change.value!r} can't be added to {enum} in a transaction."
        )
        return Sighting(statement.place, message, f"-- atlas:txmode none\n\n{add}", (enum,))
    if user:
        message = f"The label {change.value!r} of {enum} can't be used before it is committed; line {user.place.line} does."
        return Sighting(statement.place, message, f"{add}  -- in a file of its own, before this one", (enum,))
    message = f"{enum} gets the label {change.value!r}, which can't be removed again."
    return Sighting(statement.place, message, "", (enum,), Severity.NOTICE)


RULE = Rule(
    "enum-add-value",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("MP012", "MP054", "alter-enum-add-value", "ban-add-enum-value"),
    sees=(AlterObject,),
    facts=("server_version",),
)
