"""The operator's dev server: shared with others, so nothing there is altered that is not ours, and leftovers are swept."""

from __future__ import annotations

import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevFacts, RoleWanted, Wanted
from schemawarden.errors import ConfigError, UnavailableError
from tests.postgres import Server
from tests.server.postgres.dev.asking import ask

WANTED = Wanted(18, "app", (RoleWanted("newcomers"),))
_OURS = "SELECT array_agg(rolname::text) FROM pg_roles WHERE rolname LIKE 'schemawarden!_%' ESCAPE '!' AND rolname <> 'schemawarden_dev'"


async def test_rights_that_are_missing_are_named(shared: Server) -> None:
    await shared.new_role("weak", "CREATEDB")
    with pytest.raises(ConfigError, match="lacks CREATEROLE") as refusal:
        await DevServer(shared.url("weak", "postgres")).prepare(WANTED)
    assert refusal.value.code == "DEV_DATABASE_RIGHTS"
    assert "weak" not in str(refusal.value)


async def test_a_server_that_can_not_be_reached_is_told_without_its_url(shared: Server) -> None:
    url = shared.url(shared.superuser_name, "postgres")
    for wrong in (
        url.replace(shared.socket_dir.name, "nowhere"),
        url.replace("@", "wrong@"),
        "postgres://user:secret@127.0.0.1:1/db?sslmode=disable",
    ):
        with pytest.raises(UnavailableError) as refusal:
            await DevServer(wrong).prepare(WANTED)
        said = repr(refusal.value) + refusal.value.hint
        assert not any(
            part in said for part in (shared.superuser_name, str(shared.socket_dir), "secret", "127.")
        )


async def test_roles_that_exist_are_not_altered_or_joined(shared: Server) -> None:
    await shared.new_role("mighty", "CREATEDB CREATEROLE")
    await shared.new_role("keepers", "SUPERUSER")
    roles = (RoleWanted("mighty", ("keepers",)), RoleWanted("keepers"), RoleWanted("newcomers"))
    await shared.new_role("dev_admin", "CREATEDB CREATEROLE")
    server = DevServer(shared.url("dev_admin", "postgres"))
    facts = await server.prepare(Wanted(18, "mighty", roles))
    async with server.database() as database:
        assert await ask(database.powerless, "SELECT current_user") == facts.role != "mighty"
        assert not await ask(
            database.powerless, "SELECT pg_has_role('keepers', 'MEMBER') OR pg_has_role('mighty', 'MEMBER')"
        )
        assert await ask(database.powerless, "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'mighty'")
        await ask(database.powerless, "CREATE TABLE t (id int); GRANT SELECT ON t TO newcomers")
    assert facts.groups == {"newcomers"}
    assert any(facts.role in gap and "mighty" in gap for gap in facts.gaps)
    await server.close()


async def test_two_of_us_share_a_server(shared: Server) -> None:
    one, first = await _prepared(shared)
    other, second = await _prepared(shared)
    assert first.role != second.role
    async with one.database() as mine, other.database() as theirs:
        assert mine.name != theirs.name
        await one.close()
        await ask(theirs.powerless, "CREATE TABLE t (id int)")
    await other.close()


async def test_close_takes_our_role_away(shared: Server) -> None:
    server, facts = await _prepared(shared)
    await server.close()
    assert facts.role not in await _roles(shared)


async def test_leftovers_that_expired_are_swept_and_nothing_else(shared: Server) -> None:
    dead, dead_facts = await _prepared(shared)
    alive, alive_facts = await _prepared(shared)
    await shared.execute("CREATE ROLE schemawarden_theirs VALID UNTIL '2001-01-01'")
    async with dead.database() as leftover, alive.database() as used:
        await shared.execute(f"ALTER ROLE {dead_facts.role} VALID UNTIL '2001-01-01'")
        another, _ = await _prepared(shared)
        names = await ask(shared.superuser, "SELECT array_agg(datname::text) FROM pg_database")
        assert leftover.name not in names
        assert used.name in names
        roles = await _roles(shared)
        assert dead_facts.role not in roles
        assert {alive_facts.role, "schemawarden_theirs"} <= roles
    async with dead.database() as database:  # it was not dead after all
        assert await ask(database.powerless, "SELECT current_user") == dead_facts.role
    for server in (dead, alive, another):
        await server.close()
    await shared.execute("DROP ROLE schemawarden_theirs")


async def _prepared(shared: Server) -> tuple[DevServer, DevFacts]:
    await shared.new_role("dev_admin", "CREATEDB CREATEROLE")
    server = DevServer(shared.url("dev_admin", "postgres"))
    return server, await server.prepare(WANTED)


async def _roles(shared: Server) -> set[str]:
    return set(await ask(shared.superuser, _OURS) or ())
