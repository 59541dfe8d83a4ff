"""A cursor over the tokens of one statement. Strict: what it does not expect is an UnknownSyntaxError."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden_policy.lexing import Token, TokenKind

_NAMES = (TokenKind.WORD, TokenKind.QUOTED)


class UnknownSyntaxError(ValueError):
    """The statement is not one that we can vouch for."""


class Reader:
    """Reads significant tokens from left to right; the final semicolon is already off."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    @property
    def done(self) -> bool:
        return self.position >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token | None:
        at = self.position + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def peek_word(self, ahead: int = 0) -> str:
        """The bare word at hand, upper-cased; empty when something else stands there."""
        token = self.peek(ahead)
        return token.word if token else ""

    def peek_text(self, ahead: int = 0) -> str:
        token = self.peek(ahead)
        return token.text if token else ""

    def next(self) -> Token:
        token = self.peek()
        if token is None:
            raise UnknownSyntaxError("the statement ends too early")
        self.position += 1
        return token

    def take(self, *words: str) -> bool:
        """Consume these words (or signs) if they come next, all of them or none."""
        for ahead, wanted in enumerate(words):
            if wanted not in (self.peek_word(ahead), self.peek_text(ahead)):
                return False
        self.position += len(words)
        return True

    def take_any(self, *words: str) -> str:
        """Consume one of the words; empty when none comes next."""
        word = self.peek_word()
        if word and word in words:
            self.position += 1
            return word
        return ""

    def expect(self, *words: str) -> None:
        if not self.take(*words):
            raise UnknownSyntaxError(f"expected {' '.join(words)} before {self.peek_text() or 'the end'!r}")

    def name(self) -> str:
        """An identifier. SQLite also takes a 'string' where a name must stand, so that is read as a name too."""
        token = self.next()
        if token.kind not in _NAMES and token.kind is not TokenKind.STRING:
            raise UnknownSyntaxError(f"expected a name, not {token.text!r}")
        return token.name

    def qualified(self) -> tuple[str, str]:
        """`[schema.]name` as (schema, name)."""
        first = self.name()
        return (first, self.name()) if self.take(".") else ("", first)

    def group(self) -> tuple[Token, ...]:
        """The tokens within the parentheses that open here."""
        self.expect("(")
        start, depth = self.position, 1
        while depth:
            text = self.next().text
            depth += (text == "(") - (text == ")")
        return tuple(self.tokens[start : self.position - 1])

    def rest(self) -> tuple[Token, ...]:
        tokens = tuple(self.tokens[self.position :])
        self.position = len(self.tokens)
        return tokens

    def end(self) -> None:
        """Nothing may follow."""
        if not self.done:
            raise UnknownSyntaxError(f"unexpected {self.peek_text()!r}")


def split_commas(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts between commas that stand in no parentheses."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def split_semicolons(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The statements of a body."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def spell(tokens: Sequence[Token]) -> str:
    """The tokens as SQL text with single spaces; for messages, never for running."""
    return " ".join(token.text for token in tokens).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
