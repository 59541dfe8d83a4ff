"""F: an approval counts for one plan, one target, once, and only with a key that is in force when it is used."""

from __future__ import annotations

import base64
import getpass
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.ssh import make_token
from schemawarden_policy.envelope import NAMESPACE
from tests.site import public_line
from tests.threats.agent import Answer, call
from tests.threats.world import World, make_world, unchanged

MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY);\n"


async def planned(world: World, text: str = MORE) -> str:
    world.site.migrate(text)
    await world.seal()
    plan: str = (await call(world.site, "dry_run", target="app"))["plan_id"]
    return plan


async def refused(world: World, plan: str, token: str, *codes: str) -> Answer:
    """apply_plan refuses the token: one record, nothing run, and the token not repeated."""
    before = await world.audit()
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert answer.code in codes, answer.text
    assert [record["event"] for record in (await world.audit())[len(before) :]] == ["call.refused"]
    assert len(token) < 8 or token not in answer.raw
    assert "more" not in world.site.tables()
    return answer


async def test_F01_a_token_of_another_plan_is_refused(world: World) -> None:
    first = await planned(world)
    token = await world.site.token(first)
    second = await planned(world, "DROP TABLE precious;\n")
    await refused(world, second, token, "TOKEN_OTHER_PLAN")


async def test_F01_a_signature_of_another_plan_under_this_plans_name_is_refused(world: World) -> None:
    first = await world.site.app().store.plan(await planned(world))
    second = await world.site.app().store.plan(await planned(world, "DROP TABLE precious;\n"))
    signature = sshsig.sign(world.site.key, first.envelope, NAMESPACE)
    for digest in (first.digest, second.digest, "0" * 64):
        token = make_token(second.id, digest, "dana", signature)
        await refused(world, second.id, token, "SIGNATURE_REFUSED", "TOKEN_OTHER_PLAN")


@pytest.mark.parametrize("altered", ["one byte", "a space", "other quorum", "empty"])
async def test_F01_a_signature_over_almost_this_plan_is_refused(world: World, altered: str) -> None:
    plan = await world.site.app().store.plan(await planned(world))
    envelope = {
        "one byte": plan.envelope[:-2] + bytes([plan.envelope[-2] ^ 1]) + plan.envelope[-1:],
        "a space": plan.envelope + b" ",
        "other quorum": plan.envelope.replace(b'"quorum":1', b'"quorum":0'),
        "empty": b"",
    }[altered]
    assert envelope != plan.envelope
    token = make_token(plan.id, plan.digest, "dana", sshsig.sign(world.site.key, envelope, NAMESPACE))
    await refused(world, plan.id, token, "SIGNATURE_REFUSED")


@pytest.mark.parametrize("namespace", ["git", "file", "schemawarden-approval-v0", "", NAMESPACE + " "])
async def test_F02_a_signature_made_for_something_else_is_refused(world: World, namespace: str) -> None:
    plan = await world.site.app().store.plan(await planned(world))
    token = make_token(plan.id, plan.digest, "dana", sshsig.sign(world.site.key, plan.envelope, namespace))
    await refused(world, plan.id, token, "SIGNATURE_REFUSED")


async def test_F03_a_key_of_the_agents_own_is_refused(world: World) -> None:
    plan = await planned(world)
    mine = Ed25519PrivateKey.generate()
    for approver in ("dana", "agent", "root", "Dana", "dana ", "", "policy"):
        token = await world.site.token(plan, key=mine, approver=approver)
        await refused(world, plan, token, "KEY_UNKNOWN", "APPROVER_UNKNOWN", "TOKEN_MALFORMED")


async def test_F03_a_key_written_into_the_workspace_makes_no_approver(world: World) -> None:
    plan = await planned(world)
    mine = Ed25519PrivateKey.generate()
    for name in ("allowed_signers", "schemawarden.toml", ".ssh/authorized_keys"):
        path = world.site.workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'[approvers.dana]\nkeys = ["{public_line(mine)}"]\n')
    await refused(world, plan, await world.site.token(plan, key=mine), "KEY_UNKNOWN")


