"""What `mysql_types` says of each change of a column's type, against what MariaDB does."""

from __future__ import annotations

import pytest

from schemawarden_policy.mysql_types import copies, recodes_freely
from tests.mariadb import Database, RefusedError, Server

pytestmark = pytest.mark.needs_apt("mariadb-server")

_LABELS = [f"'m{n}'" for n in range(256)]
PAIRS = [
    *(("INT", new) for new in ("BIGINT", "SMALLINT", "INT UNSIGNED", "INTEGER", "INT(5)", "VARCHAR(11)", "DECIMAL(10)")),
    *(("INT ZEROFILL", "INT UNSIGNED"), ("BOOLEAN", "TINYINT(1)"), ("BIT(3)", "BIT(5)"), ("YEAR", "YEAR(4)")),
    *(("VARCHAR(20)", new) for new in ("VARCHAR(20)", "VARCHAR(31)", "VARCHAR(63)", "VARCHAR(64)", "VARCHAR(10)")),
    *(("VARCHAR(31)", new) for new in ("VARCHAR(63)", "VARCHAR(64)", "VARCHAR(1000)")),
    *(("VARCHAR(32)", new) for new in ("VARCHAR(63)", "VARCHAR(64)", "VARCHAR(1000)")),
    *(("VARCHAR(64)", new) for new in ("VARCHAR(65)", "VARCHAR(255)", "VARCHAR(63)", "TEXT")),
    *(("VARBINARY(127)", "VARBINARY(300)"), ("VARBINARY(128)", "VARBINARY(300)"), ("VARBINARY(10)", "VARBINARY(20)")),
    *(("BINARY(10)", "BINARY(20)"), ("CHAR(10)", "CHAR(20)"), ("CHAR(10)", "VARCHAR(10)"), ("VARCHAR(10)", "CHAR(10)")),
    *(("TEXT", new) for new in ("TEXT", "MEDIUMTEXT", "LONGTEXT", "TINYTEXT", "VARCHAR(20)")),
    *(("DECIMAL(10,2)", new) for new in ("NUMERIC(10,2)", "DECIMAL(12,2)", "DECIMAL(11,2)", "DECIMAL(10,3)")),
    *(("DECIMAL", "DEC(10,0)"), ("FLOAT", "DOUBLE"), ("DOUBLE", "DOUBLE PRECISION"), ("DOUBLE", "REAL")),
    *(("DATETIME", new) for new in ("DATETIME(0)", "DATETIME(6)", "TIMESTAMP", "DATE")),
    *(("TIME", "TIME(3)"), ("DATE", "DATETIME"), ("BLOB", "LONGBLOB"), ("LONGTEXT", "JSON"), ("UUID", "CHAR(36)")),
    *(("ENUM('x','y')", f"ENUM({new})") for new in ("'x','y'", "'X','Y'", "'x','y','z'", "'y','x'", "'x','z','y'", "'x'")),
    *(("SET('x','y')", f"SET({new})") for new in ("'x','y'", "'x','y','z'", "'y','x'", "'x','z','y'", "'x'")),
    *((f"ENUM({','.join(_LABELS[:n])})", f"ENUM({','.join(_LABELS[: n + 1])})") for n in (254, 255)),
    *((f"SET({','.join(_LABELS[:n])})", f"SET({','.join(_LABELS[: n + 1])})") for n in (7, 8, 16, 24, 31, 32, 63)),
]  # fmt: skip
CHARSETS = [
    *(("VARCHAR(20)", "utf8mb3", "utf8mb4"), ("VARCHAR(60)", "utf8mb3", "utf8mb4"), ("VARCHAR(80)", "utf8mb3", "utf8mb4")),
    *(("VARCHAR(90)", "utf8mb3", "utf8mb4"), ("CHAR(5)", "utf8mb3", "utf8mb4"), ("TEXT", "utf8mb3", "utf8mb4")),
    *(("ENUM('a')", "utf8mb3", "utf8mb4"), ("VARCHAR(20)", "latin1", "utf8mb4"), ("VARCHAR(20)", "utf8mb4", "utf8mb3")),
    *(("VARCHAR(60)", "ascii", "utf8mb4"), ("VARCHAR(20)", "utf8mb4", "utf8mb4")),
]  # fmt: skip


@pytest.fixture(scope="module")
def database(mariadb: Server) -> Database:
    return mariadb.new_database()


def server_copies(database: Database, old: str, new: str) -> bool:
    database.run(
        f"CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, c {old}) CHARACTER SET utf8mb4; INSERT INTO t (id) VALUES (1)"
    )
    try:
        database.run(f"ALTER TABLE t MODIFY c {new}, ALGORITHM=NOCOPY, LOCK=NONE")
    except RefusedError as refused:
        if "is not supported" not in str(refused):
            raise
        return True
    return False


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda text: text[:24])
def test_a_type_changes_without_a_copy_where_we_say_so(old: str, new: str, database: Database) -> None:
    assert copies(old, new, mariadb=True, charset="utf8mb4") == server_copies(database, old, new)


@pytest.mark.parametrize(("kind", "old", "new"), CHARSETS)
def test_a_character_set_changes_without_a_copy_where_we_say_so(
    kind: str, old: str, new: str, database: Database
) -> None:
    coded = (f"{kind} CHARACTER SET {charset}" for charset in (old, new))
    assert recodes_freely(kind, old, new, mariadb=True) != server_copies(database, *coded)
