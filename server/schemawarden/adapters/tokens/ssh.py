"""Confirmation tokens with an SSH signature as evidence.

- `swt1.` + base64url of {plan id, digest, approver, method, evidence}. The text carries no authority of its own: it can
  travel through the agent. What counts is the signature in it, verified here against the approvers in force *now*.
- The signature is over the envelope's bytes, in the namespace of approvals. A token with a `backup` besides carries a signature
  over the statement that holds the envelope's digest and that text; neither signature serves for the other.
- Both processes run as one OS user in this version, so a token claims `advisory`, whatever key signed it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schemawarden.adapters.tokens import sshsig
from schemawarden.errors import ApprovalError
from schemawarden.settings import Approver, ApproverKey
from schemawarden.settings.secrets import holds_password
from schemawarden_policy.approval import Assurance, Evidence
from schemawarden_policy.canonical import canonical
from schemawarden_policy.envelope import NAMESPACE, backup_objection, statement

_PREFIX = "swt1."
_MAX_TOKEN = 32_768
_FIELDS = {"plan_id", "digest", "approver", "method", "evidence"}


def make_token(plan_id: str, digest: str, approver: str, armored: str, backup: str = "") -> str:
    """The token's text for a signature that was made over the plan's envelope, or over the statement that names a backup."""
    content = {
        "plan_id": plan_id,
        "digest": digest,
        "approver": approver,
        "method": "ssh",
        "evidence": armored,
        **({"backup": backup} if backup else {}),
    }
    return _PREFIX + base64.urlsafe_b64encode(canonical(content)).decode().rstrip("=")


class SshTokenVerifier:
    """Verifies tokens against the configured approvers."""

    def __init__(self, approvers: Mapping[str, Approver]) -> None:
        self._approvers = approvers

    def verify(self, token: str, *, plan_id: str, digest: str, envelope: bytes, now: datetime) -> Evidence:
        """The evidence, or ApprovalError: TOKEN_MALFORMED, TOKEN_OTHER_PLAN, APPROVER_UNKNOWN, SIGNATURE_REFUSED,
        KEY_UNKNOWN, KEY_REVOKED or KEY_EXPIRED."""
        content = _decode(token)
        if content["plan_id"] != plan_id or content["digest"] != digest:
            raise ApprovalError(
                "TOKEN_OTHER_PLAN",
                f"The token was made for another plan than {plan_id}.",
                "Use the token that was minted for this plan; a token is bound to one envelope.",
            )
        approver = self._approver(str(content["approver"]))
        backup = content.get("backup", "")
        signature = _checked_signature(str(content["evidence"]), statement(envelope, backup))
        key = _key_of(approver, signature.public_key)
        _refuse_out_of_force(approver, key, now)
        return Evidence(
            approver=approver.name,
            login=approver.login,
            method="ssh",
            key=sshsig.fingerprint(signature.public_key),
            assurance=Assurance.ADVISORY,
            backup=backup,
        )

    def approver_of_key(self, armored: str) -> str:
        """The approver to whom the signature's key belongs. Raises ApprovalError."""
        try:
            public_key = sshsig.parse(armored).public_key
        except sshsig.BadSignatureError as error:
            raise _refused(str(error)) from error
        for approver in self._approvers.values():
            if any(sshsig.key_blob(key.key) == public_key for key in approver.keys):
                return approver.name
        raise _key_unknown("any approver")

    def _approver(self, name: str) -> Approver:
        approver = self._approvers.get(name)
        if approver is None:
            raise ApprovalError(
                "APPROVER_UNKNOWN",
                f"{name!a} is not among the approvers in force.",
                "The operator lists approvers under [approvers.NAME].",
            )
        return approver


def _decode(token: str) -> dict[str, Any]:
    malformed = ApprovalError(
        "TOKEN_MALFORMED",
        "The confirmation token is not one of ours.",
        "Leave it out to see what the plan needs; a human mints tokens with `schemawarden approve`.",
    )
    if not token.startswith(_PREFIX) or len(token) > _MAX_TOKEN:
        raise malformed
    body = token[len(_PREFIX) :]
    try:
        content = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise malformed from error
    if not isinstance(content, dict) or set(content) - {"backup"} != _FIELDS or content["method"] != "ssh":
        raise malformed
    if "backup" in content and (backup_objection(content["backup"]) or holds_password(content["backup"])):
        raise malformed
    return content


def _checked_signature(armored: str, envelope: bytes) -> sshsig.Signature:
    try:
        signature = sshsig.parse(armored)
        sshsig.verify(signature, envelope, NAMESPACE)
    except sshsig.BadSignatureError as error:
        raise _refused(str(error)) from error
    return signature


def _key_of(approver: Approver, public_key: bytes) -> ApproverKey:
    for key in approver.keys:
        if sshsig.key_blob(key.key) == public_key:
            return key
    raise _key_unknown(approver.name)


def _refuse_out_of_force(approver: Approver, key: ApproverKey, now: datetime) -> None:
    if key.revoked:
        raise ApprovalError(
            "KEY_REVOKED", f"The key was revoked for {approver.name}.", "Sign with a key in force."
        )
    early = key.valid_after is not None and now < key.valid_after
    late = key.valid_before is not None and now >= key.valid_before
    if early or late:
        raise ApprovalError(
            "KEY_EXPIRED",
            f"The key of {approver.name} is {'not yet' if early else 'no longer'} in force.",
            "Sign with a key in force.",
        )


def _refused(reason: str) -> ApprovalError:
    return ApprovalError(
        "SIGNATURE_REFUSED",
        f"The token's signature was refused: {reason}.",
        "A human signs the plan's envelope with `schemawarden approve`.",
    )


def _key_unknown(whose: str) -> ApprovalError:
    return ApprovalError(
        "KEY_UNKNOWN",
        f"The token is signed with a key that does not belong to {whose}.",
        "The operator lists keys under [approvers.NAME] keys.",
    )
