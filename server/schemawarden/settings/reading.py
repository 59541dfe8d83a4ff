"""From the file's bytes to its shape: TOML, secrets, later keys, unknown keys, types."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemawarden.settings.later import later_keys_at, take_out
from schemawarden.settings.problems import ConfigProblemsError, Problem, did_you_mean
from schemawarden.settings.secrets import dotted, holds_password, shown
from schemawarden.settings.shape import FileShape, keys_at

_EXPECTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "datetime_type": "a date and time with its zone, such as 2026-01-31T00:00:00Z",
    "timezone_aware": "a date and time with its zone, such as 2026-01-31T00:00:00Z",
    "string_pattern_mismatch": "the name of an environment variable",
    "too_short": "at least one entry",
}


def read_shape(content: bytes, where: str) -> FileShape:
    """The file's shape. Raises ConfigProblemsError, which names keys and lines and never a value."""
    document = _toml(content, where)
    problems = [*_literal_urls(document), *_secrets(document, ()), *take_out(document)]
    shape = None
    try:
        shape = FileShape.model_validate(document)
    except ValidationError as error:
        problems += [_problem(details) for details in error.errors(include_input=False, include_url=False)]
    if problems or shape is None:
        raise ConfigProblemsError(where, problems)
    return shape


def _toml(content: bytes, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError:
        raise _syntax(where, "The file is not UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        lines = content.count(b"\n") + 1
        message = str(error).replace("at end of document", f"at line {lines}")
        raise _syntax(where, _syntax_message(message)) from None


def _syntax(where: str, message: str) -> ConfigProblemsError:
    return ConfigProblemsError(
        where, [Problem("CONFIG_SYNTAX", message, "See https://toml.io for the syntax.")]
    )


def _syntax_message(error: str) -> str:
    """The parser's words without what they quote from the file."""
    place = re.search(r"\((at line \d+(?:, column \d+)?)\)", error)
    reason = re.sub(r"'[^']*'|\"[^\"]*\"|\([^)]*\)", "", error).strip() if place else "Not TOML"
    return f"{' '.join(reason.split())} {place[1]}." if place else f"{reason}."


def _literal_urls(document: dict[str, Any]) -> Iterator[Problem]:
    """`url = "..."` is refused whatever it says, so that nobody tries one with a password next."""
    targets = document.get("targets")
    for alias, target in targets.items() if isinstance(targets, dict) else ():
        dev = target.get("dev") if isinstance(target, dict) else None
        for table, path in ((target, ("targets", alias, "url")), (dev, ("targets", alias, "dev", "url"))):
            if isinstance(table, dict) and isinstance(table.get("url"), str):
                table["url"] = {"env": "DATABASE_URL"}
                yield _literal_url(path, "is a literal URL")


def _secrets(value: Any, path: tuple[object, ...]) -> Iterator[Problem]:
    if isinstance(value, str) and "PRIVATE KEY" in value:
        yield Problem(
            "CONFIG_PRIVATE_KEY",
            f"`{dotted(path)}` holds a private key.",
            "Put the public key there (the .pub file), and treat the private one as leaked.",
        )
    elif isinstance(value, str) and holds_password(value):
        yield _literal_url(path, "looks like it holds a password")
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        if isinstance(key, str) and holds_password(key):
            yield _literal_url((*path, key), "looks like it holds a password")
        yield from _secrets(child, (*path, key))


def _literal_url(path: tuple[object, ...], what: str) -> Problem:
    hint = 'Name where the URL is kept: url.env = "NAME", or url.file = "path" for a SQLite file.'
    return Problem("CONFIG_LITERAL_URL", f"`{dotted(path)}` {what}.", hint)


def _problem(details: ErrorDetails) -> Problem:
    path, kind, context = details["loc"], details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return Problem("CONFIG_INVALID", f"`{dotted(path)}` is missing.", "configs/default.toml explains it.")
    return Problem("CONFIG_INVALID", f"`{dotted(path)}`: {_expected(kind, context)}.")


def _expected(kind: str, context: dict[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"expected {context['expected']}"
    if kind == "greater_than_equal":
        return f"expected at least {context['ge']}"
    if kind == "less_than_equal":
        return f"expected at most {context['le']}"
    return f"expected {_EXPECTED.get(kind, 'something else')}"


def _unknown_key(path: tuple[int | str, ...]) -> Problem:
    table = path[:-1]
    hint = did_you_mean(shown(path[-1]), (*keys_at(table), *later_keys_at(table)))
    return Problem("CONFIG_UNKNOWN_KEY", f"unknown key `{dotted(path)}`.", hint)
