"""G13: the disk is full. Before the claim nothing runs; after it nothing is hidden, and a healthy server tells the truth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.crash.acts import FIRST, SECOND, VARIANTS, Fault, site_at
from tests.server.crash.crew import Hand
from tests.server.crash.truth import outcome_of


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    with Hand() as one:
        yield one


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("point", ["evidence_verified", "locked", "rechecked"])
def test_G13_before_the_claim_nothing_runs(hand: Hand, tmp_path: Path, point: str, variant: str) -> None:
    root = tmp_path / "site"
    plan_id, before = hand.prepare(root, variant, [FIRST, SECOND]), site_at(str(root)).trace()
    refusal = hand.apply(root, plan_id, Fault(point, "full"))
    assert refusal["error"] == "AUDIT_UNAVAILABLE", refusal
    assert hand.record(root, plan_id)["state"] == "approved"
    assert site_at(str(root)).trace() == before
    assert hand.apply(root, plan_id)["state"] == "applied"


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("point", "outcome"), [("claimed", "failed"), ("engine_done", "applied")])
def test_G13_after_the_claim_the_plan_stays_applying_until_a_healthy_server_settles_it(
    hand: Hand, tmp_path: Path, point: str, outcome: str, variant: str
) -> None:
    root = tmp_path / "site"
    plan_id = hand.prepare(root, variant, [FIRST, SECOND])
    refusal = hand.apply(root, plan_id, Fault(point, "full"))
    assert refusal["error"] == "OUTCOME_UNRECORDED", refusal
    assert hand.record(root, plan_id)["state"] == "applying"
    record = hand.restart(root, plan_id)["records"][0]
    assert record["state"] == outcome == outcome_of(site_at(str(root)).database), record
    assert record["audit_whole"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_full_disk_below_the_target_leaves_nothing_half_written(
    hand: Hand, tmp_path: Path, variant: str
) -> None:
    root = tmp_path / "site"
    plan_id = hand.prepare(root, variant, [FIRST, SECOND])
    result = hand.apply(root, plan_id, Fault("claimed", "target_full"))
    assert result["state"] == "failed", result
    assert outcome_of(site_at(str(root)).database) == "failed"
    assert hand.restart(root, plan_id)["records"][0]["state"] == "failed"
