"""A database that grew up without Atlas is taken over by a plan, as any other change."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden.errors import StateError
from schemawarden.flows.advise import advise
from schemawarden.flows.apply import apply_plan
from schemawarden.flows.write import Content, write
from schemawarden_policy.approval import State
from tests.site import QUIET, Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.run_sql(
        "CREATE TABLE Orders (id INTEGER PRIMARY KEY, total NUMERIC CHECK (total >= 0))",
        "CREATE INDEX by_total ON Orders (total)",
        "CREATE VIEW big AS SELECT * FROM Orders WHERE total > 1000",
        "CREATE TRIGGER guard BEFORE DELETE ON Orders BEGIN SELECT RAISE(ABORT, 'no; never'); END",
        "INSERT INTO Orders (total) VALUES (1), (2)",
    )
    return site


async def test_the_baseline_is_written_recorded_and_not_run(site: Site) -> None:
    written = await write(site.context(), "baseline", Content.BASELINE)
    assert len(written.draft.files) == 1
    site.migrate()
    (site.migrations / "29990101000000_more.sql").write_text(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY);\n"
    )
    proposal = await site.propose()
    assert [f.rule for f in proposal.examination.report.findings] == [
        "history-baseline",
        "non-linear-history",
    ]
    assert proposal.plan is not None
    result = await apply_plan(site.context(), proposal.plan.id, await site.token(proposal.plan.id), QUIET)
    assert result.state is State.APPLIED, result.outcome
    rows = site.ask("SELECT type, applied, total FROM atlas_schema_revisions ORDER BY version")
    assert rows == [(1, 0, 0), (2, 1, 1)]
    assert site.ask("SELECT count(*) FROM Orders") == [(2,)]


async def test_the_advice_is_to_begin_with_a_baseline(site: Site) -> None:
    assert (await advise(site.context())).takeover
    await write(site.context(), "baseline", Content.BASELINE)
    assert not (await advise(site.context())).takeover


async def test_a_baseline_alone_is_a_plan_of_its_own(site: Site) -> None:
    await write(site.context(), "baseline", Content.BASELINE)
    plan_id = await site.planned()
    result = await apply_plan(site.context(), plan_id, await site.token(plan_id), QUIET)
    assert result.state is State.APPLIED, result.outcome
    assert (await site.propose()).plan is None


async def test_a_first_file_that_makes_another_schema_is_no_baseline(site: Site) -> None:
    site.migrate("CREATE TABLE Orders (id INTEGER PRIMARY KEY);\n")
    proposal = await site.propose()
    assert proposal.examination.baseline == ""
    (failed,) = [f for f in proposal.examination.report.findings if f.rule == "rehearsal-failed"]
    assert "already exists" in failed.message


async def test_a_first_file_beside_the_schema_is_told_the_way_to_a_baseline(site: Site) -> None:
    site.migrate("CREATE TABLE customers (id INTEGER PRIMARY KEY);\n")
    proposal = await site.propose()
    (failed,) = [f for f in proposal.examination.report.findings if f.rule == "rehearsal-failed"]
    assert 'content="baseline"' in failed.message


async def test_a_missing_trigger_is_no_baseline(site: Site) -> None:
    await write(site.context(), "baseline", Content.BASELINE)
    site.run_sql("DROP TRIGGER guard")
    assert (await site.propose()).examination.baseline == ""


async def test_there_is_no_baseline_for_a_database_with_files_or_without_a_schema(
    tmp_path: Path, site: Site
) -> None:
    site.migrate("CREATE TABLE customers (id INTEGER PRIMARY KEY);\n")
    empty = make_site(tmp_path / "empty")
    for each in (site, empty):
        with pytest.raises(StateError) as refusal:
            await write(each.context(), "baseline", Content.BASELINE)
        assert refusal.value.code == "NO_BASELINE"
