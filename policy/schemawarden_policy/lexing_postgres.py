"""PostgreSQL's lexical grammar, as src/backend/parser/scan.l of version 18 has it.

- Comments nest, and `--` ends at a carriage return as well as at a newline.
- A string goes on over a newline, in the quoting in which it began: `E'a'` newline `'b\\'` is one literal.
- Backslashes escape in E'' alone: standard_conforming_strings is on, as it is by default since version 9.1. A
  statement that switches it off is a finding of its own.
- `$tag$` opens a string only where no identifier or number is being read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.token import Token, TokenKind, UnclosedError

_MOST_NESTED = 50
"""Comments within comments. PostgreSQL's scanner takes time that grows with the square of it."""

_LETTER = r"A-Za-z_\x80-\U0010ffff"
_DIGITS = r"[0-9](?:_?[0-9])*"
_PLAIN = r"'[^']*(?:''[^']*)*'(?!')"
_ESCAPED = r"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'(?!')"
_AGAIN = r"(?:[ \t\f\v]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*"
"""White space with a newline: a quote after it goes on with the string."""

# Each group can match in one way only, so backtracking costs nothing. Possessive groups would say the same, but Python before
# 3.11.5 reads those with alternatives wrongly (python/cpython#106052).
_TOKEN = re.compile(
    rf"""(?P<SPACE>[ \t\n\r\f\v]++)
    |(?P<COMMENT>--[^\n\r]*+)
    |(?P<NESTED>/\*)
    |(?P<ESCAPED>[eE]{_ESCAPED}(?:{_AGAIN}{_ESCAPED})*)
    |(?P<BLOB>[bBxX]'[^']*'(?:{_AGAIN}'[^']*')*)
    |(?P<STRING>(?:[uU]&)?{_PLAIN}(?:{_AGAIN}{_PLAIN})*)
    |(?P<QUOTED>(?:[uU]&)?"[^"]*(?:""[^"]*)*"(?!"))
    |(?P<DOLLAR>\$(?P<tag>(?:[{_LETTER}][{_LETTER}0-9]*+)?)\$.*?\$(?P=tag)\$)
    |(?P<UNCLOSED>[eEbBxX]?'|(?:[uU]&)?["']|\$(?:[{_LETTER}][{_LETTER}0-9]*+)?\$)
    |(?P<WORD>[{_LETTER}][{_LETTER}0-9$]*+)
    |(?P<NUMBER>0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+
        |(?:{_DIGITS}(?:\.(?!\.)(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?)
    |(?P<VARIABLE>\$[0-9]++)
    |(?P<OPERATOR>(?:(?!--|/\*)[~!@\#^&|`?+\-*/%<>=])+|::|:=|\.\.|[,()\[\].;:])
    |(?P<ILLEGAL>.)""",
    re.VERBOSE | re.DOTALL,
)
_KINDS = {
    **TokenKind.__members__,
    "ESCAPED": TokenKind.STRING,
    "DOLLAR": TokenKind.STRING,
    "NESTED": TokenKind.COMMENT,
}
_COMMENT_EDGE = re.compile(r"/\*|\*/")


def lex(text: str) -> Iterator[Token]:
    """All tokens, white space and comments included.

    Raises:
        UnclosedError: a quote or comment has no end, or comments nest too deep.
    """
    position = 0
    while match := _TOKEN.match(text, position):
        group = match.lastgroup or "ILLEGAL"
        if group == "UNCLOSED":
            what = "quoted name" if match.group().endswith('"') else "string"
            raise UnclosedError(f"unclosed {what}", position)
        end = _comment_end(text, position) if group == "NESTED" else match.end()
        yield Token(_KINDS[group], text[position:end], position)
        position = end


def _comment_end(text: str, start: int) -> int:
    depth, position = 0, start
    while edge := _COMMENT_EDGE.search(text, position):
        position = edge.end()
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return position
        if depth > _MOST_NESTED:
            raise UnclosedError(f"comments nested deeper than {_MOST_NESTED}", start)
    raise UnclosedError("unclosed comment", start)
