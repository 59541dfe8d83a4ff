"""B: files and secrets of the host stay there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from schemawarden import settings
from schemawarden.app import build
from schemawarden.errors import ConfigError
from tests.site import make_site
from tests.threats.agent import Agent, Answer, at_work, call, over_stdio, server_command
from tests.threats.world import ADVISORY, FIRST, SECRET, World, make_world, unchanged

FILE_URLS = (
    "file:///etc/passwd",
    "/etc/passwd",
    "../../host/secret",
    "sqlite:///etc/passwd",
    "sqlite://{secret}",
)


async def test_B01_a_url_or_path_is_no_target(world: World) -> None:
    calls = [each for text in FILE_URLS for each in path_calls(text.format(secret=world.secret))]
    before = await world.audit()
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool, arguments, code in calls:
                # An alias has 64 characters at most.
                assert (await agent.send(tool, arguments)).code in (code, "INVALID_ARGUMENT"), (
                    tool,
                    arguments,
                )
    assert len(await world.audit()) == len(before) + len(calls)
    told_nothing(agent)


def path_calls(text: str) -> tuple[tuple[str, dict[str, Any], str], ...]:
    app = {"target": "app"}
    return (
        ("inspect_schema", {"target": text}, "TARGET_UNKNOWN"),
        ("inspect_schema", app | {"url": text}, "UNKNOWN_ARGUMENT"),
        ("inspect_schema", app | {"schema": text}, "INVALID_ARGUMENT"),
        ("validate_schema", app | {"to": text}, "UNKNOWN_ARGUMENT"),
        ("diff_schema", app | {"from": "live", "to": text}, "INVALID_ARGUMENT"),
        ("lint_migrations", app | {"dir": text}, "UNKNOWN_ARGUMENT"),
        ("dry_run", {"target": text}, "TARGET_UNKNOWN"),
    )


PLACES_OUTSIDE = (
    "/etc/passwd",
    "../../host/secret",
    "file:///etc/passwd",
    "schema/../../../host/secret",
    "a\\u0000b",
)


@pytest.mark.parametrize("place", PLACES_OUTSIDE)
@pytest.mark.parametrize("key", ["migrations", "desired"])
async def test_B01_the_operators_own_places_lie_below_the_workspace_too(
    tmp_path: Path, place: str, key: str
) -> None:
    """Whatever the config names: nothing outside the workspace is ever read as migrations or schema."""
    world = await make_world(tmp_path)
    old = {"migrations": 'migrations = "migrations"', "desired": 'desired.files = ["schema.sql"]'}[key]
    new = {"migrations": f'migrations = "{place}"', "desired": f'desired.files = ["{place}"]'}[key]
    config = world.site.config.read_text()
    assert old in config
    world.site.config.write_text(config.replace(old, new))
    with unchanged(world):
        try:
            async with at_work(world.site) as agent:
                await agent.ask_everything()
        except ConfigError:
            return
    told_nothing(agent)


def told_nothing(agent: Agent) -> None:
    for heard in agent.heard:
        assert "root:x" not in heard
        assert "canary" not in heard


def link_to(place: str) -> Callable[[World], None]:
    def plant(world: World) -> None:
        spot = world.site.workspace / place
        if spot.is_dir():
            spot.rename(world.host / "taken")
        elif spot.exists():
            spot.unlink()
        spot.symlink_to(world.host / "taken" if (world.host / "taken").exists() else world.secret)

    return plant


def relative_link(world: World) -> None:
    (world.site.migrations / "20260102000000_a.sql").symlink_to("../../../host/secret")


def link_to_proc(world: World) -> None:
    (world.site.migrations / "20260102000000_a.sql").symlink_to("/proc/self/environ")


def link_to_itself(world: World) -> None:
    (world.site.migrations / "20260102000000_a.sql").symlink_to("20260102000000_a.sql")


def link_to_nothing(world: World) -> None:
    (world.site.migrations / "20260102000000_a.sql").symlink_to(world.pwned)


def chain(world: World) -> None:
    (world.site.workspace / "b").symlink_to(world.secret)
    (world.site.migrations / "20260102000000_a.sql").symlink_to("../b")


LINKS: dict[str, Callable[[World], None]] = {
    "B02 desired": link_to("schema.sql"),
    "B03 applied file": link_to("migrations/20260101000001_step1.sql"),
    "B03 new file": link_to("migrations/20260102000000_a.sql"),
    "B03 relative": relative_link,
    "B03 proc": link_to_proc,
    "B03 loop": link_to_itself,
    "B03 dangling": link_to_nothing,
    "B03 chain": chain,
    "B03 directory": link_to("migrations"),
    "B04 sum": link_to("migrations/atlas.sum"),
}


async def links_are_refused(world: World, attack: str) -> None:
    LINKS[attack](world)
    before = await world.audit()
    reading = [
        ("inspect_schema", {"target": "app", "schema": "desired"}),
        ("inspect_schema", {"target": "app", "schema": "migrations"}),
        ("validate_schema", {"target": "app"}),
        ("lint_migrations", {"target": "app"}),
        ("migration_status", {"target": "app"}),
        ("dry_run", {"target": "app"}),
        ("write_migration", {"target": "app", "content": "sum_only"}),
        ("write_migration", {"target": "app", "content": "empty"}),
        ("write_migration", {"target": "app", "content": "from_diff"}),
    ]
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool, arguments in reading:
                assert (await agent.send(tool, arguments)).code == "SYMLINK_REFUSED", tool
    told_nothing(agent)
    assert len(await world.audit()) == len(before) + len(reading)
    assert world.secret.read_text() == SECRET + "\n"


async def test_B02_a_link_as_desired_schema_is_refused(world: World) -> None:
    await links_are_refused(world, "B02 desired")


@pytest.mark.parametrize("attack", [name for name in LINKS if name.startswith("B03")])
async def test_B03_a_link_in_or_as_the_migration_directory_is_refused(world: World, attack: str) -> None:
    await links_are_refused(world, attack)


async def test_B04_a_link_as_atlas_sum_is_never_written_through(world: World) -> None:
    await links_are_refused(world, "B04 sum")


@pytest.mark.parametrize("place", ["schema.sql", "migrations/20260102000000_a.sql", "migrations/atlas.sum"])
async def test_B06_a_hard_link_to_a_file_from_elsewhere_is_refused(world: World, place: str) -> None:
    spot = world.site.workspace / place
    spot.unlink(missing_ok=True)
    os.link(world.secret, spot)
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool in ("lint_migrations", "dry_run", "validate_schema", "write_migration"):
                assert (await agent.call(tool, target="app")).code == "HARDLINK_REFUSED"
    told_nothing(agent)


@pytest.mark.parametrize("kind", ["fifo", "directory", "socket-like"])
async def test_B06_what_is_no_regular_file_is_refused_and_not_waited_for(world: World, kind: str) -> None:
    spot = world.site.migrations / "20260102000000_a.sql"
    if kind == "fifo":
        os.mkfifo(spot)
    elif kind == "directory":
        spot.mkdir()
    else:
        os.mknod(spot, 0o140644)
    with unchanged(world):
        assert (await call(world.site, "lint_migrations", target="app")).code == "NOT_A_REGULAR_FILE"


PASSWORDS = {
    "percent": "postgres://u:S3c%r3t-canary@db.example:5432/app",
    "bad port": "postgres://u:S3cr3t-canary@db.example:54x32/app",
    "special": "postgres://u:p@ss/w%zz-canary@db.example/app",
    "query": "sqlite:////tmp/x.db?_auth_pass=S3cr3t-canary",
    "mysql": "u:S3cr3t-canary@tcp(db.example:3306)/app",
    "no scheme": "S3cr3t-canary",
    "line feed": "postgres://u:S3cr3t\n-canary@db.example/app",
}


@pytest.mark.parametrize("form", PASSWORDS)
async def test_B08_a_malformed_url_is_refused_and_not_told(
    world: World, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """From the environment and from a program; the server does not start, and says why without the password."""
    monkeypatch.setenv("APP_URL", PASSWORDS[form])
    config = world.site.config.read_text()
    for source in ('url.env = "APP_URL"', 'url.command = ["printenv", "APP_URL"]'):
        world.site.config.write_text(config.replace(f'url.file = "{world.site.database}"', source))
        with pytest.raises(ConfigError) as refusal:
            build(settings.load(world.site.config))
        assert refusal.value.code == "CONFIG_DATABASE_URL"
        for told in (str(refusal.value), repr(refusal.value), *capfd.readouterr()):
            assert "canary" not in told
            assert "S3c" not in told


@pytest.mark.parametrize("key", ["url.file", "workspace", "url.command"])
async def test_B08_a_password_written_into_the_config_is_not_told_either(world: World, key: str) -> None:
    secret = PASSWORDS["percent"]
    config = world.site.config.read_text()
    literal = f'["sh", "-c", "{secret}"]' if key == "url.command" else f'"{secret}"'
    lines = [f"{key} = {literal}" if line.startswith((key, "url.")) else line for line in config.splitlines()]
    world.site.config.write_text("\n".join(lines))
    with pytest.raises(ConfigError) as refusal:
        build(settings.load(world.site.config))
    assert "canary" not in str(refusal.value)
    assert "S3c" not in str(refusal.value)


async def test_B08_B09_the_place_of_the_database_appears_in_no_output(
    tmp_path: Path, temporary: Path
) -> None:
    """The URL from the environment; then results, refusals, stderr, state, command lines, and the plan."""
    world = await make_world(tmp_path / "w")
    place = world.root / "c4n4ry-pl4ce"
    world.site.database.parent.rename(place)
    config = world.site.config.read_text()
    world.site.config.write_text(config.replace(f'url.file = "{world.site.database}"', 'url.env = "APP_URL"'))
    world.site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n", "DROP TABLE nothing_there;\n")
    stderr = tmp_path / "stderr"
    env = {"APP_URL": f"sqlite://{place}/app.db"}
    async with over_stdio(world.site, stderr, command=server_command(world.site), env=env) as agent:
        await agent.do_everything()
        plan = (await agent.call("list_plans"))["plans"][0]["plan_id"]
        await agent.call("show_plan", plan_id=plan)
        lines = command_lines()
        await agent.call("apply_plan", plan_id=plan)
        (place / "app.db").rename(place / "gone.db")
        await agent.ask_everything()
        (place / "app.db").write_text("no database")
        await agent.ask_everything()
    assert len(agent.heard) > 50
    for text in (*agent.heard, stderr.read_text(), *lines):
        assert "c4n4ry" not in text
    for file in world.site.state.rglob("*"):
        assert not file.is_file() or b"c4n4ry" not in file.read_bytes(), file


def command_lines() -> list[str]:
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(entry.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return lines


DOWNGRADES = (
    "sqlite:///tmp/x.db?sslmode=disable",
    "sqlite:///tmp/x.db?mode=rwc",
    "sqlite:///tmp/x.db?_pragma=trusted_schema(1)",
    "sqlite:///tmp/x.db#sslmode=disable",
    "sqlite://u:p@/tmp/x.db",
    "sqlite://host.example/tmp/x.db",
    "postgres://u@db.example/app?sslmode=disable",
    "file:///tmp/x.db?vfs=unix-none",
)


@pytest.mark.parametrize("url", DOWNGRADES)
async def test_B12_a_url_takes_no_parameters(world: World, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_URL", url)
    config = world.site.config.read_text()
    world.site.config.write_text(config.replace(f'url.file = "{world.site.database}"', 'url.env = "APP_URL"'))
    with pytest.raises(ConfigError) as refusal:
        build(settings.load(world.site.config))
    assert refusal.value.code == "CONFIG_DATABASE_URL"


SECRETS = {
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "github": "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "stripe": "sk_live_abcdefghijklmnop123456",
    "slack": "xoxb-123456789012-abcdefghijkl",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "url": "https://bob:hunter2hunter2@internal.example/hook",
    "private key": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----",
}
CARRIERS = {
    "default": "CREATE TABLE {name} (id INTEGER PRIMARY KEY, c TEXT DEFAULT '{secret}');",
    "check": "CREATE TABLE {name} (id INTEGER PRIMARY KEY, c TEXT CHECK (c <> '{secret}'));",
    "generated": "CREATE TABLE {name} (id INTEGER PRIMARY KEY, c TEXT GENERATED ALWAYS AS ('{secret}') VIRTUAL);",
    "partial index": "CREATE TABLE {name} (id INTEGER PRIMARY KEY, c TEXT);\n"
    "CREATE INDEX {name}_i ON {name} (c) WHERE c = '{secret}';",
}


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_B14_a_secret_that_stands_in_a_schema_is_masked_in_every_answer(
    world: World, carrier: str
) -> None:
    """In the live schema, in the desired one and in pending files, in every format."""
    texts = [
        CARRIERS[carrier].format(name=f"t{number}", secret=secret)
        for number, secret in enumerate(SECRETS.values())
    ]
    with closing(sqlite3.connect(world.site.database)) as db, db:
        db.executescript("\n".join(texts))
    world.desired.write_text(FIRST + "\n".join(texts))
    world.plant("pending", "\n".join(texts).replace("t", "t", 1))
    async with at_work(world.site) as agent:
        answers = await agent.do_everything()
        for part in ("live", "migrations", "desired"):
            for form in ("hcl", "json"):
                seen = await agent.call("inspect_schema", target="app", schema=part, format=form)
                answers[f"{part} {form}"] = seen
    assert not any(answer.refused for name, answer in answers.items() if name.startswith("inspect"))
    for name, secret in SECRETS.items():
        leaks = [asked for asked, answer in answers.items() if leaks_in(answer, secret)]
        assert not leaks, (name, leaks)


def leaks_in(answer: Answer, secret: str) -> bool:
    """Also of a part: a password in a URL, one line of a key."""
    part = {"https": "hunter2", "-----": "b3BlbnNzaC1rZXktdjEA"}.get(secret[:5], secret)
    return part in answer.raw


NAMED = """\
CREATE TABLE conf (
  id INTEGER PRIMARY KEY,
  password TEXT DEFAULT 'Tr0ub4dor&3',
  api_key TEXT NOT NULL DEFAULT 'abc-def-ghi',
  token TEXT DEFAULT ('q1w2e3r4')
);
"""


@pytest.mark.parametrize("form", ["sql", "hcl", "json", "mermaid"])
async def test_B14_a_column_whose_name_says_that_it_holds_a_secret_is_masked(world: World, form: str) -> None:
    with closing(sqlite3.connect(world.site.database)) as db, db:
        db.execute(NAMED)
    world.desired.write_text(FIRST + NAMED)
    async with at_work(world.site) as agent:
        for part in ("live", "desired"):
            await agent.call("inspect_schema", target="app", schema=part, format=form)
        await agent.call("diff_schema", target="app", from_="migrations", to="desired")
    for heard in agent.heard:
        for secret in ("Tr0ub4dor", "abc-def-ghi", "q1w2e3r4"):
            assert secret not in heard


async def test_B14_what_was_masked_is_told_to_be_masked(world: World) -> None:
    world.desired.write_text(FIRST + "CREATE TABLE t (c TEXT DEFAULT 'AKIAIOSFODNN7EXAMPLE');\n")
    seen = await call(world.site, "inspect_schema", target="app", schema="desired")
    assert "[redacted]" in seen["text"]


def test_B12_no_other_dialect_than_sqlite_is_configured_by_mistake(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", target=ADVISORY)
    for dialect in ("mysql", "mariadb"):
        config = site.config.read_text().replace('dialect = "sqlite"', f'dialect = "{dialect}"')
        other = site.config.with_name(f"{dialect}.toml")
        other.write_text(config)
        other.chmod(0o600)
        with pytest.raises(ConfigError, match="not in this version"):
            settings.load(other)
