"""What the lock rules say of MariaDB, observed: who waits, what ends the wait, and how often a table is copied."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.mariadb import Database, RefusedError, Server

pytestmark = pytest.mark.needs_apt("mariadb-server")

SCHEMA = """
CREATE TABLE users (id int PRIMARY KEY, name varchar(40));
CREATE TABLE orders (id int PRIMARY KEY, total int, discount int);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
INSERT INTO orders VALUES (1, 1, 1), (2, 2, 2), (3, 3, 3);
"""
TIMED_OUT = "ERROR 1205 "
INTERRUPTED = "ERROR 1969 "


@pytest.fixture
def database(mariadb: Server) -> Database:
    made = mariadb.new_database()
    made.run(SCHEMA)
    return made


def test_a_change_waits_for_a_reader_until_lock_wait_timeout_ends_it(database: Database) -> None:
    with _held(database, "BEGIN; SELECT count(*) FROM users"), pytest.raises(RefusedError, match=TIMED_OUT):
        database.run("SET SESSION lock_wait_timeout = 1; ALTER TABLE users ADD COLUMN nickname varchar(40);")


def test_the_default_is_a_day(database: Database) -> None:
    assert "86400" in database.run("SELECT @@session.lock_wait_timeout;")


@pytest.mark.parametrize(
    ("lock", "statement", "waits"),
    [
        ("WRITE", "SELECT count(*) FROM users", True),
        ("WRITE", "INSERT INTO users VALUES (3, 'c')", True),
        ("READ", "SELECT count(*) FROM users", False),
        ("READ", "INSERT INTO users VALUES (3, 'c')", True),
        ("READ LOCAL", "DELETE FROM users WHERE id = 1", True),
    ],
)
def test_lock_tables_stops_others(database: Database, lock: str, statement: str, waits: bool) -> None:
    with _held(database, f"LOCK TABLES users {lock}"):
        text = f"SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1; {statement};"
        if waits:
            with pytest.raises(RefusedError, match=TIMED_OUT):
                database.run(text)
        else:
            database.run(text)


def test_max_statement_time_ends_a_change_of_rows_and_a_change_of_a_table(database: Database) -> None:
    with pytest.raises(RefusedError, match=INTERRUPTED):
        database.run("SET max_statement_time = 0.5; UPDATE users SET name = SLEEP(2);")
    with _held(database, "BEGIN; SELECT count(*) FROM users"), pytest.raises(RefusedError, match=INTERRUPTED):
        database.run("SET max_statement_time = 0.5; ALTER TABLE users ADD COLUMN nickname varchar(40);")


def test_two_changes_of_type_copy_the_table_twice_and_one_statement_copies_it_once(
    database: Database,
) -> None:
    apart = "ALTER TABLE orders MODIFY total bigint; ALTER TABLE orders MODIFY discount bigint;"
    assert _copied(database.run(apart)) == [3, 3]
    together = "ALTER TABLE orders MODIFY total decimal(20,2), MODIFY discount decimal(20,2);"
    assert _copied(database.run(together)) == [3]


def _copied(printed: str) -> list[int]:
    """The rows that each statement copied."""
    return [int(rows) for rows in re.findall(r"Records: (\d+)", printed)]


@contextmanager
def _held(database: Database, statements: str) -> Iterator[None]:
    """Another session has run the statements and does nothing for a while."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(database.run, f"{statements}; DO SLEEP(2);")
        try:
            while "User sleep" not in database.run(
                "SELECT state FROM information_schema.processlist WHERE db = DATABASE();"
            ):
                time.sleep(0.05)
            yield
        finally:
            done.result()
