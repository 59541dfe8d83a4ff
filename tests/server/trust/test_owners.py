"""Owners: a plan that touches what somebody owns needs them, when it is shown and again when it is applied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.errors import SchemawardenError, StateError
from schemawarden.flows.apply import ApplyResult, apply_plan
from schemawarden.flows.plans import needs_of
from schemawarden_policy.approval import Assurance, Evidence, Requester, State, standing
from schemawarden_policy.plan import Needs
from tests.site import QUIET, Site, make_site, public_line

ERIN = Ed25519PrivateKey.generate()
OWNERS = "* @dana\nledger @erin\n*.users.ssn @team/law\nscratch_*\nvault !deny\n"
ADD = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"


def make(tmp_path: Path, *, policy: str = 'owners = "OWNERS"', target: str = "") -> Site:
    extra = f'[approvers.erin]\nkeys = ["{public_line(ERIN)}"]\n[teams]\nlaw = ["erin"]\n[policy]\n{policy}\n'
    site = make_site(tmp_path / "site", extra=extra, target=f'approval.assurance = "advisory"\n{target}')
    write_owners(site, OWNERS)
    return site


def write_owners(site: Site, text: str) -> None:
    path = site.config.parent / "OWNERS"
    path.write_text(text)
    path.chmod(0o600)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make(tmp_path)


async def apply(site: Site, plan_id: str, token: str | None = None) -> ApplyResult:
    return await apply_plan(site.context(), plan_id, token, QUIET)


async def owners_of(site: Site, plan_id: str) -> tuple[tuple[str, ...], ...]:
    needs = needs_of(await site.app().store.plan(plan_id))
    assert needs is not None
    return needs.owners


async def test_the_owner_of_what_is_touched_approves_and_nobody_else_will_do(site: Site) -> None:
    site.migrate("CREATE TABLE ledger (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    assert await owners_of(site, plan_id) == (("erin",),)
    lacking = await apply(site, plan_id, await site.token(plan_id))
    assert lacking.state is State.PROPOSED
    assert lacking.weighed is not None
    assert [item.approver for item in lacking.weighed.standing.counted] == ["dana"]
    assert lacking.weighed.standing.owners == (("erin",),)
    assert "ledger" not in site.tables()
    done = await apply(site, plan_id, await site.token(plan_id, key=ERIN, approver="erin"))
    assert done.state is State.APPLIED, done.outcome


async def test_each_owner_approves_where_several_are_touched(site: Site) -> None:
    site.migrate(ADD, "CREATE TABLE ledger (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    assert await owners_of(site, plan_id) == (("dana",), ("erin",))
    assert (
        await apply(site, plan_id, await site.token(plan_id, key=ERIN, approver="erin"))
    ).state is State.PROPOSED
    assert (await apply(site, plan_id, await site.token(plan_id))).state is State.APPLIED


async def test_what_nobody_owns_needs_the_quorum_alone(site: Site) -> None:
    site.migrate("CREATE TABLE scratch_1 (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    assert await owners_of(site, plan_id) == ()
    assert (
        await apply(site, plan_id, await site.token(plan_id, key=ERIN, approver="erin"))
    ).state is State.APPLIED


async def test_an_effect_behind_the_text_asks_its_owner(site: Site) -> None:
    site.migrate(
        ADD,
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY);\n",
        "CREATE TRIGGER book AFTER INSERT ON users BEGIN INSERT INTO ledger VALUES (NEW.id); END;\n",
    )
    plan_id = await site.planned()
    await apply(site, plan_id, await site.token(plan_id))
    result = await apply(site, plan_id, await site.token(plan_id, key=ERIN, approver="erin"))
    assert result.state is State.APPLIED
    site.migrate("INSERT INTO users (id, name) VALUES (1, 'a');\n")
    assert await owners_of(site, await site.planned()) == (("dana",), ("erin",))


async def test_owners_are_asked_also_where_the_mode_allows_the_plan(tmp_path: Path) -> None:
    policy = 'owners = "OWNERS"\nrules = {owner-not-authorised = "off", non-linear-history = "off"}'
    site = make(tmp_path, policy=policy, target='mode = "warning-sensitive"')
    site.migrate(ADD)
    proposal = await site.propose()
    assert proposal.plan is not None
    assert proposal.examination.report.verdict.value == "allow"
    assert proposal.plan.needs == Needs("advisory", 1, (("dana",),))
    assert (await apply(site, proposal.plan.id)).state is State.PROPOSED
    assert "users" not in site.tables()


async def test_a_denied_object_becomes_no_plan(site: Site) -> None:
    site.migrate("CREATE TABLE vault (id INTEGER PRIMARY KEY);\n")
    assert (await site.propose()).plan is None


async def test_owners_are_in_the_signed_envelope_and_can_not_be_taken_out(site: Site) -> None:
    site.migrate("CREATE TABLE ledger (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    plan = await site.app().store.plan(plan_id)
    assert json.loads(plan.envelope)["owners"] == [["erin"]]
    with site.app().store.transaction() as db:
        db.execute(
            "UPDATE plans SET envelope = CAST(replace(envelope, ?, ?) AS BLOB)", ('"owners":[["erin"]],', "")
        )
    with pytest.raises(SchemawardenError) as refusal:
        await apply(site, plan_id, await site.token(plan_id))
    assert refusal.value.code in ("PLAN_ALTERED", "TOKEN_OTHER_PLAN")
    assert "ledger" not in site.tables()


async def test_owners_that_changed_since_make_the_plan_stale(site: Site) -> None:
    site.migrate(ADD)
    plan_id = await site.planned()
    await site.approve(plan_id)
    write_owners(site, OWNERS.replace("* @dana", "* @erin"))
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "POLICY_CHANGED"
    assert "users" not in site.tables()


async def test_a_file_of_owners_in_the_workspace_has_no_say(site: Site) -> None:
    (site.workspace / "OWNERS").write_text("* \nledger\n")
    site.migrate("CREATE TABLE ledger (id INTEGER PRIMARY KEY);\n")
    assert await owners_of(site, await site.planned()) == (("erin",),)


async def test_a_destructive_plan_can_ask_for_an_owner_where_nobody_owns_the_object(tmp_path: Path) -> None:
    site = make(tmp_path, target="approval.destructive.owners = true")
    write_owners(site, "ledger @erin\n")
    site.run_sql("CREATE TABLE old (id INTEGER)")
    site.migrate("CREATE TABLE scratch (id INTEGER PRIMARY KEY);\n")
    (baseline,) = site.migrations.glob("*.sql")
    baseline.write_text("CREATE TABLE old (id INTEGER);\n")
    site.migrate("DROP TABLE old;\n")
    plan_id = await site.planned()
    assert await owners_of(site, plan_id) == (("erin",),)
    assert (await apply(site, plan_id, await site.token(plan_id))).state is State.PROPOSED
    assert (
        await apply(site, plan_id, await site.token(plan_id, key=ERIN, approver="erin"))
    ).state is State.APPLIED


# --- the arithmetic --------------------------------------------------------------------------------------------------

ASKER = Requester("agent@carol", "carol")


def evidence(name: str, login: str = "", assurance: Assurance = Assurance.ADVISORY) -> Evidence:
    return Evidence(name, login, "ssh", "SHA256:x", assurance)


def test_an_owner_whose_approval_does_not_count_meets_no_demand() -> None:
    needs = Needs("separate", 1, (("alice", "bob"),))
    weak = standing([evidence("alice")], needs, ASKER)
    assert (weak.enough, weak.owners) == (False, (("alice", "bob"),))
    assert standing([evidence("bob", assurance=Assurance.SEPARATE)], needs, ASKER).enough
    mine = Needs("advisory", 2, (("carol",),))
    own = standing([evidence("carol", login="carol"), evidence("a"), evidence("b")], mine, ASKER)
    assert (own.enough, own.owners) == (False, (("carol",),)), (
        "who runs the agent is left out from a quorum of two on"
    )


def test_one_person_can_meet_several_demands_and_the_quorum_still_counts_people() -> None:
    needs = Needs("advisory", 2, (("alice",), ("alice", "bob")))
    assert not standing([evidence("alice")], needs, ASKER).enough
    assert not standing([evidence("bob"), evidence("carl")], needs, ASKER).enough
    assert standing([evidence("alice"), evidence("carl")], needs, ASKER).enough
