"""A whole installation in a temporary directory: workspace, real SQLite target, operator's config, approver with a key.

Tests act on it as the three people of the story do: the agent (files of the workspace, MCP), the operator (config), and the
human (a signature).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from schemawarden import settings
from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.ssh import make_token
from schemawarden.app import Application, build
from schemawarden.flows.context import Context
from schemawarden.flows.plans import record_approval, verified, weigh
from schemawarden.flows.progress import Quiet
from schemawarden.flows.propose import Proposal, propose
from schemawarden_policy.envelope import NAMESPACE

QUIET = Quiet()


@dataclass(frozen=True)
class Site:
    root: Path
    key: Ed25519PrivateKey

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def migrations(self) -> Path:
        return self.workspace / "migrations"

    @property
    def database(self) -> Path:
        return self.root / "data" / "app.db"

    @property
    def config(self) -> Path:
        return self.root / "operator" / "schemawarden.toml"

    @property
    def state(self) -> Path:
        return self.root / "state"

    def configure(self, dialect: str, database: str, target: str, extra: str) -> None:
        """Write the operator's config; `database` and `target` are keys of [targets.app], `extra` holds tables."""
        self.config.write_text(
            f"""\
[server]
state = "{self.state}"

[targets.app]
dialect = "{dialect}"
{database}
workspace = "{self.workspace}"
migrations = "migrations"
{target or 'approval.assurance = "advisory"'}

[approvers.dana]
keys = ["{public_line(self.key)}"]
{extra}
"""
        )
        self.config.chmod(0o600)

    def app(self) -> Application:
        """A server's worth of parts, made anew as a new process would."""
        return build(settings.load(self.config))

    def context(self) -> Context:
        return self.app().context("app")

    def migrate(self, *texts: str) -> list[Path]:
        """Write migration files in the agent's workspace, versions counting up from what is there."""
        self.migrations.mkdir(exist_ok=True)
        start = len(list(self.migrations.glob("*.sql")))
        paths = []
        for number, text in enumerate(texts, start + 1):
            path = self.migrations / f"2026010100{number:04d}_step{number}.sql"
            path.write_text(text)
            paths.append(path)
        return paths

    def run_sql(self, *statements: str) -> None:
        """Change the target behind schemawarden's back."""
        with sqlite3.connect(self.database) as db:
            for statement in statements:
                db.execute(statement)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        db = sqlite3.connect(self.database)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def tables(self) -> set[object]:
        return {row[0] for row in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def trace(self) -> dict[str, str]:
        """Name -> hash of every file beside the target: what a read-only tool must leave alone."""
        return {path.name: _hash(path) for path in sorted(self.database.parent.iterdir())}

    def everything(self) -> dict[str, str]:
        """Path -> hash of every file of the installation but the state directory."""
        paths: Iterable[Path] = (path for path in self.root.rglob("*") if path.is_file())
        return {str(p.relative_to(self.root)): _hash(p) for p in sorted(paths) if self.state not in p.parents}

    async def propose(self, ctx: Context | None = None) -> Proposal:
        return await propose(ctx or self.context(), "", QUIET)

    async def planned(self, ctx: Context | None = None) -> str:
        """dry_run; the plan's id."""
        proposal = await self.propose(ctx)
        assert proposal.plan is not None, proposal.examination.report.findings
        return proposal.plan.id

    async def token(
        self, plan_id: str, *, key: Ed25519PrivateKey | None = None, approver: str = "dana"
    ) -> str:
        """A token for the plan as a human, or somebody with another key, would make it."""
        plan = await self.app().store.plan(plan_id)
        return make_token(
            plan.id, plan.digest, approver, sshsig.sign(key or self.key, plan.envelope, NAMESPACE)
        )

    async def approve(self, plan_id: str) -> str:
        """The human approves at the door; the token that was recorded."""
        app = self.app()
        plan, token = await app.store.plan(plan_id), await self.token(plan_id)
        weighed = await weigh(app.store, app.tokens, app.clock, plan, token)
        evidence = verified(app.tokens, app.clock, plan, token)
        await record_approval(app.store, app.clock, plan, evidence, token, enough=weighed.standing.enough)
        return token


def make_site(root: Path, *, extra: str = "", target: str = "", create: bool = True) -> Site:
    """Make an installation below `root`. `target` adds keys to [targets.app], `extra` adds tables to the config."""
    site = Site(root, Ed25519PrivateKey.generate())
    for directory in (site.workspace, site.database.parent, site.config.parent):
        directory.mkdir(parents=True, mode=0o700)
    if create:
        site.database.touch()
    site.configure("sqlite", f'url.file = "{site.database}"', target, extra)
    return site


def public_line(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def write_private_key(key: Ed25519PrivateKey, path: Path) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return path


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
