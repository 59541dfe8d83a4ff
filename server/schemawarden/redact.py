"""Secrets are masked in everything that leaves: results, errors, logs.

A schema can hold them: in a column's default, a comment, a view's text. Credentials of our own never get this far; the
redactor is the second fence, not the first. What it can't recognise by its shape it can't mask.

Every pattern runs in time proportional to the text: they begin with a literal, and no two of their repetitions can
share characters.
"""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "[redacted]"

_WORD: Final = r"(?:pass(?:word|wd|phrase)|pwd|secret(?:_?key)?|(?:api|access|private|auth)_?-?key|token)"
_NAME: Final = rf"\b\w{{0,40}}{_WORD}(?:\d{{1,3}}|_?(?:hash|value))?"
"""A name that says that its value is a secret. `tokenize` and `token_type` don't."""

_WHOLE: Final = (
    re.compile(
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
        re.DOTALL,
    ),
    re.compile(r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    re.compile(
        r"\b(?:gh[opusr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{20,255})"
    ),
    re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}"),
    re.compile(r"\bhttps://hooks\.slack\.com/services/[A-Za-z0-9/]{20,255}"),
    re.compile(r"\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}"),
    re.compile(r"\bwhsec_[A-Za-z0-9+/=]{16,255}"),
    re.compile(r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,255}"),
    re.compile(r"\bAIza[A-Za-z0-9_-]{35}"),
    re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{8,4000}"),
)
"""Tokens that show by their own shape what they are."""

_LITERAL: Final = r"(?P<open>'|\\?\")(?:''|(?!(?P=open))[^\n]){3,4000}(?P=open)"

_INSIDE: Final = (
    (re.compile(r"://[^\s/@:'\"]{0,256}:[^\s/'\"]{1,1024}@"), f"://{MASK}@"),
    (
        re.compile(rf"(?i)(?P<head>{_NAME}\\?[\"'`\]]?\s{{0,8}}(?::=|=>|==?|:)\s{{0,8}}){_LITERAL}"),
        rf"\g<head>\g<open>{MASK}\g<open>",
    ),
    (
        re.compile(rf"(?i)(?P<head>\b(?:password|identified\s{{1,8}}by)\s{{1,8}}){_LITERAL}"),
        rf"\g<head>\g<open>{MASK}\g<open>",
    ),
    (
        re.compile(
            rf'(?i)(?P<head>\bcolumn\s{{1,8}}"{_NAME}"\s{{0,8}}\{{[^{{}}]{{0,400}}?\bdefault\s{{0,8}}=\s{{0,8}}(?:sql\()?){_LITERAL}'
        ),
        rf"\g<head>\g<open>{MASK}\g<open>",
    ),
    (
        re.compile(
            rf'(?i)(?P<head>"name":\s{{0,8}}"{_NAME}",[^{{}}]{{0,400}}?"default":\s{{0,8}}){_LITERAL}'
        ),
        rf"\g<head>\g<open>{MASK}\g<open>",
    ),
    (
        re.compile(rf"(?i)(?P<head>{_NAME}[\"`\]]?\s{{1,8}}[\w() ]{{0,60}}\bdefault\s{{1,8}}\(?){_LITERAL}"),
        rf"\g<head>\g<open>{MASK}\g<open>",
    ),
)
"""Secrets that only their surroundings give away; the surroundings stay."""


def redact(text: str) -> str:
    """`text` with every secret that shows itself replaced by `[redacted]`."""
    for pattern in _WHOLE:
        text = pattern.sub(MASK, text)
    for pattern, replacement in _INSIDE:
        text = pattern.sub(replacement, text)
    return text
