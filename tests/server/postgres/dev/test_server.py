"""What DevServer promises, on each kind of server."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import asyncpg
import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts, RoleWanted, Wanted
from schemawarden.errors import StateError
from tests.server.postgres.dev.asking import ask, database_names
from tests.server.postgres.dev.conftest import wanted


async def test_a_database_is_empty_and_belongs_to_the_powerless_role(dev: DevServer) -> None:
    facts = await _facts(dev)
    async with dev.database() as database:
        assert await ask(database.powerless, "SELECT current_user") == facts.role
        assert (
            await ask(
                database.powerless,
                "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = $1",
                database.name,
            )
            == facts.role
        )
        assert (
            await ask(
                database.powerless,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
            )
            == 0
        )
        await ask(
            database.powerless, "CREATE TABLE mine (id int); CREATE SCHEMA other; DROP SCHEMA public CASCADE"
        )


async def test_admin_makes_what_the_powerless_role_owns(dev: DevServer) -> None:
    role = (await _facts(dev)).role
    async with dev.database() as database:
        await ask(database.admin, f'CREATE TABLE t (id int); ALTER TABLE t OWNER TO "{role}"')
        await ask(database.powerless, "ALTER TABLE t ADD COLUMN more int")


async def test_a_template_is_copied_with_its_owners(dev: DevServer) -> None:
    async with dev.database() as template:
        await ask(template.powerless, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)")
        async with dev.database(template=template.name) as copy:
            assert await ask(copy.powerless, "SELECT id FROM t") == 7
            await ask(copy.powerless, "DROP TABLE t")
        assert await ask(template.powerless, "SELECT id FROM t") == 7


async def test_a_template_that_is_gone_is_a_refusal_with_a_next_step(dev: DevServer) -> None:
    async with dev.database() as template:
        pass
    with pytest.raises(StateError) as refusal:
        async with dev.database(template=template.name):
            pass
    assert refusal.value.code == "DEV_TEMPLATE_GONE"


async def test_a_database_goes_while_somebody_is_connected(dev: DevServer) -> None:
    async with dev.database() as database:
        connection = await asyncpg.connect(**database.powerless)
    assert database.name not in await database_names(dev)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.execute("SELECT 1")
    connection.terminate()


async def test_a_database_goes_when_its_user_fails(dev: DevServer) -> None:
    made: list[DevDatabase] = []

    async def fail() -> None:
        async with dev.database() as database:
            made.append(database)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert made[0].name not in await database_names(dev)


async def test_databases_go_when_their_users_are_cancelled_anywhere(dev: DevServer) -> None:
    before = await database_names(dev)
    for step in range(12):
        async with anyio.create_task_group() as group:
            group.start_soon(_use, dev)
            for _ in range(step * 3):
                await anyio.lowlevel.checkpoint()
            group.cancel_scope.cancel()
    assert await database_names(dev) == before


async def test_what_the_powerless_role_did_to_itself_is_undone_for_the_next(dev: DevServer) -> None:
    async with dev.database() as database:
        await ask(database.powerless, "ALTER ROLE CURRENT_USER PASSWORD 'taken'")
        await ask(database.admin, "SELECT 1")
        async with dev.database() as other:
            await ask(other.powerless, "ALTER ROLE CURRENT_USER SET search_path = elsewhere")
    async with dev.database() as database:
        assert await ask(database.powerless, "SHOW search_path") == '"$user", public'


async def test_facts_tell_version_identity_and_extensions(dev: DevServer) -> None:
    facts = await _facts(dev)
    async with dev.database() as database:
        identifier = await ask(database.powerless, "SELECT system_identifier FROM pg_control_system()")
        version = await ask(database.powerless, "SHOW server_version")
    assert facts.system_identifier == identifier
    assert version.startswith(facts.version)
    assert facts.version in facts.description
    assert facts.extensions["hstore"].trusted
    assert not facts.extensions["dblink"].trusted


async def test_close_and_prepare_again(dev: DevServer) -> None:
    await dev.prepare(wanted(18))
    await dev.close()
    facts = await dev.prepare(wanted(18))
    async with dev.database() as database:
        assert await ask(database.powerless, "SELECT current_user") == facts.role


async def test_other_wishes_leave_databases_in_use_alone(dev: DevServer) -> None:
    async with dev.database() as database:
        await dev.prepare(Wanted(17, "app", (RoleWanted("newcomers"),)))
        assert await ask(database.powerless, "SELECT current_database()") == database.name
        async with dev.database() as other:
            await ask(other.powerless, "CREATE TABLE t (id int); GRANT SELECT ON t TO newcomers")


async def test_nothing_that_is_shown_holds_a_password(dev: DevServer) -> None:
    async with dev.database() as database:
        password = database.url.split("@")[0].rpartition(":")[2]
        assert password not in repr(database)
        assert password not in repr(dev.__dict__)
        assert password not in repr(await _facts(dev))


async def _facts(dev: DevServer) -> DevFacts:
    return await dev.prepare(wanted(18))


async def _use(dev: DevServer) -> None:
    async with dev.database() as database:
        await ask(database.powerless, "SELECT pg_sleep(60)")
