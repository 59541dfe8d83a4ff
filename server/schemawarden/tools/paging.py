"""Long texts, a page at a time, and lists that end where a reader would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from anyio import to_thread

from schemawarden.wire import clean


class PageFields(TypedDict):
    text: str
    offset: int
    total: int
    truncated: bool


async def clean_page(text: str, offset: int, limit: int) -> PageFields:
    """A page of text from a database or the workspace. Secrets are masked before the cut, or a cut could halve one."""
    cleaned = await to_thread.run_sync(clean, text)
    return page(cleaned, offset, limit)


def page(text: str, offset: int, limit: int) -> PageFields:
    part = text[offset : offset + limit]
    return {"text": part, "offset": offset, "total": len(text), "truncated": len(part) < len(text)}


def rest(fields: PageFields) -> int | None:
    """Where the next page starts; None after the last one."""
    end = fields["offset"] + len(fields["text"])
    return end if end < fields["total"] else None


def some(items: Sequence[str], most: int, what: str = "more") -> list[str]:
    """The first items, and how many were left out."""
    left = len(items) - most
    return [*items[:most], *([f"… and {left} {what}"] if left > 0 else [])]
