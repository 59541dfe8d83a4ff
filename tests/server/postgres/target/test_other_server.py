"""Copies on the operator's own dev server, of another version than the target."""

from __future__ import annotations

import pytest

from schemawarden.ports import FileToRun
from tests.postgres import Server
from tests.server.postgres.target.conftest import OpenTarget
from tests.server.postgres.target.looks import run

pytestmark = pytest.mark.needs_apt("postgresql-15")


async def test_a_copy_on_a_newer_server_equals_a_plain_target(
    opened: OpenTarget, postgres15: Server, postgres18: Server
) -> None:
    await postgres15.new_role("reader")
    database = await postgres15.new_database(owner="app")
    await run(
        database,
        "CREATE TYPE mood AS ENUM ('a', 'b')",
        "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(9) NOT NULL UNIQUE,"
        " m mood DEFAULT 'a', CHECK (email IN ('x', 'y')))",
        "CREATE TABLE orders (id serial PRIMARY KEY, u bigint NOT NULL REFERENCES users) PARTITION BY RANGE (id)",
        "CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (1) TO (9)",
        "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a'",
        "GRANT ALL ON users TO reader",
    )
    dev = await postgres18.new_database()
    target = opened(database, dev_url=dev.url)
    async with target.replica() as replica:
        told = " ".join(gap.reason for gap in replica.gaps)
        assert "the target runs 15" in told
        assert "not in the disposable copy" not in told
        assert replica.faithful
        runs = await replica.rehearse([FileToRun("1.sql", ("ALTER TABLE users ADD COLUMN age int",))])
        assert [run.error for run in runs] == [""]
