"""Whose the objects of a database are: the operator's OWNERS file, in the manner of CODEOWNERS.

    # pattern            owners
    *                    @dana
    billing.             @team/billing
    billing.ledger       !deny
    audit.events.actor   @alice @bob
    scratch_*

- A pattern is `table`, `schema.table` or `schema.table.column`, with `*` and `?` within a part; `schema.` and `schema.**`
  mean all of a schema, `*` and `**` everything. A part in double quotes is a name as it is. Case does not count.
- The last line that matches an object decides. One without owners says that nobody owns it, one with `!deny` that nobody may
  change it.
- Owners are approvers (`@alice`) or teams of the config (`@team/dba`); either of several owners will do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from schemawarden_policy.patterns import BadPatternError, parts_of
from schemawarden_policy.spot import Spot

_PATTERN = re.compile(r'(?:"(?:[^"]|"")*"|[^"\s])+')
_TEAM = "team/"
DENY = "!deny"
_ALL = "*"
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class OwnerLine:
    line: int
    pattern: str
    """As written."""
    owners: tuple[str, ...] = ()
    """Names of approvers, sorted; teams are resolved."""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Ownership:
    lines: tuple[OwnerLine, ...] = ()
    """In the file's order."""

    def asked(self, spot: Spot, *, deep: bool = True) -> tuple[OwnerLine, ...]:
        """The lines that decide about an object: the last that covers it, and with `deep` the later ones that decide about a
        part of it, such as a column of a table."""
        last = max((n for n, line in enumerate(self.lines) if _covers(line, spot)), default=-1)
        inner = self.lines[last + 1 :] if deep else ()
        return (*self.lines[max(last, 0) : last + 1], *(line for line in inner if _overlaps(line, spot)))

    @property
    def everybody(self) -> tuple[str, ...]:
        """All who own anything, sorted."""
        return tuple(sorted({owner for line in self.lines for owner in line.owners}))


def parse_owners(
    text: str, approvers: Collection[str], teams: Mapping[str, Collection[str]]
) -> tuple[Ownership, tuple[tuple[int, str], ...]]:
    """What an OWNERS file says, and (line, what is wrong) for each line that can't be taken. Nothing of a line is quoted."""
    lines: list[OwnerLine] = []
    problems: list[tuple[int, str]] = []
    for number, written in enumerate(text.splitlines(), 1):
        try:
            if (found := _line(number, written, approvers, teams)) is not None:
                lines.append(found)
        except BadPatternError as error:
            problems.append((number, str(error)))
    if len(lines) > _MOST_LINES:
        problems.append((len(lines), f"more than {_MOST_LINES} lines"))
    return Ownership(tuple(lines)), tuple(problems)


def _line(
    number: int, written: str, approvers: Collection[str], teams: Mapping[str, Collection[str]]
) -> OwnerLine | None:
    text = written.strip()
    if not text or text.startswith("#"):
        return None
    match = _PATTERN.match(text)
    if match is None:
        raise BadPatternError("a quote has no other half")
    pattern, words = match[0], _words(text[match.end() :])
    globs(pattern)
    if words == [DENY]:
        return OwnerLine(number, pattern, denied=True)
    owners = {name for word in words for name in _people(word, approvers, teams)}
    return OwnerLine(number, pattern, tuple(sorted(owners)))


def _words(text: str) -> list[str]:
    if text and not text[0].isspace():
        raise BadPatternError("a pattern ends with a blank")
    words = text.split()
    comment = next((place for place, word in enumerate(words) if word.startswith("#")), len(words))
    return words[:comment]


def _people(word: str, approvers: Collection[str], teams: Mapping[str, Collection[str]]) -> Iterator[str]:
    name = word.removeprefix("@")
    if name == word or not name:
        raise BadPatternError(f"a word is no owner; expected @NAME or @team/NAME, or {DENY} alone")
    if not name.startswith(_TEAM):
        if name not in approvers:
            raise BadPatternError(f"an owner is no approver of the config ({_known(approvers)})")
        yield name
    elif (members := teams.get(name.removeprefix(_TEAM))) is None:
        raise BadPatternError(f"an owner is no team of the config ({_known(teams)})")
    else:
        yield from members


def _known(names: Collection[str]) -> str:
    return f"known: {', '.join(sorted(names)[:20])}" if names else "there is none"


@lru_cache(maxsize=4096)
def globs(pattern: str) -> tuple[tuple[str, str, str], ...]:
    """The pattern as (schema, table, column) globs; more than one where `**` leaves open how many parts it stands for.

    Raises BadPatternError.
    """
    if pattern in ("*", "**"):
        return ((_ALL, _ALL, _ALL),)
    parts = parts_of(pattern[:-1] if pattern.endswith(".") else pattern)
    if pattern.endswith("."):
        parts = (*parts, "**")
    if "**" in parts[1:-1] or len(parts) > 3 or (len(parts) == 3 and parts[-1] == "**"):
        raise BadPatternError("the pattern has too many parts, or `**` in the middle")
    return _globs(parts)


def _globs(parts: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    if parts[-1] == "**":
        return ((parts[0], _ALL, _ALL),)
    if parts[0] == "**" and len(parts) == 2:
        return (_ALL, parts[1], _ALL), (_ALL, _ALL, parts[1])
    whole = tuple(_ALL if part == "**" else part for part in parts)
    if len(whole) == 1:
        return ((_ALL, whole[0], _ALL),)
    return ((whole[0], whole[1], whole[2] if len(whole) == 3 else _ALL),)


def _covers(line: OwnerLine, spot: Spot) -> bool:
    """The line matches the object, or something that holds it."""
    names = (spot.schema, spot.table, spot.column)
    return any(
        all(fnmatchcase(name, glob) if name else glob == _ALL for name, glob in zip(names, each, strict=True))
        for each in globs(line.pattern)
    )


def _overlaps(line: OwnerLine, spot: Spot) -> bool:
    """The line may match a part of the object."""
    names = (spot.schema, spot.table, spot.column)
    return any(
        all(not name or fnmatchcase(name, glob) for name, glob in zip(names, each, strict=True))
        for each in globs(line.pattern)
    )
