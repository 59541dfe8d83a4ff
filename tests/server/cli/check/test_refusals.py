"""What makes an answer impossible: exit 2, a stable code, the next step, and nothing on stdout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schemawarden.cli.check import examining
from schemawarden.cli.check.main import main
from tests.server.cli.check.conftest import DROP, SAFE, Check, write


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "NO_FILES"),
        (["-", "-"], "NO_FILES"),
        (["absent.sql"], "FILE_MISSING"),
        (["a\0b.sql"], "FILE_MISSING"),
        (["empty"], "NO_FILES"),
        (["latin.sql"], "FILE_NOT_UTF8"),
        (["pipe"], "FILE_SPECIAL"),
        (["m"], "LINK_LEADS_OUT"),
        (["ok.sql", "--server-version", "newest"], "SERVER_VERSION_INVALID"),
        (["ok.sql", "--format", "xml"], "USAGE"),
        (["ok.sql", "--fail-on", "never"], "USAGE"),
        (["ok.sql", "--nonsense"], "USAGE"),
        (["ok.sql", "--policy", "absent.toml"], "POLICY_UNREADABLE"),
        (["ok.sql", "--policy", "other.toml"], "POLICY_INVALID"),
        (["ok.sql", "--policy", "typo.toml"], "CONFIG_UNKNOWN_KEY"),
        (["ok.sql", "--policy", "ok.sql", "--target", "x"], "USAGE"),
        (["ok.sql", "--facts", "absent.json"], "FACTS_UNREADABLE"),
        (["ok.sql", "--facts", "ok.sql"], "FACTS_INVALID"),
        (["ok.sql", "--facts", "facts.json"], "FACTS_INVALID"),
        (["ok.sql", "--baseline", "absent.json"], "BASELINE_UNREADABLE"),
        (["ok.sql", "--baseline", "facts.json"], "BASELINE_INVALID"),
        (["ok.sql", "--write-baseline", "absent/b.json"], "BASELINE_UNWRITABLE"),
        (["ok.sql", "--target", "x", "--config", "absent.toml"], "CONFIG_MISSING"),
        (["--explain", "no-such-rule"], "RULE_UNKNOWN"),
    ],
)
def test_a_refusal_has_a_code_and_exits_with_two(
    arguments: list[str], code: str, check: Check, project: Path
) -> None:
    write(project, {"ok.sql": SAFE, "other.toml": "[server]\n", "typo.toml": "[policy]\nprotcted = []\n"})
    write(project, {"facts.json": '{"tables": [{"rows": 1}]}', "outside.sql": DROP})
    (project / "latin.sql").write_bytes(b"-- ok\n-- caf\xe9\n")
    (project / "empty").mkdir()
    (project / "m").mkdir()
    (project / "m" / "1_x.sql").symlink_to(project / "outside.sql")
    os.mkfifo(project / "pipe")
    ran = check(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{code}  ")


def test_an_unknown_dialect_is_refused_with_the_ones_there_are(check: Check, project: Path) -> None:
    write(project, {"ok.sql": SAFE})
    for dialect, code in (("postgres", "DIALECT_UNKNOWN"), ("", "DIALECT_MISSING")):
        ran = check("ok.sql", dialect=dialect)
        assert ran.code == 2
        assert ran.err.startswith(code)
        assert "postgresql, mysql, mariadb, sqlite" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_told(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": SAFE})
    (project / "1_x.sql").chmod(0)
    assert check("1_x.sql").err.startswith("FILE_UNREADABLE")


def test_a_link_that_is_named_is_followed(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": DROP})
    (project / "link.sql").symlink_to("1_x.sql")
    assert "drop-table" in check("link.sql").rules()


def test_a_link_within_a_directory_is_followed(check: Check, project: Path) -> None:
    write(project, {"m/1_x.sql": SAFE})
    (project / "m" / "2_x.sql").symlink_to("1_x.sql")
    assert len(check("m").files) == 2


@pytest.mark.parametrize("many", [1, 300])
def test_a_crash_of_the_policy_is_told_without_a_traceback(
    many: int, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(examining, "check", crash)
    write(project, {f"{n}.sql": SAFE + f"-- {n}\n" for n in range(many)})
    ran = check(*(f"{n}.sql" for n in range(many)))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("CHECK_FAILED  0.sql could not be checked: ZeroDivisionError")


def test_a_reader_that_goes_away_is_no_crash(
    check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"1_x.sql": DROP})
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        monkeypatch.setattr("sys.stdout", gone)
        assert main(["--dialect", "sqlite", "1_x.sql"]) == 1
