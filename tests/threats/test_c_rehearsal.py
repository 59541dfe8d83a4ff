"""C: what the agent wrote runs on databases of our own and nowhere else, for a bounded time, in bounded memory.

Each attack is planted in a new file, in a file that is applied already, and in the desired schema; then every tool that
could run it is called. The target, another team's database and the rest of the host must stay as they are to the byte.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import anyio
import pytest

from tests.threats.agent import Answer, at_work, call
from tests.threats.world import ROWS, World, make_world, unchanged

PLACES = ("pending", "history", "desired")

ATTACH = {
    "C01 C02": "ATTACH '{victim}' AS x;\nDROP TABLE x.precious;\n",
    "the target itself": "ATTACH DATABASE '{target}' AS x;\nDELETE FROM x.precious;\n",
    "comments between words": "ATTACH/**/DATABASE -- harmless\n'{victim}'/* */AS/**/x;\nDROP TABLE x.precious;\n",
    "case and quotes": 'aTtAcH "{victim}" aS "x y";\ndrop table "x y".precious;\n',
    "expression": "ATTACH DATABASE '{host}' || '/' || 'victim.db' AS x;\nUPDATE x.precious SET name = '';\n",
    "char()": "ATTACH (SELECT char(102,105,108,101,58) || '{victim}') AS x;\nDROP TABLE x.precious;\n",
    "URI": "ATTACH 'file:{victim}?mode=rwc' AS x;\nDROP TABLE x.precious;\n",
    "EXPLAIN": "EXPLAIN ATTACH '{victim}' AS x;\nATTACH '{victim}' AS x;\n",
    "after a thousand lines": "-- seed\n" * 1000 + ";;;ATTACH '{victim}' AS x;\nDROP TABLE x.precious;\n",
    "parameter": "ATTACH ? AS x;\nATTACH '{victim}' AS x;\n",
    "key": "ATTACH '{victim}' AS x KEY 'k';\nDROP TABLE x.precious;\n",
    "DETACH first": "DETACH main;\nATTACH '{victim}' AS main;\nDROP TABLE precious;\n",
}
NEW_FILE = {
    "C03": "ATTACH '{pwned}' AS x;\nCREATE TABLE x.t (id int);\n",
    "relative": "ATTACH 'PWNED.db' AS x;\nCREATE TABLE x.t (id int);\n",
    "empty name, then URI": "ATTACH '' AS tmp1;\nATTACH 'file:{pwned}?mode=rwc' AS x;\nCREATE TABLE x.t (id int);\n",
    "in the workspace": "ATTACH '{workspace}/migrations/20990101000000_x.sql' AS x;\nCREATE TABLE x.t (id int);\n",
}
VACUUM = {
    "C04": "VACUUM INTO '{pwned}';\n",
    "main": "VACUUM main INTO '{pwned}';\n",
    "comments": "VACUUM/**/INTO --\n'{pwned}';\n",
    "expression": "vacuum\n\"main\" into (select '{pwned}');\n",
    "URI": "VACUUM INTO 'file:{pwned}?mode=rwc';\n",
}
OUTSIDE = {
    "C05": "SELECT load_extension('{host}/evil.so');\n",
    "two arguments": "SELECT load_extension('{host}/evil', 'init');\n",
    "writefile": "CREATE TABLE t (x);\nINSERT INTO t SELECT writefile('{pwned}', 'x');\n",
    "readfile": "CREATE TABLE t (x);\nINSERT INTO t SELECT readfile('{secret}');\n",
    "edit": "SELECT edit('x', '{host}/evil');\n",
    "quoted name": "SELECT \"load_extension\"('{host}/evil.so');\n",
    "case and comment": "SELECT LoAd_ExTeNsIoN/**/('{host}/evil.so');\n",
    "default": "CREATE TABLE t (id INTEGER PRIMARY KEY, x DEFAULT (readfile('{secret}')));\n",
    "check": "CREATE TABLE t (x CHECK (load_extension('{host}/evil.so')));\n",
    "view": "CREATE VIEW v AS SELECT readfile('{secret}') AS x;\n",
    "trigger": "CREATE TRIGGER g AFTER INSERT ON precious BEGIN SELECT load_extension('{host}/evil.so'); END;\n",
    "index": "CREATE INDEX i ON precious (name) WHERE load_extension('{host}/evil.so');\n",
    "csv": "CREATE VIRTUAL TABLE t USING csv(filename='{secret}');\n",
    "fsdir": "CREATE VIRTUAL TABLE t USING fsdir('/');\n",
    "table function": "CREATE TABLE t AS SELECT * FROM fsdir('{host}');\n",
    "tokenizer": "SELECT fts3_tokenizer('x', x'4141414141414141');\n",
}


RUN_BY_THE_ENGINE = ("C05", "writefile", "case and comment", "index", "csv", "table function", "tokenizer")


def filled(text: str, world: World) -> str:
    return text.format(
        victim=world.victim,
        target=world.site.database,
        host=world.host,
        pwned=world.pwned,
        secret=world.secret,
        workspace=world.site.workspace,
    )


async def nothing_escapes(world: World, attacks: dict[str, str], place: str, rule: str) -> None:
    """Plant each attack in turn and do all that would run it; with the first, all that an agent can do."""
    planted = [world.desired, world.applied]
    clean = {path: path.read_text() for path in planted}
    for number, (attack, text) in enumerate(attacks.items()):
        world.plant(place, filled(text, world))
        async with at_work(world.site) as agent:
            with unchanged(world):
                answers = await agent.run_from(place)
            if number == 0:
                with unchanged(world, workspace=False):
                    answers |= await agent.do_everything()
        assert not any("canary" in heard for heard in agent.heard), attack
        check_answers(place, answers, rule, attack)
        await world.seal()
        for path in sorted(world.site.migrations.glob("*.sql"))[1:]:
            path.unlink()
        for path, content in clean.items():
            path.write_text(content)
    assert world.rows() == ROWS


def check_answers(place: str, answers: dict[str, Answer], rule: str, attack: str) -> None:
    if place == "pending":
        for tool in ("lint_migrations", "dry_run"):
            assert answers[tool]["verdict"] == "deny", (attack, tool)
            assert rule in answers[tool].forbidden, (attack, answers[tool].rules)
        assert answers["dry_run"]["plan_id"] == ""
    elif place == "desired":
        assert answers["inspect_schema desired"].code == "FORBIDDEN_SQL", attack
        assert answers["write_migration more from_diff"].code == "FORBIDDEN_SQL", attack
    else:
        problems = answers["migration_status"]["problems"]
        assert any(problem.startswith("HISTORY_REWRITTEN") for problem in problems), attack


async def test_each_denial_and_refusal_is_recorded_once(world: World) -> None:
    world.plant("pending", filled(ATTACH["C01 C02"], world))
    world.plant("desired", filled(ATTACH["C01 C02"], world))
    for tool, arguments, event in (
        ("dry_run", {}, "dry_run.denied"),
        ("inspect_schema", {"schema": "desired"}, "call.refused"),
        ("diff_schema", {"from_": "live", "to": "desired"}, "call.refused"),
        ("write_migration", {}, "call.refused"),
    ):
        before = await world.audit()
        await call(world.site, tool, target="app", **arguments)
        (record,) = (await world.audit())[len(before) :]
        assert record["event"] == event


@pytest.mark.parametrize("place", PLACES)
async def test_C01_C02_an_attached_database_is_never_reached(world: World, place: str) -> None:
    await nothing_escapes(world, ATTACH, place, "attach-database")


@pytest.mark.parametrize("place", PLACES)
async def test_C03_no_file_is_made_by_attaching_it(world: World, place: str) -> None:
    await nothing_escapes(world, NEW_FILE, place, "attach-database")


@pytest.mark.parametrize("place", PLACES)
async def test_C04_vacuum_into_copies_nothing(world: World, place: str) -> None:
    await nothing_escapes(world, VACUUM, place, "attach-database")


@pytest.mark.parametrize("place", PLACES)
async def test_C05_nothing_is_loaded_read_or_written_from_sql(world: World, place: str) -> None:
    attacks = OUTSIDE if place == "pending" else {name: OUTSIDE[name] for name in RUN_BY_THE_ENGINE}
    await nothing_escapes(world, attacks, place, "outside-program-or-file")


SERVERS_OWN = (
    "UPDATE sqlite_dbpage SET data = x'00' WHERE pgno = 1;\n",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE precious (x)';\n",
    "PRAGMA writable_schema = ON;\nDELETE FROM sqlite_schema;\n",
    "PRAGMA temp_store_directory = '/tmp';\n",
    "PRAGMA data_store_directory = '/tmp';\n",
)


@pytest.mark.parametrize("sql", SERVERS_OWN)
async def test_C05_the_file_behind_the_schema_is_not_reached(world: World, sql: str) -> None:
    world.plant("pending", sql)
    with unchanged(world):
        answer = await call(world.site, "dry_run", target="app")
    caught = {"rehearsal-failed", "rehearsal-refused", "forbidden-pragma", "dynamic-or-opaque"}
    assert answer.rules.keys() & caught
    assert answer["verdict"] in ("approve", "deny")


@pytest.mark.parametrize(
    "expression",
    [
        "1); ATTACH '{victim}' AS x; DROP TABLE x.precious; --",
        "(SELECT load_extension('{host}/evil.so'))",
        "1), y AS (readfile('{secret}')",
    ],
)
async def test_C01_C05_sql_inside_hcl_escapes_no_better(tmp_path: Path, expression: str) -> None:
    world = await make_world(tmp_path, desired="schema.hcl")
    column = f'column "c" {{\n    type = text\n    default = sql("{filled(expression, world)}")\n  }}'
    text = f'schema "main" {{}}\ntable "t" {{\n  schema = schema.main\n  {column}\n}}\n'
    (world.site.workspace / "schema.hcl").write_text(text)
    with unchanged(world, workspace=False):
        async with at_work(world.site) as agent:
            answers = await agent.do_everything()
    assert not any("canary" in heard for heard in agent.heard)
    written = answers["write_migration more from_diff"]
    assert written.refused or written["verdict"] == "deny" or not written["files"], written.text


@pytest.mark.parametrize("kind", ["missing", "dangling link", "missing directory"])
async def test_C06_a_target_that_is_not_there_is_not_created(world: World, kind: str) -> None:
    world.site.database.unlink()
    if kind == "dangling link":
        world.site.database.symlink_to(world.pwned)
    elif kind == "missing directory":
        world.site.database.parent.rmdir()
    world.site.migrate("CREATE TABLE more (id INTEGER PRIMARY KEY);\n")
    with unchanged(world):
        async with at_work(world.site) as agent:
            answers = await agent.ask_everything()
            dry = await agent.call("dry_run", target="app")
    assert answers["inspect_schema live"].code == "TARGET_MISSING"
    assert dry.code == "TARGET_MISSING"
    assert answers["lint_migrations"]["verdict"] == "approve"
    assert answers["lint_migrations"]["not_covered"]


@pytest.mark.parametrize("journal", ["delete", "wal"])
async def test_C06_E08_reading_makes_no_file_beside_the_target(world: World, journal: str) -> None:
    """No -wal, -shm or -journal, whatever mode the database is in."""
    with closing(sqlite3.connect(world.site.database)) as db, db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("INSERT INTO precious (name) VALUES ('Barbara')")
    with unchanged(world):
        await look_at(world)


HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("INSERT INTO precious (name) VALUES ('Barbara')")
print("open", flush=True)
sys.stdin.read()
"""


