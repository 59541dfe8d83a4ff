"""The command line. argparse, since typer alone takes longer than a run over files that did not change."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from schemawarden.cli.check.layouts import RUNNERS
from schemawarden.cli.check.model import SEVERITIES
from schemawarden.errors import InputError

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite")
FORMATS = ("terminal", "json", "sarif", "github", "markdown")
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}([-+~ ][!-~ ]{0,60})?")


class Options(NamedTuple):
    paths: list[str]
    format: str
    dialect: str
    server_version: str
    policy: str
    target: str
    config: str
    facts: str
    runner: str
    since: str
    baseline: str
    write_baseline: str
    fail_on: str
    cache: bool
    quiet: bool
    color: bool | None
    explain: str


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError(
            "USAGE", f"{message[:1].upper()}{message[1:]}.", "schemawarden check --help lists the options."
        )


def parse(arguments: Sequence[str]) -> Options:
    """The options. Raises InputError USAGE, DIALECT_UNKNOWN or SERVER_VERSION_INVALID; leaves with 0 after --help."""
    options = Options(**vars(parser().parse_intermixed_args(arguments)))
    if options.dialect and options.dialect not in DIALECTS:
        raise InputError(
            "DIALECT_UNKNOWN", f"There is no dialect {options.dialect[:40]!a}.", _one_of_the_dialects()
        )
    if options.server_version and not _VERSION.fullmatch(options.server_version):
        message = f"{options.server_version[:40]!a} is no server version."
        raise InputError(
            "SERVER_VERSION_INVALID",
            message,
            'Give it as the server tells it: "16.4", "8.0.36", "10.11.6-MariaDB".',
        )
    return options


def dialect_missing() -> InputError:
    return InputError("DIALECT_MISSING", "The SQL dialect is not known.", _one_of_the_dialects())


def _one_of_the_dialects() -> str:
    return f"Give --dialect, one of {', '.join(DIALECTS)}; or --target NAME for that of a configured target."


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=110)  # asking the terminal imports a compressor or two


def parser() -> argparse.ArgumentParser:
    made = _Parser(
        prog="schemawarden check",
        description="Check SQL migration files. Needs no server, no configuration and no database.",
        epilog="Exit status: 0 nothing at or above the threshold, 1 findings, 2 the call or something of ours is wrong.",
        allow_abbrev=False,
        formatter_class=_formatter,
    )
    _add_what(made)
    _add_how(made)
    _add_output(made)
    return made


def _add_what(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="an SQL file, a directory of migrations, or - for standard input",
    )
    made.add_argument("--dialect", default="", metavar="DIALECT", help=", ".join(DIALECTS))
    made.add_argument(
        "--server-version", default="", metavar="V", help="as the server tells it; a current one if left out"
    )
    made.add_argument(
        "--runner",
        choices=RUNNERS,
        default="auto",
        help="the tool that runs the files; by their names if left out",
    )
    made.add_argument(
        "--facts",
        default="",
        metavar="FILE",
        help="JSON: server_version, time_zone, lock_timeout, tables with rows and bytes",
    )
    made.add_argument(
        "--since", default="", metavar="REF", help="only files that were added or changed since a commit"
    )


def _add_how(made: argparse.ArgumentParser) -> None:
    made.add_argument("--policy", default="", metavar="FILE", help="TOML with a [policy] section")
    made.add_argument(
        "--target", default="", metavar="NAME", help="dialect and policy of a target in the operator's config"
    )
    made.add_argument(
        "--config",
        default="",
        metavar="FILE",
        help="the operator's config; the platform's standard place otherwise",
    )
    made.add_argument(
        "--baseline", default="", metavar="FILE", help="leave out findings that were accepted earlier"
    )
    made.add_argument(
        "--write-baseline", default="", metavar="FILE", help="accept what is found now, and end with 0"
    )
    made.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default="warning",
        help="exit 1 from this severity on (default: warning)",
    )


def _add_output(made: argparse.ArgumentParser) -> None:
    made.add_argument("--format", choices=FORMATS, default="terminal", help="default: terminal")
    made.add_argument("--quiet", "-q", action="store_true", help="findings only: no summary, no remarks")
    made.add_argument(
        "--color",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="default: if the output is a terminal",
    )
    made.add_argument("--no-cache", action="store_false", dest="cache", help="check every file anew")
    made.add_argument("--explain", default="", metavar="RULE", help="show a rule's page instead")
