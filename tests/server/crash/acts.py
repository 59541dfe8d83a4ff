"""What the processes of these tests do: make a plan, apply it and die on the way, recover, apply again.

Each act runs in a process of its own, forked by `child`, on an installation in a directory; it answers with plain data.
"""

from __future__ import annotations

import functools
import os
import resource
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.errors import SchemawardenError
from schemawarden.flows.apply import apply_plan
from schemawarden.flows.recover import recover
from schemawarden_policy.audit import verify
from tests.server.crash.processes import children
from tests.site import QUIET, Site, make_site

Answer = dict[str, Any]

HISTORY = "CREATE TABLE ledger (id INTEGER PRIMARY KEY, what TEXT NOT NULL);\n"
"""The file that an "old" database has applied already."""

FIRST = """\
CREATE TABLE alpha (id INTEGER PRIMARY KEY, pad TEXT NOT NULL);
INSERT INTO alpha (pad) VALUES ('first file');
INSERT INTO alpha (pad) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
  SELECT printf('%04000d', i) FROM n;
CREATE INDEX alpha_pad ON alpha (substr(pad, 3990));
"""
"""Its rows are more than SQLite's cache holds, so that half of the transaction reaches the disk before the commit."""

SECOND = """\
CREATE TABLE beta (id INTEGER PRIMARY KEY, what TEXT NOT NULL);
INSERT INTO beta (what) VALUES ('second file');
INSERT INTO alpha (pad) VALUES ('second file');
ALTER TABLE beta ADD COLUMN note TEXT;
"""

VARIANTS = ("empty", "old", "wal")
"""A target without a byte, one with a history, one in WAL mode with a history."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and where: the nth time that a named point is reached."""

    point: str
    kind: str
    """"server", "engine" or "both" are killed; "full" and "target_full" make the disk full, for all or for the engine."""
    nth: int = 1
    delay: float = 0.0
    """Seconds to wait at the point first: the engine does not wait for us, so it is further by then."""


class Saboteur:
    """ports.Progress that does the damage."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._left = fault.nth

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
        if self._fault.kind == "target_full" and point == "engine_connected":
            limit_files(resource.RLIM_INFINITY)  # the engine has inherited the limit by now, and keeps it
        if point != self._fault.point:
            return
        self._left -= 1
        if self._left == 0:
            time.sleep(self._fault.delay)
            _DAMAGE[self._fault.kind]()


def kill_engine() -> None:
    for pid in children(os.getpid()):
        os.killpg(pid, signal.SIGKILL)


def kill_server() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_both() -> None:
    kill_engine()
    kill_server()


def limit_files(size: int) -> None:
    """No file may grow beyond `size` bytes, in this process and in those that it starts: as on a full disk, writing fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


_DAMAGE: dict[str, Callable[[], None]] = {
    "server": kill_server,
    "engine": kill_engine,
    "both": kill_both,
    "full": lambda: limit_files(0),
    "target_full": lambda: limit_files(1_000_000),
}


def told(act: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """A refusal is an answer, too."""

    @functools.wraps(act)
    async def answer(*args: Any, **kwargs: Any) -> Answer:
        try:
            return await act(*args, **kwargs)
        except SchemawardenError as error:
            return {"error": error.code, "message": error.message, "hint": error.hint}

    return answer


def site_at(root: str) -> Site:
    """An installation that another process made; its approver's key is not ours."""
    return Site(Path(root), Ed25519PrivateKey.generate())


async def prepare(root: str, variant: str, files: list[str]) -> Answer:
    """A new installation with an approved plan for `files`."""
    site = make_site(Path(root))
    if variant != "empty":
        await _make_old(site, "wal" if variant == "wal" else "delete")
    site.migrate(*files)
    ctx = site.context()
    plan_id = await site.planned(ctx)
    await site.approve(plan_id)
    return {"plan_id": plan_id}


async def _make_old(site: Site, journal: str) -> None:
    """Apply HISTORY without the flows, which are not what is tested here."""
    site.migrate(HISTORY)
    (path,) = site.migrations.glob("*.sql")
    db = sqlite3.connect(site.database)
    db.execute(f"PRAGMA journal_mode = {journal}")
    db.close()
    ctx = site.context()
    request = {
        "source": {"url": ctx.database_url()},
        "migrations": [{"name": path.name, "text": HISTORY}],
        "expected_pending": [path.name],
        "tx_mode": "file",
    }
    answer = await ctx.engine.call("apply", ctx.dialect, request)
    assert not answer["failed"], answer


@told
async def apply(root: str, plan_id: str, fault: Answer | None = None, at: float = 0.0) -> Answer:
    """apply_plan, with or without something going wrong; not before the monotonic clock, which all processes share, says `at`."""
    progress = Saboteur(Fault(**fault)) if fault else QUIET
    ctx = site_at(root).context()
    await ctx.engine.identity()
    time.sleep(max(0.0, at - time.monotonic()))
    result = await apply_plan(ctx, plan_id, None, progress)
    return {
        "state": result.state.value,
        "already": result.already,
        "explanation": result.outcome.explanation if result.outcome else "",
        "finished": list(result.outcome.finished) if result.outcome else [],
    }


@told
async def recovered(root: str) -> Answer:
    """What a server that starts again finds and says."""
    settled = await recover(site_at(root).context())
    return {"settled": {plan_id: asdict(outcome) for plan_id, outcome in settled}}


async def record(root: str, plan_id: str) -> Answer:
    """What the store holds about the plan, and whether the audit is whole."""
    store = site_at(root).app().store
    plan, audit = await store.plan(plan_id), await store.audit()
    return {
        "state": plan.state.value,
        "explanation": str(plan.outcome.get("explanation", "")),
        "finished": list(plan.outcome.get("files", [])),
        "audit_whole": isinstance(verify(audit), str),
        "audit": [r.content.decode() for r in audit],
    }


async def restarted(root: str, plan_id: str) -> Answer:
    """A server starts again: what it settles and tells, and then what all that does when it is done once more."""
    site = site_at(root)
    first, told_first = await recovered(root), await record(root, plan_id)
    before = site.trace()
    again = await apply(root, plan_id)
    second, told_then = await recovered(root), await record(root, plan_id)
    return {
        "recovered": [first, second],
        "records": [told_first, told_then],
        "again": again,
        "untouched": site.trace() == before,
    }


ACTS: dict[str, Callable[..., Awaitable[Answer]]] = {
    "prepare": prepare,
    "apply": apply,
    "recover": recovered,
    "record": record,
    "restart": restarted,
}
