"""What becomes of stored values: free, wider and narrower types, as measured on PostgreSQL 15 and 18."""

from __future__ import annotations

import pytest

from schemawarden_policy.postgres_types import TypeChange, is_utc, rebuilds_indexes, type_change


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("character varying(20)", "VARCHAR(40)", TypeChange.FREE),
        ("varchar(20)", "TEXT", TypeChange.FREE),
        ("text", "VARCHAR", TypeChange.FREE),
        ("text", "VARCHAR(10)", TypeChange.NARROWER),
        ("character varying(20)", "VARCHAR(10)", TypeChange.NARROWER),
        ("numeric(10,2)", "NUMERIC(12, 2)", TypeChange.FREE),
        ("numeric(10,2)", "NUMERIC", TypeChange.FREE),
        ("numeric(10,2)", "NUMERIC(12, 3)", TypeChange.WIDER),
        ("numeric(10,2)", "NUMERIC(10, 3)", TypeChange.NARROWER),
        ("numeric", "NUMERIC(10, 2)", TypeChange.NARROWER),
        ("cidr", "INET", TypeChange.FREE),
        ("integer", "BIGINT", TypeChange.WIDER),
        ("int8", "INTEGER", TypeChange.NARROWER),
        ("bigint", "NUMERIC", TypeChange.WIDER),
        ("bigint", "NUMERIC(5, 0)", TypeChange.NARROWER),
        ("double precision", "REAL", TypeChange.NARROWER),
        ("timestamp(6) without time zone", "TIMESTAMP(3)", TypeChange.NARROWER),
        ("timestamp(3) without time zone", "TIMESTAMP(6)", TypeChange.FREE),
        ("timestamp(3) with time zone", "TIMESTAMPTZ", TypeChange.FREE),
        ("timestamp without time zone", "TIMESTAMP(6)", TypeChange.FREE),
        ("time(3) without time zone", "TIME", TypeChange.FREE),
        ("interval", "INTERVAL", TypeChange.UNKNOWN),
        ("bit varying(5)", "VARBIT(10)", TypeChange.FREE),
        ("bit(5)", "BIT(10)", TypeChange.WIDER),
        ("text", "CITEXT", TypeChange.FREE),
        ("character varying(9)", "CITEXT", TypeChange.FREE),
        ("xml", "TEXT", TypeChange.FREE),
        ("inet", "CIDR", TypeChange.UNKNOWN),
        ("numeric(10,0)", "NUMERIC(12)", TypeChange.FREE),
        ("character varying(5)[]", "VARCHAR(10)[]", TypeChange.UNKNOWN),
        ("timestamp without time zone", "TIMESTAMP", TypeChange.FREE),
        ("timestamp", "DATE", TypeChange.NARROWER),
        ("timestamp", "TIMESTAMPTZ", TypeChange.UNKNOWN),
        ("character(5)", "CHAR(10)", TypeChange.WIDER),
        ("integer[]", "INTEGER[]", TypeChange.FREE),
        ("integer[]", "BIGINT[]", TypeChange.UNKNOWN),
        ("", "TEXT", TypeChange.UNKNOWN),
        ("text", "MOOD", TypeChange.UNKNOWN),
    ],
)
def test_types_are_compared_by_what_they_hold(old: str, new: str, what: TypeChange) -> None:
    assert type_change(old, new) is what


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("timestamp without time zone", "TIMESTAMPTZ"),
        ("timestamp with time zone", "TIMESTAMP"),
        ("timestamp(3)", "TIMESTAMPTZ"),
    ],
)
def test_time_zone_costs_nothing_but_indexes_at_utc(old: str, new: str) -> None:
    assert type_change(old, new, "UTC") is TypeChange.FREE
    assert type_change(old, new, "Europe/Oslo") is TypeChange.UNKNOWN
    assert type_change(old, f"{new}(3)", "UTC") is TypeChange.UNKNOWN
    assert rebuilds_indexes(old, new)


def test_names_of_utc() -> None:
    assert all(map(is_utc, ("UTC", "utc", "Etc/UTC", "GMT", "Zulu", "Universal")))
    assert not any(map(is_utc, ("", "Europe/London", "UTC+1", "Etc/GMT-1")))
