"""What Atlas's library plans from one version of a desired schema to the next: `corpus/generated/atlas`.

    python -m tests.policy.atlas_plans        # writes the files again; needs the PostgreSQL of the wheel

The versions are `corpus/models/atlas/<dialect>/<n>.sql`. On PostgreSQL the scope is the schema public, so that no
name carries it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.engine import PostgresEngine
from schemawarden.ports import Engine
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE
from tests.postgres import Server, running

CORPUS = HERE / "corpus"
GENERATED = CORPUS / "generated" / "atlas"
_VERSIONS = (1, 2, 3)


async def planned(engine: Engine, dialect: Dialect) -> dict[Path, str]:
    """The file that each version leads to, and its text."""
    texts: dict[Path, str] = {}
    files: list[Mapping[str, Any]] = []
    for number in _VERSIONS:
        answer = await engine.call("plan", dialect, _request(dialect, number, files))
        files.append(answer["file"])
        texts[GENERATED / dialect / f"{number:04d}.sql"] = answer["file"]["text"]
    return texts


def _request(dialect: Dialect, number: int, files: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    model = (CORPUS / "models" / "atlas" / dialect / f"{number}.sql").read_text()
    desired = {"files": [{"name": "schema.sql", "text": model}], "format": "sql"}
    return {"migrations": list(files), "to": desired, "name": "step", "version": f"{number:014d}"}


async def plans(server: Server) -> dict[Path, str]:
    """All files of both dialects, as the engine plans them now."""
    database = await server.new_database()
    dev = DevServer()
    disposable = Disposable(lambda: database.url, dev)
    try:
        postgres = PostgresEngine(AtlasEngine(), ("public",), disposable)
        found = await planned(postgres, Dialect.POSTGRESQL)
    finally:
        await disposable.close()
        await dev.close()
    return {**found, **await planned(AtlasEngine(), Dialect.SQLITE)}


def main() -> None:
    with running(18) as server:
        texts = asyncio.run(plans(server))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
