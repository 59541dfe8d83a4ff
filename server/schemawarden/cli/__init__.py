"""The `schemawarden` command: the operator's and the approver's side. Agents speak MCP instead.

Nothing is imported before it is known which command is meant: `check` runs before every commit, and would else wait longer for
what the other commands need than for its own work.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Entry point of the installed command."""
    if sys.argv[1:2] == ["check"] and "_SCHEMAWARDEN_COMPLETE" not in os.environ:
        from schemawarden.cli.check.main import main as check

        code = check(sys.argv[2:])
        sys.stderr.flush()
        os._exit(code)  # nothing is left to do, and taking thousands of objects apart takes time
    from schemawarden.cli.commands import app

    app()
