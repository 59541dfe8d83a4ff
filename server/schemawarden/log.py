"""Logs: events with fields, to stderr and nowhere else; stdout belongs to the protocol.

Our own events and those of the libraries take the same way out, so one place masks secrets and escapes what could forge a
line.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from schemawarden.redact import redact
from schemawarden_policy.visible import visible

_CHATTY: Final = ("mcp", "mcp_types", "uvicorn", "uvicorn.error", "httpx", "asyncio")
"""Libraries whose INFO is about their own plumbing."""


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send all logs to `stream` (stderr): JSON lines, or coloured text on a terminal."""
    stream = sys.stderr if stream is None else stream
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(shared, colours=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _formatter(shared: list[Processor], *, colours: bool) -> logging.Formatter:
    last: Processor = (
        structlog.dev.ConsoleRenderer() if colours else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _clean,
            last,
        ],
    )


def _clean(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return {key: _cleaned(value) for key, value in event.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return visible(redact(value))
    if isinstance(value, Mapping):
        return {str(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value if isinstance(value, int | float | bool | None) else visible(redact(repr(value)))
