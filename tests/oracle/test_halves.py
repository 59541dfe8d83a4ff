"""Work that stopped in the middle of a file: what each leaves, and that each finishes what the other began."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.oracle.agreement import REFUSED, agree, as_text
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.halves import Half
from tests.oracle.everything import on_halves
from tests.oracle.grounds import Database, Ground
from tests.oracle.history import apply_by_cli, apply_by_engine, state_of, status_by_engine
from tests.oracle.sealing import sealed

_CLI, _ENGINE = "cli", "engine"
in_every_mode = pytest.mark.parametrize("tx_mode", ["file", "all", "none"])


class Work:
    """Both sides' applies of one half-finished case."""

    def __init__(self, atlas: AtlasCli, ground: Ground, tx_mode: str) -> None:
        self._atlas, self._ground, self._tx_mode = atlas, ground, tx_mode

    def apply(self, side: str, database: Database, migrations: Path) -> str:
        if side == _CLI:
            return apply_by_cli(self._atlas, database, migrations, "--tx-mode", self._tx_mode)
        return apply_by_engine(self._ground, database, migrations, self._tx_mode)

    def half(self, side: str, broken: Path) -> dict[str, Any]:
        database = self._ground.database()
        return {"done": self.apply(side, database, broken), **state_of(self._ground, database)}

    def whole(self, starter: str, finisher: str, broken: Path, mended: Path) -> dict[str, Any]:
        """How it ends, and whether the engine can read the history then."""
        database = self._ground.database()
        self.apply(starter, database, broken)
        done = self.apply(finisher, database, mended)
        read = status_by_engine(self._ground, database, mended) != REFUSED
        return {"done": done, **state_of(self._ground, database), "read": str(read)}


@in_every_mode
@on_halves
def test_failure_in_the_middle_leaves_the_same(
    atlas: AtlasCli, ground: Ground, case: Half, tx_mode: str, tmp_path: Path
) -> None:
    work = Work(atlas, ground, tx_mode)
    broken = sealed(atlas, case.before, tmp_path / "broken")
    agree(
        f"half/{ground.name}-{case}-{tx_mode}",
        as_text(work.half(_CLI, broken)),
        as_text(work.half(_ENGINE, broken)),
    )


@in_every_mode
@on_halves
def test_each_finishes_what_the_other_began(
    atlas: AtlasCli, ground: Ground, case: Half, tx_mode: str, tmp_path: Path
) -> None:
    """Whoever began and whoever ends it after the file was mended: it ends as with the CLI alone."""
    work = Work(atlas, ground, tx_mode)
    broken, mended = (
        sealed(atlas, case.before, tmp_path / "broken"),
        sealed(atlas, case.after, tmp_path / "mended"),
    )
    alone = work.whole(_CLI, _CLI, broken, mended)
    for starter, finisher in ((_CLI, _ENGINE), (_ENGINE, _CLI), (_ENGINE, _ENGINE)):
        found = work.whole(starter, finisher, broken, mended)
        agree(f"finish/{ground.name}-{case}-{tx_mode}-{starter}-{finisher}", as_text(alone), as_text(found))
