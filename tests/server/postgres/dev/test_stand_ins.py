"""Stand-ins for extensions that the wheel lacks, against the real ones of PostgreSQL 15."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts
from tests.postgres import Server
from tests.server.postgres.dev.asking import ask
from tests.server.postgres.dev.conftest import wanted

NAMES = ("pgcrypto", "uuid-ossp")
SIGNATURES = """
    SELECT array_agg(concat_ws(' ', proname, pg_get_function_arguments(p.oid), '->', pg_get_function_result(p.oid), provolatile,
      proisstrict, proparallel)) FROM pg_proc AS p
    WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE '%stand_in%'"""
TRUE = (
    "SELECT digest('añ', 'sha256')",
    "SELECT digest('a'::bytea, 'MD5')",
    "SELECT digest('a', 'sha512')",
    "SELECT hmac('data', 'key', 'sha256')",
    "SELECT hmac('data', repeat('long key ', 40), 'sha512')",
    "SELECT hmac('data', repeat('long key ', 40), 'md5')",
    "SELECT length(gen_random_bytes(100))",
    "SELECT length(gen_random_bytes(32))",
    "SELECT length(crypt('p', gen_salt('bf', 4)))",
    "SELECT length(gen_salt('bf'))",
    "SELECT crypt('p', crypt('p', salt)) = crypt('p', salt) FROM gen_salt('md5') AS salt",
    "SELECT crypt('q', hash) = hash FROM crypt('p', gen_salt('bf', 4)) AS hash",
    "SELECT uuid_generate_v3(uuid_ns_url(), 'añ')",
    "SELECT substr(uuid_generate_v1()::text, 15, 1)",
    "SELECT substr(uuid_generate_v4()::text, 15, 1)",
    "SELECT substr(uuid_generate_v5(uuid_ns_dns(), 'x')::text, 15, 1)",
    "SELECT uuid_nil()",
)


@pytest.fixture
async def own18(kept: dict[str, DevServer]) -> DevServer:
    server = kept.setdefault("own 18", DevServer())
    await server.prepare(wanted(18))
    return server


@pytest.fixture
async def database(own18: DevServer) -> AsyncIterator[DevDatabase]:
    async with own18.database() as made:
        await ask(made.powerless, "".join(f'CREATE EXTENSION "{name}";' for name in NAMES))
        yield made


async def test_facts_tell_which_are_stand_ins(own18: DevServer) -> None:
    facts = await own18.prepare(wanted(18))
    assert {name for name, found in facts.extensions.items() if found.stand_in} == set(NAMES)
    assert _gap(facts, "pgcrypto").startswith("pgcrypto is a stand-in")
    assert "has no extension postgis" in _gap(facts, "postgis")
    assert "superuser" in _gap(facts, "dblink")
    assert facts.extension_gap("hstore") is None


async def test_what_a_stand_in_lacks_is_an_error_and_no_wrong_value(database: DevDatabase) -> None:
    for call in (
        "digest('a', 'sha1')",
        "encrypt('a', 'b', 'aes')",
        "pgp_sym_encrypt('a', 'b')",
        "gen_salt('none')",
    ):
        with pytest.raises(Exception, match="the stand-in for pgcrypto has no"):
            await ask(database.powerless, f"SELECT {call}")


async def test_a_stand_in_can_live_in_another_schema(own18: DevServer) -> None:
    async with own18.database() as made:
        await ask(made.powerless, "CREATE SCHEMA tools; CREATE EXTENSION pgcrypto SCHEMA tools")
        assert await ask(made.powerless, "SELECT length(tools.hmac('a', 'b', 'sha256'))") == 32


@pytest.mark.needs_apt("postgresql-15")
async def test_stand_ins_are_called_as_the_real_ones(database: DevDatabase, postgres15: Server) -> None:
    real = await _real(postgres15)
    assert set(await ask(database.powerless, SIGNATURES)) <= set(await ask(real, SIGNATURES))


@pytest.mark.needs_apt("postgresql-15")
async def test_what_is_not_an_error_is_as_the_real_ones_have_it(
    database: DevDatabase, postgres15: Server
) -> None:
    real = await _real(postgres15)
    for call in TRUE:
        assert await ask(database.powerless, call) == await ask(real, call), call


async def _real(server: Server) -> dict[str, object]:
    made = await server.new_database()
    await ask(made.superuser, "".join(f'CREATE EXTENSION "{name}";' for name in NAMES))
    return dict(made.superuser)


def _gap(facts: DevFacts, name: str) -> str:
    gap = facts.extension_gap(name)
    assert gap is not None
    return gap
