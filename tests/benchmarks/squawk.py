"""What squawk finds in the PostgreSQL files of the corpus, of `safe` and of `hazards`, beside what `schemawarden check` finds.

    python -m tests.benchmarks.squawk      # writes server/docs/squawk.md again

- A finding of squawk is matched when we have one of a rule that carries squawk's name, on the same statement. What squawk asks
  of a file as a whole (timeouts, IF EXISTS) is compared file by file.
- squawk is told `--assume-in-transaction` for the files that their runner wraps; opt-in rules of ours are on.
- goose's and dbmate's files are left out: squawk does not know their notation.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schemawarden.cli.check.examining import examine
from schemawarden.cli.check.gathering import gather
from schemawarden.cli.check.model import Question
from schemawarden_policy.catalog import RULES
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from tests.benchmarks.check import squawk
from tests.benchmarks.squawk_notes import ADVICE, NOTES, OF_FILES
from tests.policy.checked import CORPUS, HAZARDS, SAFE, corpus, dialect_of

PAGE = Path(__file__).parents[2] / "server" / "docs" / "squawk.md"
_OTHER_NOTATIONS = ("goose", "dbmate")
_WHOLE = -1
"""In place of a statement's number: the file as a whole."""
_ALL = Settings(severities={rule.id: rule.severity.word for rule in RULES if rule.opt_in})

Spot = tuple[Path, int]
"""(file, number of the statement)."""


@dataclass(frozen=True)
class Row:
    """One rule of squawk."""

    rule: str
    theirs: frozenset[Spot]
    ours: frozenset[Spot]
    by: tuple[str, ...]
    """Our rules that carry its name."""

    @property
    def unmatched(self) -> frozenset[Spot]:
        return self.theirs - self.ours

    def cells(self) -> tuple[str, ...]:
        both = len(self.theirs & self.ours)
        named = "advice: not yet" if self.rule in ADVICE else ", ".join(self.by)
        return (
            self.rule,
            str(len({path for path, _ in self.theirs})),
            *map(str, (len(self.theirs), both, len(self.unmatched), len(self.ours - self.theirs))),
            named,
        )


def files() -> list[Path]:
    ours = [path for folder in (SAFE, HAZARDS) for path in (folder / "postgresql").rglob("*.sql")]
    known = [path for path in corpus() if dialect_of(path) is Dialect.POSTGRESQL]
    told = (
        path
        for path in (*ours, *known)
        if not set(_OTHER_NOTATIONS) & set(path.relative_to(CORPUS.parent).parts)
    )
    return sorted(path for path in told if path.stem not in _OTHER_NOTATIONS)


def rows(program: str) -> list[Row]:
    paths = files()
    places = {path: _Places(path) for path in paths}
    theirs = _theirs(program, paths, places)
    ours = _ours(paths)
    names = {name: tuple(rule.id for rule in RULES if name in (rule.id, *rule.aliases)) for name in theirs}
    found = []
    for name in sorted(theirs):
        mine = ours[name] if name not in ADVICE else set()
        found.append(Row(name, _fold(name, theirs[name]), _fold(name, mine), names[name]))
    return found


def _fold(name: str, spots: set[Spot]) -> frozenset[Spot]:
    return frozenset((path, _WHOLE) if name in OF_FILES else (path, number) for path, number in spots)


class _Places:
    """The statements of a file, by where they stand."""

    def __init__(self, path: Path) -> None:
        text = path.read_bytes().decode()
        statements = read_file(path.name, text, Dialect.POSTGRESQL).statements
        self.starts = [(each.place.line, each.place.column) for each in statements]

    def at(self, line: int, column: int) -> int:
        """The statement that begins there, or the last one before it."""
        before = [number for number, start in enumerate(self.starts) if start <= (line, column)]
        return before[-1] if before else 0


def _theirs(program: str, paths: Sequence[Path], places: dict[Path, _Places]) -> dict[str, set[Spot]]:
    alone = [path for path in paths if "atlas:txmode none" in path.read_text()]
    wrapped = [path for path in paths if path not in alone]
    found: defaultdict[str, set[Spot]] = defaultdict(set)
    for chosen, options in ((wrapped, ["--assume-in-transaction"]), (alone, [])):
        command = [program, "--reporter", "json", *options, *map(str, chosen)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
        for each in json.loads(done.stdout):
            path = Path(each["file"])
            number = places[path].at(each["line"] + 1, each["column"] + 1)
            found[each["rule_name"]].add((path, number))
    return found


def _ours(paths: Sequence[Path]) -> defaultdict[str, set[Spot]]:
    found: defaultdict[str, set[Spot]] = defaultdict(set)
    for path in paths:
        [checked] = examine(gather([str(path)], "auto")[0], Question("postgresql", settings=_ALL))
        places = _Places(path)
        for finding in checked.findings:
            for name in (finding.rule, *finding.aliases):
                found[name].add((path, places.at(finding.line, finding.column)))
    return found


def version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=20)
    return done.stdout.split()[-1]


def page(program: str) -> str:
    found = rows(program)
    lines = _HEAD.format(version=version(program), files=len(files())).splitlines()
    lines += ["| " + " | ".join(row.cells()) + " |" for row in found]
    lines += ["", *_REST.splitlines()]
    alone = {row.rule for row in found if row.unmatched}
    lines += [f"- **{name}**: {NOTES[name]}" for name in sorted(alone - ADVICE)]
    lines += [f"- {', '.join(sorted(alone & ADVICE))}: design advice, section 9 of the catalogue."]
    return "\n".join(lines) + "\n"


_HEAD = """# What squawk finds

Written by `python -m tests.benchmarks.squawk`; a test says that it is current where squawk {version} is installed.

squawk {version} and `schemawarden check` over the same {files} PostgreSQL files: the corpus of realistic migrations, the safe ones
and the hazards under `tests/policy`. A finding is matched when both have one on the same statement and one of our rules carries
squawk's name as an alias; timeouts and guards are compared file by file. squawk is told which files their runner wraps in a
transaction; opt-in rules of ours are on.

| squawk's rule | files | found by squawk | by both | by squawk alone | by us alone | our rules |
|---|---:|---:|---:|---:|---:|---|"""
_REST = """## By squawk alone

Each of these statements was read, but for those of require-statement-timeout. Where the server's behaviour decides, it was
tried on PostgreSQL 15 and 18 with 5,000 rows, in a transaction that was rolled back; that a table is new is read from the file.

"""


def main() -> None:
    program = squawk()
    if program is None:
        raise SystemExit("squawk is not installed: pip install squawk-cli")
    PAGE.write_text(page(program))


if __name__ == "__main__":
    main()
