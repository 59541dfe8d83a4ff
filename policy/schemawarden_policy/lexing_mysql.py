"""The lexical grammar of MySQL and MariaDB, as sql/sql_lex.cc has it, with the modes that a server starts with.

- `--` opens a comment only before white space, a control character or the end; `#` does so anywhere; comments don't nest.
- A backslash escapes in '' and "", which are both strings; backticks quote names and know no backslash.
- `/*! */`, `/*!50001 */` and MariaDB's `/*M! */` are run by the server: to this lexer they are comments, and whoever reads a
  statement refuses it for them (`hidden_code`). `/*+ */` is a hint to the optimizer.
- ANSI_QUOTES, NO_BACKSLASH_ESCAPES and the character sets in which a backslash may be half a letter would change all
  this: `split_mysql.py` refuses a file that sets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemawarden_policy.token import Token, TokenKind, UnclosedError

_LETTER = r"A-Za-z0-9_$\x80-\uffff"
_SINGLE = r"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'(?!')"
_DOUBLE = r'"[^"\\]*(?:(?:\\.|"")[^"\\]*)*"(?!")'
_TICKED = r"`[^`]*(?:``[^`]*)*`(?!`)"
_TOKEN = re.compile(
    rf"""(?P<SPACE>[ \t\n\r\f\v]++)
    |(?P<COMMENT>\#[^\n]*+|--(?=[\x00-\x20\x7f]|\Z)[^\n]*+|/\*.*?\*/)
    |(?P<BLOB>[xX]'(?:[0-9A-Fa-f]{{2}})*'|[bB]'[01]*'|0x[0-9A-Fa-f]++(?![{_LETTER}])|0b[01]++(?![{_LETTER}]))
    |(?P<STRING>[nN]?{_SINGLE}|{_DOUBLE})
    |(?P<NUMBER>[0-9]++(?![{_LETTER}.])|[0-9]++[eE][+-]?[0-9]++(?![{_LETTER}])|[0-9]++\.[0-9]*+(?:[eE][+-]?[0-9]++)?
        |(?<![{_LETTER}`])\.[0-9]++(?:[eE][+-]?[0-9]++)?)
    |(?P<WORD>[{_LETTER}]++)
    |(?P<QUOTED>{_TICKED})
    |(?P<VARIABLE>@@?[{_LETTER}.]++|@@?{_TICKED}|@(?:{_SINGLE}|{_DOUBLE})|\?)
    |(?P<UNCLOSED>/\*|@?['"`])
    |(?P<OPERATOR>->>|<=>|->|:=|<=|>=|<>|!=|<<|>>|\|\||&&|[();:+\-*/%=<>!~^&|,.{{}}])
    |(?P<ILLEGAL>.)""",
    re.VERBOSE | re.DOTALL,
)
_KINDS = {group: TokenKind[group] for group in _TOKEN.groupindex if group != "UNCLOSED"}
_UNCLOSED = {"/*": "comment", "'": "string", '"': "string", "`": "quoted name"}
_ESCAPED = re.compile(r"\\(.)|''|\"\"", re.DOTALL)
_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}


def lex(text: str, start: int = 0) -> Iterator[Token]:
    """All tokens from a position on, white space and comments included.

    Raises:
        UnclosedError: a quote or comment has no end.
    """
    for match in _TOKEN.finditer(text, start):
        group = match.lastgroup or "ILLEGAL"
        if group == "UNCLOSED":
            what = _UNCLOSED[match.group().lstrip("@")]
            raise UnclosedError(f"unclosed {what}", match.start())
        yield Token(_KINDS[group], match.group(), match.start())


def hidden_code(comment: str) -> str:
    """What a comment is called if the server reads what stands in it; else empty."""
    if comment.startswith(("/*!", "/*M!")):
        return "executable comment"
    return "optimizer hint" if comment.startswith("/*+") else ""


def executable(tokens: Iterable[Token]) -> Token | None:
    """The first comment among the tokens that the server would run."""
    found = (token for token in tokens if token.kind is TokenKind.COMMENT)
    return next((token for token in found if hidden_code(token.text) == "executable comment"), None)


def value(token: Token) -> str:
    """What a literal says: quotes off, escapes undone. Any other token as it is written, a name without its quotes."""
    if token.kind is TokenKind.QUOTED:
        return token.name
    if token.kind is not TokenKind.STRING:
        return token.text
    body = token.text.lstrip("nN")
    quote, body = body[0], body[1:-1]
    if "\\" not in body:
        return body.replace(quote * 2, quote)
    return _ESCAPED.sub(lambda found: _unescaped(found, quote), body)


def _unescaped(found: re.Match[str], quote: str) -> str:
    if found[1] is None:
        return quote if found[0][0] == quote else found[0]
    return _ESCAPES.get(found[1], found[1])
