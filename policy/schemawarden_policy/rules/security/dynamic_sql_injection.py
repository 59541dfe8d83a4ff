"""A routine builds SQL out of values that it does not quote.

## What it sees
In bodies of PL/pgSQL functions, procedures and `DO` blocks: a text that `EXECUTE` runs (also `RETURN QUERY EXECUTE`, `FOR ... IN
EXECUTE`, `OPEN ... FOR EXECUTE`), and into which a value gets by `||` or by `%s` of `format` as it is. Variables that hold the text are
followed. Not meant are literals, what `quote_ident`, `quote_literal`, `quote_nullable`, `%I` or `%L` quote, what `USING` hands over,
and values of types whose text has no room for SQL, such as numbers, dates, `uuid` and `regclass`.

On MySQL and MariaDB: a routine whose `PREPARE ... FROM` or `EXECUTE IMMEDIATE` runs what `CONCAT` puts together out of names that neither
`QUOTE` nor a `REPLACE` which doubles backticks encloses.

## Why it hurts
Whoever decides on the value decides on the statement: a quote in a name ends the literal, and what follows runs with the rights of
the routine. Even without bad intent, a name with capitals or a quote makes it fail.

## Instead
Quote names by `%I`, and hand values over by `USING`; on MySQL and MariaDB write `?` and hand values over by `EXECUTE ... USING`.

```sql
CREATE FUNCTION count_of(owner text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %I WHERE owner = $1', 'invoices') INTO found USING owner;
  RETURN found;
END $$;
```

## Example

```sql
CREATE FUNCTION count_of(owner text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
  EXECUTE 'SELECT count(*) FROM invoices WHERE owner = ''' || owner || '''' INTO found;
  RETURN found;
END $$;
```

## When to allow it
When the value can only come from a list in the code itself: approve the plan.

## References
- [Executing dynamic commands](https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN)
- Atlas SA101, Ptah SQL003
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, RunRoutine
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateObject | RunRoutine) and change.injects:
                name = shown(change.name, change.schema) if isinstance(change, CreateObject) else ""
                who = f"{change.object} {name}" if isinstance(change, CreateObject) else "the DO block"
                yield Sighting(
                    statement.place,
                    f"{who[0].upper()}{who[1:]} runs SQL into which {change.injects} gets unquoted.",
                    _safer(change.injects, migration.dialect),
                    (name,) if name else (),
                )


def _safer(value: str, dialect: Dialect) -> str:
    if dialect in MYSQL:
        return f"QUOTE({value}), or ? in the text and EXECUTE ... USING"
    return f"format('... %I ... %L', {value}), or $1 in the text and USING {value}"


RULE = Rule(
    "dynamic-sql-injection",
    "security",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("SA101", "SQL003"),
    sees=(CreateObject, RunRoutine),
)
