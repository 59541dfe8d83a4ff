"""An old project begins with what is new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.server.cli.check.conftest import DROP, SAFE, Check, write


@pytest.fixture
def accepted(check: Check, project: Path) -> Path:
    """The baseline of a project with one dropped table."""
    write(project, {"1_x.sql": SAFE, "2_x.sql": DROP})
    ran = check("--write-baseline", "base.json", "1_x.sql", "2_x.sql")
    assert (ran.code, ran.out) == (0, "")
    assert "are accepted from now on" in ran.err
    return project / "base.json"


def test_what_was_accepted_is_not_told_again(accepted: Path, check: Check) -> None:
    ran = check("--baseline", "base.json", "1_x.sql", "2_x.sql")
    assert ran.code == 0
    assert [file["verdict"] for file in ran.files] == ["allow", "allow"]
    assert ran.rules(1) == []
    assert "are accepted by base.json" in ran.err


def test_moved_lines_and_renamed_files_do_not_matter(accepted: Path, check: Check, project: Path) -> None:
    write(project, {"9_y.sql": "-- once more\n\nSELECT 1;\n   DROP   TABLE\n users;\n"})
    (project / "2_x.sql").unlink()
    ran = check("--baseline", "base.json", "1_x.sql", "9_y.sql")
    assert "drop-table" not in ran.rules(1)


def test_another_statement_is_new(accepted: Path, check: Check, project: Path) -> None:
    write(project, {"3_x.sql": "DROP TABLE carts;\n"})
    assert "drop-table" in check("--baseline", "base.json", "3_x.sql").rules()


def test_the_same_statement_once_more_is_new(accepted: Path, check: Check, project: Path) -> None:
    write(project, {"3_x.sql": DROP})
    ran = check("--baseline", "base.json", "1_x.sql", "2_x.sql", "3_x.sql")
    assert "drop-table" not in ran.rules(1)
    assert "drop-table" in ran.rules(2)
    assert ran.code == 1


def test_what_is_forbidden_is_neither_recorded_nor_hidden(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "ATTACH DATABASE 'x' AS y;\n"})
    ran = check("--write-baseline", "base.json", "1_x.sql", dialect="sqlite")
    assert "forbidden ones can't be" in ran.err
    file = json.loads((project / "base.json").read_text())
    found = check("1_x.sql", dialect="sqlite").rules()
    assert not {entry["rule"] for entry in file["findings"]} & {"attach-database"}
    file["findings"] = [
        {"rule": rule, "fingerprint": mark, "count": 9, "paths": []}
        for rule in found
        for mark in _fingerprints(check)
    ]
    (project / "base.json").write_text(json.dumps(file))
    ran = check("--baseline", "base.json", "1_x.sql", dialect="sqlite")
    assert ran.code == 1
    assert ran.files[0]["verdict"] == "deny"


def _fingerprints(check: Check) -> set[str]:
    document = json.loads(check("--format", "sarif", "1_x.sql", dialect="sqlite").out)
    return {
        each["partialFingerprints"]["schemawardenStatement/v1"] for each in document["runs"][0]["results"]
    }


def test_an_entry_that_fits_nothing_is_told_once_its_files_were_looked_at(
    accepted: Path, check: Check, project: Path
) -> None:
    assert "fits nothing" not in check("--baseline", "base.json", "1_x.sql").err
    write(project, {"2_x.sql": "SELECT 1;\n"})
    ran = check("--baseline", "base.json", "2_x.sql")
    assert "The baseline's entry drop-table in 2_x.sql fits nothing any more." in ran.err


def test_a_baseline_is_the_same_however_often_it_is_written(accepted: Path, check: Check) -> None:
    before = accepted.read_bytes()
    check("--write-baseline", "base.json", "2_x.sql", "1_x.sql")
    assert accepted.read_bytes() == before
