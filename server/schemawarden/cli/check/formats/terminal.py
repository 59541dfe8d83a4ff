"""For people: each finding with its place, the lines meant, the reason and the safer SQL; a summary at the end.

Lines are written as they are and never wrapped, since they are copied and searched; only the summary is a table.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.table import Table

from schemawarden.cli.check.formats.excerpt import excerpt
from schemawarden.cli.check.model import SEVERITIES, Checked, Found, Result
from schemawarden_policy.visible import visible

_STYLES = {
    "forbidden": Style.parse("bold white on red"),
    "error": Style.parse("bold red"),
    "warning": Style.parse("bold yellow"),
    "notice": Style.parse("bold cyan"),
    "place": Style.parse("bold"),
    "dim": Style.parse("dim"),
    "safer": Style.parse("green"),
}
_MOST_ROWS = 40
Paint = Callable[[str, str], str]
"""(text, style's name) -> the text, with colour where it is wanted."""


def render(result: Result, *, color: bool, quiet: bool, width: int = 100) -> str:
    paint = _colored if color else _plain
    blocks = [
        "\n".join(_finding(checked.path, found, text, paint))
        for checked in result.files
        for text in [result.sources.get(checked.path, b"").decode()]
        for found in checked.findings
    ]
    parts = [f"{block}\n\n" for block in blocks]
    if not quiet:
        parts += [
            _summary(result.files, color, width),
            *(f"{visible(remark)}\n" for remark in result.remarks),
        ]
    return "".join(parts)


def _plain(text: str, style: str) -> str:
    return text


def _colored(text: str, style: str) -> str:
    return _STYLES[style].render(text, color_system=ColorSystem.STANDARD)


def _finding(path: str, found: Found, text: str, paint: Paint) -> Iterator[str]:
    place = paint(f"{visible(path, keep='')}:{found.line}:{found.column}", "place")
    yield f"{place}  {paint(found.severity, found.severity)}  {found.rule}"
    for margin, line, underline in excerpt(found, text):
        yield f"  {paint(f'{margin} |', 'dim')} {line}"
        if underline:
            yield f"  {paint(' ' * len(margin) + ' |', 'dim')} {paint(underline, found.severity)}"
    yield from _indented("", visible(found.message), paint, "")
    if found.suggestion:
        yield from _indented("safer: ", visible(found.suggestion), paint, "safer")


def _indented(label: str, text: str, paint: Paint, style: str) -> Iterator[str]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        begin = label if number == 0 else " " * len(label)
        yield f"  {begin}{paint(line, style) if style else line}"


def _summary(files: list[Checked], color: bool, width: int) -> str:
    told = [checked for checked in files if checked.findings]
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("file", "verdict", *SEVERITIES[::-1]):
        table.add_column(
            heading, justify="left" if heading in ("file", "verdict") else "right", overflow="fold"
        )
    for checked in told[:_MOST_ROWS]:
        counts = Counter(found.severity for found in checked.findings)
        table.add_row(
            visible(checked.path, keep=""), checked.verdict, *(_number(counts[s]) for s in SEVERITIES[::-1])
        )
    out = io.StringIO()
    console = Console(file=out, width=width, color_system="standard" if color else None, force_terminal=color, highlight=False, markup=False, emoji=False)  # fmt: skip
    if told:
        console.print(table)
    if len(told) > _MOST_ROWS:
        console.print(f"… and {len(told) - _MOST_ROWS} more files with findings")
    console.print("\n".join(_totals(files)), soft_wrap=True)
    return out.getvalue()


def _number(count: int) -> str:
    return str(count) if count else "·"


def _totals(files: list[Checked]) -> Iterable[str]:
    counts = Counter(found.severity for checked in files for found in checked.findings)
    verdicts = Counter(checked.verdict for checked in files)
    statements, covered = sum(c.statements for c in files), sum(c.covered for c in files)
    found = ", ".join(f"{counts[s]} {s}" for s in SEVERITIES[::-1] if counts[s]) or "nothing found"
    words = ", ".join(f"{verdicts[v]} {v}" for v in ("allow", "approve", "deny") if verdicts[v])
    yield f"{len(files)} file{'' if len(files) == 1 else 's'}: {words or 'none to check'}; {found}"
    if covered < statements:
        yield f"{statements - covered} of {statements} statements were not understood"
