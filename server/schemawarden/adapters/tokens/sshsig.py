"""The SSH signature format (OpenSSH, PROTOCOL.sshsig), read and written with `cryptography`.

- The namespace is part of what is signed: a signature made for git or for a file never verifies here.
- SHA-1 ("ssh-rsa") signatures are refused.
- For security keys the flags are read by us: `ssh-keygen -Y verify` accepts a signature without a touch, we don't.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_ssh_public_key,
)

_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_MAX_ARMOR = 16_384
_SK_PRESENCE, _SK_VERIFIED = 0x01, 0x04
_ECDSA_HASH: dict[bytes, hashes.HashAlgorithm] = {
    b"ecdsa-sha2-nistp256": hashes.SHA256(),
    b"ecdsa-sha2-nistp384": hashes.SHA384(),
    b"ecdsa-sha2-nistp521": hashes.SHA512(),
}
_RSA_HASH: dict[bytes, hashes.HashAlgorithm] = {
    b"rsa-sha2-256": hashes.SHA256(),
    b"rsa-sha2-512": hashes.SHA512(),
}

SoftwareKey = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
"""Private keys that this module signs with; every other kind is signed with through ssh-keygen."""


class BadSignatureError(ValueError):
    """The signature is malformed, of an unsupported kind, or does not verify; the text says which."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A parsed SSH signature, not yet verified."""

    public_key: bytes
    """The signer's public key as an SSH wire blob."""
    namespace: bytes
    reserved: bytes
    hash_name: bytes
    blob: bytes


def key_blob(line: str) -> bytes:
    """The wire blob of an OpenSSH public key line. Raises BadSignatureError."""
    parts = line.split()
    if len(parts) < 2:
        raise BadSignatureError("not an OpenSSH public key line")
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except binascii.Error as error:
        raise BadSignatureError("the public key is not base64") from error
    if _Reader(blob).string() != parts[0].encode():
        raise BadSignatureError("the public key's type and content differ")
    return blob


def fingerprint(blob: bytes) -> str:
    """As `ssh-keygen -l` prints it: SHA256:base64 without padding."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def parse(armored: str) -> Signature:
    """Read the armored form. Raises BadSignatureError."""
    text = armored.strip()
    if len(text) > _MAX_ARMOR or not (text.startswith(_BEGIN) and text.endswith(_END)):
        raise BadSignatureError("not an SSH signature")
    body = re.sub(r"\s", "", text[len(_BEGIN) : -len(_END)])
    try:
        reader = _Reader(base64.b64decode(body, validate=True))
    except binascii.Error as error:
        raise BadSignatureError("the signature is not base64") from error
    if reader.take(len(_MAGIC)) != _MAGIC or reader.uint32() != 1:
        raise BadSignatureError("not an SSH signature of version 1")
    signature = Signature(*(reader.string() for _ in range(5)))
    reader.end()
    return signature


def verify(signature: Signature, message: bytes, namespace: str) -> None:
    """Raise BadSignatureError unless the signature's own key signed `message` in `namespace`."""
    if signature.namespace != namespace.encode():
        raise BadSignatureError(f"namespace does not match: {signature.namespace!r} is not {namespace!r}")
    data = _signed_data(signature.namespace, signature.reserved, signature.hash_name, message)
    try:
        _verify_blob(signature.public_key, signature.blob, data)
    except InvalidSignature as error:
        raise BadSignatureError("incorrect signature") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadSignatureError(str(error) or "unsupported key") from error


def sign(key: SoftwareKey, message: bytes, namespace: str) -> str:
    """The armored signature that `ssh-keygen -Y sign -n NAMESPACE` would make with a software key."""
    line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    blob = key_blob(line)
    data = _signed_data(namespace.encode(), b"", b"sha512", message)
    packed = (
        _MAGIC
        + struct.pack(">I", 1)
        + _string(blob)
        + _string(namespace.encode())
        + _string(b"")
        + _string(b"sha512")
        + _string(_sign_blob(key, data))
    )
    body = base64.b64encode(packed).decode()
    lines = [body[start : start + 70] for start in range(0, len(body), 70)]
    return "\n".join([_BEGIN, *lines, _END]) + "\n"


