"""The commands as the shell starts them: `check`, `rules`, `explain`, their help and completion, and what they import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemawarden.cli.check.arguments import FORMATS
from schemawarden.cli.commands import COMMANDS, Command, load
from schemawarden_policy.catalog import RULES
from schemawarden_policy.statement import Dialect
from tests.server.cli.check.conftest import DROP, SAFE, write


def start(directory: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "XDG_CACHE_HOME": str(directory / "cache"), "COLUMNS": "200", **environment}
    command = [sys.executable, "-m", "schemawarden", *arguments]
    return subprocess.run(command, cwd=directory, env=given, capture_output=True, text=True, check=False)


def test_check_exits_as_its_answer_says(tmp_path: Path) -> None:
    write(tmp_path, {"1_x.sql": SAFE, "2_x.sql": DROP})
    assert start(tmp_path, "check", "--dialect", "postgresql", "1_x.sql").returncode == 0
    ran = start(tmp_path, "check", "--dialect", "postgresql", "2_x.sql")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "drop-table" in ran.stdout
    assert "\x1b" not in ran.stdout
    ran = start(tmp_path, "check", "3_x.sql")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "DIALECT_MISSING" in ran.stderr


def test_many_files_over_several_processes_give_the_answers_of_one(tmp_path: Path) -> None:
    names = [f"{number:03}.sql" for number in range(120)]
    write(tmp_path, {name: f"DROP TABLE t{number};\n" for number, name in enumerate(names)})
    ran = start(tmp_path, "check", "--no-cache", "--format", "json", "--dialect", "sqlite", *names)
    files = json.loads(ran.stdout)["files"]
    assert [file["path"] for file in files] == names
    for number, file in enumerate(files):
        assert any(f"t{number} " in finding["message"] for finding in file["findings"])


def test_explain_prints_the_page(tmp_path: Path) -> None:
    for arguments in (["check", "--explain", "DS102"], ["explain", "drop-table"]):
        ran = start(tmp_path, *arguments)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("# drop-table\n")


def test_explain_knows_the_rules_of_a_policy(tmp_path: Path) -> None:
    custom = '[[policy.custom]]\nid = "no-x"\nseverity = "error"\nchange = ["DropTable"]\nmessage = "m"\n'
    (tmp_path / "policy.toml").write_text(custom)
    ran = start(tmp_path, "check", "--explain", "no-x", "--policy", "policy.toml")
    assert ran.stdout.startswith("# no-x\n"), ran.stderr


def test_rules_are_listed_for_programs(tmp_path: Path) -> None:
    rows = json.loads(start(tmp_path, "rules", "--format", "json").stdout)
    assert [row["id"] for row in rows] == [rule.id for rule in RULES]
    assert all(list(row) == ["id", "severity", "dialects", "aliases", "family"] for row in rows)
    dropped = next(row for row in rows if row["id"] == "drop-table")
    assert (dropped["severity"], dropped["family"]) == ("error", "destructive")
    assert dropped["dialects"] == sorted(dialect.value for dialect in Dialect)
    assert "DS102" in dropped["aliases"]


def test_rules_are_filtered_and_shown_as_a_table(tmp_path: Path) -> None:
    rows = json.loads(
        start(tmp_path, "rules", "--format", "json", "--family", "destructive", "--dialect", "sqlite").stdout
    )
    assert rows
    assert all(row["family"] == "destructive" and "sqlite" in row["dialects"] for row in rows)
    table = start(tmp_path, "rules").stdout
    assert all(rule.id in table for rule in RULES)


def test_help_names_every_command_and_every_option(tmp_path: Path) -> None:
    ran = start(tmp_path, "--help")
    assert all(command.name in ran.stdout for command in COMMANDS)
    ran = start(tmp_path, "check", "--help")
    assert ran.returncode == 0
    assert all(
        word in ran.stdout
        for word in ("--since REF", "--baseline FILE", "exit 1 from this severity on", "Exit status")
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_commands_summary_is_what_its_help_says(command: Command) -> None:
    said = " ".join((load(command).help or "").split())
    assert said.startswith(command.summary.removesuffix("."))


def complete(directory: Path, line: str) -> list[str]:
    """What bash would offer behind `line`, whose last word is not finished."""
    words = line.split(" ")
    asked = {
        "_SCHEMAWARDEN_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    program = "import sys; sys.argv[0] = 'schemawarden'; from schemawarden.cli import main; main()"
    command = [sys.executable, "-c", program, *words[1:]]
    ran = subprocess.run(
        command, cwd=directory, env=os.environ | asked, capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


def test_the_shell_completes_commands_options_formats_dialects_and_rules(tmp_path: Path) -> None:
    assert complete(tmp_path, "schemawarden che") == ["check"]
    assert complete(tmp_path, "schemawarden check --base") == ["--baseline"]
    assert complete(tmp_path, "schemawarden check a.sql --format ") == list(FORMATS)
    assert complete(tmp_path, "schemawarden check --dialect ma") == ["mariadb"]
    assert complete(tmp_path, "schemawarden check --explain drop-tabl") == [
        rule.id for rule in RULES if rule.id.startswith("drop-tabl")
    ]
    assert complete(tmp_path, "schemawarden explain drop-tabl")


def test_a_run_that_the_cache_answers_imports_neither_typer_nor_the_policy(tmp_path: Path) -> None:
    write(tmp_path, {"1_x.sql": DROP})
    program = (
        "import sys; from schemawarden.cli.check.main import main; "
        "code = main(['--dialect', 'sqlite', '--format', 'json', '1_x.sql']); "
        "print(code, sorted({'typer', 'rich', 'pydantic', 'sqlglot', 'asyncpg', 'mcp', 'dataclasses', 'schemawarden_policy.check'}"
        " & set(sys.modules)), file=sys.stderr)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-c", program]
    said = [
        subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stderr
        for _ in range(2)
    ]
    assert "schemawarden_policy.check" in said[0]
    assert said[1] == "1 []\n"


def test_no_command_pays_for_what_another_one_needs(tmp_path: Path) -> None:
    program = "import sys; import schemawarden.cli, schemawarden.cli.commands; print({'mcp', 'asyncpg', 'pydantic', 'sqlglot'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
