"""`schemawarden client`: what each client's file needs, and nothing about the database."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from schemawarden.cli.client import CLIENTS, Command, client, serve_command
from tests.server.settings.conftest import TARGET, Write

app = typer.Typer()
app.command()(client)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed `schemawarden` that is now running."""
    path = tmp_path / "a bin" / "schemawarden"
    path.parent.mkdir()
    path.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(path), "client"])
    return str(path)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def server(text: str, name: str) -> Any:
    if name == "codex":
        return tomllib.loads(text)["mcp_servers"]["schemawarden"]
    document = json.loads(text)
    assert list(document) == ["servers" if name == "vscode" else "mcpServers"]
    return next(iter(document.values()))["schemawarden"]


@pytest.mark.parametrize("name", ["claude-code", "codex", "cursor", "vscode"])
def test_one_clients_output_is_its_file(name: str, program: str) -> None:
    entry = server(run(name), name)
    assert (entry["command"], entry["args"]) == (program, ["serve", "--stdio"])


def test_codex_waits_for_a_rehearsal(program: str) -> None:
    entry = server(run("codex"), "codex")
    assert set(entry) == {"command", "args", "startup_timeout_sec", "tool_timeout_sec"}
    assert entry["tool_timeout_sec"] > 60


def test_without_a_name_all_clients_are_printed_with_their_files(program: str) -> None:
    text = run()
    for place in (".mcp.json", "~/.codex/config.toml", ".cursor/mcp.json", ".vscode/mcp.json"):
        assert f": {place}" in text


def test_json_is_one_object_by_client(program: str) -> None:
    entries = json.loads(run("--json"))
    assert list(entries) == ["claude-code", "codex", "cursor", "vscode"]
    assert all(server(entry["content"], name)["command"] == program for name, entry in entries.items())
    assert list(json.loads(run("cursor", "--json"))) == ["cursor"]


def test_the_config_is_named_by_its_absolute_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.chdir(folder)
    entry = server(run("cursor", "--config", "my.toml"), "cursor")
    assert entry["args"] == ["serve", "--stdio", "--config", str(folder / "my.toml")]


def test_nothing_of_the_config_is_printed(write: Write, program: str) -> None:
    path = write(TARGET.replace("data/app.db", "/srv/canary.db"))
    assert "canary" not in run("--config", str(path)) + run("--json", "--config", str(path))


def test_without_an_installed_command_this_python_starts_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["/somewhere/pytest"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    command = serve_command(None)
    assert command.program == str(tmp_path / "python")
    assert command.arguments == ("-c", "from schemawarden.cli import main; main()", "serve", "--stdio")


def test_a_command_in_uvs_cache_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "uv" / "archive-v0" / "x" / "schemawarden"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(path)])
    assert "uv tool install" in CliRunner().invoke(app, ["codex"]).stderr


@pytest.mark.parametrize("name", list(CLIENTS))
def test_odd_paths_survive_every_format(name: str) -> None:
    program = '/a "b"\\c/ü\x7f/schemawarden'
    entry = server(CLIENTS[name].render(Command(program, ("--config", program))), name)  # type: ignore[index]
    assert (entry["command"], entry["args"][1]) == (program, program)
