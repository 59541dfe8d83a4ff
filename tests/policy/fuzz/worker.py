"""Judges texts in a process of its own, so that a crash of native code or a hang is seen from outside.

`python -m tests.policy.fuzz.worker DIALECT FILE` reads JSON, one text a line, and says the number of each line before it judges it
and what came out after it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from schemawarden_policy.statement import Dialect
from tests.policy.fuzz.texts import judge


def main() -> None:
    dialect = Dialect(sys.argv[1])
    for number, line in enumerate(Path(sys.argv[2]).read_text().splitlines()):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        judge(dialect, json.loads(line))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
