"""A file with a [policy] section, as the operator's config has one.

It is read as a config of one throw-away target, which is added here, so that every key means what it means there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from schemawarden.errors import ConfigError, InputError
from schemawarden.settings import parse
from schemawarden_policy.settings import Settings

_ALIAS = "check"
_TARGET = f"""

[targets.{_ALIAS}]
dialect = "sqlite"
url.file = "none/none.db"
workspace = "none"
disposable = true
"""


def read_policy(path: Path) -> Settings:
    """The settings that the file asks for. Raises InputError POLICY_UNREADABLE, ConfigError POLICY_INVALID or the config's."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"The policy {path} can't be read: {error.strerror}."
        raise InputError("POLICY_UNREADABLE", message, "Check --policy.") from None
    _refuse_other_sections(path, content)
    config = parse(content + _TARGET.encode(), path.absolute())
    return config.policy_settings(config.target(_ALIAS))


def _refuse_other_sections(path: Path, content: bytes) -> None:
    """What follows another section would be read as a part of it, and a whole config has targets and approvers to name."""
    try:
        found = tomllib.loads(content.decode())
    except (ValueError, RecursionError):
        return  # the config's reader says what is wrong
    hint = "For an operator's whole config, give --config FILE --target NAME instead."
    if set(found) != {"policy"}:
        raise ConfigError("POLICY_INVALID", f"{path} does not hold the section [policy] alone.", hint)
    if isinstance(found["policy"], dict) and "owners" in found["policy"]:
        message = f"{path}: policy.owners names approvers, which only a config has."
        raise ConfigError("POLICY_INVALID", message, hint)
