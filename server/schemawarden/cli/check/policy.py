"""Under which policy is checked: the defaults, a policy file's, or that of a target in the operator's config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawarden.cli.check.arguments import Options, dialect_missing
from schemawarden.cli.check.model import Question
from schemawarden.errors import InputError

if TYPE_CHECKING:
    from schemawarden_policy.settings import Settings


def question_of(options: Options) -> Question:
    """Dialect, version, facts and policy as the options say.

    Raises InputError (DIALECT_MISSING, POLICY_UNREADABLE, FACTS_INVALID ...) and the config's ConfigError.
    """
    dialect, settings = policy_of(options)
    if not dialect:
        raise dialect_missing()
    if options.dialect not in ("", dialect):
        message = f"The target {options.target} is {dialect}, not {options.dialect}."
        raise InputError("DIALECT_CONTRADICTS", message, "Leave --dialect out.")
    return Question(dialect, options.server_version, _facts(options.facts), settings)


def policy_of(options: Options) -> tuple[str, Settings | None]:
    """The dialect, empty when nothing says it, and the policy when one is named. Raises as `question_of`."""
    if options.policy and options.target:
        raise InputError(
            "USAGE", "--policy and --target exclude each other.", "The target's policy is in the config."
        )
    if options.target:
        return _of_target(options)
    return options.dialect, _of_file(options.policy) if options.policy else None


def _of_target(options: Options) -> tuple[str, Settings]:
    from pathlib import Path

    from schemawarden import settings

    config = settings.load(Path(options.config) if options.config else None)
    target = config.target(options.target)
    return target.dialect.value, config.policy_settings(target)


def _of_file(path: str) -> Settings:
    from pathlib import Path

    from schemawarden.cli.check.policy_file import read_policy

    return read_policy(Path(path))


def _facts(path: str) -> dict[str, object]:
    if not path:
        return {}
    from schemawarden.cli.check.facts import read_facts

    return read_facts(path)
