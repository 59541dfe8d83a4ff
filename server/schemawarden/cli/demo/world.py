"""The demo's throw-away world: an agent's workspace, a shop's database, an operator's config, a human's key."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from schemawarden.cli.demo.shops import Shop


@dataclass(frozen=True, slots=True)
class World:
    root: Path
    shop: Shop

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def migrations(self) -> Path:
        return self.workspace / "migrations"

    @property
    def config(self) -> Path:
        return self.root / "operator" / "schemawarden.toml"

    @property
    def human_key(self) -> Path:
        return self.root / "human" / "id_ed25519"

    @property
    def agent_key(self) -> Path:
        return self.workspace / "id_of_the_agent"

    def write_schema(self, text: str) -> None:
        (self.workspace / "schema.sql").write_text(text)

    def newest_migration(self) -> Path:
        return max(self.migrations.glob("*.sql"))


def build(root: Path, shop: Shop) -> World:
    """Make the world below an empty directory."""
    world = World(root, shop)
    for directory in (world.workspace, world.config.parent, world.human_key.parent):
        directory.mkdir(mode=0o700)
    world.write_schema(shop.first_schema)
    public = _make_key(world.human_key)
    _make_key(world.agent_key)
    world.config.write_text(_config(world, public))
    world.config.chmod(0o600)
    return world


def _make_key(path: Path) -> str:
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _config(world: World, public: str) -> str:
    return f"""\
[server]
state = "{world.root / "state"}"

[targets.shop]
dialect = "{world.shop.dialect}"
{world.shop.config}
workspace = "{world.workspace}"
migrations = "migrations"
desired.files = ["schema.sql"]
mode = "strict"
approval.assurance = "advisory"

[approvers.dana]
keys = ["{public}"]
"""


def server_command(world: World) -> list[str]:
    """The server as a client starts it."""
    return [sys.executable, "-m", "schemawarden", "serve", "--stdio", "--config", str(world.config)]
