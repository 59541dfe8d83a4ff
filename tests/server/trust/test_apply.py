"""apply_plan on a real database: once, exactly what was approved, and only then."""

from __future__ import annotations

import getpass
from pathlib import Path

import anyio
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.errors import ApprovalError, ConfigError, StateError, UnavailableError
from schemawarden.flows import decide
from schemawarden.flows.apply import ApplyResult, apply_plan
from schemawarden.ports import AuditEvent
from schemawarden_policy.approval import State
from tests.site import QUIET, Site, make_site, public_line

CREATE = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.migrate(CREATE)
    return site


async def apply(site: Site, plan_id: str, token: str | None = None) -> ApplyResult:
    return await apply_plan(site.context(), plan_id, token, QUIET)


async def test_an_approved_plan_is_applied_and_recorded_as_atlas_does(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    result = await apply(site, plan_id)
    assert result.state is State.APPLIED, result.outcome
    assert "users" in site.tables()
    assert site.ask("SELECT version, applied, total FROM atlas_schema_revisions") == [
        ("20260101000001", 1, 1)
    ]


async def test_a_token_given_with_the_call_is_as_good_as_a_recorded_approval(site: Site) -> None:
    plan_id = await site.planned()
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.state is State.APPLIED
    assert [item.approver for item in result.weighed.standing.counted] == ["dana"]  # type: ignore[union-attr]


async def test_without_approval_nothing_happens_and_it_is_said_what_is_missing(site: Site) -> None:
    plan_id, before = await site.planned(), site.trace()
    result = await apply(site, plan_id)
    assert result.state is State.PROPOSED
    assert result.weighed is not None
    assert (len(result.weighed.standing.counted), result.weighed.standing.needed) == (0, 1)
    assert site.trace() == before


async def test_F06_a_second_call_tells_the_first_ones_outcome_and_runs_nothing(site: Site) -> None:
    plan_id = await site.planned()
    token = await site.token(plan_id)
    await apply(site, plan_id, token)
    before = site.trace()
    again = await apply(site, plan_id, token)
    assert (again.state, again.already) == (State.APPLIED, True)
    assert site.trace() == before


async def test_F03_another_key_is_refused(site: Site) -> None:
    plan_id, before = await site.planned(), site.trace()
    token = await site.token(plan_id, key=Ed25519PrivateKey.generate())
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, plan_id, token)
    assert refusal.value.code == "KEY_UNKNOWN"
    assert site.trace() == before


async def test_F01_another_plans_token_is_refused(site: Site) -> None:
    first = await site.planned()
    token = await site.token(first)
    site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    second = await site.planned()
    with pytest.raises(ApprovalError) as refusal:
        await apply(site, second, token)
    assert refusal.value.code == "TOKEN_OTHER_PLAN"
    assert "users" not in site.tables()


