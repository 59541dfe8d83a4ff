"""The page of a rule that is data: what the operator wrote, under the headings of the other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from schemawarden_policy.custom import Predicate, When

_TOLD = ("message", "suggestion", "when")


def custom_page(predicate: Predicate) -> str:
    """Markdown in the form of a rule's docstring."""
    seen = "\n".join(f"- {line}" for line in (*_given(predicate, _TOLD), *_given(predicate.when, ())))
    text = f"A rule of the operator's: {predicate.message}\n\n## What it sees\n{seen}\n"
    return text + (f"\n## Instead\n{predicate.suggestion}\n" if predicate.suggestion else "")


def _given(holder: Predicate | When, but: tuple[str, ...]) -> Iterator[str]:
    for field in fields(holder):
        value = getattr(holder, field.name)
        if field.name in but or value == field.default:
            continue
        prefix = "when." if isinstance(holder, When) else ""
        yield f"`{prefix}{field.name}`: {_words(value, field.name)}"


def _words(value: object, name: str) -> str:
    if isinstance(value, tuple):
        return ".".join(map(str, value)) if name.startswith("version") else " or ".join(map(str, value))
    return str(value).lower()
