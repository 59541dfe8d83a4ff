"""The figures as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.table import Table

from tests.benchmarks.against import Match
from tests.benchmarks.check import Race
from tests.benchmarks.figures import Figure, Phase


def show_figures(console: Console, figures: Sequence[Figure]) -> None:
    """A row for each operation, a column for each size, then how the time grew from the smallest to the largest."""
    sizes = sorted({figure.size for figure in figures})
    for series in dict.fromkeys(figure.series for figure in figures):
        table = Table(
            "operation", title=f"seconds, {series} schema: median (least-most)", title_justify="left"
        )
        for size in sizes:
            table.add_column(f"{size:,} files", justify="right")
        table.add_column("growth", justify="right")
        for what in dict.fromkeys(figure.what for figure in figures):
            row = {each.size: each for each in figures if (each.series, each.what) == (series, what)}
            if row:
                cells = [_cell(row.get(size)) for size in sizes]
                table.add_row(what, *cells, _growth([row[size] for size in sizes if size in row]))
        console.print(table)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.median:.3f} ({min(figure.seconds):.3f}-{max(figure.seconds):.3f})"


def _growth(figures: Sequence[Figure]) -> str:
    """Each step's factor: ten times the files, how many times the seconds."""
    return ", ".join(f"x{later.median / earlier.median:.1f}" for earlier, later in pairwise(figures))


def show_phases(console: Console, series: str, size: int, whole: float, phases: Sequence[Phase]) -> None:
    title = f"one lint in this process, {series} schema, {size:,} files: {whole:.3f} s"
    table = Table("phase", "seconds", "share", "times", "sent", title=title, title_justify="left")
    for phase in phases:
        share, sent = f"{phase.seconds / whole:.0%}", f"{phase.sent / 1000:,.0f} kB" if phase.sent else ""
        table.add_row(phase.name, f"{phase.seconds:.3f}", share, str(phase.times), sent)
    console.print(table)


def show_matches(console: Console, matches: Sequence[Match]) -> None:
    """A row for each question on each workspace; above 1 the CLI takes longer."""
    title = "through MCP, cold, against the Atlas CLI v0.13.1: seconds (median), same answers"
    table = Table(
        "question", "on", "schema", "files", "ours", "CLI", "times", title=title, title_justify="left"
    )
    for match in matches:
        told = match.data()
        where = (match.what, match.dialect, match.series, f"{match.size:,}")
        table.add_row(*where, f"{told['ours']:.3f}", f"{told['cli']:.3f}", f"{match.ratio:.1f}")
    console.print(table)


def show_races(console: Console, races: Sequence[Race]) -> None:
    """A row for each situation; below 1 squawk takes longer."""
    title = "schemawarden check against squawk-cli: seconds (median), both with their start"
    table = Table("situation", "files", "ours", "squawk", "ours / squawk", title=title, title_justify="left")
    for race in races:
        told = race.data()
        theirs = ["not installed: pip install '.[benchmark]'", ""]
        if race.ratio is not None:
            theirs = [f"{told['squawk']:.3f}", f"{race.ratio:.2f}"]
        table.add_row(race.what, f"{race.files:,}", f"{told['ours']:.3f}", *theirs)
    console.print(table)
