"""What statements of unknown intent can't do: threats B13, C07, C09, C16, C17."""

from __future__ import annotations

import stat
from pathlib import Path

import asyncpg
import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from tests.server.postgres.dev.asking import ask

ATTACKS = {
    "B13 a file's content in an error": "DO $$ BEGIN RAISE EXCEPTION '%', pg_read_file('/etc/hostname'); END $$",
    "B13 binary file": "SELECT pg_read_binary_file('/etc/passwd')",
    "C07 program": "COPY (SELECT 1) TO PROGRAM 'touch {mark}'",
    "C07 program in a DO block": "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch {mark}'''; END $$",
    "C07 from a program": "CREATE TABLE t (x text); COPY t FROM PROGRAM 'touch {mark}'",
    "C07 file": "COPY (SELECT 1) TO '{mark}'",
    "C07 from a file": "CREATE TABLE t (x text); COPY t FROM '/etc/passwd'",
    "C09 dblink": "CREATE EXTENSION dblink",
    "C09 postgres_fdw": "CREATE EXTENSION postgres_fdw",
    "C09 file_fdw": "CREATE EXTENSION file_fdw",
    "C09 a wrapper of one's own": "CREATE FOREIGN DATA WRAPPER own",
    "C09 subscription": "CREATE SUBSCRIPTION s CONNECTION 'host=localhost' PUBLICATION p",
    "C16 untrusted extension": "CREATE EXTENSION pageinspect",
    "C17 role": "CREATE ROLE another LOGIN",
    "C17 superuser": "ALTER ROLE CURRENT_USER SUPERUSER",
    "C17 more rights": "ALTER ROLE CURRENT_USER CREATEROLE",
    "C17 row security": "ALTER ROLE CURRENT_USER BYPASSRLS",
    "C17 database": "CREATE DATABASE another",
    "C17 tablespace": "CREATE TABLESPACE another LOCATION '/tmp'",
    "C17 system settings": "ALTER SYSTEM SET work_mem = '1GB'",
    "C17 superuser's setting": "SET session_replication_role = replica",
    "C17 file limit": "SET temp_file_limit = -1",
    "C17 passwords": "SELECT count(*) FROM pg_authid",
    "C17 directory": "SELECT count(*) FROM pg_ls_dir('.')",
    "C17 log directory": "SELECT count(*) FROM pg_ls_logdir()",
    "C17 file's status": "SELECT pg_stat_file('/etc/passwd')",
    "C17 large object from a file": "SELECT lo_import('/etc/passwd')",
    "C17 large object to a file": "SELECT lo_export(lo_creat(-1), '{mark}')",
    "C17 library": "LOAD 'plpgsql'",
    "C17 any library": "LOAD '{mark}.so'",
    "C17 function in C": "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '{mark}.so'",
    "C17 internal function": "CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'int4pl'",
    "C17 superuser's role": 'SET ROLE "{admin}"',
    "C17 superuser's session": 'SET SESSION AUTHORIZATION "{admin}"',
    "C17 programs through a group": "GRANT pg_execute_server_program TO CURRENT_USER",
    "C17 files through a group": "SET ROLE pg_read_server_files",
    "C17 event trigger": "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    "C17 reload": "SELECT pg_reload_conf()",
    "C17 replication slot": "SELECT pg_create_physical_replication_slot('s')",
    "C17 catalogue": "DELETE FROM pg_proc",
}


async def test_the_powerless_role_is_refused_each_attack(dev: DevServer, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    mark = tmp_path / "mark"
    answers = {}
    async with dev.database() as database:
        admin = await ask(database.admin, "SELECT current_user")
        for attack, sql in ATTACKS.items():
            text = sql.replace("{mark}", str(mark)).replace("{admin}", admin)
            answers[attack] = await _sqlstate(database, text)
    assert answers == dict.fromkeys(ATTACKS, "42501")
    assert not mark.exists()


async def _sqlstate(database: DevDatabase, sql: str) -> str:
    try:
        await ask(database.powerless, sql)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    return "done"


async def test_C16_a_trusted_extension_is_at_hand(dev: DevServer) -> None:
    async with dev.database() as database:
        await ask(database.powerless, "CREATE EXTENSION pg_trgm")


@pytest.mark.parametrize("name", ["postgres", "template1", "template0"])
async def test_our_own_server_has_no_other_database_for_the_powerless_role(own: DevServer, name: str) -> None:
    async with own.database() as database:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ObjectNotInPrerequisiteStateError)):
            await asyncpg.connect(**{**database.powerless, "database": name})


async def test_a_database_of_ours_is_closed_to_other_roles(own: DevServer) -> None:
    async with own.database() as database:
        acl = "SELECT datacl::text FROM pg_database WHERE datname = current_database()"
        assert await ask(database.admin, acl) == "{app=CTc/app}"


async def test_our_own_server_listens_in_a_private_directory_only(own: DevServer) -> None:
    async with own.database() as database:
        assert await ask(database.admin, "SHOW listen_addresses") == ""
        directory = Path(await ask(database.admin, "SHOW unix_socket_directories"))
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert not (directory / "password").exists()


async def test_a_table_can_not_fill_the_disk(own: DevServer) -> None:
    async with own.database() as database:
        await ask(database.powerless, "CREATE TABLE t (x text); ALTER TABLE t ALTER x SET STORAGE EXTERNAL")
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await ask(
                database.powerless, "INSERT INTO t SELECT repeat('x', 1000000) FROM generate_series(1, 600)"
            )
        assert refusal.value.sqlstate == "53100" or "File too large" in str(refusal.value)
        assert await ask(database.powerless, "SELECT 1") == 1
