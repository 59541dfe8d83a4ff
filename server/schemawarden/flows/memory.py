"""The last answer to a question about a target, and all that the answer depends on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Memory:
    question: tuple[object, ...] = field(default=())
    answer: object = None

    def of(self, *question: object) -> object:
        """The answer, if it was the same question; else None."""
        return self.answer if question == self.question else None

    def begins_with(self, part: object) -> bool:
        """The question remembered has that first part, which is quicker to find out than the rest."""
        return bool(self.question) and self.question[0] == part

    def keep(self, answer: object, *question: object) -> None:
        self.question, self.answer = question, answer
