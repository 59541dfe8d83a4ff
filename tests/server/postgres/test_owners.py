"""Owners on PostgreSQL: what dynamic code and cascades do in the rehearsal asks for its owners, as the text would."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.flows.apply import apply_plan
from schemawarden.flows.propose import propose
from schemawarden_policy.approval import State
from schemawarden_policy.rule import Severity
from tests.postgres import Server
from tests.postgres_site import PostgresSite, make_postgres_site
from tests.site import QUIET, public_line

OWNERS = "* @dana\npublic.ledger @erin\n*.users.ssn @erin\nbilling. @erin\nvault !deny\n"
HISTORY = """\
CREATE TABLE users (id bigint PRIMARY KEY, name text, ssn text);
CREATE TABLE ledger (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE TABLE vault (id bigint PRIMARY KEY);
"""


async def make(tmp_path: Path, server: Server) -> PostgresSite:
    line = public_line(Ed25519PrivateKey.generate())
    extra = f'[approvers.erin]\nkeys = ["{line}"]\n[policy]\nowners = "OWNERS"\n'
    site = await make_postgres_site(
        tmp_path / "site", server, target='approval.assurance = "advisory"', extra=extra
    )
    path = site.config.parent / "OWNERS"
    path.write_text("# nobody yet\n")
    path.chmod(0o600)
    site.migrate(HISTORY)
    async with site.opened() as ctx:
        plan_id = await site.planned(ctx)
        await site.approve(plan_id)
        assert (await apply_plan(ctx, plan_id, None, QUIET)).state is State.APPLIED
    path.write_text(OWNERS)
    return site


async def test_owners_are_asked_by_effects_as_well_as_text(tmp_path: Path, postgres: Server) -> None:
    site = await make(tmp_path, postgres)
    (first,) = site.migrations.glob("*.sql")
    asked: dict[str, set[str]] = {}
    changes = {
        "ALTER TABLE users ADD COLUMN nick text;\n": {"dana"},
        "ALTER TABLE users DROP COLUMN ssn;\n": {"erin"},
        "CREATE INDEX i ON ledger (user_id);\n": {"erin"},
        "DROP TABLE users CASCADE;\n": {"dana", "erin"},
    }
    async with site.opened() as ctx:
        for sql in changes:
            (path,) = site.migrate(sql)
            proposal = await propose(ctx, "", QUIET)
            assert proposal.plan is not None, proposal.examination.report.findings
            assert proposal.plan.needs is not None
            asked[sql] = {name for group in proposal.plan.needs.owners for name in group}
            path.unlink()
    assert first.exists()
    assert asked == changes


async def test_dynamic_code_that_reaches_a_denied_object_becomes_no_plan(
    tmp_path: Path, postgres: Server
) -> None:
    site = await make(tmp_path, postgres)
    site.migrate("DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'vau' || 'lt ADD COLUMN a int'; END $$;\n")
    async with site.opened() as ctx:
        proposal = await propose(ctx, "", QUIET)
    found = {f.rule for f in proposal.examination.report.findings if f.severity is Severity.FORBIDDEN}
    assert (proposal.plan, found) == (None, {"owner-denied"})
