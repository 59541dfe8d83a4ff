"""What a read of a live database tells."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from schemawarden.errors import StateError
from schemawarden.ports import Target
from schemawarden_policy.facts import Column, Index
from tests.server.sqlite.databases import REVISIONS_DDL, at, make

ROW = (
    "INSERT INTO atlas_schema_revisions VALUES ('{0}', 'users', 2, 1, 1, '2026-01-01 00:00:00+00:00', 1200, NULL, NULL, "
    "'h1:abc', {1}, 'Atlas CLI')"
)


async def fingerprint(path: Path) -> str:
    return (await at(path).read()).fingerprint


async def ddl_of(path: Path) -> tuple[str, ...]:
    async with at(path).replica() as copy:
        return copy.ddl


async def refused(target: Target) -> str:
    with pytest.raises(StateError) as caught:
        await target.read()
    assert caught.value.hint
    return caught.value.code


async def test_identity_names_random_id_device_inode_and_application(shop: Path) -> None:
    make(shop, "PRAGMA application_id = 77")
    status = shop.stat()
    stable = f"{status.st_dev}:{status.st_ino}"
    assert (await at(shop).read()).identity == f"sqlite:random-for-{stable.replace(':', '-')}:{stable}:77"


async def test_copy_of_the_file_is_another_database(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(shop.read_bytes())
    one, other = await at(shop).read(), await at(tmp_path / "copy.db").read()
    assert one.identity != other.identity
    assert one.fingerprint == other.fingerprint


async def test_operators_path_may_be_a_symlink(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(shop)
    assert (await at(tmp_path / "link.db").read()).identity == (await at(shop).read()).identity


async def test_schema_has_columns_keys_indexes_triggers_and_references(shop: Path) -> None:
    schema = (await at(shop).read()).schema
    users, orders = schema.table("USERS"), schema.table("orders")
    assert users is not None
    assert orders is not None
    assert users.columns[1] == Column("email", "varchar(80)", null=False, default="''")
    assert [column.name for column in users.columns] == ["id", "email", "name"]
    assert users.indexes == (Index("users_email", ("email",), unique=True),)
    assert users.triggers == ("users_out",)
    assert users.referenced_by == ("orders",)
    assert users.primary_key == ("id",)
    assert orders.primary_key == ("day", "user")
    assert orders.columns[2].generated == "STORED"
    assert schema.views == ("names",)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE users ADD COLUMN age integer",
        "CREATE INDEX by_name ON users (name)",
        "DROP INDEX users_email",
        "DROP VIEW names",
        "CREATE VIEW more AS SELECT 1",
        "DROP TRIGGER users_out",
        "PRAGMA application_id = 5",
    ],
)
async def test_fingerprint_changes_with_every_object(shop: Path, change: str) -> None:
    before = await fingerprint(shop)
    make(shop, change)
    assert await fingerprint(shop) != before


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO users (email) VALUES ('bo@x')",
        "ANALYZE",
        "PRAGMA user_version = 9",
        REVISIONS_DDL,
        "VACUUM",
    ],
)
async def test_fingerprint_stays_when_only_data_statistics_or_history_change(shop: Path, change: str) -> None:
    before = await fingerprint(shop)
    make(shop, change)
    assert await fingerprint(shop) == before


async def test_fingerprint_sees_a_trigger_on_the_revisions_table(shop: Path) -> None:
    make(shop, REVISIONS_DDL)
    before = await fingerprint(shop)
    make(shop, "CREATE TRIGGER t AFTER INSERT ON atlas_schema_revisions BEGIN DELETE FROM users; END")
    state = await at(shop).read()
    assert state.fingerprint != before
    assert "trigger t" in state.schema.other


async def test_change_counter_moves_with_the_schema(shop: Path) -> None:
    before = (await at(shop).read()).change_counter
    make(shop, "CREATE TABLE more (id)")
    after = (await at(shop).read()).change_counter
    assert before is not None
    assert after is not None
    assert after > before


async def test_revisions_come_in_order_without_the_cloud_row(shop: Path) -> None:
    make(shop, REVISIONS_DDL, ROW.format("2", "NULL"), ROW.format("1", """'["a","b"]'"""))
    make(shop, ROW.format(".atlas_cloud_identifier", "NULL"), ROW.format("3", """x'5b2263225d'"""))
    revisions = (await at(shop).read()).revisions
    assert [each.version for each in revisions] == ["1", "2", "3"]
    assert [each.partial_hashes for each in revisions] == [("a", "b"), (), ("c",)]
    assert revisions[0].execution_time == 1200
    assert revisions[0].error == ""


async def test_revisions_digest_changes_with_every_column(shop: Path) -> None:
    make(shop, REVISIONS_DDL, ROW.format("1", "NULL"))
    digests = {(await at(shop).read()).revisions_digest}
    columns = ("description", "executed_at", "error", "error_stmt", "hash", "operator_version", "version")
    for column in columns:
        make(shop, f"UPDATE atlas_schema_revisions SET {column} = coalesce({column}, '') || 'x'")
        digests.add((await at(shop).read()).revisions_digest)
    for column in ("type", "applied", "total", "execution_time"):
        make(shop, f"UPDATE atlas_schema_revisions SET {column} = {column} + 1")
        digests.add((await at(shop).read()).revisions_digest)
    make(shop, """UPDATE atlas_schema_revisions SET partial_hashes = '["x"]'""")
    digests.add((await at(shop).read()).revisions_digest)
    assert len(digests) == 13


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE atlas_schema_revisions (version text)",),
        (REVISIONS_DDL, "ALTER TABLE atlas_schema_revisions ADD COLUMN more text"),
        ("CREATE VIEW atlas_schema_revisions AS SELECT 1",),
        (REVISIONS_DDL, ROW.format("1", "'no json'")),
        (REVISIONS_DDL, ROW.format("1", "'[1]'")),
        (REVISIONS_DDL, ROW.format("1", "NULL"), "UPDATE atlas_schema_revisions SET applied = 'many'"),
        (
            REVISIONS_DDL,
            ROW.format("1", "NULL"),
            "UPDATE atlas_schema_revisions SET hash = CAST(x'ff' AS text)",
        ),
    ],
)
async def test_history_that_is_not_atlass_is_refused(shop: Path, statements: tuple[str, ...]) -> None:
    make(shop, *statements)
    assert await refused(at(shop)) == "HISTORY_UNREADABLE"


async def test_history_table_in_another_spelling_is_atlass_too(shop: Path) -> None:
    make(
        shop,
        REVISIONS_DDL.replace("atlas_schema_revisions", "Atlas_Schema_Revisions"),
        ROW.format("1", "NULL"),
    )
    assert len((await at(shop).read()).revisions) == 1


async def test_ddl_makes_the_schema_again(shop: Path, tmp_path: Path) -> None:
    make(shop, REVISIONS_DDL, "CREATE TABLE counted (id integer PRIMARY KEY AUTOINCREMENT)")
    state = await at(shop).read()
    copy = make(tmp_path / "copy.db", *await ddl_of(shop))
    assert await fingerprint(copy) == state.fingerprint
    assert state.gaps == ()


async def test_virtual_and_shadow_tables_are_gaps_and_no_tables(shop: Path) -> None:
    make(shop, "CREATE VIRTUAL TABLE docs USING fts5(body)")
    state = await at(shop).read()
    assert state.schema.table("docs") is None
    assert state.schema.table("docs_content") is None
    assert "virtual table docs" in state.schema.other
    assert "shadow table docs_content" in state.schema.other
    assert [gap.eye for gap in state.gaps] == ["object"]
    assert "docs" in state.gaps[0].reason
    assert not any("docs" in statement for statement in await ddl_of(shop))


async def test_virtual_table_of_an_unknown_module_does_not_stop_the_read(shop: Path) -> None:
    make(
        shop,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_master VALUES ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING nobody(x)')",
    )
    assert "virtual table far" in (await at(shop).read()).schema.other


async def test_index_with_the_applications_own_collation_is_a_gap(shop: Path) -> None:
    with sqlite3.connect(shop) as connection:
        connection.create_collation("house", lambda one, other: (one > other) - (one < other))
        connection.execute("CREATE INDEX housed ON users (name COLLATE house)")
    connection.close()
    state = await at(shop).read()
    assert "house" in state.gaps[0].reason
    assert not any("housed" in statement for statement in await ddl_of(shop))


async def test_name_that_is_not_utf8_is_refused_and_not_mistaken(shop: Path) -> None:
    make(
        shop,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = CAST(CAST(sql AS blob) || x'2d2dff' AS text) WHERE name = 'names'",
    )
    assert await refused(at(shop)) == "CATALOGUE_UNREADABLE"


async def test_empty_file_is_an_empty_database(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    state = await at(tmp_path / "empty.db").read()
    assert state.empty
    assert state.schema.tables == ()


async def test_server_version_is_the_one_that_reads(shop: Path) -> None:
    state = await at(shop).read()
    assert state.server_version == sqlite3.sqlite_version
    assert json.dumps(await ddl_of(shop))
