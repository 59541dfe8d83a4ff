"""What each tool answers: a structure, a few lines of text, and the next call."""

from __future__ import annotations

import pytest
from mcp_types import CallToolResult

from schemawarden_policy.custom import Predicate, custom_rule
from schemawarden_policy.facts import Gap
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode, Settings
from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Agent, Connect, links, texts

ORDERS = "20260101000000_orders.sql"
CREATE = "CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL);\n"


@pytest.fixture
def pending(door: FakeDoor) -> FakeDoor:
    door.workspace.migrations[ORDERS] = CREATE
    door.workspace.sum_file = b"h1:fake\n"
    return door


async def ask_everything(agent: Agent) -> dict[str, CallToolResult]:
    """Every tool once, in an order in which each has something to say."""
    results = {
        name: await agent.call(name, target="shop")
        for name in (
            "advise_workflow",
            "inspect_schema",
            "validate_schema",
            "lint_migrations",
            "migration_status",
        )
    }
    results["list_targets"] = await agent.call("list_targets")
    results["diff_schema"] = await agent.call("diff_schema", target="shop", from_="live", to="desired")
    results["dry_run"] = await agent.call("dry_run", target="shop")
    assert results["dry_run"].structured_content, texts(results["dry_run"])
    plan_id = results["dry_run"].structured_content["plan_id"]
    results["list_plans"] = await agent.call("list_plans")
    for name in ("show_plan", "apply_plan", "withdraw_plan"):
        results[name] = await agent.call(name, plan_id=plan_id)
    results["write_migration"] = await agent.call("write_migration", target="shop", name="a", content="empty")
    results["explain_rule"] = await agent.call("explain_rule", rule="drop-table")
    return results


async def test_every_result_has_a_structure_and_a_short_text(connect: Connect, pending: FakeDoor) -> None:
    pending.workspace.desired["schema.sql"] = CREATE
    async with connect() as agent:
        results = await ask_everything(agent)
        assert set(results) == {tool.name for tool in await agent.tools()}
    for name, result in results.items():
        assert not result.is_error, (name, texts(result))
        assert result.structured_content is not None
        head = texts(result)[0]
        assert 2 <= len(head.splitlines()) <= 15, (name, head)
        assert head.splitlines()[-1] == f"next: {result.structured_content['next_step']}", name


async def test_a_target_is_told_with_what_it_needs_and_what_is_not_seen(
    connect: Connect, door: FakeDoor
) -> None:
    object.__setattr__(door.target.live, "gaps", (Gap("object", "view v can't be copied"),))
    async with connect() as agent:
        found = await agent.structure("list_targets")
    assert found["targets"] == [
        {
            "target": "shop",
            "dialect": "sqlite",
            "mode": "strict",
            "disposable": False,
            "needs": "1 x advisory (destructive: 2 x advisory)",
            "installation": "advisory",
            "desired": True,
            "server": "3.50.0",
            "not_seen": ["object: view v can't be copied"],
        }
    ]
    assert found["next_step"] == 'advise_workflow(target="shop")'


@pytest.mark.parametrize(
    ("desired", "pending", "ahead", "workflow", "step"),
    [
        (
            False,
            False,
            0,
            "versioned",
            'write_migration(target="shop", name="what_it_does", content="empty")',
        ),
        (False, True, 0, "versioned", 'lint_migrations(target="shop")'),
        (
            True,
            False,
            2,
            "declarative",
            'write_migration(target="shop", name="what_it_does", content="from_diff")',
        ),
        (True, False, 0, "declarative", "Edit the desired schema"),
        (True, True, 2, "declarative", 'lint_migrations(target="shop")'),
    ],
)
async def test_the_advice_names_the_next_call(
    desired: bool, pending: bool, ahead: int, workflow: str, step: str, connect: Connect, door: FakeDoor
) -> None:
    door.workspace.desired.update({"schema.sql": CREATE} if desired else {})
    door.workspace.migrations.update({ORDERS: CREATE} if pending else {})
    door.engine.answers["diff"] = {"statements": [{"text": "SELECT 1"}] * ahead}
    async with connect() as agent:
        found = await agent.structure("advise_workflow", target="shop")
    assert found["workflow"] == workflow
    assert found["next_step"].startswith(step)


