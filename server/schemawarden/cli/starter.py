"""A first operator config: the few keys that differ from one installation to the next, each with its reason.

It is written whole or not at all, for its owner alone, and never over another file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from schemawarden.errors import ConfigError
from schemawarden.settings import OperatorConfig, load, parse
from schemawarden.settings.trust import read_config

_TEMPLATE = Template("""\
# The operator's config of schemawarden: yours alone, and never inside a directory that agents edit unless every
# database in it is a throw-away. Every key is explained in configs/default.toml.

[targets.$target]
${database}workspace = $workspace
migrations = $migrations
${desired}mode = "strict"  # nothing is applied without your approval; "warning-sensitive" lets harmless changes pass
$disposable
# Server, agent and you are one OS user, so an approval proves no more than "advisory": the agent could forge it.
# "separate" asks for another user or host that holds this file, the state and the database; see configs/default.toml.
approval.assurance = "advisory"

# Who may approve. The login keeps whoever runs the agent out of a quorum of two or more.
[approvers."$approver"]
login = $login
keys = [$key]
""")


_POSTGRESQL = """\
dialect = "postgresql"
url.env = "{name}"  # postgres://user:password@host:5432/database, set where schemawarden is started
schemas = ["public"]  # what migrations may hold; without this line, the whole database
"""


@dataclass(frozen=True, slots=True)
class Answers:
    target: str
    database: Path | str
    """A SQLite file, or the name of the environment variable that holds a PostgreSQL database's URL."""
    workspace: Path
    migrations: str
    desired: str
    """Empty: none."""
    disposable: bool
    approver: str
    login: str
    key: str
    """A checked OpenSSH public key."""


def render(answers: Answers) -> str:
    """The config's text."""
    return _TEMPLATE.substitute(
        target=answers.target,
        database=_database(answers.database),
        workspace=_quoted(str(answers.workspace)),
        migrations=_quoted(answers.migrations),
        desired=f"desired = {_quoted(answers.desired)}\n" if answers.desired else "",
        disposable="disposable = true  # a file below the workspace that may be lost\n"
        if answers.disposable
        else "",
        approver=answers.approver,
        login=_quoted(answers.login),
        key=_quoted(answers.key),
    )


def _database(database: Path | str) -> str:
    if isinstance(database, Path):
        return f'dialect = "sqlite"\nurl.file = {_quoted(str(database))}\n'
    return _POSTGRESQL.format(name=database)


def write_new(path: Path, text: str) -> OperatorConfig:
    """Write `text` as the config at `path` once it is known to load; what it means.

    Raises ConfigError: CONFIG_EXISTS, CONFIG_UNWRITABLE, or what is wrong with the text or with the directory.
    """
    refuse_existing(path)
    parse(text.encode(), path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _draft(path, text) as draft:
            read_config(draft)
            os.link(draft, path)  # unlike a rename, it fails when the name is taken
    except FileExistsError:
        refuse_existing(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    return load(path)


def refuse_existing(path: Path) -> None:
    """Raise CONFIG_EXISTS if anything, even a dangling link, has this name."""
    if os.path.lexists(path):
        hint = "Edit it, move it away first, or write another one with --config PATH."
        raise ConfigError("CONFIG_EXISTS", f"{path} exists already, and is left as it is.", hint)


@contextmanager
def _draft(path: Path, text: str) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        yield draft
    finally:
        draft.unlink()


def _unwritable(path: Path, error: OSError) -> ConfigError:
    hint = "Name a place that you can write to with --config PATH."
    return ConfigError("CONFIG_UNWRITABLE", f"{path} can't be written: {error.strerror}.", hint)


def _quoted(text: str) -> str:
    """A TOML basic string. Its callers' texts are printable, so that only quotes and backslashes need an escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
