"""`schemawarden policy`: examples of the operator's own rules, and a policy imported from Atlas."""

from __future__ import annotations

import contextlib
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from schemawarden.cli.check.policy_file import read_policy
from schemawarden.cli.commands import app
from schemawarden.cli.policy.atlas import ANALYZERS, Imported, imported, read_project
from schemawarden.cli.policy.hcl import NOT_LITERAL, BadHclError, read_hcl
from schemawarden.errors import InputError
from schemawarden_policy.catalog import rules_named

CONFIGS = Path(__file__).parents[3] / "configs"
RULE = """\
[[policy.custom]]
id = "no-views"
severity = "error"
dialects = ["postgresql"]
statement = "create *view"
message = "no views"
"""


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, [str(each) for each in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"}
    )
    return result.exit_code, result.output


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy with one rule, and its examples."""
    path = tmp_path / "policy.toml"
    path.write_text(RULE)
    write(tmp_path, "no-views/bad.pg.sql", "CREATE VIEW v AS SELECT 1;\n")
    write(tmp_path, "no-views/good.pg.sql", "CREATE TABLE v (id int);\n")
    return path


def write(root: Path, name: str, text: str) -> None:
    path = root / "rules" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# --- test ------------------------------------------------------------------------------------------------------------


def test_the_committed_examples_are_as_expected() -> None:
    code, output = run("policy", "test", "--policy", CONFIGS / "custom.toml", "--json")
    rows = json.loads(output)
    assert code == 0, output
    assert {row["rule"] for row in rows} == {rule.id for rule in read_policy(CONFIGS / "custom.toml").custom}
    assert {row["expected"] for row in rows} == {"found", "nothing"}


def test_examples_that_are_as_expected_end_with_0(policy: Path) -> None:
    code, output = run("policy", "test", "--policy", policy)
    assert code == 0
    assert "bad.pg.sql" in output
    assert "FAILED" not in output


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("no-views/bad.pg.sql", "CREATE TABLE v (id int);\n", "nothing"),
        ("no-views/good_more.pg.sql", "SELECT 1;\nCREATE MATERIALIZED VIEW v AS SELECT 1;\n", "line 2"),
        ("no-views/bad.sql", "CREATE VIEW v AS SELECT 1;\n", "the rule is not for this dialect"),
        ("no-vews/bad.pg.sql", "SELECT 1;\n", "the policy has none of that name"),
    ],
)
def test_an_example_that_is_otherwise_ends_with_1(policy: Path, name: str, text: str, told: str) -> None:
    write(policy.parent, name, text)
    code, output = run("policy", "test", "--policy", policy)
    assert code == 1
    assert told in output
    assert "FAILED" in output


def test_a_rule_without_an_example_of_its_dialect_ends_with_1(policy: Path) -> None:
    (policy.parent / "rules" / "no-views" / "good.pg.sql").unlink()
    code, output = run("policy", "test", "--policy", policy, "--json")
    (missing,) = (row for row in json.loads(output) if not row["ok"])
    assert (code, missing["found"]) == (1, "no good*.pg.sql")


def test_facts_beside_an_example_count(policy: Path) -> None:
    policy.write_text(RULE + "when = { rows_over = 10 }\nobject = 'v'\n")
    write(policy.parent, "no-views/good.pg.sql", "CREATE VIEW v AS SELECT 1;\n")
    assert run("policy", "test", "--policy", policy)[0] == 1
    write(
        policy.parent,
        "no-views/good.pg.facts.json",
        '{"tables": [{"name": "v", "schema": "public", "rows": 3}]}',
    )
    assert run("policy", "test", "--policy", policy)[0] == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[policy]\n", "NO_CUSTOM_RULES"),
        ("[policy]\npreset = 'x'\n", "CONFIG_INVALID"),
        ("[targets.x]\n", "POLICY_INVALID"),
    ],
)
def test_a_policy_that_can_not_be_tried_ends_with_2(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    ended, output = run("policy", "test", "--policy", path)
    assert (ended, code in output) == (2, True)


def test_examples_that_are_nowhere_end_with_2(policy: Path, tmp_path: Path) -> None:
    assert run("policy", "test", tmp_path / "none", "--policy", policy)[0] == 2
    write(policy.parent, "no-views/bad.pg.facts.json", "{")
    assert run("policy", "test", "--policy", policy)[0] == 2


# --- import ----------------------------------------------------------------------------------------------------------

PROJECT = """\
variable "strict" { type = bool }
locals {
  secret = "${file("/etc/passwd")}"
  text = <<-EOT
    lint { destructive { error = false } }
  EOT
  map = { for k, v in var.z : k => "a}b${v}" if v != "x" }
}
lint {
  latest = 1
  review = ERROR
  destructive {
    error = false
    allow_table { match = "drop_.+" }
    allow_column { match = "^drop_" }
    allow_schema { match = "x" }
  }
  incompatible { error = true }
  data_depend { error = var.strict }
  concurrent_index {
    error      = true /* as it is */
    check_drop = false // not this one
  }
  check "PG110" { skip = true }
  check "ZZ999" { skip = true }
  naming {
    match   = "^[a-z_]+$"
    message = "lower case"
    index { match = "idx_" }
    foreign_key { match = "^fk_${var.q}" }
    column { match = "(?P<a" }
  }
}
env "ci" {
  url = getenv("DATABASE_URL")
  lint {
    destructive { error = true }
    nestedtx { error = true }
    rule "hcl" "house" { src = ["a.hcl"] }
    git { base = "main" }
  }
}
"""


def imported_from(tmp_path: Path, text: str, env: str = "") -> Imported:
    path = tmp_path / "atlas.hcl"
    path.write_text(text)
    return imported(read_project(path), env)


def test_the_lint_block_becomes_a_policy_that_loads(tmp_path: Path) -> None:
    result = imported_from(tmp_path, PROJECT)
    (path := tmp_path / "policy.toml").write_text(result.toml())
    found = read_policy(path)
    assert found.allow_drop == ("drop_*", "*.drop_*")
    assert found.severities["drop-table"] == "warning"
    assert found.severities["drop-table-compat"] == "error"
    assert found.severities["drop-index-not-concurrent"] == "off"
    assert found.severities["data-alignment"] == "off"
    assert "add-required-column" not in found.severities
    assert (found.naming.table, found.naming.index, found.naming.foreign_key) == (
        "^[a-z_]+$",
        "^.*(?:idx_)",
        "^[a-z_]+$",
    )


def test_what_has_no_counterpart_or_would_be_evaluated_is_told(tmp_path: Path) -> None:
    result = imported_from(tmp_path, PROJECT)
    told = {each.key: each.why for each in result.left_out}
    assert told.keys() == {
        "lint.latest",
        "lint.review",
        "lint.destructive.allow_schema",
        "lint.data_depend.error",
        "lint.check.ZZ999",
        "lint.naming.message",
        "lint.naming.foreign_key.match",
        "lint.naming.column.match",
    }
    assert (
        told["lint.data_depend.error"]
        == told["lint.naming.foreign_key.match"]
        == "it would have to be evaluated"
    )
    assert all(f"#   {key}: " in result.toml() for key in told)


def test_an_environments_block_comes_over_the_files(tmp_path: Path) -> None:
    result = imported_from(tmp_path, PROJECT, "ci")
    assert "drop-table" not in result.rules, "an error of its own accord"
    told = {each.key: each.why for each in result.left_out}
    assert told["lint.nestedtx.error"] == "nested-transaction is forbidden here, and stays so"
    assert {"lint.rule.hcl.house", "lint.git"} <= told.keys()


def test_nothing_of_the_file_is_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "canary-value")
    (tmp_path / "canary.txt").write_text("canary-value")
    text = f"""lint {{
  naming {{ match = file("{tmp_path}/canary.txt") }}
  destructive {{ error = getenv("CANARY") == "canary-value" }}
  check "${{getenv("CANARY")}}" {{ skip = true }}
}}"""
    result = imported_from(tmp_path, text)
    assert "canary-value" not in result.toml()
    assert (result.rules, result.naming) == ({}, {})


@pytest.mark.parametrize(
    ("text", "env", "code"),
    [
        ("lint {", "", "HCL_INVALID"),
        ("lint }", "", "HCL_INVALID"),
        ("a = 1\na = 2", "", "HCL_INVALID"),
        ('lint { x = "open }', "", "HCL_INVALID"),
        ("x = <<EOT\nopen", "", "HCL_INVALID"),
        ("env x {}", "", "LINT_MISSING"),
        ('env "x" {}', "x", "LINT_MISSING"),
        ("lint {}", "x", "ENV_UNKNOWN"),
    ],
)
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, text: str, env: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        imported_from(tmp_path, text, env)
    assert refused.value.code == code
    assert refused.value.hint


def test_names_of_the_file_write_no_lines_of_their_own(tmp_path: Path) -> None:
    text = 'lint {\n  check "x\\n[policy.rules]\\ndrop-table = \\"off\\"" { skip = true }\n  naming { match = "a\\"\\\\\\\\b" }\n}'
    result = imported_from(tmp_path, text)
    loaded = tomllib.loads(result.toml())
    assert "rules" not in loaded["policy"]


def test_the_command_prints_toml_or_json(tmp_path: Path) -> None:
    (path := tmp_path / "atlas.hcl").write_text(PROJECT)
    code, output = run("policy", "import", path)
    assert (code, tomllib.loads(output)["policy"]["allow_drop"]) == (0, ["drop_*", "*.drop_*"])
    code, output = run("policy", "import", path, "--env", "ci", "--json")
    assert (code, json.loads(output)["policy"]["allow_drop"]) == (0, ["drop_*", "*.drop_*"])
    assert run("policy", "import", path, "--env", "no")[0] == 2
    assert run("policy", "import", tmp_path / "none")[0] == 2


def test_every_code_of_an_analyzer_is_known_here() -> None:
    for codes in ANALYZERS.values():
        for code in codes:
            assert rules_named(code)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a"', "a"),
        (r'"\"\\\n\t\u00e9\U0001F600"', '"\\\n\té😀'),
        ('"$${x} %%{y}"', "${x} %{y}"),
        ("true # why", True),
        ("-1.5e3", -1500.0),
        ("12", 12),
        ("null", None),
        ('["a", 1, [true],]', ["a", 1, [True]]),
        ("[\n  # one\n  1, # two\n  2\n]", [1, 2]),
        ('"a${b}"', NOT_LITERAL),
        ('"a${"}"}"', NOT_LITERAL),
        ("var.x", NOT_LITERAL),
        ("truely", NOT_LITERAL),
        ("1 + 1", NOT_LITERAL),
        ('"a" == "b"', NOT_LITERAL),
        ('[for x in y : "}"]', NOT_LITERAL),
        ('["a", f("]")]', NOT_LITERAL),
        ("{ a = 1 }", NOT_LITERAL),
        ('f(<<EOT\n} " ]\nEOT\n)', NOT_LITERAL),
        ("a ?\n", NOT_LITERAL),
    ],
)
def test_a_value_is_what_is_written_or_not_taken(text: str, value: object) -> None:
    found = read_hcl(f"x = {text}\n" if not text.endswith("\n") else f"x = {text}").values["x"]
    assert found == value
    assert type(found) is type(value)


def test_blocks_labels_and_comments_are_read() -> None:
    body = read_hcl('\ufeff/* a */ a "b" c { // d\n x = 1 }\n# e\nf{}\nk {\n y = [1] # }\n}\n')
    assert [(each.name, each.labels, each.line) for each in body.blocks] == [
        ("a", ("b", "c"), 1),
        ("f", (), 4),
        ("k", (), 5),
    ]
    assert (body.blocks[0].values, body.blocks[2].values) == ({"x": 1}, {"y": [1]})


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab1 \n\t{}[]()"=$%<E,.#/*\\-~', max_size=60))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    with contextlib.suppress(BadHclError):
        read_hcl(text)


def test_depth_is_bounded() -> None:
    for text in ("a {" * 5000, "x = " + "[" * 5000, 'x = "' + "${" * 5000, "x = " + "(" * 5000):
        with pytest.raises(BadHclError):
            read_hcl(text)
