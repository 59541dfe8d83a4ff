"""`main`: from arguments to an exit code. Every refusal is a code, a sentence and the next step on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from schemawarden.cli.check.arguments import Options, parse
from schemawarden.cli.check.run import run
from schemawarden.errors import SchemawardenError, UnavailableError

ALLOWED, FOUND, WRONG = 0, 1, 2
"""Nothing at or above the threshold; findings; the call, or something of ours, is wrong."""


def main(arguments: Sequence[str]) -> int:
    """Run `schemawarden check` and return its exit code."""
    try:
        options = parse(arguments)
        if options.explain:
            return _explained(options)
        return FOUND if run(options) else ALLOWED
    except SchemawardenError as error:
        return _refused(error)
    except BrokenPipeError:
        _silence_stdout()
        return FOUND
    except KeyboardInterrupt:
        return WRONG
    except Exception as error:  # noqa: BLE001 - a traceback tells the caller nothing
        message = f"The check failed: {type(error).__name__}: {error}."
        return _refused(UnavailableError("CHECK_FAILED", message, "That is a bug in schemawarden."))


def _explained(options: Options) -> int:
    from schemawarden.cli.check.policy import policy_of
    from schemawarden.cli.explain import show

    _, settings = policy_of(options)
    show(options.explain, settings.custom if settings else ())
    sys.stdout.flush()
    return ALLOWED


def _refused(error: SchemawardenError) -> int:
    from schemawarden.cli.terminal import say_no

    say_no(error)
    return WRONG


def _silence_stdout() -> None:
    """The reader has gone; what is still buffered must not fail at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
