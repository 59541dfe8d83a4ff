"""Which changes of type lose values on MySQL and MariaDB: as MariaDB 10.11 answered in strict mode with extreme values."""

from __future__ import annotations

import pytest

from schemawarden_policy.mysql_ranges import narrows, read_type


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int", "smallint"),
        ("int unsigned", "INT"),
        ("int(11)", "int(10) unsigned"),
        ("bigint", "DECIMAL(18,0)"),
        ("decimal(10,2)", "DECIMAL(10,3)"),
        ("decimal(10,2)", "BIGINT"),
        ("double", "FLOAT"),
        ("varchar(100)", "VARCHAR(20)"),
        ("varchar(100)", "TINYTEXT"),
        ("text", "VARCHAR(300)"),
        ("varchar(20)", "INT"),
        ("varchar(20)", "ENUM('a', 'b')"),
        ("int", "VARCHAR(10)"),
        ("datetime", "DATE"),
        ("datetime(6)", "DATETIME"),
        ("datetime", "TIMESTAMP"),
        ("datetime", "VARCHAR(18)"),
        ("set('a','b')", "ENUM('a', 'b')"),
        ("enum('a','bbb')", "VARCHAR(2)"),
        ("longtext", "JSON"),
    ],
)
def test_type_that_holds_less_narrows(old: str, new: str) -> None:
    assert narrows(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int", "INTEGER"),
        ("int(11)", "INT"),
        ("int", "BIGINT"),
        ("tinyint unsigned", "SMALLINT"),
        ("tinyint(1)", "BOOLEAN"),
        ("int", "DECIMAL(10,0)"),
        ("decimal(10,0)", "BIGINT"),
        ("decimal(10,2)", "NUMERIC(12,2)"),
        ("int", "DOUBLE"),
        ("double", "VARCHAR(24)"),
        ("varchar(20)", "VARCHAR(100)"),
        ("char(20)", "VARCHAR(20)"),
        ("varchar(100)", "TEXT"),
        ("text", "MEDIUMTEXT"),
        ("int", "VARCHAR(11)"),
        ("date", "DATETIME"),
        ("timestamp", "DATETIME"),
        ("year", "SMALLINT"),
        ("enum('a','b')", "ENUM('a', 'b', 'c')"),
        ("enum('a','b')", "ENUM('a')"),  # enum-set-value-removed tells it
        ("enum('a','bbb')", "VARCHAR(3)"),
        ("json", "LONGTEXT"),
        ("geometry", "TEXT"),
        ("", "INT"),
    ],
)
def test_type_that_holds_as_much_does_not(old: str, new: str) -> None:
    assert not narrows(old, new)


def test_members_keep_their_quotes_apart() -> None:
    assert read_type("enum('it''s', 'B,c')").members == ("it's", "B,c")
