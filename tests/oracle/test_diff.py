"""The SQL that leads from one schema to another: the engine's is the CLI's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.oracle.agreement import REFUSED, agree
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.pairs import Pair
from tests.oracle.engine import EngineRefusal, ask, rendered, schema_file
from tests.oracle.everything import on_schemas
from tests.oracle.grounds import Ground

_ATTEMPTS = 8
_ONLY_SQL = "{{ if .Changes }}{{ sql . }}{{ end }}"
_FIRST, _LATER = "20260101000001_first.sql", "20270101000000"


@on_schemas
def test_diff_of_two_schemas_forwards(atlas: AtlasCli, ground: Ground, case: Pair, tmp_path: Path) -> None:
    _compare_diff(f"diff/{ground.name}-{case}", atlas, ground, case.before, case.after, tmp_path)


@on_schemas
def test_diff_of_two_schemas_backwards(atlas: AtlasCli, ground: Ground, case: Pair, tmp_path: Path) -> None:
    _compare_diff(f"diff/{ground.name}-{case}-back", atlas, ground, case.after, case.before, tmp_path)


@on_schemas
def test_next_migration_file_and_its_sum(atlas: AtlasCli, ground: Ground, case: Pair, tmp_path: Path) -> None:
    """`migrate diff` against `plan`: the file's text with its comments; and atlas.sum, which follows from it."""
    cli, engine = _both_planned(atlas, ground, case, tmp_path / "0")
    for attempt in range(1, _ATTEMPTS):
        if _only_the_order_differs(cli.text, engine.text):
            cli, engine = _both_planned(atlas, ground, case, tmp_path / str(attempt))
    agree(f"plan/{ground.name}-{case}", cli.text, engine.text)
    assert engine.sum == cli.sum or engine.text != cli.text


def _compare_diff(
    name: str, atlas: AtlasCli, ground: Ground, before: str, after: str, tmp_path: Path
) -> None:
    (tmp_path / "before.sql").write_text(before)
    (tmp_path / "after.sql").write_text(after)
    try:
        answer = ask("diff", ground, {"from": schema_file(before), "to": schema_file(after)})
        engine = rendered(answer["statements"])
    except EngineRefusal:
        engine = REFUSED
    cli = _diff_by_cli(atlas, ground, tmp_path)
    for _ in range(1, _ATTEMPTS):
        if _only_the_order_differs(cli, engine):
            cli = _diff_by_cli(atlas, ground, tmp_path)
    agree(name, cli, engine)


def _diff_by_cli(atlas: AtlasCli, ground: Ground, directory: Path) -> str:
    output = atlas.run(
        "schema", "diff", "--from", f"file://{directory}/before.sql", "--to", f"file://{directory}/after.sql",
        "--dev-url", ground.dev(), "--format", _ONLY_SQL,
    )  # fmt: skip
    return output.out if output.code == 0 else REFUSED


def _only_the_order_differs(cli: str, engine: str) -> bool:
    """Then the CLI is asked again: it goes through tables in the order of a Go map, which is now and then another one."""
    return cli != engine and sorted(cli.splitlines()) == sorted(engine.splitlines())


@dataclass(frozen=True)
class Planned:
    """A new migration file. Its version is a moment, so the engine is given the one that the CLI took."""

    version: str
    text: str
    sum: str


def _both_planned(atlas: AtlasCli, ground: Ground, case: Pair, directory: Path) -> tuple[Planned, Planned]:
    cli = _planned_by_cli(atlas, ground, case, directory)
    return cli, _planned_by_engine(ground, case, cli.version)


def _planned_by_cli(atlas: AtlasCli, ground: Ground, case: Pair, tmp_path: Path) -> Planned:
    migrations = tmp_path / "migrations"
    migrations.mkdir(parents=True)
    (migrations / _FIRST).write_text(case.before)
    (tmp_path / "after.sql").write_text(case.after)
    atlas.run("migrate", "hash", "--dir", f"file://{migrations}").accepted()
    output = atlas.run(
        "migrate", "diff", "next", "--dir", f"file://{migrations}", "--to", f"file://{tmp_path}/after.sql",
        "--dev-url", ground.dev(),
    )  # fmt: skip
    sum_file = (migrations / "atlas.sum").read_text()
    made = [path for path in migrations.glob("*.sql") if path.name != _FIRST]
    if output.code:
        return Planned(_LATER, REFUSED, "")
    if not made:
        return Planned(_LATER, "", sum_file)
    return Planned(made[0].name.removesuffix("_next.sql"), made[0].read_text(), sum_file)


def _planned_by_engine(ground: Ground, case: Pair, version: str) -> Planned:
    first = {"name": _FIRST, "text": case.before}
    request = {"migrations": [first], "to": schema_file(case.after), "name": "next", "version": version}
    try:
        answer = ask("plan", ground, request)
    except EngineRefusal:
        return Planned(version, REFUSED, "")
    return Planned(version, answer["file"]["text"] if answer["file"] else "", answer["sum"])