KEYS = {
    "revoked": ("revoked = true", "KEY_REVOKED"),
    "expired": (
        f"valid_before = {datetime.now(UTC) - timedelta(seconds=5):%Y-%m-%dT%H:%M:%SZ}",
        "KEY_EXPIRED",
    ),
    "not yet": (f"valid_after = {datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}", "KEY_EXPIRED"),
}


@pytest.mark.parametrize("kind", KEYS)
async def test_F03_a_key_not_in_force_is_refused_also_after_the_approval(world: World, kind: str) -> None:
    """A recorded approval is verified again at the apply."""
    plan = await planned(world)
    token = await world.site.approve(plan)
    condition, code = KEYS[kind]
    key = public_line(world.site.key)
    config = world.site.config.read_text()
    other = f'[approvers.erin]\nkeys = ["{public_line(Ed25519PrivateKey.generate())}"]\n'
    world.site.config.write_text(config.replace(f'"{key}"', f'{{key = "{key}", {condition}}}') + other)
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer["outcome"] == "needs_approval"
    assert code in answer["explanation"]
    await refused(world, plan, token, code)


MALFORMED = ("yes", "approved by dana", "swt1.", "swt1.e30", "swt1." + "A" * 16_000, "swt2.e30", "true", "swt1.\u00e9", "null",
             "swt1.W10", "swt1." + base64.urlsafe_b64encode(b"[" * 5_000).decode())  # fmt: skip


async def test_F03_words_and_broken_tokens_are_refused(world: World) -> None:
    plan = await planned(world)
    for token in MALFORMED:
        await refused(world, plan, token, "TOKEN_MALFORMED")


async def test_F03_an_empty_or_oversized_token_is_no_token(world: World) -> None:
    plan = await planned(world)
    with unchanged(world):
        assert (await call(world.site, "apply_plan", plan_id=plan, confirmation_token=""))[
            "outcome"
        ] == "needs_approval"
        answer = await call(world.site, "apply_plan", plan_id=plan, confirmation_token="x" * 20_000)
    assert answer.code == "INVALID_ARGUMENT"


async def test_F06_a_token_is_spent_once(world: World) -> None:
    plan = await planned(world)
    token = await world.site.token(plan)
    first = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert first["outcome"] == "applied"
    with unchanged(world):
        again = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert again["outcome"] == "already_applied"
    kinds = [record["event"] for record in await world.audit()]
    assert kinds.count("plan.applying") == 1


async def test_F06_a_spent_token_does_not_run_the_same_statements_again(world: World) -> None:
    """The same files, the same target as before: still another plan, with another nonce."""
    database = world.site.database.read_bytes()
    plan = await planned(world)
    token = await world.site.token(plan)
    await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    world.site.database.write_bytes(database)
    with unchanged(world):
        again = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert again["outcome"] == "already_applied"
    other = (await call(world.site, "dry_run", target="app"))["plan_id"]
    await refused(world, other, token, "TOKEN_OTHER_PLAN")


@pytest.mark.parametrize("state", ["withdrawn", "superseded", "stale"])
async def test_F06_a_token_of_a_plan_that_is_over_is_refused(world: World, state: str) -> None:
    plan = await planned(world)
    token = await world.site.token(plan)
    if state == "withdrawn":
        await call(world.site, "withdraw_plan", plan_id=plan)
    elif state == "superseded":
        await call(world.site, "dry_run", target="app")
    else:
        world.site.run_sql("CREATE TABLE drifted (id INTEGER)")
        await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    await refused(world, plan, token, f"PLAN_{state.upper()}")


