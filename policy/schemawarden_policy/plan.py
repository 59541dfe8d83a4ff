"""A plan: what would run, against which database in which state, and what was found about it. Immutable.

- Statements are the stored original bytes; their order is the order in which they run.
- The document is everything that a human is shown. Its digest stands in the envelope, so what is shown is what is signed.
- What the agent said is kept apart, labelled, and decides nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from schemawarden_policy.canonical import canonical, digest
from schemawarden_policy.check import Report
from schemawarden_policy.facts import StatementRun

DOCUMENT_PURPOSE = "schemawarden-plan-v1"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    name: str
    sha256: str
    """Of the file's bytes."""
    tx_mode: str
    """file | none, as the file asks and the policy accepts; or that it is a baseline, which is not run."""
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a plan must have before it may be applied."""

    assurance: str
    quorum: int
    owners: tuple[tuple[str, ...], ...] = ()
    """For each group of owners of what is touched: the approvers of whom one must be among those who approve."""
    backup: bool = False
    """One of the approvals must name a backup."""

    def data(self) -> dict[str, Any]:
        """As plain data. What is not asked for is left out, so that older plans keep their bytes."""
        return {
            "assurance": self.assurance,
            "quorum": self.quorum,
            **({"owners": [list(group) for group in self.owners]} if self.owners else {}),
            **({"backup": True} if self.backup else {}),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    target: str
    dialect: str
    files: tuple[PlannedFile, ...]
    baseline: str
    """The file that is recorded as already there and not run; empty when there is none."""
    directory: tuple[tuple[str, str], ...]
    """(name, SHA-256) of every migration file of the snapshot, applied ones included: what the engine is given."""
    identity: str
    fingerprint_before: str
    fingerprint_after: str
    """Of the disposable copy after the rehearsed apply; empty when it did not get there."""
    revisions_digest: str
    report: Report
    runs: tuple[StatementRun, ...]
    needs: Needs | None
    """None when the policy allows the plan without a token."""
    policy_digest: str
    engine: Mapping[str, str]
    product: str
    requester: str
    note: str
    """What the agent said about the plan. Untrusted."""
    created: str
    """RFC 3339, UTC, seconds."""
    expires: str
    nonce: str
    """128 random bits, hex."""

    @property
    def risk(self) -> str:
        return "destructive" if self.report.needs_destructive_level else "routine"

    @property
    def pending(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.files)

    @property
    def statements_digest(self) -> str:
        """Names the statements alone: a denial sticks to it, whatever plan they come back in."""
        texts = [[file.name, list(file.statements)] for file in self.files]
        return digest("schemawarden-statements-v1", canonical(texts))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def findings_data(report: Report) -> list[dict[str, Any]]:
    """The findings as plain data, for the document and for results."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity.word,
            "file": finding.place.file,
            "statement": finding.place.statement,
            "line": finding.place.line,
            "column": finding.place.column,
            "end_line": finding.end_line,
            "end_column": finding.end_column,
            "message": finding.message,
            "suggestion": finding.suggestion,
            "objects": list(finding.objects),
            "excerpt": finding.excerpt,
            "aliases": list(finding.aliases),
        }
        for finding in report.findings
    ]


def document(plan: Plan) -> bytes:
    """The plan as canonical JSON: all that a human is shown."""
    return canonical(
        {
            "version": 1,
            "plan_id": plan.id,
            "target": plan.target,
            "dialect": plan.dialect,
            "files": [
                {
                    "name": file.name,
                    "sha256": file.sha256,
                    "tx_mode": file.tx_mode,
                    "statements": list(file.statements),
                }
                for file in plan.files
            ],
            "baseline": plan.baseline,
            "directory": [[name, content] for name, content in plan.directory],
            "identity": plan.identity,
            "fingerprint_before": plan.fingerprint_before,
            "fingerprint_after": plan.fingerprint_after,
            "revisions_digest": plan.revisions_digest,
            "verdict": plan.report.verdict.value,
            "risk": plan.risk,
            "findings": findings_data(plan.report),
            "coverage": asdict(plan.report.coverage),
            "rehearsal": [_run_data(run) for run in plan.runs],
            "needs": None if plan.needs is None else plan.needs.data(),
            "policy_digest": plan.policy_digest,
            "engine": dict(plan.engine),
            "product": plan.product,
            "requester": plan.requester,
            "note": plan.note,
            "created": plan.created,
            "expires": plan.expires,
            "nonce": plan.nonce,
        }
    )


def _run_data(run: StatementRun) -> dict[str, Any]:
    return {
        "file": run.file,
        "statement": run.statement,
        "effects": [asdict(effect) for effect in run.effects],
        "error": run.error,
        "refused": run.refused,
        "microseconds": round(run.seconds * 1_000_000),
        "locks": [[lock.mode, lock.relation] for lock in run.locks],
        "rewrites": list(run.rewrites),
        "notes": list(run.notes),
        "sqlstate": run.sqlstate,
        "autocommit": run.autocommit,
    }
