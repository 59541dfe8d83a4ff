"""Whether the predicate of an UPDATE takes in every row that has no value in a column, by its text.

Parsers hand out predicates in one spelling; a form that is not one of these few says nothing.
"""

from __future__ import annotations

import re

_NAME = r'(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[\w$]+)'
_IS_NULL = re.compile(rf"(?:{_NAME}\.)*({_NAME}) +IS +NULL", re.IGNORECASE)
_NARROWS = re.compile(r"'(?:[^']|'')*'|\b(AND|NOT|CASE)\b", re.IGNORECASE)
_OR = re.compile(r"\bOR\b", re.IGNORECASE)


def columns_taken_when_null(where: str) -> tuple[str, ...]:
    """The columns of `a IS NULL`, alone or joined to something else by OR."""
    if any(found[1] for found in _NARROWS.finditer(where)):
        return ()
    parts = (_IS_NULL.fullmatch(part.strip("() \n\t")) for part in _OR.split(where))
    return tuple(_unquoted(match[1]) for match in parts if match)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name[0] in '"`[' else name
