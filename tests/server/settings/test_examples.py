"""The committed examples are true."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from schemawarden.cli.client import CLIENTS, ClientName, Command
from schemawarden.settings import OperatorConfig, parse
from schemawarden.settings.shape import FileShape, keys_at
from tests.server.settings.conftest import KEY, OTHER_KEY

CONFIGS = Path(__file__).parents[3] / "configs"
COMMENTED = re.compile(r"^#(?=[a-z_.]+ = )", re.MULTILINE)


def example(name: str, *, uncommented: bool = False) -> OperatorConfig:
    text = (CONFIGS / name).read_text()
    return parse(
        (COMMENTED.sub("", text) if uncommented else text).encode(),
        Path("/etc/schemawarden/schemawarden.toml"),
    )


@pytest.mark.parametrize("name", ["default.toml", "strict.toml", "postgres.toml"])
def test_an_example_loads_as_it_is(name: str) -> None:
    assert example(name).targets


def test_every_commented_key_of_the_default_is_valid() -> None:
    assert len(COMMENTED.findall((CONFIGS / "default.toml").read_text())) > 18
    assert example("default.toml", uncommented=True).approvers["alice"].login == "alice"


def test_what_the_default_shows_as_defaults_are_the_defaults() -> None:
    plain, full = example("default.toml"), example("default.toml", uncommented=True)
    assert plain.policy == full.policy
    assert plain.server.listen == full.server.listen
    assert plain.targets["app"].approval == full.targets["app"].approval
    assert plain.targets["app"].mode == full.targets["app"].mode
    assert plain.targets["app"].migrations == full.targets["app"].migrations
    assert plain.targets["shop"].dev == full.targets["shop"].dev


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("server",),
        ("targets", "app"),
        ("targets", "app", "url"),
        ("targets", "app", "dev"),
        ("targets", "app", "approval"),
        ("policy",),
        ("policy", "naming"),
        ("policy", "scopes", 0),
        ("policy", "accept", 0),
        ("policy", "peak_hours", 0),
    ],
)
def test_the_default_names_every_key(path: tuple[str, ...]) -> None:
    text = (CONFIGS / "default.toml").read_text()
    for key in keys_at(path) or FileShape.model_fields:
        assert re.search(rf"\b{key}\b", text), key


def test_nobody_holds_the_private_half_of_an_example_key() -> None:
    for key, number in ((KEY, ""), (OTHER_KEY, " 2")):
        sentence = f"schemawarden example key{number}: nobody holds its private half"
        assert base64.b64decode(key.split()[1])[-32:] == hashlib.sha256(sentence.encode()).digest()
        assert key in (CONFIGS / "default.toml").read_text()
        assert key in (CONFIGS / "strict.toml").read_text()
        assert key in (CONFIGS / "postgres.toml").read_text()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (ClientName.CLAUDE_CODE, "claude-code.mcp.json"),
        (ClientName.CODEX, "codex.config.toml"),
        (ClientName.CURSOR, "cursor.mcp.json"),
        (ClientName.VSCODE, "vscode.mcp.json"),
    ],
)
def test_the_client_examples_are_what_the_command_prints(name: ClientName, file: str) -> None:
    text = (CONFIGS / "clients" / file).read_text()
    assert text == CLIENTS[name].render(Command("schemawarden", ("serve", "--stdio"))) + "\n"
    assert tomllib.loads(text) if file.endswith(".toml") else json.loads(text)
