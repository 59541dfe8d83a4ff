"""SSH signatures: ours and ssh-keygen's are the same thing, and nothing else gets through."""

from __future__ import annotations

import base64
import hashlib
import struct
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.sshsig import BadSignatureError

NAMESPACE = "schemawarden-approval-v1"
MESSAGE = b'{"plan":1}'


def string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def armored(public: bytes, blob: bytes, namespace: bytes = NAMESPACE.encode()) -> str:
    packed = b"SSHSIG" + struct.pack(">I", 1)
    packed += b"".join(map(string, (public, namespace, b"", b"sha512", blob)))
    body = base64.b64encode(packed).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n"


def signed_data(message: bytes) -> bytes:
    hashed = hashlib.sha512(message).digest()
    return b"SSHSIG" + b"".join(map(string, (NAMESPACE.encode(), b"", b"sha512", hashed)))


def security_key_signature(flags: int) -> str:
    """What an ed25519-sk authenticator makes, with a software key inside."""
    key = ed25519.Ed25519PrivateKey.generate()
    point = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    kind = b"sk-ssh-ed25519@openssh.com"
    public = string(kind) + string(point) + string(b"ssh:")
    rest = bytes([flags]) + struct.pack(">I", 7)
    signed = hashlib.sha256(b"ssh:").digest() + rest + hashlib.sha256(signed_data(MESSAGE)).digest()
    return armored(public, string(kind) + string(key.sign(signed)) + rest)


@pytest.mark.parametrize(
    "make", [ed25519.Ed25519PrivateKey.generate, lambda: rsa.generate_private_key(65537, 2048)]
)
def test_a_signature_of_ours_verifies(make: object) -> None:
    key = make()  # type: ignore[operator]
    sshsig.verify(sshsig.parse(sshsig.sign(key, MESSAGE, NAMESPACE)), MESSAGE, NAMESPACE)


def test_a_changed_message_or_namespace_is_refused() -> None:
    signature = sshsig.parse(sshsig.sign(ed25519.Ed25519PrivateKey.generate(), MESSAGE, NAMESPACE))
    with pytest.raises(BadSignatureError, match="incorrect signature"):
        sshsig.verify(signature, MESSAGE + b" ", NAMESPACE)
    with pytest.raises(BadSignatureError, match="namespace does not match"):
        sshsig.verify(signature, MESSAGE, "git")


def test_every_flipped_bit_is_refused() -> None:
    text = sshsig.sign(ed25519.Ed25519PrivateKey.generate(), MESSAGE, NAMESPACE)
    packed = base64.b64decode("".join(text.splitlines()[1:-1]))
    for place in range(len(packed)):
        changed = bytearray(packed)
        changed[place] ^= 1
        body = base64.b64encode(bytes(changed)).decode()
        assert refused(f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----")


def refused(armor: str) -> bool:
    try:
        sshsig.verify(sshsig.parse(armor), MESSAGE, NAMESPACE)
    except BadSignatureError:
        return True
    return False


def test_a_security_key_that_was_not_touched_is_refused() -> None:
    with pytest.raises(BadSignatureError, match="not touched"):
        sshsig.verify(sshsig.parse(security_key_signature(0)), MESSAGE, NAMESPACE)


def test_a_touched_security_key_verifies_and_tells_whether_it_verified_its_user() -> None:
    touched, verified = (sshsig.parse(security_key_signature(flags)) for flags in (1, 5))
    for signature in (touched, verified):
        sshsig.verify(signature, MESSAGE, NAMESPACE)
    assert not sshsig.user_verified(touched)
    assert sshsig.user_verified(verified)


def test_an_ecdsa_security_key_verifies() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    kind = b"sk-ecdsa-sha2-nistp256@openssh.com"
    public = string(kind) + string(b"nistp256") + string(point) + string(b"ssh:")
    rest = b"\x01" + struct.pack(">I", 1)
    signed = hashlib.sha256(b"ssh:").digest() + rest + hashlib.sha256(signed_data(MESSAGE)).digest()
    numbers = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA256())))
    raw = b"".join(string(n.to_bytes(n.bit_length() // 8 + 1, "big")) for n in numbers)
    sshsig.verify(sshsig.parse(armored(public, string(kind) + string(raw) + rest)), MESSAGE, NAMESPACE)


def test_sha1_rsa_signatures_are_refused() -> None:
    key = rsa.generate_private_key(65537, 2048)
    line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    forged = armored(sshsig.key_blob(line), string(b"ssh-rsa") + string(b"x" * 256))
    with pytest.raises(BadSignatureError, match="not accepted"):
        sshsig.verify(sshsig.parse(forged), MESSAGE, NAMESPACE)


@pytest.mark.parametrize(
    "text", ["", "swt1.x", "-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----"]
)
def test_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(BadSignatureError):
        sshsig.parse(text)


@pytest.mark.needs_apt("openssh-client")
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_what_ssh_keygen_signs_verifies_here(tmp_path: Path, kind: str) -> None:
    key, message = tmp_path / "key", tmp_path / "message"
    message.write_bytes(MESSAGE)
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", key], check=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", key, message], check=True)
    signature = sshsig.parse((tmp_path / "message.sig").read_text())
    sshsig.verify(signature, MESSAGE, NAMESPACE)
    assert signature.public_key == sshsig.key_blob((tmp_path / "key.pub").read_text())


@pytest.mark.needs_apt("openssh-client")
def test_what_we_sign_verifies_with_ssh_keygen(tmp_path: Path) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    signers, signature = tmp_path / "signers", tmp_path / "signature"
    signers.write_text(f'dana namespaces="{NAMESPACE}" {public}\n')
    signature.write_text(sshsig.sign(key, MESSAGE, NAMESPACE))
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "dana"]
    command += ["-n", NAMESPACE, "-s", str(signature)]
    assert subprocess.run(command, input=MESSAGE, check=False, stdout=subprocess.DEVNULL).returncode == 0
