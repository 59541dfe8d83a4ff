"""The cursor over one MySQL statement's tokens, and the small phrases that many statements share."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden_policy.lexing import Token, TokenKind
from schemawarden_policy.lexing_mysql import value
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError


class MySqlReader(Reader):
    """A string is no name here; MySQL folds no name while it reads."""

    def name(self) -> str:
        token = self.next()
        if token.kind not in (TokenKind.WORD, TokenKind.QUOTED) or not token.name:
            raise UnknownSyntaxError(f"expected a name, not {token.text[:40]!r}")
        return token.name

    def expect_any(self, *words: str) -> str:
        """One of the words, which must come next."""
        if word := self.take_any(*words):
            return word
        raise UnknownSyntaxError(
            f"expected {' or '.join(words)} before {self.peek_text()[:40] or 'the end'!r}"
        )

    def full_name(self) -> str:
        """`[schema.]name` as one, "schema.name" where the text says so."""
        schema, name = self.qualified()
        if "." in schema or "." in name:
            raise UnknownSyntaxError(f"the dot in the name {name!r} can't be told from one behind a schema")
        return f"{schema}.{name}" if schema else name

    def names(self) -> tuple[str, ...]:
        """`name, name ...`"""
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        return tuple(found)

    def string(self) -> str:
        token = self.next()
        if token.kind is not TokenKind.STRING:
            raise UnknownSyntaxError(f"expected a string, not {token.text[:40]!r}")
        return value(token)

    def number(self) -> str:
        token = self.next()
        if token.kind is not TokenKind.NUMBER:
            raise UnknownSyntaxError(f"expected a number, not {token.text[:40]!r}")
        return token.text

    def word(self) -> str:
        """Any bare word, upper case."""
        token = self.next()
        if token.kind is not TokenKind.WORD:
            raise UnknownSyntaxError(f"expected a word, not {token.text[:40]!r}")
        return token.word

    def option_value(self) -> str:
        """`[=] word | 'string' | number`: what it says, words in upper case."""
        self.take("=")
        token = self.next()
        if token.kind not in _VALUES:
            raise UnknownSyntaxError(f"{token.text[:40]!r} is no value of an option")
        return token.word or value(token)

    def if_exists(self) -> bool:
        return self.take("IF", "EXISTS")

    def if_not_exists(self) -> bool:
        return self.take("IF", "NOT", "EXISTS")

    def account(self) -> str:
        """`user[@host]` or a role, without quotes; a host of `%` says nothing."""
        if self.take("CURRENT_USER") or self.take("CURRENT_ROLE"):
            self.take("(", ")")
            return "CURRENT_USER"
        token = self.next()
        if token.kind not in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.STRING):
            raise UnknownSyntaxError(f"expected an account, not {token.text[:40]!r}")
        following = self.peek()
        if following is None or following.kind is not TokenKind.VARIABLE:
            return value(token)
        host = self.next().text[1:].strip("'\"`")
        return value(token) if host == "%" else f"{value(token)}@{host}"

    def wait(self) -> None:
        """`WAIT n | NOWAIT` (MariaDB)."""
        if self.take("WAIT"):
            self.number()
        else:
            self.take("NOWAIT")


_VALUES = (TokenKind.WORD, TokenKind.QUOTED, TokenKind.STRING, TokenKind.NUMBER)


def spelled(tokens: Sequence[Token]) -> str:
    """The tokens' text as it stands, with one space for whatever stands between them."""
    parts: list[str] = []
    end = -1
    for token in tokens:
        if end not in (-1, token.start):
            parts.append(" ")
        parts.append(token.text)
        end = token.end
    return "".join(parts)
