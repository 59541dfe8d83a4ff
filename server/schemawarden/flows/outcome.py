"""What became of an apply, judged from the database itself.

    as before                                -> failed: nothing of it is there
    all files finished, schema as rehearsed  -> applied
    some files or statements are there       -> failed_partial
    neither, or out of reach                 -> unknown: a human must look

The same judgement serves the apply that has just ended and the recovery after a crash; nothing is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemawarden.flows.history import finished, version_of
from schemawarden.ports import LiveState
from schemawarden_policy.approval import State


@dataclass(frozen=True, slots=True)
class Outcome:
    state: State
    explanation: str
    finished: tuple[str, ...] = ()
    """Files of the plan that are applied in full."""

    def data(self) -> dict[str, Any]:
        return {"explanation": self.explanation, "files": list(self.finished)}


def judge(
    document: Mapping[str, Any], live: LiveState, failure: str = "", *, refused: bool = False
) -> Outcome:
    """What the database shows of the plan.

    Args:
        failure: the engine's own word on what went wrong, if it gave one.
        refused: the engine said so before it began anything.
    """
    files = [file["name"] for file in document["files"]]
    rows = {revision.version: revision for revision in live.revisions}
    done = tuple(name for name in files if (row := rows.get(version_of(name))) and finished(row))
    begun = [
        name for name in files if (row := rows.get(version_of(name))) and not finished(row) and row.applied
    ]
    failed = [name for name in files if (row := rows.get(version_of(name))) and row.error and not row.applied]
    doubtful = [
        name
        for name in files
        if (row := rows.get(version_of(name))) and not finished(row) and not row.applied and not row.error
    ]
    told = f" {failure}" if failure else ""
    if live.identity != document["identity"]:
        return Outcome(State.UNKNOWN, "The target is another database than the one that the plan was for.")
    if len(done) == len(files):
        return _all_done(document, live, done)
    untouched = live.fingerprint == document["fingerprint_before"]
    if untouched and _same_history(document, live):
        words = "Nothing was changed: schema and history are as they were before."
        return Outcome(State.FAILED, words + told)
    if refused and _same_history(document, live):
        words = (
            "Nothing was run. The schema is not the one that was approved any more: somebody else changed it."
        )
        return Outcome(State.FAILED, words + told)
    told += _invalid(live)
    if doubtful and not done and not begun:
        words = f"{doubtful[0]} was begun without a transaction; whether its first statement took effect can't be told."
        return Outcome(State.UNKNOWN, words + told)
    if untouched and not done and not begun:
        return Outcome(State.FAILED, "Nothing was changed; the history notes the attempt." + told)
    if done or begun or failed:
        stopped = (begun or failed or files[len(done) :])[0]
        words = f"{len(done)} of {len(files)} files are applied; {stopped} is not finished." + told
        return Outcome(State.FAILED_PARTIAL, words, done)
    return Outcome(
        State.UNKNOWN, "The schema changed, but Atlas's revisions table tells of no file of this plan." + told
    )


def _invalid(live: LiveState) -> str:
    """What a statement without a transaction has left half made, now or earlier."""
    return "".join(f" The index {name} is there and invalid." for name in live.invalid)


def _same_history(document: Mapping[str, Any], live: LiveState) -> bool:
    """The history is as before, and says so for certain: without a transaction a statement takes effect before its record."""
    transactional = all(file["tx_mode"] != "none" for file in document["files"])
    versions = {version_of(file["name"]) for file in document["files"]}
    begun_before = any(revision.version in versions for revision in live.revisions)
    return live.revisions_digest == document["revisions_digest"] and (transactional or not begun_before)


def _all_done(document: Mapping[str, Any], live: LiveState, done: tuple[str, ...]) -> Outcome:
    expected = document["fingerprint_after"]
    if expected and live.fingerprint != expected:
        words = "All files are recorded as applied, but the schema is not the rehearsed one."
        return Outcome(State.UNKNOWN, words, done)
    seen = "the schema is the rehearsed one" if expected else "no rehearsed schema was there to compare with"
    return Outcome(State.APPLIED, f"All files are applied and recorded; {seen}.", done)
