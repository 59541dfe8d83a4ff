"""`schemawarden approve --backup` and `plans export --backup`, as a human uses them without a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import anyio
import pytest
from typer.testing import CliRunner

from schemawarden.adapters.tokens import sshsig
from schemawarden.cli.commands import app
from schemawarden.flows.apply import apply_plan
from schemawarden_policy.approval import State
from schemawarden_policy.envelope import NAMESPACE
from tests.site import QUIET, Site, make_site

REFERENCE = "pitr 2026-11-24T03:00Z"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site", extra='[policy]\nbackup = "required"\n')
    site.run_sql("CREATE TABLE old (id INTEGER)")
    site.migrate("CREATE TABLE old (id INTEGER);\n", "DROP TABLE old;\n")
    return site


def run(site: Site, *arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, [*arguments, "--config", str(site.config)])
    return found.exit_code, found.output


def signature(site: Site, plan_id: str, *options: str) -> str:
    """Exported, signed elsewhere, and the signature's path."""
    bytes_, armored = site.root / "bytes", site.root / "signature"
    bytes_.unlink(missing_ok=True)
    code, output = run(site, "plans", "export", plan_id, "-o", str(bytes_), *options)
    assert code == 0, output
    armored.write_text(sshsig.sign(site.key, bytes_.read_bytes(), NAMESPACE))
    return str(armored)


def test_a_backup_is_named_signed_and_told(site: Site) -> None:
    plan_id = anyio.run(site.planned)
    signed = signature(site, plan_id, "--backup", REFERENCE)
    code, output = run(site, "approve", plan_id, "--signature", signed, "--backup", REFERENCE, "--json")
    assert code == 0, output
    told = json.loads(output)
    assert (told["state"], told["backup"], told["owners_missing"]) == ("approved", REFERENCE, [])
    result = anyio.run(apply_plan, site.context(), plan_id, None, QUIET)
    assert result.state is State.APPLIED


def test_an_approval_that_names_none_is_refused_before_it_is_signed(site: Site) -> None:
    plan_id = anyio.run(site.planned)
    code, output = run(site, "approve", plan_id, "--signature", signature(site, plan_id))
    assert (code, "BACKUP_REQUIRED" in output) == (2, True)


@pytest.mark.parametrize("text", [" ", "a\nb", "x" * 301, "postgres://u:secret@host/db"])
def test_a_text_that_names_none_is_refused(site: Site, text: str) -> None:
    plan_id = anyio.run(site.planned)
    code, output = run(site, "approve", plan_id, "--signature", signature(site, plan_id), "--backup", text)
    assert (code, "BACKUP_INVALID" in output) == (2, True)
    assert "secret" not in output


def test_a_signature_over_another_reference_is_refused(site: Site) -> None:
    plan_id = anyio.run(site.planned)
    signed = signature(site, plan_id, "--backup", REFERENCE)
    code, output = run(site, "approve", plan_id, "--signature", signed, "--backup", "another")
    assert (code, "SIGNATURE_REFUSED" in output) == (1, True)


def test_the_plan_says_that_it_needs_one(site: Site) -> None:
    plan_id = anyio.run(site.planned)
    assert "the name of a backup (--backup)" in run(site, "plans", "show", plan_id)[1]
