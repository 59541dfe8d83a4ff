"""The target's roles on a server of ours: names and memberships, and no power."""

from __future__ import annotations

from schemawarden.adapters.postgres.dev.cluster import SUPERUSER
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import RoleWanted, Wanted
from tests.server.postgres.dev.asking import ask

_ROLE = """
    SELECT concat_ws(' ', rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls)
    FROM pg_roles WHERE rolname = $1"""
_GROUPS = """
    SELECT array_agg(rolname::text ORDER BY rolname) FROM pg_roles
    WHERE pg_has_role($1, oid, 'USAGE') AND rolname NOT IN ($1, 'pg_database_owner')"""


async def test_roles_of_the_target_exist_without_login_or_power(own: DevServer) -> None:
    async with own.database() as database:
        assert await ask(database.admin, _ROLE, "app") == "t f f f f f"
        assert await ask(database.admin, _ROLE, "reporting") == "f f f f f f"
        await ask(database.powerless, "CREATE TABLE t (id int); GRANT SELECT ON t TO reporting")


async def test_the_powerless_role_is_in_the_groups_of_the_target(own: DevServer) -> None:
    async with own.database() as database:
        assert await ask(database.admin, _GROUPS, "app") == ["writers"]
        await ask(
            database.powerless,
            "GRANT CREATE ON SCHEMA public TO writers; CREATE TABLE t (id int); ALTER TABLE t OWNER TO writers",
        )


async def test_a_superuser_of_the_target_is_in_every_group_and_no_superuser(own: DevServer) -> None:
    roles = (RoleWanted("chief"), RoleWanted("staff", ("chief",)), RoleWanted("guests"))
    facts = await own.prepare(Wanted(18, "chief", roles, owner_is_superuser=True))
    assert facts.role == "chief"
    async with own.database() as database:
        assert await ask(database.admin, _ROLE, "chief") == "t f f f f f"
        assert await ask(database.admin, _GROUPS, "chief") == ["guests"]


async def test_a_predefined_role_gives_no_power_and_is_told(own: DevServer) -> None:
    roles = (RoleWanted("app", ("pg_read_server_files", "writers")), RoleWanted("writers"))
    facts = await own.prepare(Wanted(18, "app", roles))
    assert "app is a member of pg_read_server_files on the target, and is not in rehearsals." in facts.gaps
    async with own.database() as database:
        assert await ask(database.admin, _GROUPS, "app") == ["writers"]


async def test_names_that_can_not_be_had_are_replaced_and_told(own: DevServer) -> None:
    for name in (SUPERUSER, "pg_monitor"):
        facts = await own.prepare(Wanted(18, name, (RoleWanted(name), RoleWanted("staff", (name,)))))
        assert facts.groups == {"staff"}
        assert facts.role == f"rehearsal_{name}"
        assert any(name in gap and facts.role in gap for gap in facts.gaps)
        async with own.database() as database:
            assert await ask(database.admin, _ROLE, facts.role) == "t f f f f f"
            assert await ask(database.powerless, "SELECT current_user") == facts.role


async def test_names_are_taken_literally(own: DevServer) -> None:
    name = 'ä "quoted"; DROP ROLE app; -- @:/?%'
    facts = await own.prepare(Wanted(18, name, (RoleWanted("Mixed Case"),)))
    assert facts.role == name
    async with own.database() as database:
        assert await ask(database.powerless, "SELECT current_user") == name
