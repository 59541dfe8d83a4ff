"""What a change of a type costs on MySQL, by its manual; what it costs on MariaDB is observed (tests/observed/mariadb)."""

from __future__ import annotations

import pytest

from schemawarden_policy.mysql_types import copies


@pytest.mark.parametrize(
    ("old", "new", "charset", "copied"),
    [
        ("varchar(20)", "VARCHAR(63)", "utf8mb4", False),
        ("varchar(20)", "VARCHAR(64)", "utf8mb4", True),
        ("varchar(20)", "VARCHAR(64)", "latin1", False),
        ("varchar(64)", "VARCHAR(255)", "utf8mb4", False),
        ("varchar(255)", "VARCHAR(256)", "latin1", True),
        ("varchar(64)", "VARCHAR(63)", "utf8mb4", True),
        ("varchar(20)", "VARCHAR(63)", "", False),
        ("varchar(63)", "VARCHAR(64)", "", True),
        ("varchar(256)", "VARCHAR(1000)", "", False),
        ("varbinary(128)", "VARBINARY(255)", "", False),
        ("varbinary(128)", "VARBINARY(256)", "", True),
        ("int(11) unsigned", "INT UNSIGNED", "", False),
        ("int(11)", "INT UNSIGNED", "", True),
        ("tinyint(1)", "BOOLEAN", "", False),
        ("json", "JSON", "", False),
        ("point", "POINT", "", False),
        ("point", "GEOMETRY", "", True),
        ("what is this", "INT", "", True),
        ("", "INT", "", True),
    ],
)
def test_a_type_is_copied_on_mysql_when_its_bytes_change(
    old: str, new: str, charset: str, copied: bool
) -> None:
    assert copies(old, new, mariadb=False, charset=charset) == copied
