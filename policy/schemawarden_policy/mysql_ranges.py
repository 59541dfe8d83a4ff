"""Which values of MySQL's and MariaDB's column types may not fit into another type.

Types are texts in any spelling, as a statement or information_schema has them: "INT UNSIGNED", "varchar(20)",
"enum('a','b')". By the manuals: integer ranges, digits of DECIMAL, lengths of strings, parts of dates and times. Measured on
MariaDB 10.11 in strict mode, each type against each: no pair that lost its extreme values, or was refused for them, is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(
    r"\s*([A-Z]+(?:\s+(?:PRECISION|VARYING))?)\s*(?:\((.*)\))?\s*([^()]*)", re.DOTALL | re.IGNORECASE
)
_MEMBER = re.compile(r"'((?:[^']|'')*)'")
_ALIASES = {
    "INTEGER": "INT",
    "BOOL": "TINYINT",
    "BOOLEAN": "TINYINT",
    "DEC": "DECIMAL",
    "NUMERIC": "DECIMAL",
    "FIXED": "DECIMAL",
    "DOUBLE PRECISION": "DOUBLE",
    "REAL": "DOUBLE",
    "CHARACTER": "CHAR",
    "CHARACTER VARYING": "VARCHAR",
    "NCHAR": "CHAR",
    "NVARCHAR": "VARCHAR",
}
_WHOLE = {"TINYINT": 8, "SMALLINT": 16, "MEDIUMINT": 24, "INT": 32, "BIGINT": 64}
_LENGTHS = {"TINYTEXT": 255, "TEXT": 65_535, "MEDIUMTEXT": 2**24 - 1, "LONGTEXT": 2**32 - 1}
_LENGTHS |= {name.replace("TEXT", "BLOB"): size for name, size in _LENGTHS.items()}
_SIZED = ("CHAR", "VARCHAR", "BINARY", "VARBINARY")
_TIMES = ("DATE", "TIME", "DATETIME", "TIMESTAMP", "YEAR")
_FAMILIES = ("whole", "exact", "float", "time", "list", "text", "JSON")
_LONGEST_FLOAT = 24
"""-1.7976931348623157e+308"""
_MOST_BYTES = 4
"""Of a character (utf8mb4)."""


@dataclass(frozen=True, slots=True)
class Type:
    """A column type, taken apart."""

    name: str
    """In upper case, one name for each type; empty when the text was not understood."""
    sizes: tuple[int, ...] = ()
    unsigned: bool = False
    members: tuple[str, ...] = ()
    """Of ENUM and SET, in order."""

    @property
    def family(self) -> str:
        """whole, exact, float, time, list, text, or the name itself."""
        if self.name in _WHOLE:
            return "whole"
        if self.name in ("ENUM", "SET"):
            return "list"
        if self.name in (*_SIZED, *_LENGTHS):
            return "text"
        if self.name in _TIMES:
            return "time"
        return {"DECIMAL": "exact", "FLOAT": "float", "DOUBLE": "float"}.get(self.name, self.name)


def read_type(text: str) -> Type:
    match = _PARTS.match(text)
    if match is None:
        return Type("")
    word, inner, rest = match.groups()
    plain = " ".join(word.upper().split())
    name = _ALIASES.get(plain, plain)
    if name == "SERIAL":
        return Type("BIGINT", unsigned=True)
    if name in ("ENUM", "SET"):
        return Type(name, members=tuple(each.replace("''", "'") for each in _MEMBER.findall(inner or "")))
    sizes = tuple(int(size) for size in re.findall(r"\d+", inner or ""))
    sizes = () if name in _WHOLE else sizes  # the width for display says nothing
    return Type(name, sizes, unsigned=any(sign in rest.upper() for sign in ("UNSIGNED", "ZEROFILL")))


def narrows(old: str, new: str) -> bool:
    """Some value of the old type may not fit into the new one, or loses a part. False where it is not known."""
    before, after = read_type(old), read_type(new)
    if not before.name or before == after:
        return False
    compare = _COMPARED.get((before.family, after.family))
    if compare is not None:
        return compare(before, after)
    return before.family in _FAMILIES and after.family in _FAMILIES


def _whole(before: Type, after: Type) -> bool:
    (low, high), (least, most) = _range(before), _range(after)
    return low < least or high > most


def _range(kind: Type) -> tuple[int, int]:
    bits = _WHOLE[kind.name]
    return (0, 2**bits - 1) if kind.unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _exact(before: Type, after: Type) -> bool:
    (digits, scale), (own_digits, own_scale) = _digits(before), _digits(after)
    return own_scale < scale or own_digits - own_scale < digits - scale or after.unsigned > before.unsigned


def _whole_to_exact(before: Type, after: Type) -> bool:
    digits, scale = _digits(after)
    return digits - scale < len(str(_range(before)[1])) or (after.unsigned and not before.unsigned)


def _exact_to_whole(before: Type, after: Type) -> bool:
    (digits, scale), (least, most) = _digits(before), _range(after)
    low = 0 if before.unsigned else 1 - 10**digits
    return scale > 0 or low < least or 10**digits - 1 > most


def _year_to_whole(before: Type, after: Type) -> bool:
    return before.name != "YEAR" or _WHOLE[after.name] < _WHOLE["SMALLINT"]


def _digits(kind: Type) -> tuple[int, int]:
    digits, scale, *_ = (*kind.sizes, *(10, 0)[len(kind.sizes) :])
    return digits, scale


def _whole_to_float(before: Type, after: Type) -> bool:
    return _WHOLE[before.name] > (24 if after.name == "FLOAT" else 53)


def _time(before: Type, after: Type) -> bool:
    if before.name == after.name:
        return (after.sizes or (0,))[0] < (before.sizes or (0,))[0]
    if (before.name, after.name) in (("DATE", "DATETIME"), ("TIMESTAMP", "DATETIME")):
        return (after.sizes or (0,))[0] < (before.sizes or (0,))[0]
    return True


def _text(before: Type, after: Type) -> bool:
    if before.name in _SIZED and after.name in _SIZED:
        return _length(after) < _length(before)
    widest = 1 if "BINARY" in before.name or before.name in _LENGTHS else _MOST_BYTES
    if after.name in _SIZED:
        return True
    return _length(after) < _length(before) * widest


def _length(kind: Type) -> int:
    return _LENGTHS.get(kind.name) or (kind.sizes or (1,))[0]


def _list_to_text(before: Type, after: Type) -> bool:
    sizes = [len(each) for each in before.members]
    longest = (sum(sizes) + len(sizes) - 1) if before.name == "SET" else max(sizes, default=0)
    return _length(after) < longest


def _whole_to_text(before: Type, after: Type) -> bool:
    return _length(after) < max(len(str(end)) for end in _range(before))


def _time_to_text(before: Type, after: Type) -> bool:
    fraction = (before.sizes or (0,))[0]
    longest = {"DATE": 10, "TIME": 10, "YEAR": 4}.get(before.name, 19) + (fraction + 1 if fraction else 0)
    return _length(after) < longest


def _float(before: Type, after: Type) -> bool:
    return before.name == "DOUBLE" and after.name == "FLOAT"


def _list(before: Type, after: Type) -> bool:
    """Lost members are told by another rule; a SET may hold several, an ENUM one."""
    return before.name != after.name and (
        before.name == "SET" or not set(before.members) <= set(after.members)
    )


def _exact_to_text(before: Type, after: Type) -> bool:
    return _length(after) < _digits(before)[0] + 2


def _float_to_text(before: Type, after: Type) -> bool:
    return _length(after) < _LONGEST_FLOAT


def _json_to_text(before: Type, after: Type) -> bool:
    return after.name != "LONGTEXT"


_COMPARED = {
    ("whole", "whole"): _whole,
    ("whole", "exact"): _whole_to_exact,
    ("whole", "float"): _whole_to_float,
    ("whole", "text"): _whole_to_text,
    ("exact", "exact"): _exact,
    ("exact", "text"): _exact_to_text,
    ("exact", "whole"): _exact_to_whole,
    ("float", "text"): _float_to_text,
    ("time", "whole"): _year_to_whole,
    ("float", "float"): _float,
    ("time", "time"): _time,
    ("time", "text"): _time_to_text,
    ("text", "text"): _text,
    ("list", "text"): _list_to_text,
    ("list", "list"): _list,
    ("JSON", "text"): _json_to_text,
}
"""How two families are compared; every other pair of known ones may lose something."""
