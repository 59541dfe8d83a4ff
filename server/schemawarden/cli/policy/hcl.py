"""HCL as written: blocks, and attributes whose values are literals. Nothing is evaluated.

An expression of any other kind, a template with `${` in it included, is kept as `NotLiteral`; it is skipped as a whole. The
grammar is that of https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md as far as this needs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

_SPACE = re.compile(r"(?:[ \t\r]|/\*.*?\*/)+", re.DOTALL)
_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w-]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_END = re.compile(r"(?:[ \t\r]|/\*.*?\*/)*(?:#[^\n]*|//[^\n]*)?(?:\n|\Z|(?=[},\]]))", re.DOTALL)
_HEREDOC = re.compile(r"<<-?([^\W\d][\w-]*)\r?\n")
_ESCAPE = re.compile(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_WORDS: Final = {"true": True, "false": False, "null": None}
_DEEP = 64


class BadHclError(ValueError):
    """Not HCL. `line` says where."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True)
class NotLiteral:
    """An expression that would have to be evaluated."""


NOT_LITERAL: Final = NotLiteral()
Value: TypeAlias = "str | int | float | bool | list[Value] | NotLiteral | None"


@dataclass(slots=True)
class Block:
    name: str
    labels: tuple[str, ...]
    line: int
    values: dict[str, Value] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def inner(self, name: str) -> list[Block]:
        return [block for block in self.blocks if block.name == name]


def read_hcl(text: str) -> Block:
    """The file as one block without a name. Raises BadHclError."""
    reader = _Reader(text.removeprefix("\ufeff"))
    body = Block("", (), 1)
    reader.body(body, 0)
    return body


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def body(self, block: Block, depth: int) -> None:
        """Attributes and blocks up to the closing brace, or to the end of the file."""
        while True:
            self._skip(_LINES)
            if self._at == len(self._text):
                if depth:
                    raise self._bad("a block has no end")
                return
            if self._take("}"):
                if not depth:
                    raise self._bad("a brace closes nothing")
                return
            self._item(block, depth)

    def _item(self, block: Block, depth: int) -> None:
        line, name = self._line(), self._matched(_NAME, "a name")
        self._skip(_SPACE)
        if self._take("="):
            if name in block.values:
                raise self._bad(f"{name} is given twice")
            block.values[name] = self._value_of_attribute()
            return
        labels = []
        while not self._take("{"):
            labels.append(self._label())
            self._skip(_SPACE)
        if depth >= _DEEP:
            raise self._bad("blocks stand too deep in each other")
        inner = Block(name, tuple(labels), line)
        self.body(inner, depth + 1)
        block.blocks.append(inner)

    def _label(self) -> str:
        if self._peek('"'):
            label = self._string()
            return label if isinstance(label, str) else ""
        return self._matched(_NAME, "a block's name or its brace")

    def _value_of_attribute(self) -> Value:
        """A literal that fills the rest of the line; whatever else stands there is passed over."""
        self._skip(_SPACE)
        start = self._at
        try:
            value = self._literal(0)
            if value is not NOT_LITERAL and self._skip(_END):
                return value
        except BadHclError:
            pass
        self._at = start
        self._pass_expression()
        return NOT_LITERAL

    def _literal(self, depth: int) -> Value:
        if self._peek('"'):
            return self._string()
        if self._peek("["):
            return self._list(depth)
        if match := _NUMBER.match(self._text, self._at):
            self._at = match.end()
            return float(match[0]) if re.search(r"[.eE]", match[0]) else int(match[0])
        match = _NAME.match(self._text, self._at)
        if match and match[0] in _WORDS:
            self._at = match.end()
            return _WORDS[match[0]]
        return NOT_LITERAL

    def _list(self, depth: int) -> Value:
        if depth >= _DEEP:
            raise self._bad("lists stand too deep in each other")
        self._at += 1
        found: list[Value] = []
        while True:
            self._skip(_LINES)
            if self._take("]"):
                return found
            if (value := self._literal(depth + 1)) is NOT_LITERAL:
                return NOT_LITERAL
            found.append(value)
            self._skip(_LINES)
            if not self._take(",") and not self._peek("]"):
                return NOT_LITERAL

    def _string(self) -> str | NotLiteral:
        """A quoted text; NotLiteral when it holds a template."""
        self._at += 1
        parts: list[str] = []
        literal = True
        while not self._take('"'):
            if self._peek("$${", "%%{"):
                parts.append(self._text[self._at + 1 : self._at + 3])
                self._at += 3
            elif self._peek("${", "%{"):
                literal = False
                self._at += 2
                self._pass_brackets("}")
            elif self._peek("\\"):
                parts.append(self._escape())
            elif self._at == len(self._text) or self._peek("\n"):
                raise self._bad("a text has no end")
            else:
                parts.append(self._text[self._at])
                self._at += 1
        return "".join(parts) if literal else NOT_LITERAL

    def _escape(self) -> str:
        match = _ESCAPE.match(self._text, self._at)
        if match is None:
            raise self._bad("a text has an unknown escape")
        self._at = match.end()
        if match[1]:
            return _ESCAPED[match[1]]
        code = int(match[2] or match[3], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise self._bad("a text has an escape that is no character")
        return chr(code)

    def _pass_expression(self) -> None:
        """To the end of the line on which no bracket is open."""
        while self._at < len(self._text):
            if self._peek("\n"):
                return
            if self._peek("}"):
                return
            self._pass_piece()

    def _pass_brackets(self, closing: str) -> None:
        """Past the bracket that closes what was opened; brackets in it need not be of one kind."""
        depth = 1
        while depth:
            if self._at == len(self._text):
                raise self._bad(f"a {closing} is missing")
            if self._peek("(", "[", "{"):
                depth += 1
                self._at += 1
            elif self._peek(")", "]", "}"):
                depth -= 1
                self._at += 1
            else:
                self._pass_inert()

    def _pass_piece(self) -> None:
        if self._peek("(", "[", "{"):
            self._at += 1
            self._pass_brackets("bracket")
        else:
            self._pass_inert()

    def _pass_inert(self) -> None:
        """One character, text, comment or heredoc."""
        if self._peek('"'):
            self._string()
        elif match := _HEREDOC.match(self._text, self._at):
            self._pass_heredoc(match)
        elif self._peek("#", "//"):
            end = self._text.find("\n", self._at)
            self._at = len(self._text) if end < 0 else end
        elif not self._skip(_SPACE):
            self._at += 1

    def _pass_heredoc(self, opened: re.Match[str]) -> None:
        end = re.compile(rf"^[ \t]*{re.escape(opened[1])}[ \t]*\r?$", re.MULTILINE).search(
            self._text, opened.end()
        )
        if end is None:
            raise self._bad("a heredoc has no end")
        self._at = end.end()

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return match is not None

    def _matched(self, pattern: re.Pattern[str], what: str) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise self._bad(f"expected {what}")
        self._at = match.end()
        return match[0]

    def _take(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) if found else 0
        return found

    def _peek(self, *texts: str) -> bool:
        return self._text.startswith(texts, self._at)

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _bad(self, what: str) -> BadHclError:
        return BadHclError(what, self._line())
