"""Where a text looks like it holds a password. Errs on the side of refusing."""

from __future__ import annotations

import re

_USERINFO = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s@]*:[^\s]+@", re.IGNORECASE)
_DSN = re.compile(r"^[^\s:/@]+:[^\s]+@(tcp|unix)?\(", re.IGNORECASE)
_PARAMETER = re.compile(r"(^|[?&;\s])(password|passwd|pwd|sslpassword)\s*=\s*\S", re.IGNORECASE)
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_.@+-]{1,64}")


def holds_password(text: str) -> bool:
    """A URL with a password, a Go-style DSN or a libpq password parameter."""
    return any(pattern.search(text) for pattern in (_USERINFO, _DSN, _PARAMETER))


def shown(key: object) -> str:
    """A key as an error may print it: keys are usually harmless, but any text can be pasted where a key stands."""
    text = str(key)
    return text if _PLAIN_KEY.fullmatch(text) and not holds_password(text) else '"…"'


def dotted(path: tuple[object, ...]) -> str:
    """`targets.app.url`, as TOML writes it; positions in lists as `[0]`."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return words.removeprefix(".")
