"""Making an SSH signature at the human's terminal.

Ordinary keys are read with `cryptography` and may have a passphrase. Security keys, keys in an agent and everything else
go through OpenSSH's own `ssh-keygen -Y sign`, which asks for the touch or PIN itself.
"""

from __future__ import annotations

import getpass
import shutil
import subprocess
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from schemawarden.adapters.tokens import sshsig
from schemawarden.errors import InputError
from schemawarden_policy.envelope import NAMESPACE


def sign(envelope: bytes, key: Path) -> str:
    """The armored signature over the envelope. Raises InputError KEY_UNREADABLE or KEY_REFUSED."""
    software = _software_key(key)
    return sshsig.sign(software, envelope, NAMESPACE) if software else _with_ssh_keygen(envelope, key)


def _software_key(key: Path) -> sshsig.SoftwareKey | None:
    """The key itself if this process can use it; None when ssh-keygen has to."""
    if key.suffix == ".pub":
        return None
    try:
        content = key.read_bytes()
    except OSError as error:
        raise InputError(
            "KEY_UNREADABLE",
            f"The key {key} can't be read: {error.strerror}.",
            "Name your private key with --key; for a key in ssh-agent name its .pub file.",
        ) from error
    loaded = _load(content, key)
    return loaded if isinstance(loaded, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) else None


def _load(content: bytes, key: Path) -> object:
    try:
        return load_ssh_private_key(content, None)
    except UnsupportedAlgorithm:
        return None
    except (TypeError, ValueError) as error:
        if "password" not in str(error).lower() and "encrypted" not in str(error).lower():
            return None
    passphrase = getpass.getpass(f"Passphrase for {key}: ")
    try:
        return load_ssh_private_key(content, passphrase.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError("KEY_REFUSED", f"{key} does not open: {error}.", "Try again.") from error


def _with_ssh_keygen(envelope: bytes, key: Path) -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise InputError(
            "SSH_KEYGEN_MISSING",
            f"{key} needs OpenSSH's ssh-keygen, which is not installed.",
            "Install openssh-client, or sign elsewhere: `schemawarden plans export` gives the bytes.",
        )
    with tempfile.TemporaryDirectory(prefix="schemawarden-sign-") as directory:
        message = Path(directory, "envelope")
        message.write_bytes(envelope)
        command = [program, "-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(message)]
        if subprocess.run(command, check=False).returncode:  # noqa: S603 - a fixed program, no shell
            raise InputError(
                "KEY_REFUSED", f"ssh-keygen did not sign with {key}.", "Its own words are above."
            )
        return message.with_suffix(".sig").read_text()
