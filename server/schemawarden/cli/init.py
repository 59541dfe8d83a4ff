"""`schemawarden init`: asks the operator a few questions and writes a first config."""

from __future__ import annotations

import os
import pwd
import re
from pathlib import Path
from re import Pattern
from typing import Annotated

import typer

from schemawarden import paths
from schemawarden.cli.found_keys import chosen, found_keys
from schemawarden.cli.questions import Questions
from schemawarden.cli.starter import Answers, refuse_existing, render, write_new
from schemawarden.cli.terminal import refuse
from schemawarden.errors import InputError, SchemawardenError
from schemawarden.settings import OperatorConfig
from schemawarden.settings.checks import ALIAS, APPROVER
from schemawarden.settings.database import absolute, path_objection
from schemawarden.settings.keys import fingerprint
from schemawarden.settings.secrets import holds_password
from schemawarden.settings.shape import ENV_NAME

_SQLITE_HEADER = b"SQLite format 3\0"
_SQLITE_NAMES = ("*.db", "*.sqlite", "*.sqlite3")
_DESIRED = "schema.sql"


def init(
    target: Annotated[str | None, typer.Option(help="Alias by which agents know the database.")] = None,
    database: Annotated[str | None, typer.Option(help="The SQLite file.", metavar="FILE")] = None,
    url_env: Annotated[
        str | None,
        typer.Option(help="PostgreSQL: the environment variable that holds its URL.", metavar="NAME"),
    ] = None,
    workspace: Annotated[str | None, typer.Option(help="Directory that agents edit.", metavar="DIR")] = None,
    migrations: Annotated[str | None, typer.Option(help="Below the workspace.", metavar="DIR")] = None,
    desired: Annotated[
        str | None, typer.Option(help="Schema file below the workspace.", metavar="FILE")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Your public key, a .pub file.", metavar="FILE")] = None,
    approver: Annotated[str | None, typer.Option(help="Your name as an approver.", metavar="NAME")] = None,
    disposable: Annotated[
        bool, typer.Option("--disposable", help="The database is a throw-away below the workspace.")
    ] = False,
    config: Annotated[str | None, typer.Option(help="Where to write the config.", metavar="PATH")] = None,
) -> None:
    """Write a first config. Asks on a terminal; elsewhere --database (or --url-env) and --key must be given."""
    questions = Questions.here()
    try:
        path = _place("--config", config) if config else paths.config_file()
        refuse_existing(path)
        folder = _workspace(questions, workspace)
        answers = Answers(
            workspace=folder,
            target=_name(questions, "--target", target, "Alias of the database", "app", ALIAS),
            database=_database(questions, database, url_env, folder),
            migrations=questions.ask("--migrations", migrations, "Migration directory in it", "migrations"),
            desired=questions.ask("--desired", desired, "File of the desired schema in it", _desired(folder)),
            key=_key(questions, key),
            approver=_name(questions, "--approver", approver, "Your name as an approver", _login(), APPROVER),
            login=_login(),
            disposable=disposable,
        )
        questions.refuse_missing()
        _report(write_new(path, render(answers)), answers, named=config is not None)
    except SchemawardenError as error:
        refuse(error)


def _workspace(questions: Questions, given: str | None) -> Path:
    text = questions.ask("--workspace", given, "Directory that agents edit", str(Path.cwd()))
    folder = _place("--workspace", text)
    if not folder.is_dir():
        raise _invalid("--workspace", "is not a directory")
    return folder


def _name(
    questions: Questions, flag: str, given: str | None, question: str, default: str, allowed: Pattern[str]
) -> str:
    text = questions.ask(flag, given, question, default)
    if not allowed.fullmatch(text):
        raise _invalid(flag, "is not a plain name: letters, digits, _ and -, a letter first")
    return text


def _database(questions: Questions, file: str | None, url_env: str | None, folder: Path) -> Path | str:
    if url_env is None:
        return _sqlite(questions, file, folder)
    if file is not None:
        raise _invalid("--url-env", "is one database, and --database another")
    return _variable(url_env)


def _sqlite(questions: Questions, given: str | None, folder: Path) -> Path:
    text = questions.ask("--database", given, "SQLite file", None, guess=_only_database(folder))
    if not text:
        return folder
    _refuse_url("--database", text)
    if reason := path_objection(text):
        raise _invalid("--database", f"is not the path of a SQLite file: {reason}")
    file = _place("--database", text)
    if file.exists() and not _is_sqlite(file):
        raise _invalid("--database", "is not a SQLite database")
    return file


def _variable(name: str) -> str:
    _refuse_url("--url-env", name)
    if not re.fullmatch(ENV_NAME, name):
        raise _invalid("--url-env", "is not the name of an environment variable")
    return name


def _refuse_url(flag: str, text: str) -> None:
    if "://" in text or holds_password(text):
        raise InputError(
            "INIT_LITERAL_URL",
            f"What {flag} gave looks like a database's URL, which other users and your shell's history can see.",
            "Put it into an environment variable and name that one, --url-env DATABASE_URL. Change its password.",
        )


def _only_database(folder: Path) -> str | None:
    files = [str(file) for pattern in _SQLITE_NAMES for file in folder.glob(pattern)]
    return files[0] if len(files) == 1 else None


def _is_sqlite(file: Path) -> bool:
    """An empty file is a new database."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_SQLITE_HEADER)) in (b"", _SQLITE_HEADER)
    except OSError as error:
        raise _invalid("--database", f"can't be read: {error.strerror}") from None


def _desired(folder: Path) -> str:
    return _DESIRED if (folder / _DESIRED).is_file() else ""


def _key(questions: Questions, given: str | None) -> str:
    found = found_keys()
    if given is None and questions.interactive and found:
        typer.echo("Public keys that you could approve with:")
        for one in found:
            typer.echo(f"  {one}")
    guess = str(found[0].path) if found else None
    answer = questions.ask("--key", given, "Your public key, a .pub file", None, guess=guess)
    return chosen(answer) if answer else ""


def _login() -> str:
    """Asked of the system, not of the environment, which anybody sets."""
    return pwd.getpwuid(os.getuid()).pw_name


def _place(flag: str, text: str) -> Path:
    try:
        place = absolute(text, Path.cwd())
    except RuntimeError:
        raise _invalid(flag, "starts with a ~ for which no home directory is known") from None
    if not str(place).isprintable():
        raise _invalid(flag, "holds control characters or is not UTF-8")
    return place


def _invalid(flag: str, reason: str) -> InputError:
    return InputError("INIT_INVALID", f"What {flag} gave {reason}.", "See `schemawarden init --help`.")


def _report(config: OperatorConfig, answers: Answers, *, named: bool) -> None:
    option = f" --config {config.path}" if named else ""
    lines = [
        f"Wrote {config.path}",
        f"  target     {answers.target}{_missing(answers.database)}",
        f"  workspace  {answers.workspace}",
        f"  approver   {answers.approver}, with the key {fingerprint(answers.key)}",
        "Compare the key's fingerprint with: ssh-keygen -l -f YOUR_KEY.pub",
        "",
        "Next:",
        f"  schemawarden client{option}         what to paste into your agent's configuration",
        f"  schemawarden serve --stdio{option}  what the agent's client then starts",
    ]
    typer.echo("\n".join(lines))


def _missing(database: Path | str) -> str:
    if isinstance(database, Path):
        return "" if database.exists() else " (its file does not exist yet)"
    return "" if os.environ.get(database) else f" ({database} is not set here; `serve` needs it)"
