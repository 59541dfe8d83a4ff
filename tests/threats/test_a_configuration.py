"""A: Atlas's configuration language runs programs, queries databases and reads files. The workspace's copy decides nothing."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import schemawarden
from schemawarden.adapters.engine.engine import NAME, AtlasEngine
from schemawarden.errors import UnavailableError
from schemawarden_policy.statement import Dialect
from tests.threats.agent import at_work, call, over_stdio
from tests.threats.world import FIRST, SECRET, World, make_world, unchanged

ENGINE = Path(schemawarden.__file__).parent / "_engine" / NAME
PROGRAM = 'program = ["sh", "-c", "touch {pwned}"]'
SCHEMA = 'schema "main" {}\n'

RUNS_A_PROGRAM = {
    "A01 external_schema": 'data "external_schema" "x" {{\n  ' + PROGRAM + "\n}}\n",
    "A01 by env": 'data "external_schema" "x" {{\n  '
    + PROGRAM
    + '\n}}\nenv "dev" {{\n  src = data.external_schema.x.url\n  url = "sqlite://{target}"\n}}\n',
    "A01 quoted": '"data" "external_schema" "x" {{\n  ' + PROGRAM + "\n}}\n",
    "A02 external": 'data "external" "x" {{\n  ' + PROGRAM + "\n}}\n",
    "A02 in locals": 'data "external" "x" {{\n  ' + PROGRAM + "\n}}\nlocals {{\n  y = jsondecode(data.external.x)\n}}\n",
    "A02 hook": 'atlas {{\n  cloud {{\n    token = "x"\n  }}\n}}\ndata "external" "x" {{\n  ' + PROGRAM + "\n}}\n",
}  # fmt: skip
QUERIES_A_DATABASE = {
    "A03 victim": 'data "sql" "x" {{\n  url = "sqlite://{victim}"\n  query = "create table sqlpwn (id int)"\n}}\n',
    "A03 target": 'data "sql" "x" {{\n  url = "sqlite://{target}"\n  query = "drop table precious"\n}}\n',
    "A03 in locals": 'data "sql" "x" {{\n  url = "sqlite3://{victim}?mode=rwc"\n  query = "drop table precious"\n}}\n'
    "locals {{\n  y = data.sql.x.values\n}}\n",
    "A03 new file": 'data "sql" "x" {{\n  url = "sqlite://{pwned}"\n  query = "create table sqlpwn (id int)"\n}}\n',
}
READS_A_FILE = {
    "A04 in url": 'env "dev" {{\n  url = "sqlite:///x/${{file("{secret}")}}"\n}}\n',
    "A04 variable": 'env "dev" {{\n  url = "sqlite:///x/${{getenv("DB_PASS")}}"\n}}\n',
    "A04 relative": 'env "dev" {{\n  url = "sqlite:///x/${{file("../../host/secret")}}"\n}}\n',
}
ALL = RUNS_A_PROGRAM | QUERIES_A_DATABASE | READS_A_FILE


def filled(text: str, world: World) -> str:
    return text.format(
        pwned=world.pwned, victim=world.victim, target=world.site.database, secret=world.secret
    )


def of_row(row: str) -> dict[str, str]:
    return {name: text for name, text in ALL.items() if name.startswith(row)}


async def ignored(world: World, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack's file lies wherever Atlas would look for it; every answer is the same as without it."""
    monkeypatch.setenv("DB_PASS", SECRET)
    monkeypatch.chdir(world.site.workspace)
    async with at_work(world.site) as agent:
        clean = await agent.ask_everything()
        for attack, text in of_row(row).items():
            hide(world, text)
            with unchanged(world):
                assert await agent.ask_everything() == clean, attack
            with unchanged(world, workspace=False):
                assert not any(answer.refused for answer in (await agent.act()).values()), attack
    nothing_told(agent.heard)


def hide(world: World, text: str) -> None:
    site = world.site
    for folder in (site.workspace, site.migrations, site.config.parent, site.root):
        (folder / "atlas.hcl").write_text(filled(text, world))


