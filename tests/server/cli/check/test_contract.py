"""The JSON that other programs read: its shape, its places, its verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.server.cli.check.conftest import DROP, SAFE, Check, write

_WORDS: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_PLACE: dict[str, Any] = {"type": "integer", "minimum": 1}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


FINDING = _closed(
    {
        "rule": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "severity": {"enum": ["notice", "warning", "error", "forbidden"]},
        "line": _PLACE,
        "column": _PLACE,
        "end_line": _PLACE,
        "end_column": _PLACE,
        "message": {"type": "string", "minLength": 1},
        "suggestion": _WORDS,
        "aliases": {"type": "array", "items": _WORDS},
    }
)
FILE = _closed(
    {
        "path": _WORDS,
        "verdict": {"enum": ["allow", "approve", "deny"]},
        "statements": _COUNT,
        "covered": _COUNT,
        "findings": {"type": "array", "items": FINDING},
    }
)
CONTRACT = _closed({"version": {"const": 1}, "files": {"type": "array", "items": FILE}})


def validate(text: str) -> None:
    import json

    jsonschema.validate(json.loads(text), CONTRACT)


def test_every_dialect_answers_in_the_agreed_shape(check: Check, project: Path) -> None:
    write(project, {"a.sql": DROP, "b.sql": SAFE, "c.sql": "SELEC 'x", "d.sql": ""})
    for dialect in ("postgresql", "mysql", "mariadb", "sqlite"):
        ran = check("a.sql", "b.sql", "c.sql", "d.sql", dialect=dialect)
        validate(ran.out)
        assert ran.code == 1, ran.err
        assert [file["path"] for file in ran.files] == ["a.sql", "b.sql", "c.sql", "d.sql"]


def test_a_dropped_table_is_an_error_with_its_place_and_aliases(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "-- gone\n\n  DROP TABLE users;\n"})
    ran = check("--server-version", "16.4", "1_x.sql")
    (file,) = ran.files
    assert (file["verdict"], file["statements"], file["covered"]) == ("approve", 1, 1)
    (found,) = (finding for finding in file["findings"] if finding["rule"] == "drop-table")
    place = (found["line"], found["column"], found["end_line"], found["end_column"])
    assert place == (3, 3, 3, 20)
    assert found["severity"] == "error"
    assert "DS102" in found["aliases"]
    assert "users" in found["suggestion"]


def test_columns_count_code_points_and_ends_are_exclusive(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "/* 😀é */ DROP TABLE\r\n  users  ;\r\nSELECT 1;\n"})
    found = next(
        finding for finding in check("1_x.sql").files[0]["findings"] if finding["rule"] == "drop-table"
    )
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (1, 10, 2, 11)


def test_a_finding_about_the_whole_file_covers_its_first_line(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "-- nothing here\r\n-- at all\n"})
    (found,) = (f for f in check("1_x.sql").files[0]["findings"] if f["rule"] == "empty-file")
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (1, 1, 1, 16)


def test_a_file_that_can_not_be_split_has_no_statements_and_is_not_allowed(
    check: Check, project: Path
) -> None:
    write(project, {"1_x.sql": "CREATE TABLE a (id int);\nSELECT 'no end;\n"})
    (file,) = check("1_x.sql").files
    assert (file["statements"], file["covered"]) == (0, 0)
    assert file["findings"]
    assert file["verdict"] != "allow"


def test_what_was_not_understood_is_counted_and_not_allowed(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "SELECT 1;\nFROBNICATE THE users;\n"})
    (file,) = check("1_x.sql", dialect="sqlite").files
    assert (file["statements"], file["covered"]) == (2, 1)
    assert file["verdict"] != "allow"


def test_what_no_approval_covers_is_denied(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "ATTACH DATABASE '/etc/other.db' AS other;\n"})
    ran = check("1_x.sql", dialect="sqlite")
    assert ran.files[0]["verdict"] == "deny"
    assert "forbidden" in [finding["severity"] for finding in ran.files[0]["findings"]]


def test_each_file_argument_is_a_change_set_of_its_own(check: Check, project: Path) -> None:
    write(project, {"1_make.sql": SAFE, "2_drop.sql": DROP})
    ran = check("1_make.sql", "2_drop.sql")
    assert "drop-table" in ran.rules(1)
    assert ran.files[1]["verdict"] == "approve"


def test_a_directory_is_one_change_set_with_an_entry_for_each_file(check: Check, project: Path) -> None:
    write(
        project, {"m/2_drop.sql": DROP, "m/1_make.sql": SAFE, "m/atlas.sum": "h1:x\n", "m/sub/9_x.sql": DROP}
    )
    ran = check("m")
    assert [file["path"] for file in ran.files] == ["m/1_make.sql", "m/2_drop.sql"]
    assert "drop-table" not in ran.rules(1)


def test_a_directorys_files_have_verdicts_of_their_own(check: Check, project: Path) -> None:
    write(project, {"m/1_drop.sql": "DROP TABLE accounts;\n", "m/2_make.sql": SAFE})
    assert [file["verdict"] for file in check("m/").files] == ["approve", "allow"]


def test_a_long_history_is_no_plan_that_is_too_large(check: Check, project: Path) -> None:
    write(project, {f"m/{n:03}_t.sql": f"CREATE TABLE t{n} (id bigint PRIMARY KEY);\n" for n in range(60)})
    assert check("m").code == 0


def test_standard_input_is_a_file_called_dash(check: Check) -> None:
    ran = check("-", stdin=DROP.encode())
    validate(ran.out)
    assert ran.files[0]["path"] == "-"
    assert "drop-table" in ran.rules()


def test_options_may_stand_anywhere(check: Check, project: Path) -> None:
    write(project, {"1_a.sql": SAFE, "-b.sql": DROP})
    ran = check("1_a.sql", "--server-version", "16.4", "--", "-b.sql")
    assert [file["path"] for file in ran.files] == ["1_a.sql", "-b.sql"]


def test_facts_of_a_small_table_make_a_lock_milder(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "CREATE INDEX i ON users (email);\n"})
    severities = {}
    for rows in (100, 50_000_000):
        (project / "facts.json").write_text(
            f'{{"tables": [{{"name": "users", "schema": "public", "rows": {rows}}}]}}'
        )
        findings = check("--facts", "facts.json", "1_x.sql").files[0]["findings"]
        severities[rows] = next(f["severity"] for f in findings if f["rule"] == "create-index-not-concurrent")
    assert severities == {100: "warning", 50_000_000: "error"}


def test_a_version_changes_what_is_said(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "REINDEX TABLE users;\n"})
    for version in ("11.2", "16.4", "8.0.36-0ubuntu0.22.04.1", "10.11.6-MariaDB"):
        assert check("--server-version", version, "1_x.sql").code in (0, 1)


def test_a_comment_decides_nothing(check: Check, project: Path) -> None:
    hidden = "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE users;\n-- migrate:down\n"
    write(project, {"1_x.sql": hidden, "2_x.sql": '-- schemawarden:allow drop-table reason="me"\n' + DROP})
    ran = check("1_x.sql", "2_x.sql")
    assert "drop-table" in ran.rules(0)
    assert {"drop-table", "suppression-added"} <= set(ran.rules(1))
    assert "--runner goose" in ran.err


@pytest.mark.parametrize("threshold", ["notice", "warning", "error", "forbidden"])
def test_the_threshold_decides_the_exit_code(threshold: str, check: Check, project: Path) -> None:
    write(project, {"1_x.sql": DROP})
    expected = 0 if threshold == "forbidden" else 1
    assert check("--fail-on", threshold, "1_x.sql").code == expected


def test_nothing_found_is_zero(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": SAFE})
    ran = check("1_x.sql")
    assert (ran.code, ran.files[0]["verdict"]) == (0, "allow")
