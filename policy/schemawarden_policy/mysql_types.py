"""Whether a change of a column's type copies the table on MySQL and MariaDB.

Measured on MariaDB 10.11 with ALGORITHM=INSTANT and INPLACE (tests/observed/mariadb); of MySQL by its manual. Types are
texts in any spelling. What is not known to be free copies.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from schemawarden_policy.mysql_ranges import Type, read_type

_BYTES = {"utf8mb4": 4, "utf8mb3": 3, "utf8": 3, "latin1": 1, "ascii": 1, "binary": 1}
"""Of a character, at most."""
_ANY_BYTES = (1, 3, 4)
_CHARSET = re.compile(r"\b(?:CHARACTER SET|CHARSET)\s+(\w+)", re.IGNORECASE)
_ONE_LENGTH_BYTE = 255
_ROOMY = 127
"""MariaDB may put a second length byte before a text of at most so many bytes without writing it anew."""
_GROWING = ("VARCHAR", "VARBINARY")
_FAMILIES = ("whole", "exact", "float", "time", "text", "list", "BIT")
_SIZES = {"DECIMAL": (10, 0), "CHAR": (1,), "BINARY": (1,), "BIT": (1,)}
_SIZES |= dict.fromkeys(("TIME", "DATETIME", "TIMESTAMP"), (0,))
"""What a type without a size means."""


class Members(StrEnum):
    """What becomes of an ENUM's or SET's members, the worst."""

    SAME = "same"
    APPENDED = "appended"
    GROWN = "grown"
    """Members were appended, and each value takes more bytes from here on."""
    INSERTED = "inserted"
    """A new one stands before an old one."""
    REORDERED = "reordered"
    REMOVED = "removed"


def copies(old: str, new: str, *, mariadb: bool, charset: str = "") -> bool:
    """The change from one type to another copies every row. `charset` is that of the column, empty when it is not known."""
    before, after = _read(old), _read(new)
    if before == after:
        return before.family not in _FAMILIES and _words(old) != _words(new)
    if before.name == after.name and before.name in _GROWING:
        return not _grows_freely(before, after, charset or charset_of(old), mariadb=mariadb)
    if before.name == after.name and before.members:
        return members(old, new) not in (Members.SAME, Members.APPENDED)
    return True


def members(old: str, new: str) -> Members:
    """What becomes of the members, both types being ENUM or both SET. The server compares them without regard to case."""
    before, after = _members(old), _members(new)
    if set(before) - set(after):
        return Members.REMOVED
    kept = tuple(each for each in after if each in before)
    if kept != before:
        return Members.REORDERED
    if after[: len(kept)] != kept:
        return Members.INSERTED
    if len(after) == len(kept):
        return Members.SAME
    return Members.GROWN if _bytes(read_type(new)) > _bytes(read_type(old)) else Members.APPENDED


def _members(text: str) -> tuple[str, ...]:
    return tuple(each.casefold() for each in read_type(text).members)


def charset_of(text: str) -> str:
    """The character set that a type's text names, in lower case; empty when it names none."""
    found = _CHARSET.search(text)
    return found.group(1).lower() if found else ""


def recodes_freely(text: str, old: str, new: str, *, mariadb: bool) -> bool:
    """A column of this type goes from one character set to another, both known, without a copy.

    MariaDB only reads three-byte UTF-8 as four-byte UTF-8, where the length still fits.
    """
    old, new = (name.lower().replace("utf8mb3", "utf8") for name in (old, new))
    if old == new:
        return True
    column = read_type(text)
    if not mariadb or (old, new) != ("utf8", "utf8mb4") or column.family != "text":
        return False
    size = column.sizes[0] if column.name in _GROWING and column.sizes else 0
    return not _ROOMY < size * 3 <= _ONE_LENGTH_BYTE < size * 4


def _read(text: str) -> Type:
    """With the size that is meant where none is written."""
    found = read_type(text)
    if found.name == "YEAR":
        return replace(found, sizes=())
    missing = _SIZES.get(found.name, ())[len(found.sizes) :]
    return replace(found, sizes=found.sizes + missing)


def _words(text: str) -> str:
    return " ".join(text.upper().split())


def _grows_freely(before: Type, after: Type, charset: str, *, mariadb: bool) -> bool:
    """It is free in whatever character set it may have."""
    if not before.sizes or not after.sizes or after.sizes[0] < before.sizes[0]:
        return False
    widths = (_BYTES[charset],) if charset in _BYTES else _ANY_BYTES
    widths = (1,) if before.name == "VARBINARY" else widths
    return all(_fits(before.sizes[0] * w, after.sizes[0] * w, mariadb=mariadb) for w in widths)


def _fits(old: int, new: int, *, mariadb: bool) -> bool:
    """The length before each value takes as many bytes as it did, or there is room for one more."""
    same = (old <= _ONE_LENGTH_BYTE) == (new <= _ONE_LENGTH_BYTE)
    return same or (mariadb and old <= _ROOMY)


def _bytes(kind: Type) -> int:
    """Of one value: an ENUM is a number, a SET one bit for each member in 1, 2, 3, 4 or 8 bytes."""
    count = len(kind.members)
    if kind.name == "ENUM":
        return 1 if count <= _ONE_LENGTH_BYTE else 2
    return next((size for size in (1, 2, 3, 4) if count <= size * 8), 8)