async def refused_as_a_schema(tmp_path: Path, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text where HCL is read: in the desired schema. It evaluates without any of these powers."""
    monkeypatch.setenv("DB_PASS", SECRET)
    world = await make_world(tmp_path, desired="schema.hcl")
    # An `env` block is no part of a schema: it is skipped and not evaluated.
    expected = ("", "LOAD_FAILED") if row == "A04" else ("LOAD_FAILED",)
    async with at_work(world.site) as agent:
        for attack, text in of_row(row).items():
            (world.site.workspace / "schema.hcl").write_text(SCHEMA + filled(text, world))
            before = await world.audit()
            with unchanged(world):
                answer = await agent.call("inspect_schema", target="app", schema="desired")
            assert answer.code in expected, (attack, answer.text)
            assert len(await world.audit()) == len(before) + answer.refused
            with unchanged(world, workspace=False):
                await agent.act()
    nothing_told(agent.heard)


def nothing_told(texts: Iterable[str]) -> None:
    for text in texts:
        assert "canary" not in text


async def test_A01_a_program_in_atlas_hcl_never_runs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await ignored(world, "A01", monkeypatch)


async def test_A01_a_program_in_the_desired_schema_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused_as_a_schema(tmp_path, "A01", monkeypatch)


async def test_A02_an_external_data_source_in_atlas_hcl_never_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ignored(world, "A02", monkeypatch)


async def test_A02_an_external_data_source_in_the_desired_schema_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused_as_a_schema(tmp_path, "A02", monkeypatch)


async def test_A03_a_query_in_atlas_hcl_reaches_no_database(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ignored(world, "A03", monkeypatch)


async def test_A03_a_query_in_the_desired_schema_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused_as_a_schema(tmp_path, "A03", monkeypatch)


async def test_A04_a_file_or_variable_in_atlas_hcl_is_not_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ignored(world, "A04", monkeypatch)


async def test_A04_an_env_block_in_the_desired_schema_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused_as_a_schema(tmp_path, "A04", monkeypatch)


READERS = (
    'file("{secret}")',
    'getenv("DB_PASS")',
    'fileset("{secret}*")[0]',
    'templatefile("{secret}", {{}})',
    'format("%s", file("../../host/secret"))',
    'env("DB_PASS")',
    "path.module",
    "atlas.env",
)
COLUMN = (
    'table "t" {{\n  schema = schema.main\n  column "c" {{\n    type = text\n    default = {}\n  }}\n}}\n'
)


async def test_A04_a_function_that_reads_the_host_is_unknown_in_hcl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASS", SECRET)
    world = await make_world(tmp_path, desired="schema.hcl")
    async with at_work(world.site) as agent:
        for reader in READERS:
            text = SCHEMA + COLUMN.format(filled(reader, world))
            (world.site.workspace / "schema.hcl").write_text(text)
            with unchanged(world):
                for form in ("sql", "json"):
                    answer = await agent.call("inspect_schema", target="app", schema="desired", format=form)
                    assert answer.code == "LOAD_FAILED", reader
                assert (await agent.call("validate_schema", target="app"))["desired_loads"] is False
    nothing_told(agent.heard)


SWAPPED = {
    "url": 'env "app" {{\n  url = "sqlite://{victim}"\n}}\nenv "prod" {{\n  url = "sqlite://{victim}"\n}}\n',
    "dev": 'env "app" {{\n  url = "sqlite://{target}"\n  dev = "sqlite://{victim}"\n}}\n',
    "dir": 'env "app" {{\n  migration {{\n    dir = "file://../../host"\n    revisions_schema = "x"\n  }}\n}}\n',
}


@pytest.mark.parametrize("attack", SWAPPED)
async def test_A05_a_url_swapped_in_the_workspace_leaves_the_target_what_it_is(
    world: World, attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.site.workspace)
    world.site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    plan = await world.site.planned()
    await world.site.approve(plan)
    hostile_workspace(world, SWAPPED[attack])
    victim = world.victim.read_bytes()
    answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer["outcome"] == "applied"
    assert "more" in world.site.tables()
    assert world.victim.read_bytes() == victim


ALIASES = ("sqlite://{victim}", "file:{victim}", "prod", "app/../prod", "APP", "app\0", "")


async def test_A05_an_alias_is_all_that_names_a_target(world: World) -> None:
    hostile_workspace(world, SWAPPED["url"])
    async with at_work(world.site) as agent:
        for alias in ALIASES:
            before = await world.audit()
            with unchanged(world):
                answer = await agent.call("dry_run", target=filled(alias, world))
            assert answer.code in ("TARGET_UNKNOWN", "INVALID_ARGUMENT")
            assert str(world.victim) not in answer.raw
            assert len(await world.audit()) == len(before) + 1


def hostile_workspace(world: World, atlas: str) -> None:
    """Every file in the workspace by which somebody could be led to another database or a softer policy."""
    config = f'[targets.app]\ndialect = "sqlite"\nurl.file = "{world.victim}"\nworkspace = "."\nmigrations = "migrations"\n'
    config += 'disposable = true\nmode = "error-only"\n[policy.rules]\ndrop-table = "off"\n'
    for name in ("schemawarden.toml", ".schemawarden.toml", "pyproject.toml"):
        (world.site.workspace / name).write_text(config)
    (world.site.workspace / ".env").write_text(
        f"DATABASE_URL=sqlite://{world.victim}\nSCHEMAWARDEN_MODE=error-only\n"
    )
    (world.site.workspace / "atlas.hcl").write_text(filled(atlas, world))


RELAXED = """\
lint {{
  destructive {{
    error = false
    force = false
  }}
  latest = 1
}}
diff {{
  skip {{
    drop_table = true
  }}
}}
env "app" {{
  lint {{
    destructive {{
      error = false
    }}
  }}
}}
"""


@pytest.mark.parametrize(
    "sql", ["DROP TABLE precious;\n", "DELETE FROM precious;\n", "ATTACH '{victim}' AS x;\n"]
)  # fmt: skip
async def test_A06_a_policy_relaxed_in_the_workspace_relaxes_nothing(
    world: World, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.site.workspace)
    world.plant("pending", filled(sql, world))
    strict = await call(world.site, "lint_migrations", target="app")
    hostile_workspace(world, RELAXED)
    for name in (".atlasignore", "schemawarden-ignore", "policy.toml", "waivers.toml"):
        (world.site.migrations / name).write_text("*\n")
    with unchanged(world):
        relaxed = await call(world.site, "lint_migrations", target="app")
    assert relaxed == strict
    assert relaxed["verdict"] in ("approve", "deny")
    assert relaxed["risk"] == "destructive"
    dry = await call(world.site, "dry_run", target="app")
    if dry["plan_id"]:
        assert (await call(world.site, "apply_plan", plan_id=dry["plan_id"]))["outcome"] == "needs_approval"
    assert len(world.rows()) == 3


async def test_A06_a_server_started_in_the_workspace_reads_only_the_operators_config(world: World) -> None:
    hostile_workspace(world, RELAXED)
    world.plant("pending", "DROP TABLE precious;\n")
    with unchanged(world, workspace=False):
        async with over_stdio(
            world.site,
            world.site.state / "stderr",
            env={"SCHEMAWARDEN_CONFIG": "schemawarden.toml", "ATLAS_ENV": "app"},
        ) as agent:
            assert (await agent.call("list_targets"))["targets"][0]["mode"] == "strict"
            linted = await agent.call("lint_migrations", target="app")
    assert linted.rules["drop-table"] == "error"


EVIL = "#!/bin/sh\ntouch {pwned}\n"


async def test_A09_no_editor_or_other_program_of_the_environment_is_started(world: World) -> None:
    """Also the programs that a PATH of the agent's would put before ours (A10)."""
    evil = world.host / "bin"
    evil.mkdir()
    for name in (
        "vi",
        "vim",
        "nano",
        "sensible-editor",
        "git",
        "atlas",
        "sh",
        "ssh-keygen",
        "schemawarden-engine",
    ):
        (evil / name).write_text(EVIL.format(pwned=shlex.quote(str(world.pwned))))
        (evil / name).chmod(0o755)
    editor = str(evil / "vi")
    names = (
        "EDITOR",
        "VISUAL",
        "GIT_EDITOR",
        "PAGER",
        "GIT_PAGER",
        "BROWSER",
        "GIT_EXTERNAL_DIFF",
        "GIT_SSH_COMMAND",
    )
    env = dict.fromkeys(names, editor) | {
        "PATH": f"{evil}:{os.environ['PATH']}",
        "ENV": editor,
        "BASH_ENV": editor,
        "GOFLAGS": f"-toolexec={editor}",
    }
    world.desired.write_text(FIRST + "CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    with unchanged(world, workspace=False):
        async with over_stdio(world.site, world.site.state / "stderr", env=env) as agent:
            answers = await agent.do_everything()
            empty = await agent.call("write_migration", target="app", name="edit", content="empty")
    assert answers["write_migration more from_diff"]["files"]
    assert empty["files"]
    assert not world.pwned.exists()


async def test_A11_an_engine_replaced_while_the_server_runs_is_not_started(tmp_path: Path) -> None:
    """One flipped byte is enough; a plan, too, is bound to the engine that rehearsed it."""
    copy = tmp_path / NAME
    copy.write_bytes(ENGINE.read_bytes())
    copy.chmod(0o755)
    engine = AtlasEngine(copy)
    await engine.identity()
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    with pytest.raises(UnavailableError) as refusal:
        await engine.call("hash", Dialect.SQLITE, {"migrations": []})
    assert refusal.value.code == "ENGINE_ALTERED"


OPTIONS = [
    "--help",
    "-c=file://x",
    "--config=file:///etc/passwd",
    "-",
    "--",
    "--dir=file://nw2",
    "@/etc/passwd",
]


async def test_A13_a_text_that_looks_like_an_option_is_refused_as_a_value(world: World) -> None:
    calls = [each for text in OPTIONS for each in calls_with(text)]
    before = await world.audit()
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool, arguments, code in calls:
                assert (await agent.send(tool, arguments)).code == code, (tool, arguments)
    assert len(await world.audit()) == len(before) + len(calls)


def calls_with(text: str) -> tuple[tuple[str, dict[str, Any], str], ...]:
    app = {"target": "app"}
    return (
        ("inspect_schema", {"target": text}, "TARGET_UNKNOWN"),
        ("inspect_schema", app | {"tables": [text]}, "TABLE_UNKNOWN"),
        ("inspect_schema", app | {"schema": text}, "INVALID_ARGUMENT"),
        ("inspect_schema", app | {"format": text}, "INVALID_ARGUMENT"),
        ("diff_schema", app | {"from": text, "to": "live"}, "INVALID_ARGUMENT"),
        ("write_migration", app | {"name": text}, "INVALID_NAME"),
        ("apply_plan", {"plan_id": text}, "INVALID_ARGUMENT"),
        ("show_plan", {"plan_id": text}, "INVALID_ARGUMENT"),
        ("explain_rule", {"rule": text}, "RULE_UNKNOWN"),
        (text, {}, "TOOL_UNKNOWN"),
    )


NAMES = {
    "A14": ["--dir=file://nw2", "-c", "name --edit", "--", "x;--dir=file://nw2"],
    "A15": ["../../esc2", "../../../esc3", "a\nb", "a\0b", "/tmp/x", "a/b", "..", ".", "", "a.sql", "A", "a" * 65,
            "a%2e%2e%2fb", "..\\..\\x", "\uff41", "a\u202eb", "~", "$HOME", "a b", "a\r"],
}  # fmt: skip


@pytest.mark.parametrize("row", NAMES)
async def test_A14_A15_a_name_that_is_more_than_a_name_is_refused(world: World, row: str) -> None:
    """A14: no place for options. A15: leads nowhere else."""
    world.desired.write_text(FIRST + "CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    async with at_work(world.site) as agent:
        for name in NAMES[row]:
            before = await world.audit()
            with unchanged(world):
                for content in ("empty", "from_diff", "sum_only"):
                    answer = await agent.call("write_migration", target="app", name=name, content=content)
                    assert answer.code == "INVALID_NAME", name
            codes = [record["fields"]["code"] for record in (await world.audit())[len(before) :]]
            assert codes == ["INVALID_NAME"] * 3


async def test_A15_a_file_that_has_the_name_already_is_not_overwritten(world: World) -> None:
    """The version is the server's, so a new file never takes the name of another."""
    first = await call(world.site, "write_migration", target="app", name="same", content="empty")
    (mine,) = (world.site.migrations / file["name"] for file in first["files"])
    mine.write_text("-- mine\n")
    second = await call(world.site, "write_migration", target="app", name="same", content="empty")
    assert second["files"][0]["name"] > mine.name
    assert mine.read_text() == "-- mine\n"
