"""What the rules my-* say of copies and locks, observed on MariaDB: the bad fixture is refused as soon as it is to go without.

- A rule that tells of a copy: ALGORITHM=INPLACE is refused, and without it the server says how many rows it copied.
- A rule that tells of a table built anew: ALGORITHM=NOCOPY is refused, INPLACE with LOCK=NONE is taken.
- A rule that tells of writers who wait: LOCK=NONE is refused.
- What the page advises instead is taken as it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.mariadb import Database, RefusedError, Server
from tests.policy.cases import RULES_FOLDER

pytestmark = pytest.mark.needs_apt("mariadb-server")

SCHEMA = (Path(__file__).parent / "schema.sql").read_text()
COPIES = """
    my-add-check my-add-fk my-charset-column my-charset-table my-engine my-enum-grow my-enum-insert my-enum-reorder
    my-expression-default my-generated-change my-partitioning my-set-grow my-set-insert my-set-reorder my-type-change-copy
""".split()
BUILDS_ANEW = ["my-add-pk", "my-modify-pk", "my-nullability"]
MAKES_WRITERS_WAIT = ["my-autoinc-column", "my-fulltext", "my-spatial"]


@pytest.fixture
def database(mariadb: Server) -> Database:
    found = mariadb.new_database()
    found.run(SCHEMA)
    return found


def bad(rule: str) -> str:
    return (RULES_FOLDER / rule / "bad.maria.sql").read_text()


def with_clauses(sql: str, *clauses: str) -> str:
    """The statement with ALGORITHM or LOCK, where its grammar has them."""
    if partitioning := re.search(r" (?=PARTITION BY)", sql):
        return f"{sql[: partitioning.start()]} {', '.join(clauses)}{sql[partitioning.start() :]}"
    comma = "," if sql.startswith("ALTER") else ""
    return sql.rstrip().rstrip(";") + "".join(f"{comma} {clause}" for clause in clauses)


def rows_copied(output: str) -> int:
    """What the client prints of the last statement: 0 unless the server wrote the rows into another table."""
    return int(re.findall(r"(\d+) rows? affected", output)[-1])


@pytest.mark.parametrize("rule", COPIES)
def test_what_is_said_to_copy_is_refused_in_place_and_copies_all_rows(rule: str, database: Database) -> None:
    for clause in ("ALGORITHM=INPLACE", "LOCK=NONE"):
        with pytest.raises(RefusedError, match=r"not supported"):
            database.run(with_clauses(bad(rule), clause))
    assert rows_copied(database.run(bad(rule))) == 2


@pytest.mark.parametrize("rule", BUILDS_ANEW)
def test_what_is_said_to_build_anew_lets_others_write(rule: str, database: Database) -> None:
    with pytest.raises(RefusedError, match="ALGORITHM=NOCOPY is not supported"):
        database.run(with_clauses(bad(rule), "ALGORITHM=NOCOPY"))
    assert rows_copied(database.run(with_clauses(bad(rule), "ALGORITHM=INPLACE", "LOCK=NONE"))) == 0


def test_null_to_not_null_copies_where_a_stored_column_depends_on_it(database: Database) -> None:
    with pytest.raises(RefusedError, match="ALGORITHM=INPLACE is not supported"):
        database.run("ALTER TABLE invoices MODIFY net INT NOT NULL, ALGORITHM=INPLACE")


@pytest.mark.parametrize("rule", MAKES_WRITERS_WAIT)
def test_what_is_said_to_keep_writers_waiting_is_refused_without_a_lock(
    rule: str, database: Database
) -> None:
    with pytest.raises(RefusedError, match=r"(LOCK=NONE|ALGORITHM=INSTANT) is not supported"):
        database.run(with_clauses(bad(rule), "LOCK=NONE"))
    database.run(with_clauses(bad(rule), "ALGORITHM=INPLACE", "LOCK=SHARED"))


@pytest.mark.parametrize(
    "rule", sorted(path.parent.name for path in RULES_FOLDER.glob("my-*/good.maria.sql"))
)
def test_what_the_page_advises_is_taken(rule: str, database: Database) -> None:
    database.run((RULES_FOLDER / rule / "good.maria.sql").read_text())


@pytest.mark.parametrize(
    "alter", ["orders ALGORITHM=INSTANT, ENGINE=MyISAM", "events ALGORITHM=INSTANT PARTITION BY HASH (id)"]
)
def test_instant_does_not_keep_an_engine_or_partitioning_from_copying(alter: str, database: Database) -> None:
    assert rows_copied(database.run(f"ALTER TABLE {alter}")) == 2


def test_the_engine_that_it_has_already_is_built_anew_in_place(database: Database) -> None:
    with pytest.raises(RefusedError, match="ALGORITHM=NOCOPY is not supported"):
        database.run("ALTER TABLE orders ENGINE=InnoDB, ALGORITHM=NOCOPY")


def test_reorganized_partitions_are_copied(database: Database) -> None:
    database.run(
        "CREATE TABLE parts (id INT) PARTITION BY RANGE (id) (PARTITION rest VALUES LESS THAN MAXVALUE);"
    )
    database.run("INSERT INTO parts VALUES (1), (2), (3)")
    into = "PARTITION low VALUES LESS THAN (3), PARTITION rest VALUES LESS THAN MAXVALUE"
    assert rows_copied(database.run(f"ALTER TABLE parts REORGANIZE PARTITION rest INTO ({into})")) == 3


def test_a_column_in_between_is_instant_unless_there_is_a_virtual_one(database: Database) -> None:
    database.run("ALTER TABLE orders ADD COLUMN early INT FIRST, ALGORITHM=INSTANT")
    with pytest.raises(RefusedError, match="ALGORITHM=INPLACE is not supported"):
        database.run("ALTER TABLE invoices ADD COLUMN early INT FIRST, ALGORITHM=INPLACE")
    database.run("ALTER TABLE invoices ADD COLUMN late INT, ALGORITHM=INSTANT")


def test_a_foreign_key_needs_no_copy_while_the_checks_are_off(database: Database) -> None:
    database.run(
        f"SET foreign_key_checks = 0; {with_clauses(bad('my-add-fk'), 'ALGORITHM=NOCOPY', 'LOCK=NONE')}"
    )


def test_a_columns_references_makes_a_foreign_key_and_copies_the_table(database: Database) -> None:
    database.run(bad("my-inline-references"))
    assert "FOREIGN KEY" in database.run("SHOW CREATE TABLE invoices_2025")
    added = "ALTER TABLE orders ADD COLUMN payer INT REFERENCES customers (id)"
    with pytest.raises(RefusedError, match="foreign_key_checks=OFF"):
        database.run(with_clauses(added, "ALGORITHM=INPLACE"))


def test_a_new_columns_check_looks_at_no_row(database: Database) -> None:
    database.run("ALTER TABLE orders ADD COLUMN tip INT DEFAULT -1 CHECK (tip > 0), ALGORITHM=INSTANT")
    assert "\n-1\n" in database.run("SELECT tip FROM orders")


def test_a_check_copies_even_when_checks_are_off(database: Database) -> None:
    with pytest.raises(RefusedError, match="ALGORITHM=INPLACE is not supported"):
        database.run(
            f"SET check_constraint_checks = 0; {with_clauses(bad('my-add-check'), 'ALGORITHM=INPLACE')}"
        )


def test_an_explicit_copy_copies_what_could_stay_where_it_is(database: Database) -> None:
    assert rows_copied(database.run(bad("my-explicit-copy"))) == 2
    database.run("DROP INDEX orders_code ON orders")
    assert rows_copied(database.run((RULES_FOLDER / "my-explicit-copy" / "good.maria.sql").read_text())) == 0


def test_a_virtual_column_changes_its_expression_at_once_unless_it_has_an_index(database: Database) -> None:
    alter = "ALTER TABLE invoices MODIFY COLUMN twice INT GENERATED ALWAYS AS (net * 4) VIRTUAL"
    database.run(with_clauses(alter, "ALGORITHM=INSTANT"))
    database.run("CREATE INDEX invoices_twice ON invoices (twice)")
    with pytest.raises(RefusedError, match="ALGORITHM=INPLACE is not supported"):
        database.run(with_clauses(alter.replace("4", "5"), "ALGORITHM=INPLACE"))


def test_a_default_character_set_is_instant(database: Database) -> None:
    database.run("ALTER TABLE customers CHARACTER SET latin2, ALGORITHM=INSTANT")


def test_a_definition_stays_when_the_transaction_ends_without_a_commit(database: Database) -> None:
    database.run("BEGIN; ALTER TABLE orders ADD COLUMN half INT; ROLLBACK")
    database.run("SELECT half FROM orders")


def test_giving_auto_increment_to_a_column_copies(database: Database) -> None:
    with pytest.raises(RefusedError, match="ALGORITHM=INPLACE is not supported"):
        database.run("ALTER TABLE sessions MODIFY id INT NOT NULL AUTO_INCREMENT, ALGORITHM=INPLACE")
