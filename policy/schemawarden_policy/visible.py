"""Text made safe to look at: nothing in it moves a cursor, reorders a line or hides.

Law: what a human is shown is what the bytes are. So control, bidirectional, zero-width, blank-looking and private-use
characters appear as `\\u{202e}`. Doing it twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters, marks and symbols that are drawn as nothing."""
_UNUSUAL = re.compile(r"[^ -~]")


def visible(text: str, *, keep: str = "\n\t") -> str:
    """`text` with every character that is not plainly visible written as `\\u{hex}`; those in `keep` stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNUSUAL.sub(
        lambda found: found[0] if _shows(found[0], keep) else f"\\u{{{ord(found[0]):x}}}", text
    )


def _shows(character: str, keep: str) -> bool:
    if character in keep:
        return True
    if character in _BLANK or _is_variation_selector(character):
        return False
    return unicodedata.category(character) not in _HIDDEN


def _is_variation_selector(character: str) -> bool:
    """Invisible marks that can carry a hidden message behind any letter."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