def _sign_blob(key: SoftwareKey, data: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return _string(b"ssh-ed25519") + _string(key.sign(data))
    return _string(b"rsa-sha2-512") + _string(key.sign(data, padding.PKCS1v15(), hashes.SHA512()))


def _signed_data(namespace: bytes, reserved: bytes, hash_name: bytes, message: bytes) -> bytes:
    hasher = _HASHES.get(hash_name)
    if hasher is None:
        raise BadSignatureError(f"hash {hash_name!r} is not supported")
    hashed = hasher(message).digest()
    return _MAGIC + _string(namespace) + _string(reserved) + _string(hash_name) + _string(hashed)


def _verify_blob(public_key: bytes, blob: bytes, data: bytes) -> None:
    reader = _Reader(blob)
    algorithm = reader.string()
    raw = reader.string()
    key_type = _Reader(public_key).string()
    if key_type.startswith(b"sk-"):
        _verify_security_key(public_key, algorithm, raw, reader, data)
        return
    reader.end()
    line = key_type.decode() + " " + base64.b64encode(public_key).decode()
    key = load_ssh_public_key(line.encode())
    if isinstance(key, ed25519.Ed25519PublicKey) and algorithm == key_type == b"ssh-ed25519":
        key.verify(raw, data)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm in _RSA_HASH:
        key.verify(raw, data, padding.PKCS1v15(), _RSA_HASH[algorithm])
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == key_type and algorithm in _ECDSA_HASH:
        key.verify(_der(raw), data, ec.ECDSA(_ECDSA_HASH[algorithm]))
    else:
        raise BadSignatureError(f"signatures of type {algorithm!r} are not accepted")


def _verify_security_key(public_key: bytes, algorithm: bytes, raw: bytes, rest: _Reader, data: bytes) -> None:
    flags, counter = rest.take(1), rest.take(4)
    rest.end()
    if not flags[0] & _SK_PRESENCE:
        raise BadSignatureError("the security key was not touched")
    reader = _Reader(public_key)
    key_type = reader.string()
    if algorithm != key_type:
        raise BadSignatureError("signature and key are of different types")
    point = reader.string() if key_type == b"sk-ssh-ed25519@openssh.com" else _skip_curve(reader)
    application = reader.string()
    signed = hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(data).digest()
    if key_type == b"sk-ssh-ed25519@openssh.com":
        ed25519.Ed25519PublicKey.from_public_bytes(point).verify(raw, signed)
    elif key_type == b"sk-ecdsa-sha2-nistp256@openssh.com":
        curve_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        curve_key.verify(_der(raw), signed, ec.ECDSA(hashes.SHA256()))
    else:
        raise BadSignatureError(f"keys of type {key_type!r} are not accepted")


def user_verified(signature: Signature) -> bool:
    """Whether a security key says that it verified its user (PIN or biometry) for this signature."""
    if not _Reader(signature.public_key).string().startswith(b"sk-"):
        return False
    reader = _Reader(signature.blob)
    reader.string()
    reader.string()
    return bool(reader.take(1)[0] & _SK_VERIFIED)


def _skip_curve(reader: _Reader) -> bytes:
    reader.string()
    return reader.string()


def _der(raw: bytes) -> bytes:
    reader = _Reader(raw)
    first, second = reader.string(), reader.string()
    reader.end()
    return encode_dss_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


class _Reader:
    """Reads SSH wire data; short or surplus data is a BadSignatureError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise BadSignatureError("truncated data")
        piece = self._data[self._at : self._at + count]
        self._at += count
        return piece

    def uint32(self) -> int:
        return int(struct.unpack(">I", self.take(4))[0])

    def string(self) -> bytes:
        return self.take(self.uint32())

    def end(self) -> None:
        if self._at != len(self._data):
            raise BadSignatureError("surplus data")