async def test_F07_another_file_in_the_targets_place_is_another_target(world: World) -> None:
    plan = await planned(world)
    token = await world.site.token(plan)
    copy = world.host / "copy.db"
    copy.write_bytes(world.site.database.read_bytes())
    copy.rename(world.site.database)
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert answer.code == "TARGET_MISMATCH"
    assert "more" not in world.site.tables()


async def test_F07_a_target_renamed_in_the_config_takes_no_token_of_the_other(tmp_path: Path) -> None:
    """Two targets with the same files: a token for one applies nothing to the other."""
    world = await make_world(tmp_path)
    config = world.site.config.read_text()
    section = config[config.index("[targets.app]") : config.index("[approvers.")]
    second = section.replace("[targets.app]", "[targets.prod]").replace(
        str(world.site.database), str(world.victim)
    )
    world.site.config.write_text(config + "\n" + second)
    plan = await planned(world)
    token = await world.site.token(plan)
    prod = (await call(world.site, "dry_run", target="prod"))["plan_id"]
    await refused(world, prod, token, "TOKEN_OTHER_PLAN")
    forged = json.loads(base64.urlsafe_b64decode(token.removeprefix("swt1.") + "=="))
    forged |= {name: prod for name in forged if "plan" in name}
    text = "swt1." + base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
    await refused(world, prod, text, "TOKEN_OTHER_PLAN", "SIGNATURE_REFUSED", "TOKEN_MALFORMED")


async def test_F07_an_alias_that_points_elsewhere_now_is_another_target(world: World) -> None:
    plan = await planned(world)
    await world.site.approve(plan)
    config = world.site.config.read_text()
    world.site.config.write_text(config.replace(str(world.site.database), str(world.victim)))
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer.code == "TARGET_MISMATCH"


async def two_people(tmp_path: Path) -> tuple[World, Ed25519PrivateKey]:
    other = Ed25519PrivateKey.generate()
    world = await make_world(
        tmp_path,
        target='approval.assurance = "advisory"\napproval.quorum = 2',
        extra=f'[approvers.erin]\nkeys = ["{public_line(other)}"]\nlogin = "erin"\n',
    )
    config = world.site.config.read_text()
    mine = f'[approvers.dana]\nlogin = "{getpass.getuser()}"'
    world.site.config.write_text(config.replace("[approvers.dana]", mine))
    return world, other


async def test_F10_with_a_quorum_of_two_the_human_who_runs_the_agent_does_not_count(tmp_path: Path) -> None:
    world, erin = await two_people(tmp_path)
    plan = await planned(world)
    with unchanged(world):
        mine = await call(
            world.site, "apply_plan", plan_id=plan, confirmation_token=await world.site.token(plan)
        )
        assert mine["outcome"] == "needs_approval"
        assert "SELF_APPROVAL" in mine["explanation"]
        other = await world.site.token(plan, key=erin, approver="erin")
        both = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=other)
        assert both["outcome"] == "needs_approval"
        again = await call(
            world.site, "apply_plan", plan_id=plan, confirmation_token=await world.site.token(plan)
        )
    assert again["outcome"] == "needs_approval"
    assert "more" not in world.site.tables()


async def test_F10_one_person_counts_once_however_often_they_sign(tmp_path: Path) -> None:
    world, erin = await two_people(tmp_path)
    plan = await planned(world)
    with unchanged(world):
        for _ in range(3):
            token = await world.site.token(plan, key=erin, approver="erin")
            answer = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
            assert answer["outcome"] == "needs_approval"


async def test_F10_the_agents_own_name_is_no_approver(tmp_path: Path) -> None:
    """Even if an operator listed it: who asks does not approve."""
    agent = Ed25519PrivateKey.generate()
    name = f"agent@{getpass.getuser()}"
    world = await make_world(tmp_path, extra=f'[approvers."{name}"]\nkeys = ["{public_line(agent)}"]\n')
    plan = await planned(world)
    token = await world.site.token(plan, key=agent, approver=name)
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
    assert answer["outcome"] == "needs_approval"
    assert "SELF_APPROVAL" in answer["explanation"]
