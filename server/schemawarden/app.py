"""The one place where the parts are joined."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from schemawarden.adapters.clock import SystemClock
from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.engine import PostgresEngine
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.target import PostgresTarget
from schemawarden.adapters.sqlite.target import SqliteTarget
from schemawarden.adapters.state.lock import FileTargetLock
from schemawarden.adapters.state.store import SqliteStateStore
from schemawarden.adapters.tokens.ssh import SshTokenVerifier
from schemawarden.errors import ConfigError
from schemawarden.flows.context import Context
from schemawarden.flows.memory import Memory
from schemawarden.ports import Engine, Target
from schemawarden.settings import OperatorConfig, TargetConfig, not_disposable, prepare_state
from schemawarden.workspace import PathWorkspace
from schemawarden_policy.approval import Assurance, Requester
from schemawarden_policy.plan import Needs
from schemawarden_policy.statement import Dialect


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that a door needs."""

    config: OperatorConfig
    store: SqliteStateStore
    tokens: SshTokenVerifier
    clock: SystemClock
    contexts: Mapping[str, Context]
    closing: tuple[Callable[[], Awaitable[None]], ...]

    async def close(self) -> None:
        """End what was started for rehearsals. Whatever way this process ends, it ends too; this is the orderly one."""
        for close in self.closing:
            await close()

    def context(self, alias: str) -> Context:
        """Raises InputError TARGET_UNKNOWN with the nearest name."""
        return self.contexts[self.config.target(alias).alias]

    def where_to_approve(self, plan_id: str) -> str:
        """Where a human decides; it carries no authority."""
        return f"A human runs `schemawarden approve {plan_id}` in a terminal of their own."


def build(config: OperatorConfig) -> Application:
    """Join the parts for an operator config. Raises ConfigError when the state directory is not ours."""
    prepare_state(config.server.state)
    store = SqliteStateStore(config.server.state)
    tokens = SshTokenVerifier(config.approvers)
    clock = SystemClock()
    engine = AtlasEngine()
    lock = FileTargetLock(config.server.state / "locks")
    login = getpass.getuser()
    closing: list[Callable[[], Awaitable[None]]] = []

    def context(target: TargetConfig) -> Context:
        parts = (
            _sqlite(target, engine, store) if target.dialect is Dialect.SQLITE else _postgres(target, engine)
        )
        closing.append(parts.close)
        return Context(
            alias=target.alias,
            dialect=target.dialect,
            settings=config.policy_settings(target),
            routine=Needs(target.approval.assurance.value, target.approval.quorum),
            destructive=Needs(
                target.approval.destructive.assurance.value, target.approval.destructive.quorum
            ),
            expires=target.approval.expires,
            policy_digest=config.policy_digest(target),
            exclude=target.fingerprint_exclude,
            has_desired=bool(target.desired),
            installation=Assurance.ADVISORY,
            requester=Requester(f"agent@{login}", login),
            database_url=parts.url,
            workspace=PathWorkspace(target.workspace, target.migrations, target.desired),
            target=parts.target,
            lock=lock,
            engine=parts.engine,
            store=store,
            tokens=tokens,
            clock=clock,
            linted=Memory(),
            backup=target.policy.backup,
            any_owner=_any_owner(target),
            peak_hours=target.policy.peak_hours,
        )

    contexts = {alias: context(target) for alias, target in config.targets.items()}
    return Application(config, store, tokens, clock, contexts, tuple(closing))


def _any_owner(target: TargetConfig) -> tuple[str, ...]:
    ownership = target.policy.ownership
    return ownership.everybody if ownership and target.approval.destructive.owners else ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What depends on the kind of database."""

    url: Callable[[], str]
    target: Target
    engine: Engine
    close: Callable[[], Awaitable[None]]


def _sqlite(target: TargetConfig, engine: Engine, store: SqliteStateStore) -> _Parts:
    path = target.database.path()
    allowed = partial(_refuse_planted, target, path)

    def url() -> str:
        allowed()
        return f"sqlite://{quote(str(path))}"

    database = SqliteTarget(path, store.identity, target.fingerprint_exclude, allowed)
    return _Parts(url, database, engine, _nothing)


def _postgres(target: TargetConfig, engine: Engine) -> _Parts:
    dev_url = parse(target.dev.url().get_secret_value()).url() if target.dev else None

    def url() -> str:
        return parse(target.database.url().get_secret_value()).url()

    disposable = Disposable(url, DevServer(dev_url))
    scope = Scope(target.schemas, target.fingerprint_exclude, target.owner_role)
    database = PostgresTarget(url, scope, engine, disposable)

    async def close() -> None:
        await database.close()
        await disposable.close()

    return _Parts(url, database, PostgresEngine(engine, target.schemas, disposable), close)


async def _nothing() -> None:
    """SQLite's copies go with the contexts that made them."""


def _refuse_planted(target: TargetConfig, path: Path) -> None:
    """A throw-away database is in the agent's reach: before each opening it must still be a plain file of the workspace."""
    why = not_disposable(path, target.workspace) if target.disposable else None
    if why:
        raise ConfigError(
            "CONFIG_NOT_DISPOSABLE",
            f"{target.alias} is configured as a throw-away database, but it {why}.",
            "Nothing was opened. Restore the plain file, or take `disposable` out of the config.",
        )
