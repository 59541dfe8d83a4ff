"""Public keys that init can offer, and the one that was chosen."""

from __future__ import annotations

import contextlib
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

from schemawarden.errors import InputError
from schemawarden.settings.keys import KEY_TYPES, BadKeyError, PrivateKeyError, fingerprint, public_key

_MAX_FILE = 16_384
_MAKE_ONE = "Make one with: ssh-keygen -t ed25519"


@dataclass(frozen=True, slots=True)
class FoundKey:
    path: Path
    key: str

    def __str__(self) -> str:
        return f"{self.path} ({self.key.split()[0]}, {fingerprint(self.key)})"


def found_keys() -> list[FoundKey]:
    """The usable keys of ~/.ssh/*.pub, in the order of `KEY_TYPES`."""
    found = []
    for path in sorted((Path.home() / ".ssh").glob("*.pub")):
        with contextlib.suppress(BadKeyError, OSError, UnicodeDecodeError):
            found.append(FoundKey(path, public_key(_content(path))))
    return sorted(found, key=lambda one: KEY_TYPES.index(one.key.split()[0]))


def chosen(answer: str) -> str:
    """The public key that the answer names (a file) or is. Raises InputError, which shows nothing of it."""
    try:
        return public_key(answer if _is_key(answer) else _content(Path(answer).expanduser()))
    except PrivateKeyError:
        _forget_typed()
        hint = "Name the .pub file beside it. If you pasted the key, treat it as leaked."
        raise InputError("INIT_PRIVATE_KEY", "What --key gave is a private key.", hint) from None
    except BadKeyError as error:
        raise InputError("INIT_KEY", f"What --key gave is {error}.", _MAKE_ONE) from None
    except (OSError, RuntimeError, ValueError):
        raise InputError(
            "INIT_KEY", "What --key gave can't be read as a public key file.", _MAKE_ONE
        ) from None


def _is_key(answer: str) -> bool:
    return "PRIVATE KEY" in answer or answer.startswith(tuple(f"{kind} " for kind in KEY_TYPES))


def _content(path: Path) -> str:
    if not path.is_file():
        raise FileNotFoundError
    with path.open("rb") as file:
        return file.read(_MAX_FILE).decode()


def _forget_typed() -> None:
    """A pasted private key has more lines, which would go to the shell."""
    with contextlib.suppress(OSError, ValueError, termios.error):
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
