"""Approvers' public keys: read, checked, named by their fingerprint. Private keys are refused unseen."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

KEY_TYPES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
"""What the verifier of confirmation tokens knows."""
_RSA_BITS = 2048
_MAX_LINE = 16_384


class BadKeyError(ValueError):
    """Not a public key that can be accepted. The text says why, in words that follow "is", and holds nothing of it."""


class PrivateKeyError(BadKeyError):
    """A private key stood where a public key belongs."""


@dataclass(frozen=True, slots=True)
class ApproverKey:
    key: str
    """An OpenSSH public key: type and base64, without its comment."""
    valid_after: datetime | None = None
    valid_before: datetime | None = None
    revoked: bool = False

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)

    def deciding(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "valid_after": _utc(self.valid_after),
            "valid_before": _utc(self.valid_before),
            "revoked": self.revoked,
        }


def public_key(line: str) -> str:
    """The key of an OpenSSH public key line, without its comment. Raises BadKeyError."""
    if "PRIVATE KEY" in line:
        raise PrivateKeyError("a private key, and belongs into no configuration")
    parts = line.split(maxsplit=2)
    if len(line) > _MAX_LINE or len(line.strip().splitlines()) != 1 or len(parts) < 2:
        raise BadKeyError("not one OpenSSH public key line, such as `ssh-ed25519 AAAA… comment`")
    if parts[0] not in KEY_TYPES:
        raise BadKeyError(f"not a key of an accepted type ({', '.join(KEY_TYPES)})")
    _check(parts[0], parts[1])
    return f"{parts[0]} {parts[1]}"


def fingerprint(key: str) -> str:
    """As `ssh-keygen -l` prints it."""
    blob = base64.b64decode(key.split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def _check(kind: str, body: str) -> None:
    """The body must be the one canonical base64 of a whole key of this kind: a key listed twice must look the same."""
    try:
        canonical = base64.b64encode(base64.b64decode(body, validate=True)).decode() == body
        key = load_ssh_public_key(f"{kind} {body}".encode())
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise BadKeyError("a damaged public key") from None
    if not canonical:
        raise BadKeyError("a damaged public key")
    if isinstance(key, RSAPublicKey) and key.key_size < _RSA_BITS:
        raise BadKeyError(f"an RSA key of fewer than {_RSA_BITS} bits")


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
