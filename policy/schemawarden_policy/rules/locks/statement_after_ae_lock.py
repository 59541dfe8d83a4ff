"""A transaction that has closed a table goes on to do long work.

## What it sees
After a statement that takes an ACCESS EXCLUSIVE lock on a table that existed before the change set, in the same transaction, and
told once for each transaction, at the first of its long statements:

- an error: index builds, constraints that look at the rows, `VALIDATE`, rewrites, `REINDEX`, `REFRESH`, `INSERT ... SELECT`
  from a table and a `SELECT` over a whole table, on tables that were there;
- a notice, where there is no such error: a lock on another table that was there.

`UPDATE` and `DELETE` beside DDL are what ddl-with-backfill tells of; a constraint that is validated in the transaction which
added it is validate-same-transaction's. A statement that closes the same table anyway, and no other is closed, is not meant.

## Why it hurts
The lock is held to the end of the transaction. Nobody reads or writes the table while the transaction reads or fills
another one, and whoever holds the second table while waiting for the first one makes a deadlock.

## Instead
Each in a file of its own, so that the lock is let go of in between.

```sql
ALTER TABLE users ADD COLUMN plan text;
```

## Example

```sql
ALTER TABLE users ADD COLUMN plan text;
INSERT INTO plans (user_id, name) SELECT id, 'free' FROM users;
CREATE INDEX orders_user ON orders (user_id);
```

## When to allow it
When the tables are small: approve the plan.

## References
- eugene E4, pgfence statement-after-access-exclusive, MigrationPilot MP008; measured on PostgreSQL 15 and 18
- [Table-level locks](https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AddConstraint,
    Change,
    CreateObject,
    CreateTable,
    DropObject,
    InsertRows,
    ValidateConstraint,
)
from schemawarden_policy.lifetimes import Key, Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Kind, Place, Statement
from schemawarden_policy.table_locks import TAKERS, locks_of, stopping
from schemawarden_policy.table_work import Work, Works
from schemawarden_policy.whole_query import table_read

_SAFER = "Put the statement into a file of its own."


@dataclass(slots=True)
class _Transaction:
    """What one transaction holds so far."""

    names: Names
    first: Place | None = None
    """The first statement that closed a table."""
    closed: dict[Key, str] = field(default_factory=dict)
    """The tables under ACCESS EXCLUSIVE, with their names in words."""
    unproven: set[tuple[Key, str]] = field(default_factory=set)
    """The constraints that it added NOT VALID."""
    told: list[Sighting] = field(default_factory=list)
    """What speaks against it, in order."""

    def follow(self, change: Change, place: Place, lifetimes: Lifetimes) -> None:
        if isinstance(change, AddConstraint) and change.not_valid:
            self.unproven.add((self.names.key(change.table, change.schema), change.name))
        if isinstance(change, CreateObject | DropObject) and not change.table:
            return  # a view that is replaced or goes closes itself, and no table
        for lock in stopping(change, lifetimes):
            if lock.mode == "AccessExclusive":
                self.first = self.first or place
                self.closed.setdefault(self.names.key_of(lock.table), lock.words)

    def after(self, place: Place) -> bool:
        """A statement before this one closed a table."""
        return self.first is not None and self.first.statement < place.statement

    def judge(self, change: Change, work: Work | None, place: Place, lifetimes: Lifetimes) -> None:
        mine = [self.names.key_of(k.table) for k in locks_of(change) if k.mode == "AccessExclusive"]
        held = next((words for key, words in self.closed.items() if key not in mine), "")
        if not held:
            return
        if task := self._task(change, work, lifetimes):
            words, table = task
            message = f"Nobody reads or writes {held} while this statement {words} of {table}."
            self.told.append(Sighting(place, message, _SAFER, (table,)))
            return
        taken = stopping(change, lifetimes)
        others = [lock for lock in taken if self.names.key_of(lock.table) not in self.closed]
        if others:
            message = f"Nobody reads or writes {held} while this statement waits for {others[0].words}; it may deadlock."
            self.told.append(Sighting(place, message, _SAFER, (others[0].table,), Severity.NOTICE))

    def ask(self, statement: Statement, names: Names, made: set[Key]) -> None:
        """A query over a whole table is work as well."""
        if statement.kind is Kind.QUERY and self.after(statement.place):
            table = table_read(statement.text)
            if table and names.key_of(table) not in made:
                held = next(iter(self.closed.values()))
                message = f"Nobody reads or writes {held} while this query reads all of {table}."
                self.told.append(Sighting(statement.place, message, _SAFER, (table,)))

    def worst(self) -> Iterator[Sighting]:
        """The first of the graver ones."""
        graver = [sighting for sighting in self.told if sighting.severity is None]
        yield from sorted(graver or self.told, key=lambda sighting: sighting.place.statement)[:1]

    def _task(self, change: Change, work: Work | None, lifetimes: Lifetimes) -> tuple[str, str] | None:
        """(what is done with all rows, of which table that was there)."""
        if isinstance(change, InsertRows):
            read = [name for name in change.sources if not lifetimes.born_all((name,))]
            return ("copies rows", read[0]) if read and not change.bounds else None
        if isinstance(change, ValidateConstraint) and self._own(change):
            return None
        table = next((lock.table for lock in locks_of(change)), "") if work else ""
        return (_DONE[work], table) if work and table and not lifetimes.born_all((table,)) else None

    def _own(self, change: ValidateConstraint) -> bool:
        return (self.names.key(change.table, change.schema), change.name) in self.unproven


_DONE = {
    Work.READS: "reads every row",
    Work.BUILDS: "builds an index over every row",
    Work.WRITES: "writes every row",
}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, runs = names_of(migration, settings), situations(migration)
    works = Works(names, migration.facts.before)
    transactions: dict[int, _Transaction] = {}
    made: set[Key] = set()
    for statement, change, lifetimes in steps(migration, settings):
        place, work = statement.place, works.of(change)
        if isinstance(change, CreateTable):
            made.add(names.key(change.table, change.schema))
        number = runs[place.file, place.statement].transaction
        if number is not None:
            now = transactions.setdefault(number, _Transaction(names))
            if now.after(place):
                now.judge(change, work, place, lifetimes)
            now.follow(change, place, lifetimes)
    for statement in migration.statements():
        number = runs[statement.place.file, statement.place.statement].transaction
        if number in transactions:
            transactions[number].ask(statement, names, made)
    for transaction in transactions.values():
        yield from transaction.worst()


RULE = Rule(
    "statement-after-ae-lock",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("E4", "statement-after-access-exclusive", "MP008"),
    sees=TAKERS,
    scales=True,
    facts=("before",),
)
