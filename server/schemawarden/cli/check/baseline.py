"""--baseline FILE: findings that were accepted earlier, so that an old project can begin with what is new.

- A finding is known by its rule and its statement's words, so that moved lines and renamed files don't matter. An entry holds
  for as many findings as it counted: the same statement once more is new.
- No entry hides what is forbidden, and none is written for it.
- An entry that nothing fits any more is told of, once its files were looked at.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from schemawarden.cli.check.examining import verdict_of
from schemawarden.cli.check.model import Checked, Found
from schemawarden.errors import InputError, UnavailableError

_VERSION = 1
_FORBIDDEN = "forbidden"
Key = tuple[str, str]
"""(rule, fingerprint)."""


class Entry(NamedTuple):
    times: int
    paths: list[str]
    """Where it stood when it was written; for people."""


class Accepted(NamedTuple):
    files: list[Checked]
    """Without the findings that the baseline knows."""
    number: int
    stale: list[str]
    """Entries that fit nothing any more, in words."""


def accept(files: list[Checked], baseline: dict[Key, Entry]) -> Accepted:
    """What is left when the baseline's findings are taken out."""
    left = Counter({key: entry.times for key, entry in baseline.items()})
    rest = [_without(checked, left) for checked in files]
    number = sum(entry.times for entry in baseline.values()) - left.total()
    checked = {file.path for file in files}
    stale = [
        f"{rule} in {', '.join(entry.paths)}"
        for (rule, fingerprint), entry in baseline.items()
        if left[rule, fingerprint] == entry.times and _looked_at(entry, checked)
    ]
    return Accepted(rest, number, stale)


def _without(checked: Checked, left: Counter[Key]) -> Checked:
    new = [found for found in checked.findings if not _known(found, left)]
    if len(new) == len(checked.findings):
        return checked
    return checked._replace(findings=new, verdict=verdict_of([found.severity for found in new]))


def _known(found: Found, left: Counter[Key]) -> bool:
    key = (found.rule, found.fingerprint)
    if found.severity == _FORBIDDEN or left[key] <= 0:
        return False
    left[key] -= 1
    return True


def _looked_at(entry: Entry, checked: set[str]) -> bool:
    return all(path in checked or not Path(path).exists() for path in entry.paths)


def read_baseline(path: str) -> dict[Key, Entry]:
    """Raises InputError BASELINE_UNREADABLE or BASELINE_INVALID."""
    try:
        document = json.loads(Path(path).read_bytes().decode())
        return _entries(document)
    except OSError as error:
        message = f"The baseline {path} can't be read: {error.strerror}."
        raise InputError("BASELINE_UNREADABLE", message, "Write one first, with --write-baseline.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        message = f"{path} is not a baseline of this version."
        raise InputError(
            "BASELINE_INVALID", message, "Write it anew with --write-baseline, and look at the difference."
        ) from None


def _entries(document: Any) -> dict[Key, Entry]:
    if document["version"] != _VERSION:
        raise ValueError("another version")
    return {(str(row["rule"]), str(row["fingerprint"])): _entry(row) for row in document["findings"]}


def _entry(row: dict[str, Any]) -> Entry:
    if not isinstance(row["count"], int) or row["count"] < 1:
        raise ValueError("a count below 1")
    return Entry(row["count"], [str(path) for path in row["paths"]])


def write_baseline(path: str, files: Iterable[Checked]) -> tuple[int, int]:
    """Record what was found; the file is replaced as a whole. (recorded, forbidden and therefore not recorded)"""
    counts: Counter[Key] = Counter()
    paths: dict[Key, dict[str, None]] = {}
    forbidden = 0
    for checked in files:
        for found in checked.findings:
            if found.severity == _FORBIDDEN:
                forbidden += 1
                continue
            counts[found.rule, found.fingerprint] += 1
            paths.setdefault((found.rule, found.fingerprint), {})[checked.path] = None
    rows = [
        {"rule": rule, "fingerprint": mark, "count": count, "paths": sorted(paths[rule, mark])}
        for (rule, mark), count in sorted(counts.items())
    ]
    _replace(Path(path), json.dumps({"version": _VERSION, "findings": rows}, indent=1) + "\n")
    return counts.total(), forbidden


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(text)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        message = f"The baseline {path} can't be written: {error.strerror}."
        raise UnavailableError(
            "BASELINE_UNWRITABLE", message, "Check the directory's owner and mode."
        ) from None
