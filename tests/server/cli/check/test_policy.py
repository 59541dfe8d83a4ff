"""Whose policy is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.cli.check.conftest import DROP, SAFE, Check, write
from tests.site import make_site

ATTACH = "ATTACH DATABASE 'x' AS y;\n"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """An operator's config with the SQLite target `app`."""
    path = make_site(tmp_path / "site").config
    path.write_text(path.read_text() + '\n[policy.rules]\ndrop-table = "notice"\n')
    return str(path)


def severities(check: Check, *arguments: str, dialect: str = "sqlite") -> dict[str, str]:
    return {
        found["rule"]: found["severity"] for found in check(*arguments, dialect=dialect).files[0]["findings"]
    }


def test_a_policy_file_lowers_raises_and_switches_off(check: Check, project: Path) -> None:
    write(
        project,
        {"1_x.sql": DROP, "p.toml": '[policy.rules]\ndrop-table = "notice"\ndrop-table-compat = "off"\n'},
    )
    assert severities(check, "1_x.sql")["drop-table"] == "error"
    found = severities(check, "--policy", "p.toml", "1_x.sql")
    assert found["drop-table"] == "notice"
    assert "drop-table-compat" not in found


def test_a_policy_files_names_and_protected_tables_count(check: Check, project: Path) -> None:
    write(
        project,
        {"1_x.sql": SAFE, "p.toml": '[policy]\nprotected = ["users"]\n[policy.naming]\ntable = "t_.*"\n'},
    )
    found = severities(check, "--policy", "p.toml", "1_x.sql")
    assert {"protected-object", "table-name"} & set(found)


def test_no_policy_softens_what_is_forbidden(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": ATTACH, "p.toml": '[policy.rules]\nattach-database = "off"\n'})
    ran = check("--policy", "p.toml", "1_x.sql", dialect="sqlite")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("CONFIG_RULE_FORBIDDEN  ")


def test_a_whole_config_is_asked_for_its_target(check: Check, project: Path, config: str) -> None:
    write(project, {"1_x.sql": DROP})
    ran = check("--policy", config, "1_x.sql")
    assert ran.err.startswith("POLICY_INVALID  ")
    assert "--target NAME" in ran.err


def test_owners_are_approvers_of_a_config(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "SELECT 1;\n", "policy.toml": '[policy]\nowners = "OWNERS"\n'})
    ran = check("--policy", "policy.toml", "1_x.sql")
    assert ran.code == 2
    assert ran.err.startswith("POLICY_INVALID  policy.toml: policy.owners names approvers, ")


def test_a_target_tells_dialect_and_policy(check: Check, project: Path, config: str) -> None:
    write(project, {"1_x.sql": DROP, "2_x.sql": SAFE})
    assert (
        severities(check, "--config", config, "--target", "app", "1_x.sql", dialect="")["drop-table"]
        == "notice"
    )
    ran = check("--config", config, "--target", "app", "2_x.sql", dialect="")
    assert (ran.code, ran.files[0]["verdict"]) == (0, "allow"), (
        "the text alone is judged, whatever the target's mode"
    )


@pytest.mark.parametrize(
    ("target", "dialect", "code"),
    [("app", "postgresql", "DIALECT_CONTRADICTS"), ("shop", "", "TARGET_UNKNOWN")],
)
def test_a_target_that_does_not_fit_is_refused(
    target: str, dialect: str, code: str, check: Check, project: Path, config: str
) -> None:
    write(project, {"1_x.sql": DROP})
    ran = check("--config", config, "--target", target, "1_x.sql", dialect=dialect)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{code}  ")
