"""Many change sets over the cores: each process takes every n-th, and this one works too.

Processes are forked on Linux, where that costs next to nothing once the policy is imported; elsewhere they are started anew,
which pays for more files only.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemawarden.cli.check.model import ChangeSet, Checked, Question
from schemawarden.errors import SchemawardenError, UnavailableError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

_FORKS = sys.platform == "linux"
_WORTH_A_PROCESS = 50 if _FORKS else 400
"""Change sets for each process."""
_MOST_PROCESSES = 16


def examine_all(change_sets: Sequence[ChangeSet], question: Question) -> list[list[Checked]]:
    """What was found in each, in order. Raises UnavailableError CHECK_FAILED, which names the file."""
    processes = max(1, min(_cores(), _MOST_PROCESSES, len(change_sets) // _WORTH_A_PROCESS))
    if not (_FORKS or question.settings is None):
        processes = 1  # an operator's own rules may hold code that can't be handed over
    if processes == 1:
        return _share(change_sets, question)
    shares = [change_sets[number::processes] for number in range(processes)]
    found: list[list[Checked]] = [[] for _ in change_sets]
    for number, share in enumerate(_spread(shares, question)):
        found[number::processes] = share
    return found


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _share(change_sets: Sequence[ChangeSet], question: Question) -> list[list[Checked]]:
    from schemawarden.cli.check.examining import examine

    gc.freeze()  # the imported modules, which are not garbage, need not be looked through again and again
    found = []
    for change_set in change_sets:
        try:
            found.append(examine(change_set, question))
        except Exception as error:  # whatever it was, the caller gets a sentence
            raise _failed(change_set.files[0].path, error) from error
    return found


def _spread(shares: list[Sequence[ChangeSet]], question: Question) -> list[list[list[Checked]]]:
    import multiprocessing

    import schemawarden.cli.check.examining  # noqa: F401 - once, before the processes part

    context: ForkContext | SpawnContext
    context = multiprocessing.get_context("fork") if _FORKS else multiprocessing.get_context("spawn")
    helpers = [_start(context, share, question) for share in shares[1:]]
    try:
        found = [_share(shares[0], question)]
        return found + [_received(here) for _, here in helpers]
    finally:
        for process, here in helpers:
            here.close()
            process.terminate()
            process.join()


def _start(
    context: ForkContext | SpawnContext, share: Sequence[ChangeSet], question: Question
) -> tuple[BaseProcess, Connection]:
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, share, question), daemon=True)
    process.start()
    there.close()
    return process, here


def _work(there: Connection, share: Sequence[ChangeSet], question: Question) -> None:
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        try:
            there.send(_share(share, question))
        except SchemawardenError as error:
            there.send((error.code, error.message, error.hint))


def _received(here: Connection) -> list[list[Checked]]:
    try:
        answer = here.recv()
    except EOFError:
        hint = "Check the files one by one to find the one that ends it; that is a bug in schemawarden."
        raise UnavailableError("CHECK_FAILED", "A process ended in the middle of its files.", hint) from None
    if isinstance(answer, tuple):
        raise UnavailableError(*answer)
    return list(answer)


def _failed(path: str, error: Exception) -> UnavailableError:
    place, traceback = "", error.__traceback__
    while traceback:
        place = f"{traceback.tb_frame.f_globals.get('__name__')}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    message = f"{path} could not be checked: {type(error).__name__} at {place}."
    hint = "That is a bug in schemawarden. Leave the file out to check the others."
    return UnavailableError("CHECK_FAILED", message, hint)
