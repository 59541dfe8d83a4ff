"""What a valid operator config says, as frozen data. Everything after loading reads only this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from schemawarden.errors import InputError
from schemawarden.settings.database import DatabaseLocation
from schemawarden.settings.keys import ApproverKey
from schemawarden.settings.policy_model import Policy
from schemawarden_policy.approval import Assurance
from schemawarden_policy.canonical import canonical, digest
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect

_PURPOSE = "schemawarden-policy-v1"


@dataclass(frozen=True, slots=True)
class ServerConfig:
    state: Path
    """Absolute; plans, approvals and the audit live here. `trust.prepare_state` makes it."""
    host: str
    """A loopback address, without brackets."""
    port: int

    @property
    def listen(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ClassNeeds:
    """What approvals of one class of plans must amount to."""

    assurance: Assurance
    quorum: int
    """Distinct approvers, at least 1."""
    owners: bool = False
    """One of them owns something (OWNERS), also where nobody owns what is touched."""


@dataclass(frozen=True, slots=True)
class ApprovalNeeds:
    assurance: Assurance
    quorum: int
    expires: timedelta
    """How long a plan waits for its approvals; a minute to seven days."""
    destructive: ClassNeeds
    """For plans that lose data or hold an error; never lower than the target's own level."""


@dataclass(frozen=True, slots=True)
class TargetConfig:
    alias: str
    dialect: Dialect
    database: DatabaseLocation
    """Has a `url` on PostgreSQL and a `path` on SQLite."""
    schemas: tuple[str, ...]
    """PostgreSQL: the schemas that count, as the catalogue names them; empty: the whole database."""
    dev: DatabaseLocation | None
    """PostgreSQL: a server whose databases are ours to make and drop, for rehearsals; None: an embedded one."""
    owner_role: str
    """PostgreSQL: the role that files may SET ROLE to; empty: none."""
    workspace: Path
    """Absolute, as the operator wrote it (links not followed). Never trusted."""
    migrations: str
    """Relative to the workspace, with forward slashes."""
    desired: tuple[str, ...]
    """Files of the desired schema, relative to the workspace; empty: none."""
    mode: Mode
    disposable: bool
    approval: ApprovalNeeds
    policy: Policy
    """[policy] with the target's own laid over it."""
    fingerprint_exclude: tuple[str, ...]
    """Patterns (fnmatch) of objects that may change without making a plan stale; on PostgreSQL of "schema.name"."""

    @property
    def default_schema(self) -> str:
        """PostgreSQL: where a name without a schema is."""
        return self.schemas[0] if len(self.schemas) == 1 else "public"


@dataclass(frozen=True, slots=True)
class Approver:
    name: str
    login: str
    """The operating system user that this human is; empty when the operator did not say."""
    keys: tuple[ApproverKey, ...]


@dataclass(frozen=True, slots=True)
class OperatorConfig:
    path: Path
    """The file, absolute."""
    server: ServerConfig
    targets: dict[str, TargetConfig]
    policy: Policy
    """[policy] as it stands. Each target has its own."""
    approvers: dict[str, Approver]

    def target(self, alias: str) -> TargetConfig:
        """The target that callers know as `alias`. Raises InputError TARGET_UNKNOWN."""
        if alias in self.targets:
            return self.targets[alias]
        near = get_close_matches(alias, self.targets, 1)
        hint = f"Did you mean `{near[0]}`?" if near else "list_targets names the configured ones."
        raise InputError("TARGET_UNKNOWN", f"There is no target {alias[:64]!a}.", hint)

    def policy_settings(self, target: TargetConfig) -> Settings:
        """What the checks need to know for this target."""
        return replace(
            target.policy.settings(),
            mode=target.mode,
            disposable=target.disposable,
            schemas=target.schemas,
            owner_role=target.owner_role,
            default_schema=target.default_schema,
        )

    def policy_digest(self, target: TargetConfig) -> str:
        """SHA-256 (hex) over everything here that decides what happens to a plan of this target.

        Order and spelling in the file, comments and key comments do not count, nor does where the database is.
        """
        return digest(_PURPOSE, canonical(self._deciding(target)))

    def _deciding(self, target: TargetConfig) -> dict[str, Any]:
        return {
            "dialect": target.dialect.value,
            "schemas": sorted(target.schemas),
            "owner_role": target.owner_role,
            "mode": target.mode.value,
            "disposable": target.disposable,
            "approval": _needs(target.approval),
            "fingerprint_exclude": sorted(target.fingerprint_exclude),
            "policy": target.policy.deciding(),
            "approvers": {approver.name: _approver(approver) for approver in self.approvers.values()},
        }


def _needs(approval: ApprovalNeeds) -> dict[str, Any]:
    return {
        "assurance": approval.assurance.value,
        "quorum": approval.quorum,
        "expires_seconds": int(approval.expires.total_seconds()),
        "destructive": {
            "assurance": approval.destructive.assurance.value,
            "quorum": approval.destructive.quorum,
            "owners": approval.destructive.owners,
        },
    }


def _approver(approver: Approver) -> dict[str, Any]:
    keys = sorted((key.deciding() for key in approver.keys), key=lambda item: str(item["key"]))
    return {"login": approver.login, "keys": keys}
