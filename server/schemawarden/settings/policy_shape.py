"""The shape of a [policy] table: key names, types and bounds. What the keys mean together is in `policies`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from schemawarden_policy.custom import CHANGES
from schemawarden_policy.patterns import BadPatternError, parts_of
from schemawarden_policy.settings import Limits, Settings

_LIMITS, _DEFAULTS = Limits(), Settings()
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}")
_MOST_TEXT = 1_000

SeverityWord = Literal["off", "notice", "warning", "error"]
CustomSeverityWord = Literal["notice", "warning", "error", "forbidden"]
DialectWord = Literal["postgresql", "mysql", "mariadb", "sqlite"]
Demand = Literal["required", "optional"]
PresetWord = Literal["default", "strict", "relaxed"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        raise ValueError("expected a regular expression, as Python's `re` reads it") from None
    return text


def _text(text: str) -> str:
    if not text or not text.isprintable():
        raise ValueError("expected a text that is not empty and holds no control characters")
    return text


def _said(text: str) -> str:
    if not text.strip() or len(text) > _MOST_TEXT or not text.replace("\n", " ").isprintable():
        raise ValueError(f"expected a text of at most {_MOST_TEXT} characters, without control characters")
    return text


def _objects(text: str) -> str:
    try:
        if len(parts_of(text)) > 3:
            raise BadPatternError(text)
    except BadPatternError:
        raise ValueError(
            'expected a pattern of names, such as "drop_*", "audit.*" or "users.old_*"'
        ) from None
    return text


def _version(text: str) -> str:
    if not _VERSION.fullmatch(text):
        raise ValueError('expected a version such as "15" or "8.0.36"')
    return text


def _change(text: str) -> str:
    if text not in CHANGES:
        raise ValueError(f"expected one of {', '.join(sorted(CHANGES))}")
    return text


def _list(value: Any) -> Any:
    """A single text is short for a list of it."""
    return [value] if isinstance(value, str) else value


Pattern = Annotated[str, AfterValidator(_pattern)]
Text = Annotated[str, AfterValidator(_text)]
Said = Annotated[str, AfterValidator(_said)]
Objects = Annotated[str, AfterValidator(_objects)]
VersionText = Annotated[str, AfterValidator(_version)]
ChangeName = Annotated[str, AfterValidator(_change)]
Positive = Annotated[int, Field(ge=1)]
Amount = Annotated[int, Field(ge=0)]
Texts = Annotated[list[Text], Field(min_length=1), BeforeValidator(_list)]


class NamingShape(Shape):
    schema_: Annotated[Pattern, Field(alias="schema")] = ""
    table: Pattern = ""
    column: Pattern = ""
    index: Pattern = ""
    foreign_key: Pattern = ""
    check: Pattern = ""


class LimitsShape(Shape):
    files: Positive = _LIMITS.files
    statements: Positive = _LIMITS.statements
    bytes: Positive = _LIMITS.bytes


class ScopeShape(Shape):
    schemas: Texts
    rules: dict[str, SeverityWord] = {}
    naming: NamingShape = NamingShape()
    protected: list[Text] = []


class AcceptShape(Shape):
    rule: Text
    objects: Annotated[list[Objects], Field(min_length=1), BeforeValidator(_list)]
    reason: Said


class PeakHoursShape(Shape):
    days: Text
    from_: Annotated[Text, Field(alias="from")]
    to: Text
    zone: Text


class WhenShape(Shape):
    rows_over: Amount | None = None
    bytes_over: Amount | None = None
    new_table: bool | None = None
    version_at_least: VersionText = ""
    version_below: VersionText = ""


class CustomShape(Shape):
    id: Text
    severity: CustomSeverityWord
    message: Said
    suggestion: Said | None = None
    destructive: bool = False
    dialects: Annotated[list[DialectWord], Field(min_length=1)] | None = None
    statement: Texts | None = None
    change: Annotated[list[ChangeName], Field(min_length=1), BeforeValidator(_list)] | None = None
    object: Annotated[list[Objects], Field(min_length=1), BeforeValidator(_list)] | None = None
    column: Texts | None = None
    column_type: Texts | None = None
    primary_key: bool | None = None
    not_null: bool | None = None
    has_default: bool | None = None
    when: WhenShape = WhenShape()


class PolicyShape(Shape):
    preset: PresetWord = "default"
    rules: dict[str, SeverityWord] = {}
    naming: NamingShape = NamingShape()
    protected: list[Text] = []
    limits: LimitsShape = LimitsShape()
    scopes: list[ScopeShape] = []
    allow_drop: list[Objects] = []
    accept: list[AcceptShape] = []
    waivers: list[Text] = []
    small_rows: Amount = _DEFAULTS.small_rows
    large_rows: Positive = _DEFAULTS.large_rows
    lock_timeout: Demand | None = None
    backup: Demand = "optional"
    peak_hours: list[PeakHoursShape] = []
    owners: Text | None = None
    custom: list[CustomShape] = []
    plugins: list[Text] = []


def merged(everywhere: PolicyShape, here: PolicyShape | None) -> PolicyShape:
    """The policy of a target with one of its own: its values and lists win; tables are laid over each other key by key."""
    if here is None:
        return everywhere
    own = {name: getattr(here, name) for name in here.model_fields_set}
    for name, value in own.items():
        before = getattr(everywhere, name)
        if isinstance(value, dict):
            own[name] = {**before, **value}
        elif isinstance(value, BaseModel):
            own[name] = before.model_copy(update={key: getattr(value, key) for key in value.model_fields_set})
    return everywhere.model_copy(update=own)
