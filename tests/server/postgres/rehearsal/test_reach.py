"""Routines that a statement may set off are told though the empty copy gives them nothing to do; those that lose nothing are not."""

from __future__ import annotations

import pytest

from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import rehearse

SCHEMA = """
create table users (id int primary key, name text, updated timestamptz);
create table kept (id int);
create table heard (id int);
create function loses() returns int language plpgsql as $$
  begin if exists (select from users) then delete from kept; end if; return 1; end $$;
create function reads() returns int language sql as 'select count(*)::int from kept';
create function tells() returns trigger language plpgsql as $$
  begin new.updated := now(); perform reads(); perform pg_notify('a', 'b'); return new; end $$;
create function builds() returns trigger language plpgsql as $$ begin execute 'select 1'; return new; end $$;
create function passes() returns trigger language plpgsql as $$ begin perform loses(); return new; end $$;
create function fills() returns trigger language plpgsql as $$ begin insert into heard values (1); return new; end $$;
create trigger users_tell before insert or update on users for each row execute function tells();
create table t (id int);
"""

LOSES = ["called routine public.loses()"]


def called(run: object) -> list[str]:
    effects = getattr(run, "effects", ())
    return [f"{effect.verb} {effect.object} {effect.name}" for effect in effects if effect.verb == "called"]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["insert into users values (1)"], []),
        (["update users set name = 'x'"], []),
        (["alter table t add n int default reads()"], []),
        (
            [
                "create trigger a before update on t for each row execute function builds()",
                "update t set id = 1",
            ],
            ["called routine public.builds()"],
        ),
        (
            [
                "create trigger a before update on t for each row execute function passes()",
                "update t set id = 1",
            ],
            LOSES,
        ),
        (
            [
                "create trigger a before update on t for each row execute function passes()",
                "alter table t disable trigger a",
                "update t set id = 1",
            ],
            [],
        ),
        (
            [
                "create trigger a before update on heard for each row execute function passes()",
                "create trigger b before update on t for each row execute function fills()",
                "update t set id = 1",
            ],
            LOSES,
        ),
        (["create view v as select loses()", "create view w as select * from v", "table w"], LOSES),
        (["alter table t alter id set default loses()", "insert into t values (1)"], LOSES),
        (["alter table t add check (loses() > 0) not valid", "insert into t values (1)"], LOSES),
        (["create domain d as int check (loses() > 0)", "create table s (a d)", "insert into s values (1)"], LOSES),
        (["create policy p on t using (loses() > 0)", "select 1 from t"], LOSES),
        (
            [
                "create function sign(text, text) returns bool language plpgsql as $$ begin delete from kept; return true; end $$",
                "create operator === (leftarg = text, rightarg = text, function = sign)",
                "select 'a' === 'b'",
            ],
            ["called routine public.sign(text, text)"],
        ),
    ],
)  # fmt: skip
async def test_what_may_run_is_told(postgres: Server, statements: list[str], expected: list[str]) -> None:
    runs = await rehearse(postgres, SCHEMA, *statements)
    assert runs[-1].error == ""
    assert called(runs[-1]) == expected


async def test_a_file_without_a_transaction_is_followed_as_well(postgres: Server) -> None:
    ddl = (
        SCHEMA
        + "create view v as select loses() as a; create trigger a before insert on t execute function passes();"
    )
    runs = await rehearse(postgres, ddl, "insert into t values (1)", "table v", transaction=False)
    assert [called(run) for run in runs] == [LOSES, LOSES]
