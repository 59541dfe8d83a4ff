"""What people and their tools are shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from schemawarden.cli.check.formats import markdown, terminal
from schemawarden.cli.check.formats.excerpt import excerpt
from schemawarden.cli.check.model import Checked, Found, Result
from tests.server.cli.check.conftest import DROP, SAFE, Check, write

HOSTILE = 'DROP TABLE "a\u202eb\u0007`|<b>@team ::error::x";\n'


def found(**changes: object) -> Found:
    told = Found("drop-table", "error", 1, 1, 1, 18, "It is gone.", "Keep it.", ["DS102"], "f" * 32)
    return told._replace(**changes)  # type: ignore[arg-type]


def result(*findings: Found, text: str = DROP, path: str = "m/1_x.sql") -> Result:
    return Result([Checked(path, "approve", 1, 1, list(findings))], {path: text.encode()}, [])


def test_the_terminal_shows_place_excerpt_reason_and_safer_sql(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": "SELECT 1;\n  DROP TABLE users;\n"})
    ran = check("--format", "terminal", "1_x.sql")
    assert ran.code == 1
    lines = ran.out.splitlines()
    at = lines.index("1_x.sql:2:3  error  drop-table")
    assert lines[at + 1 : at + 3] == ["  2 |   DROP TABLE users;", "    |   ^^^^^^^^^^^^^^^^^"]
    assert any(line.startswith("  safer: ") for line in lines[at:])
    assert re.search(r"^1_x.sql +approve", ran.out, re.M)
    assert "1 file: 1 approve; " in ran.out


def test_colour_is_for_terminals_only(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": DROP})
    assert "\x1b" not in check("--format", "terminal", "1_x.sql").out
    assert "\x1b[1;31merror" in check("--format", "terminal", "--color", "1_x.sql").out
    assert "\x1b" not in check("--format", "terminal", "--no-color", "1_x.sql").out


def test_quiet_leaves_findings_alone(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": SAFE, "2_x.sql": DROP + "-- +goose Down\n"})
    assert check("--format", "terminal", "--quiet", "1_x.sql").out == ""
    ran = check("--format", "terminal", "--quiet", "2_x.sql")
    assert "drop-table" in ran.out
    assert "file:" not in ran.out
    assert ran.err == ""


@pytest.mark.parametrize("name", ["terminal", "github", "markdown", "sarif", "json"])
def test_nothing_hidden_reaches_the_reader(name: str, check: Check, project: Path) -> None:
    write(project, {"1_x.sql": HOSTILE})
    ran = check("--format", name, "1_x.sql", dialect="sqlite")
    assert ran.code == 1
    assert not re.search("[\u202e\u0007\x1b]", ran.out)


def test_an_excerpt_is_as_wide_as_what_it_shows() -> None:
    rows = list(excerpt(found(column=4, end_column=8), "表 \u202eDROP x;"))
    assert rows == [("1", "表 \\u{202e}DROP x;", " " * 11 + "^^^^")]


def test_a_long_statement_is_shown_by_its_beginning() -> None:
    text = "CREATE TABLE t (\n" + "".join(f"  c{n} int,\n" for n in range(20)) + "  z int);\n"
    rows = list(excerpt(found(end_line=22, end_column=10), text))
    assert [row[0] for row in rows] == ["1", "2", "3", "4", " "]
    assert rows[1] == ("2", "  c0 int,", "  ^^^^^^^")
    assert rows[-1] == (" ", "… 18 more lines", "")


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    text = "SELECT " + "x" * 5000 + " DROP " + "y" * 5000
    ((_, line, carets),) = excerpt(found(column=5009, end_column=5013), text)
    assert len(line) < 200
    assert line[carets.index("^") :].startswith("DROP")
    assert carets.count("^") == 4


def test_github_takes_each_finding_as_a_command(check: Check, project: Path) -> None:
    write(project, {"a,b: 100%.sql": DROP})
    lines = check("--format", "github", "a,b: 100%.sql").out.splitlines()
    line = next(line for line in lines if "drop-table::" in line)
    fields = "file=a%2Cb%3A 100%25.sql,line=1,endLine=1,col=1,endColumn=17,title=error%3A drop-table"
    assert line.startswith(f"::error {fields}::")
    assert "%0ASafer: " in line
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in lines)


def test_markdown_is_a_comment_whose_text_is_no_markup() -> None:
    hostile = "See [me](http://x) @team </details> `tick`\n\n# head ![i](u) | cell"
    fence = "x\n````\n</details>"
    text = markdown.render(result(found(message=hostile, suggestion=fence), path="m/<b>|`.sql"))
    assert "| <code>m/&#60;b&#62;&#124;&#96;.sql</code> | approve |" in text
    assert "@team" not in text
    assert "\\[me\\]\\(http\\:\\/\\/x\\)" in text
    assert text.count("</details>") == 2, "our own, and the one inside the fence"
    assert "`````sql\nx\n````\n</details>\n`````" in text
    assert "\n# head" not in text


def test_markdown_stays_within_a_comments_size() -> None:
    text = markdown.render(result(*[found(message="long " * 400)] * 200))
    assert len(text) < 65_536
    assert re.search(r"… and \d+ more findings; this comment has no room for them\.", text)


def test_the_summary_names_the_files_that_matter_and_counts_the_rest() -> None:
    files = [Checked(f"{n}.sql", "approve", 1, 1, [found()]) for n in range(100)]
    files.append(Checked("ok.sql", "allow", 2, 1, []))
    text = terminal.render(Result(files, {}, ["By the way."]), color=False, quiet=False)
    assert "… and 60 more files with findings" in text
    assert "101 files: 1 allow, 100 approve; 100 error" in text
    assert "1 of 102 statements were not understood" in text
    assert text.endswith("By the way.\n")


def _object(required: str, optional: str = "", **properties: object) -> dict[str, object]:
    """A closed object of the SARIF 2.1.0 schema, as far as we write it."""
    assert {*required.split(), *optional.split()} == set(properties)
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


_STRING, _POSITIVE = {"type": "string"}, {"type": "integer", "minimum": 1}
_BAG = {"type": "object", "properties": {"tags": {"type": "array", "items": _STRING, "uniqueItems": True}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object("text", text=_STRING)
_RULE = _object(
    "id shortDescription help defaultConfiguration properties",
    id=_STRING,
    shortDescription=_MESSAGE,
    help=_object("text markdown", text=_STRING, markdown=_STRING),
    defaultConfiguration=_object("level", level=_LEVEL),
    properties=_BAG,
)
_REGION = _object(
    "startLine startColumn endLine endColumn",
    startLine=_POSITIVE,
    startColumn=_POSITIVE,
    endLine=_POSITIVE,
    endColumn=_POSITIVE,
)
_PLACE = _object(
    "artifactLocation region",
    artifactLocation=_object("uri", uri={"type": "string", "pattern": r"^[A-Za-z0-9._~%/:-]+$"}),
    region=_REGION,
)
_RESULT = _object(
    "ruleId level message locations partialFingerprints",
    "ruleIndex properties",
    ruleId=_STRING,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations={"type": "array", "items": _object("physicalLocation", physicalLocation=_PLACE)},
    partialFingerprints={"type": "object", "additionalProperties": _STRING},
    properties=_BAG,
)
_DRIVER = _object(
    "name version rules",
    name=_STRING,
    version=_STRING,
    rules={"type": "array", "items": _RULE, "uniqueItems": True},
)
_RUN = _object(
    "tool columnKind invocations results",
    tool=_object("driver", driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations={
        "type": "array",
        "items": _object("executionSuccessful", executionSuccessful={"type": "boolean"}),
    },
    results={"type": "array", "items": _RESULT},
)
SARIF = _object(
    "version runs",
    "$schema",
    **{"$schema": _STRING, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": _RUN}},
)


def test_sarif_fits_its_schema(check: Check, project: Path) -> None:
    write(project, {"m/1_x.sql": DROP, "é\u202e.sql": HOSTILE, "3_x.sql": "SELECT 'x", "4_x.sql": SAFE})
    for path in ("m/1_x.sql", "é\u202e.sql", "3_x.sql", "4_x.sql", "-", str(project / "4_x.sql")):
        jsonschema.validate(json.loads(check("--format", "sarif", path).out), SARIF)


def test_sarif_holds_what_code_scanning_needs(check: Check, project: Path) -> None:
    write(project, {"m/1 x.sql": "SELECT 1;\n DROP TABLE users;\n"})
    document = json.loads(check("--format", "sarif", "m/1 x.sql").out)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    result = next(each for each in run["results"] if each["ruleId"] == "drop-table")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "m/1%20x.sql"}
    assert place["region"] == {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 19}
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "drop-table"
    assert rule["help"]["markdown"].startswith("# drop-table")
    assert result["level"] == "error"
    assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["schemawardenStatement/v1"])
