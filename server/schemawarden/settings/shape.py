"""The TOML file's shape: key names, types and bounds. What the keys mean together is in `checks` and `targets`;
[policy] is in `policy_shape`.

Lists stay lists and words stay strings here, since pydantic's strict mode takes them from TOML as they are.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field

from schemawarden.settings.policy_shape import PolicyShape, Shape, Text

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MIN_EXPIRES, _MAX_EXPIRES = timedelta(minutes=1), timedelta(days=7)

_MAX_NAME = 63
"""Bytes; PostgreSQL cuts longer names off."""
_SCHEMAS_OF_OTHERS = ("information_schema", "atlas_schema_revisions")
_WORDS_FOR_ROLES = ("none", "public")
ENV_NAME = r"[A-Za-z_][A-Za-z0-9_]*"

AssuranceWord = Literal["advisory", "separate", "verified"]
ModeWord = Literal["strict", "warning-sensitive", "error-only"]


def _duration(text: str) -> str:
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if not match or not _MIN_EXPIRES <= duration(text) <= _MAX_EXPIRES:
        raise ValueError('expected a time from "1m" to "7d", such as "60m" or "8h"')
    return text


def duration(text: str) -> timedelta:
    """What a checked text such as "60m" means."""
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def _inside(text: str) -> str:
    path = PurePosixPath(text)
    if not text or not text.isprintable() or "\\" in text or path.is_absolute() or ".." in path.parts:
        raise ValueError("expected a path relative to the workspace, with forward slashes and without `..`")
    return str(path)


def _name(text: str) -> str:
    if not text or not text.isprintable() or '"' in text or len(text.encode()) > _MAX_NAME:
        raise ValueError("expected a name as the catalogue has it, of at most 63 bytes and without quotes")
    return text


def _schema(text: str) -> str:
    if text.startswith("pg_") or text in _SCHEMAS_OF_OTHERS:
        raise ValueError("expected a schema of your own, neither PostgreSQL's nor Atlas's")
    return _name(text)


def _role(text: str) -> str:
    if text.startswith("pg_") or text in _WORDS_FOR_ROLES:
        raise ValueError("expected a role of your own; PostgreSQL keeps this name for itself")
    return _name(text)


def _distinct(names: list[str]) -> list[str]:
    if len(set(names)) != len(names):
        raise ValueError("expected each name once")
    return names


def _dev(value: Any) -> Any:
    """ "embedded" is what leaving it out means."""
    if isinstance(value, str) and value != "embedded":
        raise ValueError('expected "embedded", or a table with url.env, url.file or url.command')
    return None if isinstance(value, str) else value


def _files(value: Any) -> Any:
    """`desired = "schema.sql"` and `desired = ["a.sql"]` are short for `desired = {files = [...]}`."""
    if isinstance(value, str):
        return {"files": [value]}
    return {"files": value} if isinstance(value, list) else value


def _key(value: Any) -> Any:
    """A plain string is short for `{key = "..."}`."""
    return {"key": value} if isinstance(value, str) else value


Duration = Annotated[str, AfterValidator(_duration)]
Inside = Annotated[str, AfterValidator(_inside)]
SchemaName = Annotated[str, AfterValidator(_schema)]
RoleName = Annotated[str, AfterValidator(_role)]
Quorum = Annotated[int, Field(ge=1, le=100)]


class ServerShape(Shape):
    state: Text | None = None
    listen: Text = "127.0.0.1:8807"


class UrlShape(Shape):
    file: Text | None = None
    env: Annotated[str, Field(pattern=f"^{ENV_NAME}$")] | None = None
    command: Annotated[list[Text], Field(min_length=1)] | None = None


class DevShape(Shape):
    url: UrlShape


class DesiredShape(Shape):
    files: list[Inside]


class DestructiveShape(Shape):
    assurance: AssuranceWord | None = None
    quorum: Quorum | None = None
    owners: bool = False


class ApprovalShape(Shape):
    assurance: AssuranceWord | None = None
    quorum: Quorum = 1
    expires: Duration = "60m"
    destructive: DestructiveShape = DestructiveShape()


class FingerprintShape(Shape):
    exclude: list[Text] = Field(default_factory=list)


class TargetShape(Shape):
    dialect: Literal["postgresql", "sqlite"]
    url: UrlShape
    schemas: Annotated[list[SchemaName], Field(min_length=1), AfterValidator(_distinct)] = Field(
        default_factory=list
    )
    dev: Annotated[DevShape | None, BeforeValidator(_dev)] = None
    owner_role: RoleName = ""
    workspace: Text
    migrations: Inside = "migrations"
    desired: Annotated[DesiredShape, BeforeValidator(_files)] = DesiredShape(files=[])
    mode: ModeWord = "strict"
    disposable: bool = False
    approval: ApprovalShape = ApprovalShape()
    fingerprint: FingerprintShape = FingerprintShape()
    policy: PolicyShape | None = None


class KeyShape(Shape):
    key: Text
    valid_after: AwareDatetime | None = None
    valid_before: AwareDatetime | None = None
    revoked: bool = False


class ApproverShape(Shape):
    keys: list[Annotated[KeyShape, BeforeValidator(_key)]]
    login: Text | None = None


class FileShape(Shape):
    server: ServerShape = ServerShape()
    targets: Annotated[dict[str, TargetShape], Field(min_length=1)]
    policy: PolicyShape = PolicyShape()
    approvers: dict[str, ApproverShape] = Field(default_factory=dict)
    teams: dict[str, Annotated[list[Text], Field(min_length=1)]] = Field(default_factory=dict)


def keys_at(path: tuple[object, ...]) -> tuple[str, ...]:
    """The keys that may stand in the table at `path`; empty where any may, or none."""
    node: Any = FileShape
    for step in path:
        node = _below(node, step)
    node = _bare(node)
    if not (isinstance(node, type) and issubclass(node, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in node.model_fields.items())


def _below(node: Any, step: object) -> Any:
    node = _bare(node)
    if isinstance(node, type) and issubclass(node, BaseModel):
        found = (f for name, f in node.model_fields.items() if str(step) in (name, f.alias))
        field = next(found, None)
        return None if field is None else field.annotation
    return getattr(node, "__args__", (None,))[-1]


def _bare(node: Any) -> Any:
    """Without Annotated and `| None`."""
    if hasattr(node, "__metadata__"):
        return _bare(node.__origin__)
    arms = [arm for arm in getattr(node, "__args__", ()) if arm is not type(None)]
    return _bare(arms[0]) if len(arms) == 1 and type(None) in node.__args__ else node
