"""What every test run reports: a run that left tests out says so in its last lines, and how to run them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.mariadb import mariadb
from tests.postgres import postgres, postgres15, postgres18

__all__ = ["mariadb", "postgres", "postgres15", "postgres18"]

LEFT_OUT = pytest.StashKey[list[pytest.Item]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--left-out", help="what the caller (./dev test) did not run, in words")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = []


def pytest_itemcollected(item: pytest.Item) -> None:
    """CI has everything, so only a bare machine would find out."""
    used = {"mariadb", "postgres15"} & set(getattr(item, "fixturenames", ()))
    forgotten = used and not item.get_closest_marker("needs_apt")
    assert not forgotten, f"{item.nodeid} uses {', '.join(used)} without the mark needs_apt"


@pytest.hookimpl(tryfirst=True)
def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("needs_apt"):
            item.config.stash[LEFT_OUT].append(item)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    deselected = config.stash[LEFT_OUT]
    lines = _needing_apt(deselected)
    if elsewhere := config.getoption("--left-out"):
        lines.append(elsewhere)
    if lines:
        terminalreporter.section("left out; run everything with: ./dev test --all", sep="-")
        for line in lines:
            terminalreporter.line(line)


def _needing_apt(items: Sequence[pytest.Item]) -> list[str]:
    """One line for each set of packages, such as `needing openssh-client from apt: 12 tests`."""
    counts: dict[str, int] = {}
    for item in items:
        packages = [name for mark in item.iter_markers("needs_apt") for name in mark.args]
        wanted = ", ".join(sorted(set(packages)))
        counts[wanted] = counts.get(wanted, 0) + 1
    return [
        f"needing {wanted or 'programs'} from apt: {count} tests" for wanted, count in sorted(counts.items())
    ]
