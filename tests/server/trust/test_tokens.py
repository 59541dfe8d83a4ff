"""Tokens: bound to one envelope, one approver, one key in force."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.ssh import SshTokenVerifier, make_token
from schemawarden.errors import ApprovalError
from schemawarden.settings import Approver, ApproverKey
from schemawarden_policy.approval import Assurance, Evidence
from schemawarden_policy.envelope import NAMESPACE, envelope_digest

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ENVELOPE = b'{"plan_id":"one"}'
DIGEST = envelope_digest(ENVELOPE)
KEY = Ed25519PrivateKey.generate()


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def verifier(**differences: object) -> SshTokenVerifier:
    fields = {"key": public(KEY), "valid_after": None, "valid_before": None, "revoked": False, **differences}
    return SshTokenVerifier({"dana": Approver("dana", "dana", (ApproverKey(**fields),))})  # type: ignore[arg-type]


def token(
    *,
    key: Ed25519PrivateKey = KEY,
    envelope: bytes = ENVELOPE,
    namespace: str = NAMESPACE,
    plan: str = "one",
    approver: str = "dana",
) -> str:
    return make_token(plan, DIGEST, approver, sshsig.sign(key, envelope, namespace))


def verify(text: str, tokens: SshTokenVerifier | None = None) -> Evidence:
    return (tokens or verifier()).verify(text, plan_id="one", digest=DIGEST, envelope=ENVELOPE, now=NOW)


def test_a_good_token_tells_who_signed_and_claims_no_more_than_advisory() -> None:
    evidence = verify(token())
    assert (evidence.approver, evidence.method) == ("dana", "ssh")
    assert evidence.assurance is Assurance.ADVISORY
    assert evidence.key.startswith("SHA256:")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("SIGNATURE_REFUSED", token(envelope=b'{"plan_id":"two"}')),
        ("SIGNATURE_REFUSED", token(namespace="git")),
        ("TOKEN_OTHER_PLAN", token(plan="two")),
        ("APPROVER_UNKNOWN", token(approver="eve")),
        ("KEY_UNKNOWN", token(key=Ed25519PrivateKey.generate())),
        ("TOKEN_MALFORMED", "yes, go ahead"),
        ("TOKEN_MALFORMED", "swt1.e30"),
        ("TOKEN_MALFORMED", "swt1." + "[" * 30_000),
        ("TOKEN_MALFORMED", "swt1.é"),
        ("TOKEN_MALFORMED", ""),
    ],
)
def test_anything_else_is_refused(code: str, text: str) -> None:
    with pytest.raises(ApprovalError) as refusal:
        verify(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("code", "differences"),
    [
        ("KEY_REVOKED", {"revoked": True}),
        ("KEY_EXPIRED", {"valid_before": NOW}),
        ("KEY_EXPIRED", {"valid_after": NOW + timedelta(seconds=1)}),
    ],
)
def test_a_key_that_is_not_in_force_now_is_refused(code: str, differences: dict[str, object]) -> None:
    with pytest.raises(ApprovalError) as refusal:
        verify(token(), verifier(**differences))
    assert refusal.value.code == code


def test_a_refused_token_is_not_echoed() -> None:
    with pytest.raises(ApprovalError) as refusal:
        verify("swt1.canary-secret")
    assert "canary" not in str(refusal.value)
