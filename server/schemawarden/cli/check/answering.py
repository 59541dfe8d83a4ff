"""Change sets -> what was found, asking the cache first."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden.cli.check.cache import Cache
from schemawarden.cli.check.model import ChangeSet, Checked, Question


def answers(
    change_sets: Sequence[ChangeSet], question: Question, cache: Cache, keys: Sequence[bytes]
) -> list[Checked]:
    """What was found in each file, in order. `keys` has one for each change set; equal ones have equal answers."""
    found = cache.find(keys)
    named = list(zip(keys, change_sets, strict=True))
    wanted = {key: change_set for key, change_set in named if key not in found}
    new = dict(zip(wanted, _examined(list(wanted.values()), question), strict=True))
    cache.keep(new)
    found |= new
    return [
        checked._replace(path=source.path)
        for key, change_set in named
        for source, checked in zip(change_set.files, found[key], strict=True)
    ]


def _examined(change_sets: Sequence[ChangeSet], question: Question) -> list[list[Checked]]:
    if not change_sets:
        return []
    from schemawarden.cli.check.pool import examine_all

    return examine_all(change_sets, question)
