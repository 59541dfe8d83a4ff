"""A function says that it always gives the same answer, and does not.

## What it sees
`CREATE FUNCTION ... IMMUTABLE` in SQL or PL/pgSQL whose body reads a table, or calls a function that is stable or volatile: one of
the server's (`now()`, `random()`, `to_char`, `current_user` ...), or one that this change set creates as such. Functions of the server
that are stable for the sake of some types of arguments alone (`concat`, `format`, `date_trunc` ...) are not counted.

## Why it hurts
The server believes it. It computes the call once and keeps the answer in plans, and allows the function in indexes and generated
columns: an index whose keys have changed in the meantime no longer finds its rows, and a restore builds another one.

## Instead
Say what it is.

```sql
CREATE FUNCTION days_since(day date) RETURNS integer LANGUAGE sql STABLE AS 'SELECT current_date - day';
```

## Example

```sql
CREATE FUNCTION days_since(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT current_date - day';
```

## When to allow it
When what it reads never changes, as the rules of a text search configuration: approve the plan.

## References
- measured on PostgreSQL 15: an index over the example is made without a word
- [Function volatility categories](https://www.postgresql.org/docs/current/xfunc-volatility.html)
- Ptah DD102
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.parse.postgres_calls import volatilities
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_BY_ARGUMENTS = frozenset(
    "array_to_json array_to_string concat concat_ws format json_agg json_build_array json_build_object json_object_agg "
    "jsonb_agg jsonb_build_array jsonb_build_object jsonb_object_agg row_to_json string_agg to_json to_jsonb "
    # immutable for some types, stable for others: pg_proc of PostgreSQL 15
    "age date date_part date_trunc extract generate_series in_range json_to_tsvector jsonb_to_tsvector length numeric overlaps "
    "phraseto_tsquery plainto_tsquery quote_literal quote_nullable time timestamp timestamptz timetz timezone to_timestamp "
    "to_tsquery to_tsvector ts_headline ts_parse ts_rewrite ts_token_type websearch_to_tsquery".split()
)
_WORDS = {"s": "stable", "v": "volatile"}
_OF_THE_SESSION = ("current_", "localtime", "session_user", "user")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    own = _own(migration)
    for statement in migration.statements():
        for change in statement.changes:
            immutable = isinstance(change, CreateObject) and change.volatility == "immutable"
            if isinstance(change, CreateObject) and immutable and (why := _why(change, own)):
                name = shown(change.name, change.schema)
                hint = "Declare it STABLE, or VOLATILE if it changes anything."
                yield Sighting(statement.place, f"{name} is declared IMMUTABLE and {why}.", hint, (name,))


def _own(migration: Migration) -> dict[str, str]:
    """The functions that the change set creates -> what they say of themselves."""
    return {
        change.name: change.volatility
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object == "function"
    }


def _why(change: CreateObject, own: dict[str, str]) -> str:
    if change.reads:
        return f"reads {change.reads[0]}"
    for call in change.calls:
        schema, _, name = call.rpartition(".")
        word = own[name] if name in own else _server(schema, name)
        if word in ("stable", "volatile") and name != change.name:
            return f"calls {call}, which is {word}"
    return ""


def _server(schema: str, name: str) -> str:
    """What the server says of its own function; empty for another, and for one that depends on its arguments."""
    if name.startswith(_OF_THE_SESSION) and not schema:
        return "stable"
    if schema not in ("", "pg_catalog") or name in _BY_ARGUMENTS:
        return ""
    return _WORDS.get(volatilities().get(name, ""), "")


RULE = Rule(
    "immutable-lies",
    "security",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("DD102",),
    sees=(CreateObject,),
)
