"""Questions to the operator: a flag answers one, else a person on a terminal, else its default."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import typer

from schemawarden.errors import InputError


@dataclass
class Questions:
    interactive: bool
    missing: list[str] = field(default_factory=list)
    """Flags without which nothing can be done here."""

    @classmethod
    def here(cls) -> Questions:
        """Interactive when a person sits at a terminal."""
        return cls(interactive=on_terminal())

    def ask(
        self, flag: str, given: str | None, question: str, default: str | None, guess: str | None = None
    ) -> str:
        """The answer. A `guess` is offered to a person, never taken unseen; "" when there is no answer."""
        if given is not None:
            return given
        if self.interactive:
            offered = default if default is not None else guess
            return str(typer.prompt(question, default=offered, show_default=bool(offered)))
        if default is None:
            self.missing.append(flag)
        return default or ""

    def refuse_missing(self) -> None:
        if self.missing:
            flags = ", ".join(self.missing)
            hint = "Give them, or run it on a terminal to be asked."
            raise InputError("INIT_MISSING_OPTIONS", f"Without a terminal, init needs {flags}.", hint)


def on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
