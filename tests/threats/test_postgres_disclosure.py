"""B on PostgreSQL: the operator's URL, the host's files and the target's rows are told to nobody."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.app import build
from schemawarden.errors import ConfigError, EngineError
from schemawarden.settings import load
from schemawarden_policy.statement import Dialect
from tests.postgres import Server
from tests.site import Site
from tests.threats.agent import Agent, Answer, at_work, over_stdio, server_command
from tests.threats.postgres_world import PostgresWorld, make_postgres_world, unharmed
from tests.threats.test_closed_inputs import FLAGS, INPUTS, needed

CANARY = "c4n4ry"
PASSWORD = f"{CANARY}-s3cr3t"
APP = {"target": "app"}


@pytest.fixture
async def world(tmp_path: Path, temporary: Path, postgres18: Server) -> PostgresWorld:
    return await make_postgres_world(tmp_path, postgres18)


def url_from(site: Site, source: str) -> None:
    """Another source of the target's URL in the operator's config."""
    lines = site.config.read_text().splitlines()
    site.config.write_text("\n".join(source if line.startswith("url.") else line for line in lines))


def told_in(site: Site, *texts: str) -> list[str]:
    """Where the canary shows: in texts, and in what the server keeps."""
    files = [path for path in site.state.rglob("*") if path.is_file()]
    found = [str(path) for path in files if CANARY.encode() in path.read_bytes()]
    return found + [text[:2000] for text in texts if CANARY in text]


# --- B07 B09: an ordinary day, with a password that can be recognised ------------------------------------------------


@dataclass
class Watcher:
    """Command lines and environments of every process below this one, while it watches."""

    lines: set[str] = field(default_factory=set)
    environments: dict[str, str] = field(default_factory=dict)
    """By the program's name."""

    def look(self) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (
                    (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                )
                if not line or line in self.lines or not _descends(process):
                    continue
                self.lines.add(line)
                name = Path(line.split()[0]).name
                environment = (process / "environ").read_bytes().decode(errors="replace")
                self.environments[name] = self.environments.get(name, "") + environment
            except (OSError, IndexError):
                continue


def _descends(process: Path) -> bool:
    """From this process; a server of ours is a session of its own, and its parent is still ours."""
    pid = int(process.name)
    while pid > 1 and pid != os.getpid():
        pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    return pid == os.getpid()


@contextmanager
def watching() -> Iterator[Watcher]:
    watcher, stop = Watcher(), threading.Event()

    def watch() -> None:
        while not stop.wait(0.005):
            watcher.look()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield watcher
    finally:
        stop.set()
        thread.join()


async def with_canary(world: PostgresWorld, server: Server) -> str:
    """The target's URL for a login and a database that can be recognised, and a password full of special characters."""
    connection = await asyncpg.connect(**world.site.there.superuser)
    try:
        await connection.execute(f"""
            DROP ROLE IF EXISTS "{CANARY}_user";
            CREATE ROLE "{CANARY}_user" LOGIN PASSWORD '{PASSWORD}:p@ss/w%zz?#&' IN ROLE app_owner""")
    finally:
        await connection.close()
    await server.execute(
        f'ALTER DATABASE "{world.site.there.name}" RENAME TO "{CANARY}_{world.site.there.name}"'
    )
    password = f"{PASSWORD}%3Ap%40ss%2Fw%25zz%3F%23%26"
    place = f"/{CANARY}_{world.site.there.name}?host={server.socket_dir}"
    return f"postgres://{CANARY}_user:{password}@{place}"


async def test_B07_B09_the_login_appears_in_no_answer_log_state_or_command_line(
    world: PostgresWorld, postgres18: Server, tmp_path: Path
) -> None:
    """All tools, each with the arguments that would print a URL; then a plan that is approved and applied."""
    url = await with_canary(world, postgres18)
    url_from(world.site, 'url.env = "APP_URL"')
    world.site.migrate("CREATE TABLE more (id integer PRIMARY KEY);\n")
    stderr = tmp_path / "stderr"
    with watching() as watcher:
        async with over_stdio(
            world.site, stderr, command=server_command(world.site), env={"APP_URL": url}
        ) as agent:
            await agent.do_everything()
            await with_templates(agent)
            plan = (await agent.call("dry_run", **APP))["plan_id"]
            await agent.call("show_plan", plan_id=plan)
            token = await token_of(world.site, plan, url)
            assert (await agent.call("apply_plan", plan_id=plan, confirmation_token=token))[
                "outcome"
            ] == "applied"
            await agent.call("list_plans")
    assert told_in(world.site, *agent.heard, stderr.read_text()) == []
    assert [
        line for line in watcher.lines if PASSWORD in line
    ] == []  # who works for whom, each server's backends tell themselves
    seen = set(watcher.environments)
    assert {"schemawarden-engine", "pg_dump", "initdb"} <= seen, seen
    # Those two may hold it: the operator's own variable, and the password that pg_dump can take in no other way as private.
    hidden = {
        name: text
        for name, text in watcher.environments.items()
        if not name.startswith(("python", "pg_dump"))
    }
    assert [name for name, text in hidden.items() if PASSWORD in text] == []


async def with_templates(agent: Agent) -> None:
    for tool, known in INPUTS.items():
        for name, value in FLAGS["B07"].items():
            answer = await agent.send(tool, {**needed(tool), name: value})
            assert answer.code == ("INVALID_ARGUMENT" if name in known else "UNKNOWN_ARGUMENT"), (tool, name)
            assert str(value) not in answer.raw


async def token_of(site: Site, plan: str, url: str) -> str:
    os.environ["APP_URL"] = url
    try:
        return await site.token(plan)
    finally:
        del os.environ["APP_URL"]


# --- B08: URLs that can't be used ------------------------------------------------------------------------------------

MALFORMED = {
    "percent": f"postgres://{CANARY}:p%40ss%2Fw%zz-{CANARY}@127.0.0.1/shop",
    "special characters as they are": f"postgres://u:p@ss/w%zz-{CANARY}@127.0.0.1/shop",
    "port": f"postgres://u:{CANARY}@127.0.0.1:54x32/shop",
    "port too large": f"postgres://u:{CANARY}@127.0.0.1:99999/shop",
    "space": f"postgres://u:{CANARY} word@127.0.0.1/shop",
    "other letters": f"postgres://u:{CANARY}-pässwörd@ho\u0301st/shop",
    "question mark": f"postgres://u:pass?{CANARY}=1@127.0.0.1/shop",
    "two hosts": f"postgres://u:p@{CANARY}.example,other/shop",
    "driver's form": f"host={CANARY}.example password={CANARY}",
    "another scheme": f"mysql://u:{CANARY}@127.0.0.1/shop",
}
SOURCES = ('url.env = "APP_URL"', 'url.command = ["printenv", "APP_URL"]', 'url.file = "url"')


@pytest.mark.parametrize("source", SOURCES)
async def test_B08_a_malformed_url_is_refused_and_not_told(
    world: PostgresWorld, source: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    url_from(world.site, source)
    for form, url in MALFORMED.items():
        monkeypatch.setenv("APP_URL", url)
        (world.site.config.parent / "url").write_text(url)
        async with at_work(world.site) as agent:
            for answer in await look(agent):
                assert answer.code in ("CONFIG_DATABASE_URL", "PARAM_REFUSED"), (form, answer.text)
        assert told_in(world.site, *agent.heard, *capfd.readouterr()) == [], form


async def look(agent: Agent) -> list[Answer]:
    """What needs the target itself."""
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("inspect_schema", APP | {"schema": "live"}),
        ("diff_schema", APP | {"from": "live", "to": "migrations"}),
        ("dry_run", APP),
    )
    return [await agent.send(tool, given) for tool, given in calls]


async def test_B08_a_connection_that_fails_is_told_without_its_place(
    world: PostgresWorld,
    postgres18: Server,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    sockets = f"?host={postgres18.socket_dir}"
    there = world.site.there.connect
    closed = free_port()
    with listening() as plain:  # it takes connections, and speaks no TLS
        cases = {
            "refused": (f"postgres://{CANARY}:{CANARY}@127.0.0.1:{closed}/{CANARY}", "TARGET_UNREACHABLE"),
            "no socket": (f"postgres://{CANARY}:{CANARY}@/{CANARY}?host=/{CANARY}", "TARGET_UNREACHABLE"),
            "no such host": (f"postgres://u:p@{CANARY}.invalid/shop?connect_timeout=2", "TARGET_UNREACHABLE"),
            "no such role": (f"postgres://{CANARY}:{CANARY}@/{there['database']}{sockets}", "TARGET_AUTH_FAILED"),
            "wrong password": (f"postgres://{there['user']}:{CANARY}@/{there['database']}{sockets}", "TARGET_AUTH_FAILED"),
            "no such database": (f"postgres://{there['user']}:{there['password']}@/{CANARY}{sockets}", "TARGET_UNREACHABLE"),
            "no TLS": (f"postgres://{CANARY}:{CANARY}@127.0.0.1:{plain.port}/{CANARY}?sslmode=verify-full&connect_timeout=2",
                       "TARGET_TLS_FAILED"),
        }  # fmt: skip
        url_from(world.site, 'url.env = "APP_URL"')
        for case, (url, code) in cases.items():
            monkeypatch.setenv("APP_URL", url)
            async with at_work(world.site) as agent:
                live = await agent.call("inspect_schema", target="app", schema="live")
                dry = await agent.call("dry_run", target="app")
                await agent.call("list_targets")
            assert (live.code, dry.code) == (code, code), case
            assert told_in(world.site, *agent.heard, *capfd.readouterr()) == [], case
            assert str(there["password"]) not in "".join(agent.heard)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Listener:
    port: int
    heard: list[bytes] = field(default_factory=list)
    """What each who connected said first."""


@contextmanager
def listening() -> Iterator[Listener]:
    """A port on the loopback that notes who comes, says N ("no TLS") and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    try:
                        listener.heard.append(connection.recv(4096))
                        connection.sendall(b"N")
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


# --- B10 B11: parameters ---------------------------------------------------------------------------------------------

FILES = (
    "sslkey",
    "sslcert",
    "sslcrl",
    "sslcrldir",
    "passfile",
    "service",
    "servicefile",
    "sslpassword",
    "sslinline",
    "krbsrvname",
)
SESSION = (
    "options=-c%20session_replication_role%3Dreplica", "options=-c%20search_path%3Devil", "role=postgres", "search_path=evil",
    "application_name=x", "hostaddr=10.0.0.1", "target_session_attrs=any", "guard.plan_id=1", "client_encoding=SQL_ASCII",
    "replication=database", "user=postgres", "password=x", "dbname=postgres", "sslnegotiation=direct", "gssencmode=prefer",
    "load_balance_hosts=random", "channel_binding=disable", "require_auth=none", "session_authorization=postgres", "SSLMODE=disable",
    "sslmode=allow", "sslmode=prefer", "sslmode=disable&sslmode=disable", "host=/a&host=/b", "host=relative", "port=0",
    "connect_timeout=0", "default_transaction_read_only=off", "x", "=x",
)  # fmt: skip


async def refusals(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch, url: str
) -> tuple[str, str, str, str, str]:
    """What target, dev server and engine say to a URL: codes of the first two, the engine's code; and both messages."""
    monkeypatch.setenv("APP_URL", url)
    url_from(world.site, 'url.env = "APP_URL"')
    async with at_work(world.site) as agent:
        live, dry, *_ = await look(agent)
    assert dry.code == live.code
    config = world.site.config.read_text()
    world.site.config.write_text(
        config.replace('url.env = "APP_URL"', 'url.file = "url"\ndev.url.env = "APP_URL"')
    )
    with pytest.raises(ConfigError) as dev:
        build(load(world.site.config))
    world.site.config.write_text(config)
    with pytest.raises(EngineError) as engine:
        await AtlasEngine().call(
            "inspect", Dialect.POSTGRESQL, {"source": {"url": url}, "schemas": ["public"]}
        )
    return live.code, dev.value.code, engine.value.code, live.text, str(engine.value)


async def test_B10_no_parameter_names_a_file_and_none_is_looked_at(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are the same whether the file is there or not, and a file that is a pipe holds nobody up."""
    pipe = world.host / "pipe"
    os.mkfifo(pipe)
    for parameter in FILES:
        said = []
        for place in (world.secret, world.host / "missing", pipe):
            url = f"postgres://app:{CANARY}@127.0.0.1:1/shop?{parameter}={place}"
            target, dev, engine, *words = await refusals(world, monkeypatch, url)
            assert (target, dev, engine) == ("PARAM_REFUSED", "PARAM_REFUSED", "CONNECT_FAILED"), parameter
            assert told_in(world.site, *words) == []
            said.append(words)
        assert said[0] == said[1] == said[2], parameter


async def test_B10_the_file_of_authorities_tells_nothing_of_itself(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    url_from(world.site, 'url.env = "APP_URL"')
    for place in (world.secret, world.host / "missing", Path("/etc/shadow"), world.host):
        url = f"postgres://app:x@127.0.0.1:1/shop?sslmode=verify-full&sslrootcert={place}"
        monkeypatch.setenv("APP_URL", url)
        async with at_work(world.site) as agent:
            for answer in await look(agent):
                assert answer.code == "CONFIG_DATABASE_URL"
                assert str(place) not in answer.raw
        with pytest.raises(EngineError) as engine:
            await AtlasEngine().call("inspect", Dialect.POSTGRESQL, {"source": {"url": url}})
        assert "canary" not in str(engine.value)
        assert str(place) not in str(engine.value)


async def test_B11_no_parameter_changes_who_acts_or_how(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = world.site.there.url
    for parameter in SESSION:
        url = f"{base}&{parameter}"
        if parameter.startswith(("host=", "port=", "connect_timeout=", "sslmode=")):
            url = f"postgres://app:x@127.0.0.1:1/shop?{parameter}" + (
                "" if "port" not in parameter else "&sslmode=disable"
            )
        target, dev, engine, *_ = await refusals(world, monkeypatch, url)
        assert target in ("PARAM_REFUSED", "CONFIG_DATABASE_URL"), parameter
        assert dev == target, parameter
        assert engine == "CONNECT_FAILED", parameter


# --- B12: encryption -------------------------------------------------------------------------------------------------


async def test_B12_another_host_is_not_spoken_to_without_its_name_verified(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0.0.0.0 leads to this machine and is not a loopback address: whoever connected would be heard."""
    with listening() as listener:
        hosts = ("0.0.0.0", "[::]", "127.1", "0x7f000001", "localhost.", "db.example", "169.254.169.254")
        for host in hosts:
            for mode in ("disable", "require", "verify-ca"):
                url = f"postgres://app:{CANARY}@{host}:{listener.port}/shop?sslmode={mode}"
                target, dev, engine, *words = await refusals(world, monkeypatch, url)
                assert (target, dev, engine) == ("TLS_REQUIRED", "TLS_REQUIRED", "CONNECT_FAILED"), (
                    host,
                    mode,
                )
                assert told_in(world.site, *words) == []
        assert listener.heard == []
        url = f"postgres://app:{CANARY}@0.0.0.0:{listener.port}/shop?connect_timeout=2"
        monkeypatch.setenv("APP_URL", url)
        async with at_work(world.site) as agent:
            assert {answer.code for answer in await look(agent)} == {"TARGET_TLS_FAILED"}
    assert listener.heard, "with verify-full, which is the default, it is tried"
    assert not any(CANARY.encode() in heard for heard in listener.heard), "before TLS nothing is said"


# --- the surroundings of the server ----------------------------------------------------------------------------------


async def test_B10_B11_B12_no_variable_and_no_file_of_the_home_decides_anything(
    world: PostgresWorld, tmp_path: Path
) -> None:
    """They all lead to a listener; nobody comes there, and the work is done as ever."""
    home = tmp_path / "home"
    (home / ".postgresql").mkdir(parents=True)
    with listening() as trap:
        (home / ".pgpass").write_text("*:*:*:*:wrong\n")
        (home / ".pgpass").chmod(0o600)
        service = f"[app]\nhost=127.0.0.1\nport={trap.port}\noptions=-c search_path=evil\n"
        (home / ".pg_service.conf").write_text(service)
        for name in ("root.crt", "root.crl", "postgresql.crt", "postgresql.key"):
            (home / ".postgresql" / name).write_text("nonsense")
        variables = {
            "HOME": str(home), "PGHOST": "127.0.0.1", "PGHOSTADDR": "127.0.0.1", "PGPORT": str(trap.port), "PGUSER": "nobody",
            "PGPASSWORD": "wrong", "PGDATABASE": "nothing", "PGSERVICE": "app", "PGSERVICEFILE": str(home / ".pg_service.conf"),
            "PGPASSFILE": str(home / ".pgpass"), "PGOPTIONS": "-c search_path=evil -c session_replication_role=replica",
            "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/nothing", "PGSSLCERT": "/nothing", "PGSSLKEY": "/nothing",
            "PGREQUIREAUTH": "none", "PGTARGETSESSIONATTRS": "standby", "PGAPPNAME": "evil", "PGCLIENTENCODING": "SQL_ASCII",
            "PGSYSCONFDIR": str(home), "PGLOCALEDIR": str(home), "PGDATA": str(home), "PGTZ": "evil", "PGCHANNELBINDING": "require",
        }  # fmt: skip
        world.site.migrate("CREATE TABLE more (id integer PRIMARY KEY);\n")
        async with over_stdio(world.site, tmp_path / "stderr", env=variables) as agent:
            live = await agent.call("inspect_schema", target="app", schema="live")
            assert "precious" in live.raw, (tmp_path / "stderr").read_text()[-3000:]
            plan = (await agent.call("dry_run", target="app"))["plan_id"]
            token = await world.site.token(plan)
            assert (await agent.call("apply_plan", plan_id=plan, confirmation_token=token))[
                "outcome"
            ] == "applied"
        assert trap.heard == []
    assert "public.more" in await world.site.tables_there()


@pytest.mark.needs_apt("strace")
async def test_B10_a_refused_url_opens_no_file_and_no_connection(
    world: PostgresWorld, tmp_path: Path
) -> None:
    """The server as a whole, its engine included, under strace."""
    trace = world.site.state / "trace"
    place = world.host / "c4n4ry-key"
    place.write_text("key")
    url = f"postgres://app:x@127.0.0.1:1/shop?sslkey={place}"
    url_from(world.site, 'url.env = "APP_URL"')
    tracing = ["strace", "-f", "-qq", "-s", "300", "-e", "trace=%file,connect", "-o", str(trace)]
    command = [*tracing, *server_command(world.site)]
    async with over_stdio(world.site, tmp_path / "stderr", command=command, env={"APP_URL": url}) as agent:
        assert {answer.code for answer in await look(agent)} == {"PARAM_REFUSED"}
    lines = trace.read_text().splitlines()
    assert len(lines) > 100, "strace saw nothing"
    assert not [line for line in lines if "c4n4ry-key" in line]
    assert not [line for line in lines if "connect(" in line and "AF_INET" in line]


# --- B13: what errors say --------------------------------------------------------------------------------------------

TELLING = {
    "file": "DO $$ BEGIN RAISE EXCEPTION 'c4n4ry %', pg_read_file('/etc/passwd'); END $$;\n",
    "file, hidden": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT pg_read' || '_file(''/etc/passwd'')' INTO x;"
    " RAISE EXCEPTION '%', x; END $$;\n",
    "binary file": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT encode(pg_read_binary' || '_file(''/etc/passwd''), ''escape'')'"
    " INTO x; RAISE EXCEPTION '%', x; END $$;\n",
    "setting": "DO $$ BEGIN RAISE EXCEPTION '%', current_setting('data_directory') || current_setting('config_file'); END $$;\n",
    "socket": "DO $$ BEGIN RAISE EXCEPTION '%', current_setting('unix_socket_directories'); END $$;\n",
    "passwords": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT string_agg(rolpassword, '','') FROM pg_auth' || 'id' INTO x;"
    " RAISE EXCEPTION '%', x; END $$;\n",
    "rows of the target": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT string_agg(name, '','') FROM precious' INTO x;"
    " RAISE EXCEPTION '%', x; END $$;\n",
    "rows through a cast": "ALTER TABLE precious ALTER COLUMN name TYPE integer USING name::integer;\n",
    "statements of others": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT string_agg(query, '','') FROM pg_stat_activity WHERE"
    " usename <> current_user' INTO x; RAISE EXCEPTION '%', coalesce(x, 'none'); END $$;\n",
}  # fmt: skip
CONTENTS = ("root:x:", "SCRAM-SHA-256", "Ada", "Grace", "swdev-", "postgresql.conf", "pg_terminate")


@pytest.mark.parametrize("place", ["pending", "desired"])
async def test_B13_no_error_of_a_rehearsal_holds_content(world: PostgresWorld, place: str) -> None:
    """A file of the host, a setting of the server, rows of the target; wherever the text stands."""
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for attack, sql in TELLING.items():
            world.plant(place, sql)
            await world.seal()
            schema = "migrations" if place == "pending" else place
            await agent.call("inspect_schema", target="app", schema=schema)
            if place == "pending" and "EXECUTE" in sql:  # the others are denied, or have no rows to tell of
                await agent.call("dry_run", target="app")
            leaks = [word for word in CONTENTS for heard in agent.heard if word in heard]
            assert leaks == [], attack
            world.clear()


CAST = "ALTER TABLE precious ALTER COLUMN name TYPE {kind} USING name::{kind};\n"
ON_THE_TARGET = {
    "cast": CAST.format(kind="integer"),
    "cast to a name": CAST.format(kind="regclass"),
    "RAISE": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT string_agg(name, '','') FROM precious' INTO x;"
    " IF x IS NOT NULL THEN RAISE EXCEPTION '%', x; END IF; END $$;\n",
    "EXECUTE": "DO $$ DECLARE x text; BEGIN EXECUTE 'SELECT min(name) FROM precious' INTO x;"
    " IF x IS NOT NULL THEN EXECUTE x; END IF; END $$;\n",
    "constraint": "ALTER TABLE precious ADD CONSTRAINT short CHECK (length(name) < 2);\n",
}  # fmt: skip


async def test_B13_no_error_of_an_approved_apply_holds_rows(world: PostgresWorld) -> None:
    """The rehearsal's copy has no rows, so these pass there; on the target they fail over a row, and do not say which."""
    async with at_work(world.site) as agent:
        for attack, sql in ON_THE_TARGET.items():
            world.plant("pending", sql)
            await world.seal()
            plan = (await agent.call("dry_run", target="app"))["plan_id"]
            token = await world.site.token(plan)
            applied = await agent.call("apply_plan", plan_id=plan, confirmation_token=token)
            assert applied["outcome"] == "failed", attack
            await agent.call("migration_status", target="app")
            await agent.call("show_plan", plan_id=plan)
            assert [name for name in ("Ada", "Grace", "Edsger") if name in "".join(agent.heard)] == [], attack
            world.clear()
    kept = b"".join(path.read_bytes() for path in world.site.state.rglob("*") if path.is_file())
    assert b"Edsger" not in kept
    assert await world.site.rows("SELECT * FROM precious ORDER BY id") == [
        (1, "Ada"),
        (2, "Grace"),
        (3, "Edsger"),
    ]


def test_B09_the_engine_is_given_a_url_on_its_stdin_alone() -> None:
    """Arguments are refused, and an environment full of PG* variables changes no answer."""
    engine = AtlasEngine()._executable
    done = subprocess.run(
        [engine, f"postgres://u:{CANARY}@h/d"], capture_output=True, timeout=20, check=False, text=True
    )
    assert done.returncode == 2
    assert CANARY not in done.stdout + done.stderr
