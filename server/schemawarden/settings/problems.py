"""What is wrong with a config: every problem found is listed at once, each with its code and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from schemawarden.errors import ConfigError
from schemawarden.settings.secrets import dotted

_URGENCY = ("CONFIG_LITERAL_URL", "CONFIG_PRIVATE_KEY")
"""Secrets in the file come first: they need more than a correction."""


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    message: str
    """One sentence with the key's path, never with its value."""
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


def invalid(path: tuple[object, ...], expected: str) -> Problem:
    return Problem("CONFIG_INVALID", f"`{dotted(path)}`: {expected}.")


class ConfigProblemsError(ConfigError):
    """One or more problems in one config. `code` is the gravest one's."""

    def __init__(self, where: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=_rank))
        first = self.problems[0]
        if len(self.problems) == 1:
            super().__init__(first.code, f"{where}: {first.message}", first.hint)
            return
        lines = [f"- {problem.code}: {problem}" for problem in self.problems]
        super().__init__(first.code, "\n".join([f"{where} has {len(lines)} problems.", *lines]))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, 1, 0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(sorted(known))}." if len(known) <= 20 else ""


def _rank(problem: Problem) -> int:
    return 0 if problem.code in _URGENCY else 1
