"""A setting that takes control from the guard, or changes what the text means.

## What it sees
Each `SET`, `RESET` and `set_config` but these: `lock_timeout`, `statement_timeout`, `idle_in_transaction_session_timeout`
and `transaction_timeout` with a positive literal; memory and workers for index builds; `client_min_messages`,
`row_security`, `check_function_bodies`; the values that a connection has anyway (`client_encoding = UTF8`,
`standard_conforming_strings = on`, `TimeZone = UTC` ...).

On MySQL and MariaDB each `SET` and `USE` but these: `lock_wait_timeout`, `innodb_lock_wait_timeout`, `max_statement_time`
and `max_execution_time` with a positive literal; `NAMES` and the character sets of the connection, `sql_mode`,
`foreign_key_checks`, `unique_checks`, `time_zone`, `sql_notes`, and variables of the user's own (`@name`).

A warning: an empty `search_path`, as `pg_dump` writes it, and another time zone or date style.

## Why it hurts
`statement_timeout = 0` takes away the limit under which the change was approved. `search_path` decides which table a name
means, `session_replication_role` switches triggers and foreign keys off, `standard_conforming_strings` moves the ends of
strings, and `application_name` is how an interrupted run is found again.

## Instead
Give timeouts a value; write schemas in front of names.

```sql
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
SET statement_timeout = 0;
SET search_path = audit, public;
SET session_replication_role = replica;
SELECT set_config('lock_timeout', '0', false);
```

## When to allow it
Never in a migration; the preamble that `pg_dump` writes can be left out. It can't be switched off.

## References
- [SET](https://www.postgresql.org/docs/current/sql-set.html), [client defaults](https://www.postgresql.org/docs/current/runtime-config-client.html)
- threats C14, G06, G09
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import Pragma
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_TIMEOUTS = (
    "lock_timeout",
    "statement_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_timeout",
)
_POSITIVE = re.compile(r"\+?0*[1-9][0-9]*\s*(?:us|ms|s|min|h|d)?")
_ANY_VALUE = (
    "client_min_messages",
    "row_security",
    "check_function_bodies",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "constraints",
)
_AS_IT_IS = {
    "client_encoding": ("utf8", "utf-8"),
    "standard_conforming_strings": ("on", "true"),
    "xmloption": ("content",),
    "default_table_access_method": ("heap",),
    "default_tablespace": ("",),
    "timezone": ("utc",),
}
"""The values that a connection has anyway, or under which nothing means something else."""
_TOLD = ("timezone", "datestyle", "intervalstyle")


_MYSQL_TIMEOUTS = (
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "max_statement_time",
    "max_execution_time",
)
_MYSQL_ANY_VALUE = (
    *("names", "character_set", "character_set_client", "character_set_connection", "character_set_results"),
    *("collation_connection", "sql_mode", "foreign_key_checks", "unique_checks", "time_zone", "sql_notes"),
    *("sql_quote_show_create", "group_concat_max_len", "sql_safe_updates", "innodb_strict_mode"),
)
"""What mysqldump and the tools of the field write; what is dangerous among them has rules of its own."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    accepted = _accepted if migration.dialect is Dialect.POSTGRESQL else _accepted_on_mysql
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, Pragma) or change.value is None or accepted(change, settings):
                continue
            severity = Severity.WARNING if _only_told(change) else None
            yield Sighting(statement.place, _message(change), _suggestion(change), severity=severity)


def _accepted(setting: Pragma, settings: Settings) -> bool:
    value = (setting.value or "").lower()
    if setting.name in _TIMEOUTS:
        return bool(_POSITIVE.fullmatch(value))
    if setting.name == "search_path":
        return setting.value == settings.default_schema
    same = value in _AS_IT_IS.get(setting.name, ())
    return same or setting.name in _ANY_VALUE


def _accepted_on_mysql(setting: Pragma, settings: Settings) -> bool:
    if setting.name in _MYSQL_TIMEOUTS:
        return bool(_POSITIVE.fullmatch(setting.value or ""))
    if setting.name == "use":
        return setting.value in settings.schemas
    return setting.name in _MYSQL_ANY_VALUE or setting.name.startswith("@")


def _only_told(setting: Pragma) -> bool:
    return setting.name in _TOLD or (setting.name == "search_path" and setting.value == "")


def _message(setting: Pragma) -> str:
    if setting.name == "search_path" and _only_told(setting):
        return "With an empty search_path, a name without a schema is not found from here on."
    if setting.name == "use":
        return f"USE {setting.value} decides which tables the names after it mean."
    if setting.name in (*_TIMEOUTS, *_MYSQL_TIMEOUTS):
        return f"SET {setting.name} to {setting.value} takes the time limit away; it is accepted with a positive literal."
    if setting.name in _TOLD:
        return f"SET {setting.name} to {setting.value} changes what dates and times in the text mean."
    return (
        f"SET {setting.name} changes what the statements after it mean, or takes control of the connection."
    )


def _suggestion(setting: Pragma) -> str:
    if setting.name in _MYSQL_TIMEOUTS:
        return f"SET {setting.name} = 2;"
    return f"SET {setting.name} = '2s';" if setting.name in _TIMEOUTS else "Remove the statement."


RULE = Rule("forbidden-setting", "forbidden", Severity.FORBIDDEN, POSTGRESQL | MYSQL, _check)
