"""A named backup for destructive plans (threats G15): demanded, signed along, and never to be had by changing a text."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.ssh import make_token
from schemawarden.errors import ApprovalError, StateError
from schemawarden.flows.apply import ApplyResult, apply_plan
from schemawarden.flows.plans import record_approval, verified, weigh
from schemawarden_policy.approval import State
from schemawarden_policy.envelope import NAMESPACE, backup_objection, envelope_digest, statement
from tests.site import QUIET, Site, make_site

REFERENCE = "pitr 2026-11-24T03:00Z"
POLICY = '[policy]\nbackup = "required"\n'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A database with a table that the pending file drops."""
    site = make_site(tmp_path / "site", extra=POLICY)
    site.run_sql("CREATE TABLE old (id INTEGER)")
    site.migrate("CREATE TABLE old (id INTEGER);\n", "DROP TABLE old;\n")
    return site


async def apply(site: Site, plan_id: str, token: str | None = None) -> ApplyResult:
    return await apply_plan(site.context(), plan_id, token, QUIET)


async def backed(site: Site, plan_id: str, reference: str = REFERENCE) -> str:
    """A token that names a backup, as `schemawarden approve --backup` makes it."""
    plan = await site.app().store.plan(plan_id)
    signature = sshsig.sign(site.key, statement(plan.envelope, reference), NAMESPACE)
    return make_token(plan.id, plan.digest, "dana", signature, reference)


async def audit(site: Site, kind: str) -> list[dict[str, Any]]:
    records = [json.loads(record.content) for record in await site.app().store.audit()]
    return [record["fields"] for record in records if record["event"] == kind]


async def test_G15_a_destructive_plan_without_a_named_backup_is_refused(site: Site) -> None:
    plan_id, before = await site.planned(), site.trace()
    await site.approve(plan_id)
    for token in (None, await site.token(plan_id)):
        with pytest.raises(ApprovalError) as refusal:
            await apply(site, plan_id, token)
        assert refusal.value.code == "BACKUP_REQUIRED"
        assert f'schemawarden approve {plan_id} --backup "REFERENCE"' in refusal.value.hint
    assert (await site.app().store.plan(plan_id)).state is State.PROPOSED
    assert site.trace() == before


async def test_with_a_named_backup_it_is_applied_and_the_audit_tells_which(site: Site) -> None:
    plan_id = await site.planned()
    result = await apply(site, plan_id, await backed(site, plan_id))
    assert result.state is State.APPLIED, result.outcome
    assert "old" not in site.tables()
    for kind in ("plan.approval_recorded", "plan.applying"):
        assert [fields["backup"] for fields in await audit(site, kind)] == [REFERENCE]


