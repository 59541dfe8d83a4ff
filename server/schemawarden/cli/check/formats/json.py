"""The contract for programs. ASCII, so that nothing in it hides.

{"version":1,"files":[{"path","verdict","statements","covered","findings":[{"rule","severity","line","column","end_line",
"end_column","message","suggestion","aliases"}]}]}
"""

from __future__ import annotations

import json

from schemawarden.cli.check.model import Checked, Found, Result


def render(result: Result) -> str:
    document = {"version": 1, "files": [_file(checked) for checked in result.files]}
    return json.dumps(document) + "\n"


def _file(checked: Checked) -> dict[str, object]:
    return {
        "path": checked.path,
        "verdict": checked.verdict,
        "statements": checked.statements,
        "covered": checked.covered,
        "findings": [_finding(found) for found in checked.findings],
    }


def _finding(found: Found) -> dict[str, object]:
    data = found._asdict()
    del data["fingerprint"]
    return data
