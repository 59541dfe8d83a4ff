"""Expected results as JSON beside the fixtures. They are read in tests and written only by hand.

`UPDATE_SNAPSHOTS=1 ./dev test tests/policy` writes them anew; read the diff as a user before you accept it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def matches_snapshot(path: Path, actual: Any) -> None:
    """Compare with the stored JSON; a missing file is a failure unless the update is asked for."""
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        path.write_text(json.dumps(actual, indent=2, ensure_ascii=True, sort_keys=True) + "\n")
    assert path.exists(), f"{path} is missing; write it with UPDATE_SNAPSHOTS=1 and read it"
    assert json.loads(path.read_text()) == actual