async def test_an_approval_can_be_given_again_with_the_backup(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    assert (await apply(site, plan_id, await backed(site, plan_id))).state is State.APPLIED


async def test_a_later_approval_without_one_takes_the_backup_from_nobody(site: Site) -> None:
    plan_id = await site.planned()
    app, token = site.app(), await backed(site, plan_id)
    plan = await app.store.plan(plan_id)
    weighed = await weigh(app.store, app.tokens, app.clock, plan, token)
    evidence = verified(app.tokens, app.clock, plan, token)
    await record_approval(app.store, app.clock, plan, evidence, token, enough=weighed.standing.enough)
    assert (await apply(site, plan_id, await site.token(plan_id))).state is State.APPLIED


async def test_a_plan_that_loses_nothing_needs_none(site: Site) -> None:
    for path in site.migrations.glob("*2.sql"):
        path.write_text("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    plan = await site.app().store.plan(plan_id)
    assert {"backup", "owners"}.isdisjoint(json.loads(plan.envelope)), "the form that plans have always had"
    assert json.loads(plan.document)["needs"] == {"assurance": "advisory", "quorum": 1}
    assert (await apply(site, plan_id, await site.token(plan_id))).state is State.APPLIED


async def test_a_destructive_plan_needs_one_also_where_the_mode_allows_it(tmp_path: Path) -> None:
    site = make_site(
        tmp_path / "site",
        extra=POLICY
        + 'rules = {drop-table = "notice", drop-table-compat = "notice", non-linear-history = "off", schema-drift = "off", history-baseline = "off"}\n',
        target='mode = "warning-sensitive"\napproval.assurance = "advisory"',
    )
    site.run_sql("CREATE TABLE old (id INTEGER)")
    site.migrate("CREATE TABLE old (id INTEGER);\n", "DROP TABLE old;\n")
    proposal = await site.propose()
    assert proposal.plan is not None
    assert proposal.examination.report.verdict.value == "allow", proposal.examination.report.findings
    plan_id = proposal.plan.id
    assert (await apply(site, plan_id)).state is State.PROPOSED
    with pytest.raises(ApprovalError):
        await apply(site, plan_id, await site.token(plan_id))
    assert (await apply(site, plan_id, await backed(site, plan_id))).state is State.APPLIED


async def test_a_demand_that_came_later_makes_the_plan_stale(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", extra=POLICY.replace("required", "optional"))
    site.run_sql("CREATE TABLE old (id INTEGER)")
    site.migrate("CREATE TABLE old (id INTEGER);\n", "DROP TABLE old;\n")
    plan_id = await site.planned()
    await site.approve(plan_id)
    site.config.write_text(site.config.read_text().replace('"optional"', '"required"'))
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "POLICY_CHANGED"


Forgery = Callable[[dict[str, Any]], object]
FORGERIES: dict[str, Forgery] = {
    "another name": lambda token: token.update(backup="none at all"),
    "one letter": lambda token: token.update(backup=REFERENCE.replace("3", "4")),
    "taken out": lambda token: token.pop("backup"),
    "empty": lambda token: token.update(backup=""),
    "blank": lambda token: token.update(backup="  "),
    "no text": lambda token: token.update(backup=True),
    "a list": lambda token: token.update(backup=[REFERENCE]),
    "invisible": lambda token: token.update(backup=REFERENCE + "\u200b"),
    "a line feed": lambda token: token.update(backup=REFERENCE + "\nmore"),
    "a password": lambda token: token.update(backup="postgres://u:secret@host/db"),
    "too long": lambda token: token.update(backup="x" * 301),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_changed_name_is_refused(site: Site, forgery: str) -> None:
    plan_id, before = await site.planned(), site.trace()
    content = opened(await backed(site, plan_id))
    FORGERIES[forgery](content)
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, plan_id, closed(content))
    assert refusal.value.code in ("SIGNATURE_REFUSED", "TOKEN_MALFORMED")
    assert site.trace() == before


async def test_a_name_put_into_a_plain_token_is_refused(site: Site) -> None:
    plan_id = await site.planned()
    content = opened(await site.token(plan_id)) | {"backup": REFERENCE}
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, plan_id, closed(content))
    assert refusal.value.code == "SIGNATURE_REFUSED"


async def test_a_statement_signed_for_one_plan_serves_no_other(site: Site) -> None:
    first = await backed(site, await site.planned())
    second = await site.planned()
    plan = await site.app().store.plan(second)
    content = opened(first) | {"plan_id": plan.id, "digest": plan.digest}
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, second, closed(content))
    assert refusal.value.code == "SIGNATURE_REFUSED"


async def test_a_backup_signed_with_another_key_is_refused(site: Site) -> None:
    plan_id = await site.planned()
    plan = await site.app().store.plan(plan_id)
    signature = sshsig.sign(Ed25519PrivateKey.generate(), statement(plan.envelope, REFERENCE), NAMESPACE)
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, plan_id, make_token(plan.id, plan.digest, "dana", signature, REFERENCE))
    assert refusal.value.code == "KEY_UNKNOWN"


async def test_the_statement_and_the_envelope_never_pass_for_each_other(site: Site) -> None:
    plan = await site.app().store.plan(await site.planned())
    signed = json.loads(statement(plan.envelope, REFERENCE))
    assert signed == {
        "version": 1,
        "type": "schemawarden-approval-with-backup-v1",
        "envelope": envelope_digest(plan.envelope),
        "backup": REFERENCE,
    }
    assert json.loads(plan.envelope)["type"] == NAMESPACE != signed["type"]
    assert statement(plan.envelope) == plan.envelope, "a token without a backup is what it always was"


@pytest.mark.parametrize("text", ["", " ", "x" * 301, "a\nb", "a\u202eb", "cafe\u0301", 3, None])
def test_a_text_that_names_no_backup_is_told(text: object) -> None:
    assert backup_objection(text)


def test_a_reference_is_any_visible_text() -> None:
    assert not backup_objection("s3://bucket/2026-11-24.dump, sha256 00ff (Zürich)")


def opened(token: str) -> dict[str, Any]:
    body = token.removeprefix("swt1.")
    content: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return content


def closed(content: dict[str, Any]) -> str:
    return "swt1." + base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
