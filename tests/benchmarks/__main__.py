"""`./dev bench [NAMES]`: how long the tools and `check` take, by the number of migration files. Nothing here is asserted."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import anyio
from rich.console import Console

from tests.benchmarks.against import Match, matches
from tests.benchmarks.arena import arenas
from tests.benchmarks.check import Race, races
from tests.benchmarks.figures import Figure
from tests.benchmarks.history import SERIES, make
from tests.benchmarks.measure import NAMES, engine_alone, through_mcp, tool_alone
from tests.benchmarks.phases import of_a_lint
from tests.benchmarks.report import show_figures, show_matches, show_phases, show_races

_ALL = (*NAMES, "phases", "against", "check")
_ON_WORKSPACES = (*NAMES, "phases")


def main() -> None:
    options = _options()
    console = Console(stderr=options.json)
    result = anyio.run(_measure, options, console)
    if options.json:
        print(json.dumps(result, indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAMES", help=f"of {', '.join(_ALL)}; all when left out")
    parser.add_argument(
        "--files", type=int, nargs="+", default=[10, 100, 1000], help="sizes of the workspace"
    )
    parser.add_argument("--series", nargs="+", choices=list(SERIES), default=list(SERIES))
    parser.add_argument(
        "--runs", type=int, default=5, help="how often each is measured, after once for nothing"
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON on stdout, tables on stderr")
    options = parser.parse_args()
    if unknown := set(options.names) - set(_ALL):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    options.names = options.names or list(_ALL)
    return options


async def _measure(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    figures: list[Figure] = []
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="schemawarden-bench-") as directory:
        for series in options.series if set(options.names) & set(_ON_WORKSPACES) else ():
            for size in options.files:
                with console.status(f"{series}, {size:,} files"):
                    site = await make(Path(directory) / f"{series}-{size}", series, size)
                    figures += await through_mcp(site, series, size, options.names, options.runs)
                    if "tool" in options.names:
                        figures += await tool_alone(site, series, size, options.runs)
                    if "engine" in options.names:
                        figures += await engine_alone(site, series, size, options.runs)
                if "phases" in options.names and size == max(options.files):
                    whole, phases = await of_a_lint(site.context(), options.runs)
                    show_phases(console, series, size, whole, phases)
                    told.append({"series": series, "files": size, "seconds": whole} | _shares(phases))
        found = await _against(options, console, Path(directory)) if "against" in options.names else []
        raced = _check(options, console, Path(directory)) if "check" in options.names else []
    if figures:
        show_figures(console, figures)
    if found:
        show_matches(console, found)
    if raced:
        show_races(console, raced)
    return {
        "figures": [figure.data() for figure in figures],
        "phases": told,
        "against": [match.data() for match in found],
        "check": [race.data() for race in raced],
    }


async def _against(options: argparse.Namespace, console: Console, directory: Path) -> list[Match]:
    found: list[Match] = []
    async for arena, series, size in arenas(directory, options.series, options.files):
        with console.status(f"against the Atlas CLI: {arena.dialect}, {series}, {size:,} files"):
            found += await matches(arena, series, size, max(options.runs, 3))
    return found


def _check(options: argparse.Namespace, console: Console, directory: Path) -> list[Race]:
    with console.status("check against squawk-cli"):
        return races(directory, max(options.runs, 3))


def _shares(phases: Any) -> dict[str, Any]:
    return {
        "phases": [
            {"name": each.name, "seconds": round(each.seconds, 4), "times": each.times, "sent": each.sent}
            for each in phases
        ]
    }


if __name__ == "__main__":
    main()