async def test_a_waiting_plan_comes_before_new_work(connect: Connect, pending: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        found = await agent.structure("advise_workflow", target="shop")
    assert found["next_step"] == f'A plan is waiting: show_plan(plan_id="{plan_id}")'


async def test_findings_come_worst_first_with_their_safer_form(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = f"{CREATE}DROP TABLE users;\n"
    async with connect() as agent:
        result = await agent.call("lint_migrations", target="shop")
    found = result.structured_content
    assert found is not None
    assert (found["verdict"], found["risk"], found["findings"][0]["rule"]) == (
        "approve",
        "destructive",
        "drop-table",
    )
    assert found["next_step"] == 'dry_run(target="shop")'
    lines = texts(result)[0].splitlines()
    assert lines[1].startswith(f"- error drop-table {ORDERS}:2: ")
    assert lines[2].startswith("  safer: ALTER TABLE users RENAME TO ")


async def test_findings_say_where_they_stand_and_what_others_call_them(
    connect: Connect, door: FakeDoor
) -> None:
    door.workspace.migrations[ORDERS] = "SELECT 1; DROP TABLE\n  users;\nFROBNICATE users;\n"
    async with connect() as agent:
        result = await agent.structure("lint_migrations", target="shop")
    found = next(finding for finding in result["findings"] if finding["rule"] == "drop-table")
    place = [found[name] for name in ("line", "column", "end_line", "end_column")]
    assert place == [1, 11, 2, 9]
    assert "DS102" in found["aliases"]
    assert (result["statements"], result["understood"]) == (3, 2)


async def test_what_is_forbidden_stops_at_lint_and_stores_no_plan(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = "ATTACH DATABASE '/etc/x' AS y;\n"
    async with connect() as agent:
        linted = await agent.structure("lint_migrations", target="shop")
        run = await agent.structure("dry_run", target="shop")
        plans = await agent.structure("list_plans", target="shop")
    assert (linted["verdict"], run["verdict"], run["plan_id"], plans["plans"]) == ("deny", "deny", "", [])
    assert linted["next_step"].startswith('Mend what is forbidden (explain_rule(rule="attach-database"))')
    assert run["needs"] == "can't be approved: the policy denies it"


async def test_many_findings_are_paged(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = "".join(f"DROP TABLE t{number};\n" for number in range(45))
    async with connect() as agent:
        first = await agent.structure("lint_migrations", target="shop")
        assert first["more_findings"] > 20
        assert first["next_step"] == 'lint_migrations(target="shop", offset=20)'
        second = await agent.structure("lint_migrations", target="shop", offset=20)
    assert [f["excerpt"] for f in first["findings"]] != [f["excerpt"] for f in second["findings"]]


async def test_a_dry_run_tells_plan_digest_needs_and_where(connect: Connect, pending: FakeDoor) -> None:
    async with connect() as agent:
        found = await agent.structure("dry_run", target="shop", note="for the shop")
        stored = await pending.store.plan(found["plan_id"])
        assert found["digest"] == stored.digest
        assert found["needs"] == "1 approval at assurance advisory or higher"
        assert found["where_to_approve"] == pending.where_to_approve(stored.id)
        assert found["statements"][0]["sql"] == CREATE.strip()
        assert found["next_step"].endswith(f'apply_plan(plan_id="{stored.id}")')
        assert agent.progress[:2] == ["reading", "checking text"]
        assert f"rehearsal statement 1 of 1: {ORDERS}" in agent.progress
        assert agent.progress[-1] == "storing plan"


async def test_needs_say_it_when_this_installation_can_never_give_them(
    connect: Connect, pending: FakeDoor
) -> None:
    pending.change(routine=type(pending.contexts["shop"].routine)("verified", 2))
    async with connect() as agent:
        found = await agent.structure("dry_run", target="shop")
    assert found["needs"] == (
        "approvals of 2 different people at assurance verified or higher; approvals made in this installation claim "
        "advisory only, so the operator has to act first"
    )


async def test_nothing_pending_is_no_plan(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        found = await agent.structure("dry_run", target="shop")
    assert (found["plan_id"], found["needs"]) == ("", "nothing is pending")


async def test_a_cut_result_links_to_the_whole_plan(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = "".join(
        f"CREATE TABLE t{n} (id integer PRIMARY KEY);\n" for n in range(40)
    )
    async with connect() as agent:
        result = await agent.call("dry_run", target="shop")
        assert result.structured_content is not None
        plan_id = result.structured_content["plan_id"]
        shown = await agent.call("show_plan", plan_id=plan_id, limit=100)
    assert result.structured_content["more_statements"] == 10
    assert links(result) == links(shown) == [f"plan://{plan_id}"]
    assert shown.structured_content is not None
    assert shown.structured_content["next_step"] == f'show_plan(plan_id="{plan_id}", offset=100)'


async def test_a_written_migration_is_linted(connect: Connect, door: FakeDoor) -> None:
    door.workspace.desired["schema.sql"] = CREATE
    name = "20260102030405_orders.sql"
    door.engine.answers["plan"] = {"file": {"name": name, "text": CREATE}}
    async with connect() as agent:
        found = await agent.structure("write_migration", target="shop", name="orders")
    assert found["files"] == [{"name": name, "content": CREATE}]
    assert (found["unstaged"], found["verdict"]) == ("", "approve")
    assert found["next_step"] == 'dry_run(target="shop")'
    assert door.workspace.migrations == {name: CREATE}


async def test_an_empty_migration_says_what_to_do_with_it(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        found = await agent.structure("write_migration", target="shop", name="fill", content="empty")
    assert [file["name"] for file in found["files"]] == ["20260102030405_fill.sql"]
    assert found["verdict"] == "not linted"
    assert 'write_migration(target="shop", content="sum_only")' in found["next_step"]


async def test_a_plan_whose_time_is_over_shows_as_expired_and_reading_records_nothing(
    connect: Connect, pending: FakeDoor
) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        before = await pending.store.audit()
        pending.clock.time = (await pending.store.plan(plan_id)).expires_at
        listed = await agent.structure("list_plans")
        shown = await agent.structure("show_plan", plan_id=plan_id)
    assert (listed["plans"][0]["state"], shown["state"], shown["where_to_approve"]) == (
        "expired",
        "expired",
        "",
    )
    assert await pending.store.audit() == before


async def test_only_its_requester_withdraws_a_plan(connect: Connect, pending: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        mine = pending.contexts["shop"].requester
        pending.change(requester=type(mine)("agent@codex", "dave"))
        assert (await agent.refusal("withdraw_plan", plan_id=plan_id)).startswith("NOT_YOURS: ")
        pending.change(requester=mine)
        assert (await agent.structure("withdraw_plan", plan_id=plan_id))["state"] == "withdrawn"


@pytest.mark.parametrize(("name", "known"), [("DS102", "drop-table"), ("Drop-Table", "drop-table")])
async def test_a_rule_is_found_by_its_aliases(name: str, known: str, connect: Connect) -> None:
    async with connect() as agent:
        assert (await agent.structure("explain_rule", rule=name))["rule"] == known
        text = await agent.refusal("explain_rule", rule="drop-tabel")
    assert text.startswith("RULE_UNKNOWN: There is no rule of that name. Did you mean drop-table")


async def test_the_operators_own_rules_have_pages_too(connect: Connect, pending: FakeDoor) -> None:
    rule = custom_rule(
        "no-comment", Severity.ERROR, Predicate("Nobody reads {name}.", statement=("comment on",))
    )
    pending.change(settings=Settings(custom=(rule,)))
    async with connect() as agent:
        page = await agent.structure("explain_rule", rule="no-comment")
        assert "Nobody reads {name}." in page["page"]
        assert "- `statement`: comment on" in page["page"]
        read = await agent.client.read_resource("rule://no-comment")
    assert getattr(read.contents[0], "text") == page["page"]  # noqa: B009 - text or blob


async def test_the_policy_may_allow_a_plan_without_a_human(connect: Connect, pending: FakeDoor) -> None:
    pending.change(settings=Settings(mode=Mode.WARNING_SENSITIVE))
    async with connect() as agent:
        run = await agent.structure("dry_run", target="shop")
        assert (run["verdict"], run["where_to_approve"]) == ("allow", ""), run["findings"]
        applied = await agent.structure("apply_plan", plan_id=run["plan_id"])
    assert applied["outcome"] == "applied"
