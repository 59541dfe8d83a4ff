"""A comment for a pull request: a table, and each finding in a part that unfolds. What a file says can't become markup."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from schemawarden.cli.check.model import SEVERITIES, Checked, Found, Result
from schemawarden_policy.visible import visible

_MOST = 60_000
"""GitHub takes 65,536 characters in a comment."""
_MOST_ROWS = 50
_BLOCK = 3_000
_MARK = {"forbidden": "⛔", "error": "🔴", "warning": "🟡", "notice": "🔵"}
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:/])")


def render(result: Result) -> str:
    told = [checked for checked in result.files if checked.findings]
    head = "\n".join([_headline(result.files), *_table(told)]) + "\n"
    parts, left = [head], 0
    room = _MOST - len(head)
    for checked in told:
        for found in checked.findings:
            part = (
                "\n".join(_details(checked.path, found, result.sources.get(checked.path, b"").decode()))
                + "\n"
            )
            if len(part) > room or left:
                left += 1
                continue
            room -= len(part)
            parts.append(part)
    if left:
        parts.append(
            f"\n… and {left} more finding{'' if left == 1 else 's'}; this comment has no room for them.\n"
        )
    parts += [f"\n{_text(remark)}\n" for remark in result.remarks[:5]]
    return "".join(parts)


def _headline(files: list[Checked]) -> str:
    counts = Counter(found.severity for checked in files for found in checked.findings)
    verdicts = {checked.verdict for checked in files}
    worst = next((verdict for verdict in ("deny", "approve", "allow") if verdict in verdicts), "allow")
    found = ", ".join(f"{counts[s]} {s}" for s in SEVERITIES[::-1] if counts[s]) or "nothing found"
    number = len(files)
    return f"### schemawarden: {worst}\n\n{found} in {number} file{'' if number == 1 else 's'}\n"


def _table(told: list[Checked]) -> Iterator[str]:
    if not told:
        return
    yield "| file | verdict | " + " | ".join(SEVERITIES[::-1]) + " |"
    yield "|---|---|" + "--:|" * len(SEVERITIES)
    for checked in told[:_MOST_ROWS]:
        counts = Counter(found.severity for found in checked.findings)
        numbers = " | ".join(str(counts[severity] or "") for severity in SEVERITIES[::-1])
        yield f"| {_code(checked.path)} | {checked.verdict} | {numbers} |"
    if len(told) > _MOST_ROWS:
        yield f"\n… and {len(told) - _MOST_ROWS} more files"


def _details(path: str, found: Found, text: str) -> Iterator[str]:
    place = _code(f"{path}:{found.line}")
    yield f"\n<details><summary>{_MARK[found.severity]} {found.severity}: <b>{found.rule}</b> at {place}</summary>\n"
    yield f"{_text(found.message)}\n"
    yield from _fenced("\n".join(text.split("\n")[found.line - 1 : found.end_line]))
    if found.suggestion:
        yield "\nSafer:\n"
        yield from _fenced(found.suggestion)
    yield "\n</details>"


def _code(text: str) -> str:
    """One line as code. As an element, since a pipe in backticks would still end a table's cell."""
    return f"<code>{_entities(visible(text[:300], keep=''))}</code>"


def _fenced(text: str) -> Iterator[str]:
    shown = visible(text if len(text) <= _BLOCK else text[:_BLOCK] + "\n…", keep="\n\t")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}sql", shown, fence)


def _text(text: str) -> str:
    """Words without any meaning as markup. An `@` is kept from calling people."""
    shown = " ".join(visible(text[:_BLOCK]).split())
    return _PUNCTUATION.sub(r"\\\1", html.escape(shown, quote=False)).replace("@", "@<!-- -->")


def _entities(text: str) -> str:
    return re.sub(r"[^\w /.\-]", lambda found: f"&#{ord(found[0])};", text)
