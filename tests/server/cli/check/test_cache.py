"""A file that did not change is not checked again; and nothing but an own, whole entry is believed."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest

from schemawarden.cli.check import cache, keys, opening, pool
from schemawarden.cli.check.model import ChangeSet, Question
from schemawarden_policy.catalog import RULES
from schemawarden_policy.settings import Settings
from tests.server.cli.check.conftest import DROP, SAFE, Check, write


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The path of each file that the policy looked at."""
    seen: list[str] = []
    real = pool.examine_all

    def counted(change_sets: list[ChangeSet], question: Question) -> object:
        seen.extend(source.path for each in change_sets for source in each.files)
        return real(change_sets, question)

    monkeypatch.setattr(pool, "examine_all", counted)
    return seen


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "schemawarden" / "check.sqlite3"


def test_the_second_run_looks_at_nothing_and_says_the_same(
    check: Check, project: Path, looks: list[str]
) -> None:
    write(project, {"1_x.sql": SAFE, "2_x.sql": DROP})
    for name in ("json", "terminal", "sarif", "github", "markdown"):
        first = check("--format", name, "1_x.sql", "2_x.sql")
        second = check("--format", name, "1_x.sql", "2_x.sql")
        assert first == second
    assert looks == ["1_x.sql", "2_x.sql"]


def test_only_the_changed_file_is_looked_at(check: Check, project: Path, looks: list[str]) -> None:
    write(project, {"1_x.sql": SAFE, "2_x.sql": DROP})
    check("1_x.sql", "2_x.sql")
    write(project, {"2_x.sql": "SELECT 1;\n"})
    looks.clear()
    assert "drop-table" not in check("1_x.sql", "2_x.sql").rules(1)
    assert looks == ["2_x.sql"]


def test_where_a_file_stands_does_not_matter(check: Check, project: Path, looks: list[str]) -> None:
    write(project, {"1_x.sql": DROP, "else/1_x.sql": DROP})
    check("1_x.sql")
    assert check("else/1_x.sql").files[0]["path"] == "else/1_x.sql"
    assert looks == ["1_x.sql"]


def test_whatever_decides_the_answer_is_asked_anew(
    check: Check, project: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        project,
        {"1_x.sql": DROP, "p.toml": '[policy.rules]\ndrop-table = "off"\n', "f.json": '{"time_zone": "UTC"}'},
    )
    check("1_x.sql")
    for arguments in (
        ["--server-version", "14.2"],
        ["--facts", "f.json"],
        ["--policy", "p.toml"],
        ["--runner", "psql"],
        ["--no-cache"],
    ):
        looks.clear()
        check(*arguments, "1_x.sql")
        assert looks == ["1_x.sql"], arguments
    looks.clear()
    check("1_x.sql", dialect="sqlite")
    monkeypatch.setattr(keys, "_content", lambda path: b"another policy")
    check("1_x.sql")
    assert looks == ["1_x.sql", "1_x.sql"]
    assert "drop-table" not in check("--policy", "p.toml", "1_x.sql").rules()


def test_it_is_ours_alone(check: Check, project: Path, store: Path) -> None:
    write(project, {"1_x.sql": DROP})
    check("1_x.sql")
    assert store.stat().st_mode & 0o777 == 0o600
    assert store.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in store.parent.iterdir()) == ["check.sqlite3"]


def test_a_damaged_entry_is_not_believed(check: Check, project: Path, store: Path, looks: list[str]) -> None:
    write(project, {"1_x.sql": DROP})
    first = check("1_x.sql")
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE answers SET answer = replace(answer, 'error', 'notice')")
    connection.close()
    assert check("1_x.sql") == first
    assert looks == ["1_x.sql", "1_x.sql"]


@pytest.mark.parametrize("damage", [b"no database", b"", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_store_is_made_again(
    damage: bytes, check: Check, project: Path, store: Path, looks: list[str]
) -> None:
    write(project, {"1_x.sql": DROP})
    first = check("1_x.sql")
    store.write_bytes(damage)
    assert check("1_x.sql") == first
    assert check("1_x.sql") == first
    assert looks == ["1_x.sql", "1_x.sql"]


@pytest.mark.parametrize("open_to_others", [0o755, 0o770, 0o707])
def test_a_store_that_others_can_reach_is_not_used(
    open_to_others: int, check: Check, project: Path, store: Path, looks: list[str]
) -> None:
    write(project, {"1_x.sql": DROP})
    check("1_x.sql")
    store.parent.chmod(open_to_others)
    check("1_x.sql")
    assert looks == ["1_x.sql", "1_x.sql"]
    assert store.parent.stat().st_mode & 0o777 == open_to_others


def test_a_store_of_another_user_is_not_used(
    check: Check, project: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"1_x.sql": DROP})
    check("1_x.sql")
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    check("1_x.sql")
    assert looks == ["1_x.sql", "1_x.sql"]


def test_a_link_in_its_place_is_not_followed(
    check: Check, project: Path, store: Path, tmp_path: Path
) -> None:
    write(project, {"1_x.sql": DROP})
    store.parent.mkdir(parents=True, mode=0o700)
    other = tmp_path / "precious"
    other.write_text("mine")
    store.symlink_to(other)
    assert check("1_x.sql").code == 1
    assert other.read_text() == "mine"


def test_a_place_that_can_not_be_had_is_done_without(
    check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"1_x.sql": DROP})
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert "drop-table" in check("1_x.sql").rules()


def test_a_store_that_is_busy_is_done_without(check: Check, project: Path, store: Path) -> None:
    write(project, {"1_x.sql": DROP})
    check("1_x.sql")
    other = sqlite3.connect(store, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    write(project, {"2_x.sql": DROP})
    assert "drop-table" in check("2_x.sql").rules()
    other.close()


def test_it_is_bounded_and_what_was_used_last_stays(
    check: Check, project: Path, store: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_BYTES", 40_000)
    clock = iter(range(1_000_000_000, 2_000_000_000, 10))
    monkeypatch.setattr("schemawarden.cli.check.cache.time", SimpleNamespace(time=lambda: next(clock)))
    for number in range(60):
        write(project, {f"{number}.sql": f"DROP TABLE t{number};\n"})
        check(f"{number}.sql")
    with sqlite3.connect(store) as connection:
        (size,) = connection.execute("SELECT sum(length(answer) + 100) FROM answers").fetchone()
    connection.close()
    assert size <= 40_000
    looks.clear()
    check("59.sql")
    assert looks == []
    check("0.sql")
    assert looks == ["0.sql"]


def test_an_operators_own_code_has_no_key() -> None:
    own = Question("sqlite", settings=Settings(custom=(RULES[0],)))
    with pytest.raises(TypeError):
        keys.keys_of([], own)
    assert keys.keys_of([], Question("sqlite", settings=Settings())) == []


def test_what_has_no_key_is_looked_at_each_time(
    monkeypatch: pytest.MonkeyPatch, check: Check, project: Path, looks: list[str]
) -> None:
    def refuse(*_: object) -> None:
        raise TypeError("a function has no text")

    monkeypatch.setattr("schemawarden.cli.check.run.keys_of", refuse)
    write(project, {"1_x.sql": DROP})
    assert check("1_x.sql") == check("1_x.sql")
    assert looks == ["1_x.sql", "1_x.sql"]


def test_it_stands_where_the_platform_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert opening.directory() == str(platformdirs.user_cache_path("schemawarden", appauthor=False))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert opening.directory() == str(platformdirs.user_cache_path("schemawarden", appauthor=False))
