"""Settings under which MySQL and MariaDB read the text that follows by other lexical rules.

ANSI_QUOTES makes names of strings, NO_BACKSLASH_ESCAPES moves their ends, other modes change operators; in some character sets a
backslash is half a letter. A file may set sql_mode only to modes that change nothing of the kind, or back to what it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden_policy.lexing_mysql import lex, value
from schemawarden_policy.statement import RawStatement
from schemawarden_policy.token import Token, TokenKind, UnclosedError, fold

_MODES = frozenset(
    "ALLOW_INVALID_DATES ERROR_FOR_DIVISION_BY_ZERO NO_AUTO_CREATE_USER NO_AUTO_VALUE_ON_ZERO NO_DIR_IN_CREATE "
    "NO_ENGINE_SUBSTITUTION NO_UNSIGNED_SUBTRACTION NO_ZERO_DATE NO_ZERO_IN_DATE ONLY_FULL_GROUP_BY PAD_CHAR_TO_FULL_LENGTH "
    "STRICT_ALL_TABLES STRICT_TRANS_TABLES TIME_TRUNCATE_FRACTIONAL TRADITIONAL".split()
)
_CHARSETS = ("utf8", "utf8mb3", "utf8mb4", "ascii", "latin1", "binary", "default")
_GLUE = ("SELECT", "CONCAT", "CONCAT_WS", "REPLACE", "TRIM", "(", ")", ",")


def check(text: str, pieces: Sequence[RawStatement]) -> None:
    """The text can be sent as it is, and no statement of it changes how the next ones are read.

    Raises:
        UnclosedError: with the position in the text, in characters.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnclosedError("half a surrogate pair", error.start) from None
    saved: set[str] = set()
    for piece in pieces:
        if piece.text[:3].upper() != "SET":
            continue
        tokens = [t for t in lex(piece.text) if t.kind not in (TokenKind.SPACE, TokenKind.COMMENT)]
        problem = _problem(tokens[1:], saved)
        if problem:
            raise UnclosedError(problem, len(text.encode()[: piece.offset].decode()))


def _problem(tokens: Sequence[Token], saved: set[str]) -> str:
    for at, token in enumerate(tokens):
        name = _setting(token)
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if follows in ("=", ":="):
            told = _value(tokens[at + 2 :])
            if name == "sql_mode" and not _harmless(told, saved):
                return "sql_mode is set to what may change how the rest of the file is read"
            if name == "character_set_client" and not _known(told):
                return "a character set in which the rest of the file may be read otherwise"
            if token.text.startswith("@"):
                (saved.add if [_setting(t) for t in told] == ["sql_mode"] else saved.discard)(
                    fold(token.text)
                )
        elif _opens_charset(tokens, at) and not _known(tokens[at + 1 : at + 2]):
            return "a character set in which the rest of the file may be read otherwise"
    return ""


def _setting(token: Token) -> str:
    """The system variable that a token may name, lower case."""
    if token.kind not in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.VARIABLE):
        return ""
    return fold(token.name).replace("`", "").split(".")[-1].removeprefix("@@")


def _opens_charset(tokens: Sequence[Token], at: int) -> bool:
    word, before = tokens[at].word, tokens[at - 1].word if at else ""
    first = at == 0 or tokens[at - 1].text == ","
    return (first and word in ("NAMES", "CHARSET")) or (before in ("CHARACTER", "CHAR") and word == "SET")


def _value(tokens: Sequence[Token]) -> list[Token]:
    """Up to the comma that ends the assignment."""
    found: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.text == ";" or (token.text == "," and depth == 0):
            break
        found.append(token)
    return found


def _known(told: Sequence[Token]) -> bool:
    return len(told) == 1 and fold(value(told[0])) in _CHARSETS


def _harmless(told: Sequence[Token], saved: set[str]) -> bool:
    """DEFAULT, literals of known modes, the mode that it was, or these put together."""
    return bool(told) and all(_fits(token, saved) for token in told) and _takes_away(told)


def _fits(token: Token, saved: set[str]) -> bool:
    if token.kind is TokenKind.VARIABLE:
        return _setting(token) == "sql_mode" or fold(token.text) in saved
    if token.kind is TokenKind.STRING or token.word in _MODES:
        return {mode.strip() for mode in value(token).upper().split(",")} <= _MODES | {""}
    return token.text == "0" or token.word == "DEFAULT" or (token.word or token.text) in _GLUE


def _takes_away(told: Sequence[Token]) -> bool:
    """REPLACE, which could join the halves of a name, only takes whole names out."""
    texts = [token.word or token.text for token in told]
    literals = [value(token) for token in told if token.kind is TokenKind.STRING]
    return "REPLACE" not in texts or all(gone == "" for gone in literals[1::2])
