"""Asks the server's own parser whether a text is one statement, without its being looked at any further.

A transaction that has failed refuses every statement after parsing it; and the extended protocol refuses a text with several
statements before that. So nothing runs, no name is looked up, and the two refusals tell one from several.
"""

from __future__ import annotations

from contextlib import suppress

import asyncpg

from schemawarden.adapters.postgres.connection import Connection


class Reader:
    """`connection` is used for nothing else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def prepare(self) -> None:
        await self._connection.execute("BEGIN")
        with suppress(asyncpg.DivisionByZeroError):
            await self._connection.execute("SELECT 1/0")

    async def holds_several(self, text: str) -> bool:
        """False for a text that can't be parsed: running it tells that better."""
        try:
            await self._connection.prepare(text)
        except asyncpg.PostgresSyntaxError as error:
            return getattr(error, "position", None) is None
        except asyncpg.InFailedSQLTransactionError:
            return False
        return False
