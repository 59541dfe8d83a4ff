"""`load`: from a path to an OperatorConfig, or a ConfigError that lists what to mend."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from schemawarden import paths
from schemawarden.settings.checks import check, check_place, listen_address, usable_approvers
from schemawarden.settings.database import DatabaseLocation, Source, absolute
from schemawarden.settings.keys import ApproverKey, public_key
from schemawarden.settings.model import (
    ApprovalNeeds,
    Approver,
    ClassNeeds,
    OperatorConfig,
    ServerConfig,
    TargetConfig,
)
from schemawarden.settings.owners import People
from schemawarden.settings.policies import Around, policy_of
from schemawarden.settings.policy_model import Policy
from schemawarden.settings.policy_shape import merged
from schemawarden.settings.problems import ConfigProblemsError, Problem, invalid
from schemawarden.settings.reading import read_shape
from schemawarden.settings.secrets import dotted
from schemawarden.settings.shape import (
    ApprovalShape,
    ApproverShape,
    FileShape,
    ServerShape,
    TargetShape,
    UrlShape,
    duration,
)
from schemawarden.settings.targets import assurance
from schemawarden.settings.trust import read_config
from schemawarden_policy.approval import Assurance
from schemawarden_policy.settings import Mode
from schemawarden_policy.statement import Dialect


def load(path: Path | None = None) -> OperatorConfig:
    """The config at `path`, or at the operator's standard place. Reads, and creates nothing.

    Raises ConfigError. `ConfigProblemsError.problems` holds each problem of the file's content.
    """
    place = (path or paths.config_file()).expanduser().absolute()
    return parse(read_config(place), place)


def parse(content: bytes, path: Path) -> OperatorConfig:
    """What `content` means as the config at `path` (absolute). Who could write it is not checked here."""
    shape = read_shape(content, path.name)
    problems = check(shape, path.parent)
    if not problems:
        problems = list(check_place(shape, path))
    if problems:
        raise ConfigProblemsError(path.name, problems)
    policy, policies, problems = _policies(shape, path.parent)
    if problems:
        raise ConfigProblemsError(path.name, problems)
    return OperatorConfig(
        path=path,
        server=_server(shape.server, path.parent),
        targets={
            alias: _target(alias, target, path.parent, policies[alias])
            for alias, target in shape.targets.items()
        },
        policy=policy,
        approvers={name: _approver(name, approver) for name, approver in shape.approvers.items()},
    )


def _server(shape: ServerShape, directory: Path) -> ServerConfig:
    address = listen_address(shape.listen)
    assert address is not None, "checked"
    state = absolute(shape.state, directory) if shape.state else paths.state_dir()
    return ServerConfig(state=state, host=address[0], port=address[1])


def _target(alias: str, shape: TargetShape, directory: Path, policy: Policy) -> TargetConfig:
    dialect = Dialect(shape.dialect)
    here = ("targets", alias)
    return TargetConfig(
        alias=alias,
        dialect=dialect,
        database=_database((*here, "url"), shape.url, dialect, directory),
        schemas=tuple(shape.schemas),
        dev=_database((*here, "dev", "url"), shape.dev.url, dialect, directory) if shape.dev else None,
        owner_role=shape.owner_role,
        workspace=absolute(shape.workspace, directory),
        migrations=shape.migrations,
        desired=tuple(shape.desired.files),
        mode=Mode(shape.mode),
        disposable=shape.disposable,
        approval=_approval(shape.approval, shape.disposable),
        policy=policy,
        fingerprint_exclude=tuple(shape.fingerprint.exclude),
    )


def _database(path: tuple[str, ...], url: UrlShape, dialect: Dialect, directory: Path) -> DatabaseLocation:
    if url.command is not None:
        source, key, words = Source.COMMAND, "command", url.command
    elif url.env is not None:
        source, key, words = Source.ENV, "env", [url.env]
    else:
        source = Source.DATABASE if dialect is Dialect.SQLITE else Source.FILE
        key, words = "file", [url.file or ""]
    secret = tuple(SecretStr(word) for word in words)
    return DatabaseLocation(dotted((*path, key)), source, secret, directory)


def _approval(shape: ApprovalShape, disposable: bool) -> ApprovalNeeds:
    base, destructive = assurance(shape, disposable), shape.destructive
    return ApprovalNeeds(
        assurance=base,
        quorum=shape.quorum,
        expires=duration(shape.expires),
        destructive=ClassNeeds(
            assurance=Assurance(destructive.assurance or base),
            quorum=destructive.quorum or shape.quorum,
            owners=destructive.owners,
        ),
    )


def _policies(shape: FileShape, directory: Path) -> tuple[Policy, dict[str, Policy], list[Problem]]:
    """[policy], each target's, and what is wrong with them. A target's own is not looked at before [policy] is right."""
    around = Around(
        directory,
        [absolute(target.workspace, directory) for target in shape.targets.values()],
        People(shape.approvers, usable_approvers(shape), shape.teams),
    )
    everywhere, problems = policy_of(shape.policy, ("policy",), around)
    of_targets = dict.fromkeys(shape.targets, everywhere)
    for alias, target in shape.targets.items() if not problems else ():
        if target.policy is not None:
            own = merged(shape.policy, target.policy)
            of_targets[alias], wrong = policy_of(own, ("targets", alias, "policy"), around)
            problems += wrong
        if target.approval.destructive.owners and of_targets[alias].ownership is None:
            path = ("targets", alias, "approval", "destructive", "owners")
            problems.append(invalid(path, "expected a file of owners as well: policy.owners"))
    return everywhere, of_targets, problems


def _approver(name: str, shape: ApproverShape) -> Approver:
    keys = tuple(
        ApproverKey(public_key(key.key), key.valid_after, key.valid_before, key.revoked) for key in shape.keys
    )
    return Approver(name=name, login=shape.login or "", keys=keys)
