"""What becomes of stored values: free, wider and narrower types, as measured on PostgreSQL 15 and 18."""

from __future__ import annotations

import pytest

from schemawarden_policy.postgres_types import TypeChange, type_change


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