async def test_C06_E08_reading_leaves_an_application_at_work_alone(world: World) -> None:
    """The application has the database open in WAL mode; database and WAL stay as they are.

    -shm is left out: it is the memory that all connections to the file share, and every reader marks its place there.
    """
    command = [sys.executable, "-c", HOLDER, str(world.site.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as application:
        assert application.stdout
        assert application.stdin
        assert application.stdout.readline() == "open\n"
        before = {name: told for name, told in world.everything().items() if not name.endswith("-shm")}
        await look_at(world)
        after = {name: told for name, told in world.everything().items() if not name.endswith("-shm")}
        application.stdin.close()
    assert after == before


async def look_at(world: World) -> None:
    async with at_work(world.site) as agent:
        answers = await agent.ask_everything()
    assert not any(answer.refused for answer in answers.values())


# --- time ---------------------------------------------------------------------------------------------------------

ENDLESS = "INSERT INTO endless WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0;\n"
SLOW = {
    "recursion": "CREATE TABLE endless (x int);\n" + ENDLESS,
    "join": "CREATE TABLE endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000) "
    "SELECT count(*) AS n FROM c a, c b, c d;\n",
    "view in a trigger": "CREATE TABLE endless (x int);\nCREATE VIEW forever AS WITH RECURSIVE c(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) AS x FROM c;\nINSERT INTO endless SELECT x FROM forever;\n",
}
NESTED = 'join(",", [for a in range(0, 1000): join(",", [for b in range(0, 1000): join(",", [for c in range(0, 1000): "x"])])])'
MOST_SECONDS = 15.0
"""The row's own bound, and no more: what is not done by then is cut off, and fails the test."""


Call = tuple[str, dict[str, str]]
READS: dict[str, tuple[Call, ...]] = {
    "pending": (("lint_migrations", {}), ("inspect_schema", {"schema": "migrations"}), ("dry_run", {})),
    "history": (("lint_migrations", {}), ("migration_status", {}), ("validate_schema", {})),
    "desired": (("inspect_schema", {"schema": "desired"}), ("validate_schema", {}), ("write_migration", {})),
}


async def test_C13_endless_text_is_stopped_in_time_wherever_it_stands(tmp_path: Path) -> None:
    """All cases at the same time, since each may take as long as the bound."""
    worlds = [await endless_world(tmp_path, place, attack) for place in PLACES for attack in SLOW]
    hcl = await make_world(tmp_path / "hcl", desired="schema.hcl")
    (hcl.site.workspace / "schema.hcl").write_text(f'schema "main" {{\n  comment = {NESTED}\n}}\n')
    worlds.append(("hcl", "nested", hcl))
    late: set[str] = set()
    wrong: dict[str, str] = {}

    async def one(case: str, world: World, tool: str, arguments: dict[str, str]) -> None:
        late.add(case)
        answer = await call(world.site, tool, target="app", **arguments)
        late.discard(case)
        if not (stopped(answer) or case.startswith("history")):  # what is not pending may not be run at all
            wrong[case] = answer.text

    with anyio.move_on_after(MOST_SECONDS):
        async with anyio.create_task_group() as group:
            for place, attack, world in worlds:
                for tool, arguments in READS.get(place, READS["desired"])[
                    : 1 if attack != "recursion" else 3
                ]:
                    group.start_soon(one, f"{place} {attack} {tool}", world, tool, arguments)
    assert not late, f"still at work after {MOST_SECONDS} s: {sorted(late)}"
    assert not wrong
    assert all(world.rows() == ROWS for *_, world in worlds)


async def endless_world(root: Path, place: str, attack: str) -> tuple[str, str, World]:
    world = await make_world(root / f"{place} {attack}")
    world.plant(place, SLOW[attack])
    return place, attack, world


def stopped(answer: Answer) -> bool:
    return answer.code == "ENGINE_TIMEOUT" or "rehearsal-failed" in answer.rules or "TIMEOUT" in answer.text


# --- memory and disk ----------------------------------------------------------------------------------------------

GREEDY = {
    "C15 printf": "INSERT INTO hog SELECT printf('%*d', 2000000, x) FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL "
    "SELECT x + 1 FROM c LIMIT 4000) SELECT x FROM c);\n",
    "zeroblob": "INSERT INTO hog SELECT zeroblob(1000000000);\n",
    "group_concat": "INSERT INTO hog SELECT length(group_concat(zeroblob(1000000))) FROM (WITH RECURSIVE c(x) AS (SELECT 1 "
    "UNION ALL SELECT x + 1 FROM c LIMIT 4000) SELECT x FROM c);\n",
    "json": "INSERT INTO hog SELECT json_array_length(json_group_array(hex(zeroblob(2000)))) FROM (WITH RECURSIVE c(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 700000) SELECT x FROM c);\n",
}
MOST_MEGABYTES = 1024


@pytest.mark.parametrize("attack", GREEDY)
async def test_C15_greedy_sql_gets_a_bounded_amount_of_memory(world: World, attack: str) -> None:
    world.plant("pending", "CREATE TABLE hog (x);\n" + GREEDY[attack])
    peak = Peak()
    answers: list[Answer] = []
    with anyio.move_on_after(MOST_SECONDS):
        async with anyio.create_task_group() as group:
            group.start_soon(peak.watch)
            with unchanged(world):
                async with at_work(world.site) as agent:
                    answers = [await agent.call("dry_run", target="app")]
            group.cancel_scope.cancel()
    assert peak.megabytes < MOST_MEGABYTES
    assert [answer.rules.get("rehearsal-failed") for answer in answers] == ["error"]


async def test_C15_sorting_fills_no_disk(world: World, temporary: Path) -> None:
    """What SQLite spills goes to the engine's private directory, which lies in somebody's /tmp."""
    world.plant(
        "pending",
        "CREATE TABLE hog (x);\nINSERT INTO hog SELECT count(*) FROM (SELECT DISTINCT zeroblob(1000000) || x FROM (WITH "
        "RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000) SELECT x FROM c));\n",
    )
    peak = Peak()
    with anyio.move_on_after(MOST_SECONDS):
        async with anyio.create_task_group() as group:
            group.start_soon(peak.watch)
            async with at_work(world.site) as agent:
                await agent.call("lint_migrations", target="app")
            group.cancel_scope.cancel()
    assert peak.open_megabytes < MOST_MEGABYTES


class Peak:
    """The most that any engine or sandbox below this process held at one time."""

    def __init__(self) -> None:
        self.megabytes = 0
        self.open_megabytes = 0

    async def watch(self) -> None:
        while True:
            for process in ours():
                self.megabytes = max(self.megabytes, _resident(process))
                self.open_megabytes = max(self.open_megabytes, _open_files(process))
                if max(self.megabytes, self.open_megabytes) > 1.5 * MOST_MEGABYTES:
                    with suppress(ProcessLookupError):
                        os.kill(int(process.name), 9)  # before this machine runs out of it
            await anyio.sleep(0.05)


def ours() -> list[Path]:
    """Engines and sandboxes that this test started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and (b"schemawarden-engine" in line or b"sandbox.py" in line):
            found.append(process)
    return found


def _resident(process: Path) -> int:
    try:
        pages = int((process / "statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize() // 2**20


def _open_files(process: Path) -> int:
    """Also files that are deleted already, as SQLite's temporary files are."""
    total = 0
    try:
        for descriptor in (process / "fd").iterdir():
            total += descriptor.stat().st_size
    except OSError:
        return total // 2**20
    return total // 2**20


async def test_C13_C15_a_stopped_engine_leaves_nothing_behind(world: World, temporary: Path) -> None:
    world.plant("pending", SLOW["recursion"])
    async with at_work(world.site) as agent:
        with anyio.move_on_after(1.0):
            await agent.call("lint_migrations", target="app")
        await anyio.sleep(0.5)
    with anyio.move_on_after(10):
        while ours() or list(temporary.iterdir()):
            await anyio.sleep(0.25)
    assert ours() == []
    assert list(temporary.iterdir()) == []
