"""Changes of the catalogue, in the words that the policy understands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from schemawarden.adapters.postgres.snapshot import Change, Row, Snapshot
from schemawarden_policy.facts import Effect

_WITH_COLUMNS = ("table", "type")
_PARTS = ("index", "constraint", "trigger", "policy", "rule")
_ROWS = ("rows_inserted", "rows_updated", "rows_deleted")

Key = tuple[str, int]


def effects_of(changes: Collection[Change], snapshot: Snapshot, members: Collection[Key]) -> list[Effect]:
    """What was dropped first, then created, then changed. `members` belong to an extension that tells for them."""
    new_or_gone = {change.key for change in changes if change.before is None or change.after is None}
    told = (
        effect
        for change in _joined(changes)
        if change.key not in members
        for effect in _told(change, snapshot, new_or_gone)
    )
    order = ("dropped", "created", "changed")
    return sorted(
        dict.fromkeys(told), key=lambda effect: (order.index(effect.verb), effect.object, effect.name)
    )


def rewrites_of(changes: Collection[Change]) -> list[tuple[str, str]]:
    """Kind and name of relations that were there before, are still, and lie in another file now."""
    return sorted(
        (change.before.kind, change.old_name)
        for change in _joined(changes)
        if change.row.catalogue == "pg_class"
        and change.before
        and change.after
        and change.before.number != change.after.number
        and change.old_name
    )


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """With the parts of tables that were dropped and made again under their names, as ALTER TABLE does, in one."""
    made = {
        (change.row.kind, change.new_name): change
        for change in changes
        if change.before is None and change.row.kind in _PARTS
    }
    forms = {
        change.row.parent: change.row.definition for change in changes if change.row.catalogue == "pg_index"
    }
    joined = set()
    for change in changes:
        again = made.get((change.row.kind, change.old_name)) if change.after is None else None
        if again:
            joined.add(again.key)
            before, after = _formed(change.before, forms), _formed(again.after, forms)
            yield Change(before, after, change.old_name, again.new_name)
        elif change.after is None or change.before is not None:
            yield change
    yield from (change for change in changes if change.before is None and change.key not in joined)


def _formed(row: Row | None, forms: Mapping[int, str]) -> Row | None:
    """An index with its columns and predicate, which stand in a row of their own."""
    if row is None or row.kind != "index":
        return row
    return replace(row, definition=row.definition + forms.get(row.key, ""))


def row_effects(counts: Mapping[str, tuple[int, ...]]) -> Iterator[Effect]:
    """From how many rows were inserted, updated and deleted in each table."""
    for name, numbers in counts.items():
        yield from (
            Effect(verb, "rows", name) for verb, number in zip(_ROWS, numbers, strict=True) if number > 0
        )


def _told(change: Change, snapshot: Snapshot, new_or_gone: Collection[Key]) -> Iterator[Effect]:
    row = change.row
    if not (change.old_name or change.new_name):
        return
    if not row.kind:
        yield from _detail(change, snapshot, new_or_gone)
    elif row.catalogue != "pg_attribute" or _is_told_column(row, snapshot, new_or_gone):
        yield from _object(change)


def _detail(change: Change, snapshot: Snapshot, new_or_gone: Collection[Key]) -> Iterator[Effect]:
    """Part of the definition of what it hangs on, which tells by itself when it is new or gone."""
    parent = snapshot.parent(change.row)
    if parent is None or (parent.catalogue, parent.key) in new_or_gone:
        return
    if parent.catalogue == "pg_attribute" and not _is_told_column(parent, snapshot, new_or_gone):
        return
    before, after = change.before, change.after
    if before is None or after is None or before.definition != after.definition:
        yield Effect("changed", parent.kind, snapshot.name(parent))


def _is_told_column(row: Row, snapshot: Snapshot, new_or_gone: Collection[Key]) -> bool:
    relation = snapshot.parent(row)
    if relation is None or relation.kind not in _WITH_COLUMNS:
        return False
    return (relation.catalogue, relation.key) not in new_or_gone


def _object(change: Change) -> Iterator[Effect]:
    before, after = change.before, change.after
    if before and change.moved:
        yield Effect("dropped", before.kind, change.old_name)
    if after and change.moved:
        yield Effect("created", after.kind, change.new_name)
    if before is None or after is None:
        return
    if before.definition != after.definition:
        yield Effect("changed", after.kind, change.new_name)
    if before.access != after.access:
        yield Effect("changed", "privilege", change.new_name)
