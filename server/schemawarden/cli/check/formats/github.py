"""GitHub Actions' workflow commands: annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from schemawarden.cli.check.model import Found, Result
from schemawarden_policy.visible import visible

_LEVELS = {"forbidden": "error", "error": "error", "warning": "warning", "notice": "notice"}


def render(result: Result) -> str:
    return "".join(_command(checked.path, found) for checked in result.files for found in checked.findings)


def _command(path: str, found: Found) -> str:
    fields = {"file": path, "line": str(found.line), "endLine": str(found.end_line), "col": str(found.column)}
    if found.end_line == found.line and found.end_column > found.column:
        fields["endColumn"] = str(found.end_column - 1)  # GitHub's end is the last column itself
    fields["title"] = f"{found.severity}: {found.rule}"
    given = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    words = found.message + (f"\nSafer: {found.suggestion}" if found.suggestion else "")
    return f"::{_LEVELS[found.severity]} {given}::{_data(words)}\n"


def _data(text: str) -> str:
    """Nothing in the text may end the command and begin another one."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
