"""The human's commands as a human runs them: in a terminal, and piped into programs."""

from __future__ import annotations

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from schemawarden.flows.apply import apply_plan
from schemawarden_policy.approval import State
from tests.site import QUIET, Site, make_site, write_private_key

CREATE = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.migrate(CREATE)
    return site


def run(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schemawarden", *arguments, "--config", str(site.config)]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=environment
    )


def in_terminal(site: Site, answer: str | None, *arguments: str) -> tuple[int, str]:
    """Run a command on a pseudo-terminal; answer its question with `answer`, None for the digest group it names."""
    command = [sys.executable, "-m", "schemawarden", *arguments, "--config", str(site.config)]
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "160", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment
    ) as process:
        os.close(follower)
        shown, answered = b"", False
        while True:
            try:
                piece = os.read(leader, 65_536)
            except OSError:
                break
            shown += piece
            question = re.search(rb"first group \((\w{4})\)", shown)
            if question and not answered:
                answered = True
                os.write(leader, (answer or question.group(1).decode()).encode() + b"\n")
    os.close(leader)
    return process.returncode, shown.decode()


async def test_approving_shows_the_stored_plan_and_records_a_signature(site: Site) -> None:
    plan_id = await site.planned()
    key = write_private_key(site.key, site.root / "key")
    code, shown = in_terminal(site, None, "approve", plan_id, "--key", str(key))
    assert code == 0, shown
    assert "CREATE TABLE users" in shown
    assert "ROUTINE" in shown
    assert "dana approved plan" in shown
    assert (await site.app().store.plan(plan_id)).state is State.APPROVED
    assert (await apply_plan(site.context(), plan_id, None, QUIET)).state is State.APPLIED


async def test_a_wrong_digest_group_signs_nothing(site: Site) -> None:
    plan_id = await site.planned()
    key = write_private_key(site.key, site.root / "key")
    code, shown = in_terminal(site, "yes", "approve", plan_id, "--key", str(key))
    assert (code, "NOT_CONFIRMED" in shown) == (2, True)
    assert await site.app().store.approvals(plan_id) == ()


async def test_without_a_terminal_nothing_is_signed_and_the_way_is_told(site: Site) -> None:
    plan_id = await site.planned()
    result = run(site, "approve", plan_id, "--key", "whatever")
    assert result.returncode == 2
    assert "NEEDS_TERMINAL" in result.stderr
    assert "--signature" in result.stderr


async def test_D13_hidden_characters_of_a_plan_are_shown_as_escapes(site: Site) -> None:
    site.migrate("INSERT INTO users (email) VALUES ('\u00a0');\n")
    plan_id = await site.planned()
    shown = run(site, "plans", "show", plan_id)
    assert "\\u{a0}" in shown.stdout
    assert "\u00a0" not in shown.stdout


@pytest.mark.needs_apt("openssh-client")
async def test_the_exported_envelope_can_be_signed_with_ssh_keygen_elsewhere(site: Site) -> None:
    plan_id = await site.planned()
    key, envelope = write_private_key(site.key, site.root / "key"), site.root / "envelope"
    assert run(site, "plans", "export", plan_id, "-o", str(envelope)).returncode == 0
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "schemawarden-approval-v1", "-f", str(key), str(envelope)]
    subprocess.run(sign, check=True)
    result = run(site, "approve", plan_id, "--signature", f"{envelope}.sig", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["state"] == "approved"


async def test_export_never_overwrites(site: Site) -> None:
    plan_id = await site.planned()
    output = site.root / "envelope"
    output.write_text("mine")
    result = run(site, "plans", "export", plan_id, "-o", str(output))
    assert (result.returncode, "FILE_EXISTS" in result.stderr) == (2, True)
    assert output.read_text() == "mine"


async def test_plans_are_a_table_for_people_and_json_for_programs(site: Site) -> None:
    assert "No plans" in run(site, "plans").stdout
    plan_id = await site.planned()
    assert plan_id in run(site, "plans").stdout
    (row,) = json.loads(run(site, "plans", "--json").stdout)
    assert (row["plan_id"], row["state"], row["risk"]) == (plan_id, "proposed", "routine")


async def test_denying_tells_the_agent_why(site: Site) -> None:
    plan_id = await site.planned()
    assert run(site, "deny", plan_id, "--reason", "not on a Friday").returncode == 0
    plan = await site.app().store.plan(plan_id)
    assert (plan.state, plan.outcome["reason"]) == (State.DENIED, "not on a Friday")
    again = run(site, "deny", plan_id)
    assert (again.returncode, "PLAN_NOT_PENDING" in again.stderr) == (1, True)


async def test_revoking_takes_an_approval_back(site: Site) -> None:
    plan_id = await site.planned()
    await site.approve(plan_id)
    assert run(site, "revoke", plan_id).returncode == 0
    assert (await site.app().store.plan(plan_id)).state is State.REVOKED


async def test_G11_audit_verify_names_the_first_broken_record(site: Site) -> None:
    await site.planned()
    whole = run(site, "audit", "verify", "--json")
    assert json.loads(whole.stdout)["whole"] is True
    with sqlite3.connect(site.state / "state.db") as db:
        db.execute("UPDATE audit SET content = CAST(replace(content, 'routine', 'harmless') AS BLOB)")
    broken = run(site, "audit", "verify")
    assert (broken.returncode, "breaks at record 1" in broken.stderr) == (2, True)
    assert "plan.proposed" in run(site, "audit", "show").stdout


def test_an_unknown_plan_or_rule_is_a_helpful_refusal(site: Site) -> None:
    result = run(site, "plans", "show", "nothing")
    assert (result.returncode, "PLAN_UNKNOWN" in result.stderr) == (2, True)
    command = [sys.executable, "-m", "schemawarden", "explain", "drop-colum"]
    explain = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (explain.returncode, "drop-column" in explain.stderr) == (2, True)


def test_a_missing_config_tells_how_to_make_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schemawarden", "plans", "--config", str(tmp_path / "none.toml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, "schemawarden init" in result.stderr) == (2, True)
