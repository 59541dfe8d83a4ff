"""Finding `atlas:` directives in a file's comments, in every spelling, honoured by Atlas or not.

Atlas honours `-- atlas:NAME args` as a file directive when it stands in the comment block at the very top, apart from
the first statement by an empty line (sql/migrate/dir.go, `LocalFile.Directive`), `-- atlas:delimiter` when it is the
very first line (lex.go, `init`), and on a statement when it stands right before it. We honour none of them as an
instruction; finding more than Atlas does is deliberate.
"""

from __future__ import annotations

import re

from schemawarden_policy.lexing import TokenKind, UnclosedError, lex
from schemawarden_policy.migration import Directive
from schemawarden_policy.statement import Dialect

_HINT = re.compile(r"atlas", re.IGNORECASE)
"""What every directive holds. Most files have none, and a search costs far less than finding their comments."""
_MENTION = re.compile(r"atlas[ \t]*:[ \t]*(\w*)[ \t]*([^\n]*)", re.IGNORECASE)


def directives(text: str, dialect: Dialect) -> tuple[Directive, ...]:
    """Every mention of `atlas:` in a comment of the file, also behind what is a comment to Atlas alone: `#`, on MySQL `--x`."""
    if not _HINT.search(text):
        return ()
    header = len(_header(text))
    return tuple(
        Directive(
            name=match.group(1).lower(),
            args=match.group(2).strip().removesuffix("*/").strip(),
            line=text.count("\n", 0, start + match.start()) + 1,
            header=start + match.start() < header,
        )
        for start, comment in comments(text, dialect)
        for match in _MENTION.finditer(comment)
    )


def comments(text: str, dialect: Dialect) -> list[tuple[int, str]]:
    """(position, text) of each comment; of the whole rest of the text where it stops being readable."""
    found: list[tuple[int, str]] = []
    end = line_end = 0
    try:
        for token in lex(text, dialect):
            end = token.end
            if token.kind is TokenKind.COMMENT:
                found.append((token.start, token.text))
            elif token.start >= line_end and text.startswith(("#", "--"), token.start):
                newline = text.find("\n", token.start)
                line_end = newline if newline >= 0 else len(text)
                found.append((token.start, text[token.start : line_end]))
    except UnclosedError:
        found.append((end, text[end:]))
    return found


def _header(text: str) -> str:
    """The comment block that Atlas takes for the file's own, or its first line when that is a delimiter directive."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if not line.startswith(("--", "#")):
            rest = text[len("".join(lines)) :]
            if rest.lstrip(" \t").startswith("\n"):
                return "".join(lines)
            first = lines[0] if lines else ""
            return first if re.match(r"-- atlas:delimiter", first) else ""
        lines.append(line)
    return "".join(lines)