async def test_F03_a_key_revoked_after_the_approval_does_not_count_any_more(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    config = site.config.read_text()
    key = public_line(site.key)
    revoked = config.replace(f'keys = ["{key}"]', f'keys = [{{key = "{key}", revoked = true}}]')
    assert revoked != config
    site.config.write_text(revoked)
    result = await apply(site, plan_id)
    assert result.weighed is not None
    assert [item.code for item in result.weighed.refused] == ["KEY_REVOKED"]
    assert "users" not in site.tables()


async def test_a_row_that_says_approved_proves_nothing(site: Site) -> None:
    plan_id = await site.planned()
    with site.app().store.transaction() as db:
        db.execute("UPDATE plans SET state = 'approved'")
        db.execute(
            "INSERT INTO approvals VALUES (?, 'dana', 'swt1.forged', '2026-01-01T00:00:00Z')", (plan_id,)
        )
    result = await apply(site, plan_id)
    assert result.weighed is not None
    assert [item.code for item in result.weighed.refused] == ["TOKEN_MALFORMED"]
    assert "users" not in site.tables()


async def test_a_plan_altered_in_the_store_is_refused(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    with site.app().store.transaction() as db:
        db.execute("UPDATE plans SET document = CAST(replace(document, 'users', 'losers') AS BLOB)")
    with pytest.raises(UnavailableError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "PLAN_ALTERED"


async def test_a_lower_quorum_written_into_the_envelope_is_refused(site: Site) -> None:
    plan_id = await site.planned()
    with site.app().store.transaction() as db:
        db.execute(
            "UPDATE plans SET envelope = CAST(replace(envelope, '\"quorum\":1', '\"quorum\":0') AS BLOB)"
        )
    with pytest.raises(UnavailableError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "PLAN_ALTERED"


async def test_E01_a_file_edited_after_the_approval_changes_nothing_and_is_told(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    (path,) = site.migrations.glob("*.sql")
    path.write_text("CREATE TABLE evil (id INTEGER);\n")
    result = await apply(site, plan_id)
    assert result.state is State.APPLIED
    assert result.workspace_differs == (path.name,)
    assert "users" in site.tables()
    assert "evil" not in site.tables()


async def test_E11_drift_since_the_rehearsal_makes_the_plan_stale(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    site.run_sql("CREATE TABLE drifted (id INTEGER)")
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "DRIFT"
    assert "users" not in site.tables()
    with pytest.raises(StateError) as again:
        await apply(site, plan_id)
    assert again.value.code == "PLAN_STALE"


async def test_E04_a_changed_history_makes_the_plan_stale(site: Site) -> None:
    first = await site.planned()
    await apply(site, first, await site.token(first))
    site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    await site.approve(plan_id)
    site.run_sql("DELETE FROM atlas_schema_revisions")
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "HISTORY_CHANGED"
    assert "more" not in site.tables()


async def test_F07_another_file_in_the_targets_place_is_another_target(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    site.database.rename(site.database.with_suffix(".old"))
    site.database.touch()
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "TARGET_MISMATCH"


async def test_a_policy_changed_since_makes_the_plan_stale(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    with site.config.open("a") as config:
        config.write('[policy.rules]\nempty-file = "warning"\n')
    with pytest.raises(StateError) as refusal:
        await apply(site, plan_id)
    assert refusal.value.code == "POLICY_CHANGED"


async def test_a_revoked_a_denied_and_a_withdrawn_plan_can_t_be_applied(site: Site) -> None:
    app = site.app()
    for number, move in enumerate(("revoke", "deny", "withdraw")):
        site.migrate(f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY);\n")
        plan_id = await site.planned()
        if move == "withdraw":
            await decide.withdraw(app.store, app.clock, plan_id, app.context("app").requester)
        else:
            await getattr(decide, move)(app.store, app.clock, plan_id, "dana", "no")
        with pytest.raises(StateError) as refusal:
            await apply(site, plan_id, await site.token(plan_id))
        assert refusal.value.code in ("PLAN_REVOKED", "PLAN_DENIED", "PLAN_WITHDRAWN")
    assert site.tables() == set()


async def test_a_failing_statement_leaves_nothing_and_the_outcome_says_so(site: Site) -> None:
    first = await site.planned()
    await apply(site, first, await site.token(first))
    site.run_sql("INSERT INTO users (email) VALUES ('a'), ('a')")
    site.migrate("CREATE TABLE more (id INTEGER);\nCREATE UNIQUE INDEX idx_email ON users (email);\n")
    plan_id = await site.planned()
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.state is State.FAILED, result.outcome
    assert result.outcome is not None
    assert "statement 2" in result.outcome.explanation
    assert "more" not in site.tables()


async def test_G03_files_before_the_failing_one_stay_and_that_is_failed_partial(site: Site) -> None:
    first = await site.planned()
    await apply(site, first, await site.token(first))
    site.run_sql("INSERT INTO users (email) VALUES ('a'), ('a')")
    done, failing = site.migrate(
        "CREATE TABLE more (id INTEGER);\n", "CREATE UNIQUE INDEX idx_email ON users (email);\n"
    )
    plan_id = await site.planned()
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.state is State.FAILED_PARTIAL, result.outcome
    assert result.outcome is not None
    assert result.outcome.finished == (done.name,)
    assert failing.name in result.outcome.explanation
    again = await apply(site, plan_id, await site.token(plan_id))
    assert (again.state, again.already) == (State.FAILED_PARTIAL, True)


async def test_G01_two_applies_at_once_run_it_once(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    results: list[ApplyResult] = []

    async def one() -> None:
        results.append(await apply(site, plan_id))

    async with anyio.create_task_group() as group:
        group.start_soon(one)
        group.start_soon(one)
    assert sorted(result.already for result in results) == [False, True]
    assert len(site.ask("SELECT * FROM atlas_schema_revisions")) == 1


async def test_a_plan_that_the_policy_allows_needs_no_token(tmp_path: Path) -> None:
    site = make_site(tmp_path / "lax", target='approval.assurance = "advisory"\nmode = "warning-sensitive"')
    site.migrate(CREATE)
    await site.context().workspace.write_migrations(
        (), await _sum(site), (await site.context().workspace.snapshot()).digest
    )
    plan_id = await site.planned()
    result = await apply(site, plan_id)
    assert result.state is State.APPLIED


async def _sum(site: Site) -> bytes:
    ctx = site.context()
    snapshot = await ctx.workspace.snapshot()
    files = [{"name": file.name, "text": file.content.decode()} for file in snapshot.migrations]
    return str((await ctx.engine.call("hash", ctx.dialect, {"migrations": files}))["sum"]).encode()


async def test_F10_with_a_quorum_of_two_the_human_who_runs_the_agent_does_not_count(tmp_path: Path) -> None:
    other = Ed25519PrivateKey.generate()
    site = make_site(
        tmp_path / "two",
        target='approval.assurance = "advisory"\napproval.quorum = 2',
        extra=f'[approvers.erin]\nkeys = ["{public_line(other)}"]\nlogin = "erin"\n',
    )
    text = site.config.read_text().replace(
        "[approvers.dana]", f'[approvers.dana]\nlogin = "{getpass.getuser()}"'
    )
    site.config.write_text(text)
    site.migrate(CREATE)
    plan_id = await site.planned()
    await apply(site, plan_id, await site.token(plan_id, key=other, approver="erin"))
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.state is State.PROPOSED
    assert result.weighed is not None
    assert [item.code for item in result.weighed.standing.refused] == ["SELF_APPROVAL"]
    assert "users" not in site.tables()


async def test_a_target_that_needs_more_assurance_than_there_is_can_t_be_applied(tmp_path: Path) -> None:
    site = make_site(tmp_path / "high", target='approval.assurance = "separate"')
    site.migrate(CREATE)
    plan_id = await site.planned()
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.weighed is not None
    assert [item.code for item in result.weighed.standing.refused] == ["ASSURANCE_TOO_LOW"]
    assert "users" not in site.tables()


async def test_objects_that_the_operator_excludes_may_change_meanwhile(tmp_path: Path) -> None:
    target = 'approval.assurance = "advisory"\nfingerprint.exclude = ["tmp_*"]'
    site = make_site(tmp_path / "excluded", target=target)
    site.migrate(CREATE)
    plan_id = await site.planned()
    await site.approve(plan_id)
    site.run_sql("CREATE TABLE tmp_import (id INTEGER)")
    assert (
        await apply(site, plan_id)
    ).state is State.FAILED  # Atlas wants an empty database for the first file
    site.run_sql("DROP TABLE tmp_import")
    plan_id = await site.planned()
    await apply(site, plan_id, await site.token(plan_id))
    site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    plan_id = await site.planned()
    site.run_sql("CREATE TABLE tmp_import (id INTEGER)", "CREATE INDEX by_id ON tmp_import (id)")
    result = await apply(site, plan_id, await site.token(plan_id))
    assert result.state is State.APPLIED, result.outcome
    assert {"more", "tmp_import"} <= site.tables()


async def test_a_throw_away_database_that_became_a_link_is_not_opened(tmp_path: Path) -> None:
    site = make_site(tmp_path / "disposable", create=False)
    inside = site.workspace / "dev.db"
    inside.touch()
    config = site.config.read_text().replace(str(site.database), str(inside))
    site.config.write_text(
        config.replace("[approvers", 'mode = "error-only"\ndisposable = true\n\n[approvers', 1)
    )
    site.migrate(CREATE)
    context = site.context()
    plan_id = await site.planned(context)
    precious = site.root / "precious.db"
    inside.rename(precious)
    inside.symlink_to(precious)
    for act in (site.propose(context), apply_plan(context, plan_id, None, QUIET)):
        with pytest.raises(ConfigError) as refusal:
            await act
        assert refusal.value.code == "CONFIG_NOT_DISPOSABLE"
    assert precious.stat().st_size == 0


async def test_a_plan_left_applying_is_settled_by_the_next_call_once_nobody_is_at_work(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    app = site.app()
    plan = await app.store.plan(plan_id)
    assert await app.store.claim(
        plan_id, plan.digest, "run", AuditEvent("plan.applying", app.clock.now(), "t")
    )
    async with site.context().lock.hold((await site.context().target.read()).identity, 1):
        assert (await apply(site, plan_id)).state is State.APPLYING
    result = await apply(site, plan_id)
    assert (result.state, result.already) == (State.FAILED, True)
    assert await site.planned() != plan_id
