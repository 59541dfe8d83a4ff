"""The statements of PostgreSQL that refuse to run inside a transaction, as the runner opens one for each file."""

from __future__ import annotations

from schemawarden_policy.change import AlterTable, Change, CreateIndex, DropIndex, Maintain


def outside_transaction(change: Change) -> str:
    """The statement in words when no transaction may hold it; empty when one may."""
    if isinstance(change, CreateIndex | DropIndex) and change.concurrently:
        return f"{'CREATE' if isinstance(change, CreateIndex) else 'DROP'} INDEX CONCURRENTLY"
    if isinstance(change, AlterTable) and change.form == "DETACH PARTITION CONCURRENTLY":
        return change.form
    if isinstance(change, Maintain):
        return _maintenance(change)
    return ""


def _maintenance(change: Maintain) -> str:
    """REFRESH MATERIALIZED VIEW CONCURRENTLY may share a transaction; a CLUSTER of every table may not."""
    if change.verb.startswith("VACUUM") or (change.verb == "CLUSTER" and not change.name):
        return change.verb
    return "REINDEX CONCURRENTLY" if change.verb == "REINDEX" and change.concurrently else ""
