"""The envelope: the bytes that humans sign.

- Everything that makes a plan *this* plan is in it: files and statements by hash, target, live state, history, policy,
  findings, engine, requester, risk, quorum, window, nonce, and the digest of the document that was shown.
- It is canonical JSON. Strings that are not in Unicode normal form C are refused, so no two spellings sign alike.
- All approvers sign the same bytes; who signed is in the approval, never in the envelope. Only who names a backup signs
  a statement with the envelope's digest and that name in it.
- Owners and the demand for a backup are in it where there are any, and left out where not.
"""

from __future__ import annotations

import unicodedata

from schemawarden_policy.canonical import canonical, digest, refuse_unnormalised
from schemawarden_policy.plan import DOCUMENT_PURPOSE, Plan, document, findings_data, sha256
from schemawarden_policy.visible import visible

NAMESPACE = "schemawarden-approval-v1"
"""SSH signature namespace and digest purpose; a signature made for anything else (a git commit) never verifies."""
WITH_BACKUP = "schemawarden-approval-with-backup-v1"
"""Type of the statement that is signed in place of the envelope when an approval names a backup."""
_MOST_BACKUP = 300


def envelope(plan: Plan) -> bytes:
    """Canonical bytes of the plan's envelope. Raises NotCanonicalError."""
    value = {
        "version": 1,
        "type": NAMESPACE,
        "plan_id": plan.id,
        "document": digest(DOCUMENT_PURPOSE, document(plan)),
        "files": [
            {
                "name": file.name,
                "sha256": file.sha256,
                "tx_mode": file.tx_mode,
                "statements": [sha256(text.encode()) for text in file.statements],
            }
            for file in plan.files
        ],
        "directory": digest(
            "schemawarden-directory-v1", canonical([list(entry) for entry in plan.directory])
        ),
        "target": {"alias": plan.target, "identity": plan.identity},
        "fingerprint": plan.fingerprint_before,
        "revisions": plan.revisions_digest,
        "pending": list(plan.pending),
        "baseline": plan.baseline,
        "policy": plan.policy_digest,
        "findings": digest("schemawarden-findings-v1", canonical(findings_data(plan.report))),
        "verdict": plan.report.verdict.value,
        "engine": dict(plan.engine),
        "schemawarden": plan.product,
        "requester": plan.requester,
        "risk": plan.risk,
        **({"quorum": 0, "assurance": ""} if plan.needs is None else plan.needs.data()),
        "window": {"not_before": plan.created, "expires": plan.expires},
        "nonce": plan.nonce,
    }
    refuse_unnormalised(value)
    return canonical(value)


def statement(content: bytes, backup: str = "") -> bytes:
    """The bytes that one approver signs: the envelope's own, or with a backup's name a statement that holds both.

    The statement has a type of its own, so that neither passes for the other.
    """
    if not backup:
        return content
    value = {"version": 1, "type": WITH_BACKUP, "envelope": envelope_digest(content), "backup": backup}
    refuse_unnormalised(value)
    return canonical(value)


def backup_objection(text: object) -> str:
    """Why a text can't name a backup, in words that follow "it"; empty when it can."""
    if not isinstance(text, str) or not text.strip() or len(text) > _MOST_BACKUP:
        return f"is no text of 1 to {_MOST_BACKUP} characters"
    if visible(text, keep="") != text or not unicodedata.is_normalized("NFC", text):
        return "holds characters that can't be seen, or is not in Unicode normal form C"
    return ""


def envelope_digest(content: bytes) -> str:
    """The plan's name in every token: SHA-256 (hex) over the namespace, NUL and the envelope's bytes."""
    return digest(NAMESPACE, content)


def grouped(hexadecimal: str) -> str:
    """A digest in groups of four that can be compared on a second screen."""
    return " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))
