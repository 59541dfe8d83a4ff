"""Where a target's database is. The place is a secret: only `path` and `url` tell it, and only to what opens it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr

from schemawarden.errors import ConfigError
from schemawarden.settings.command import output_of
from schemawarden.settings.secretfile import secret_in

_SQLITE_URL = re.compile(r"sqlite://(/.*)", re.DOTALL)
_SQLITE_FORM = "sqlite:///absolute/path, without parameters"
_POSTGRES_URL = re.compile(r"postgres(ql)?://\S+")
_POSTGRES_FORM = "postgres://user:password@host:5432/database"
_READ_AS_URL = set("?#%")
"""Some SQLite drivers read a path with these as a URI with parameters."""


class Source(StrEnum):
    DATABASE = "database"
    """The SQLite file itself, a path."""
    FILE = "file"
    """The path of a file that holds a URL."""
    ENV = "env"
    """The name of an environment variable that holds a URL."""
    COMMAND = "command"
    """A program and its arguments, which prints a URL."""


@dataclass(frozen=True, slots=True)
class DatabaseLocation:
    """One database. A PostgreSQL target has a `url`, a SQLite target a `path`; asking for the other is refused.

    Both ask the file, environment or command anew each time, so they can block for some seconds. They raise ConfigError
    (CONFIG_DATABASE_UNSET, CONFIG_DATABASE_URL, CONFIG_COMMAND_FAILED, CONFIG_SECRET_UNREADABLE, CONFIG_SECRET_OPEN),
    which tells the key and never the place.
    """

    key: str
    """The config's key that names it, such as `targets.app.url.env`."""
    source: Source
    value: tuple[SecretStr, ...]
    """One path, one name of a variable, or a command's argv. Hidden from repr."""
    directory: Path = field(repr=False)
    """The config file's directory; relative paths start there, and commands run there."""

    def path(self) -> Path:
        """The SQLite file, absolute, links not followed; it may not exist."""
        if self.source is Source.DATABASE:
            return absolute(self._words()[0], self.directory)
        match = _SQLITE_URL.fullmatch(self._kept_url(_SQLITE_FORM))
        reason = path_objection(match[1]) if match else None
        if match and reason is None:
            return absolute(match[1], self.directory)
        raise self._refused("the URL of a SQLite file" + (f": {reason}" if reason else ""), _SQLITE_FORM)

    def url(self) -> SecretStr:
        """The URL of a PostgreSQL database, one line. Its parameters are checked by whoever connects."""
        url = self._kept_url(_POSTGRES_FORM)
        if _POSTGRES_URL.fullmatch(url) and url.isprintable():
            return SecretStr(url)
        raise self._refused("the URL of a PostgreSQL database", _POSTGRES_FORM)

    def _kept_url(self, form: str) -> str:
        words = self._words()
        match self.source:
            case Source.DATABASE:
                raise self._refused("a URL, but the path of a SQLite file", form)
            case Source.FILE:
                return secret_in(absolute(words[0], self.directory), self.key)
            case Source.ENV:
                return self._from_environment(words[0], form)
            case Source.COMMAND:
                return output_of(words, self.directory, self.key)

    def _words(self) -> list[str]:
        return [part.get_secret_value() for part in self.value]

    def _from_environment(self, name: str, form: str) -> str:
        value = os.environ.get(name, "")
        if value:
            return value
        raise ConfigError(
            "CONFIG_DATABASE_UNSET",
            f"The environment variable that {self.key} names is not set.",
            f"Start schemawarden with {name} set to {form}.",
        )

    def _refused(self, what: str, form: str) -> ConfigError:
        return ConfigError(
            "CONFIG_DATABASE_URL", f"What {self.key} gives is not {what}.", f"It must read {form}."
        )


def path_objection(text: str) -> str | None:
    """Why this can't be the path of a SQLite file, in words that name nothing of it; None if it can."""
    if not text or not text.isprintable():
        return "it is empty or holds control characters"
    if "://" in text or text.startswith(("file:", ":")):
        return "it is a URL, not a path"
    if _READ_AS_URL & set(text):
        return "?, # and % in a path are read as parameters by SQLite drivers"
    return None


def absolute(text: str, directory: Path) -> Path:
    """`text` with ~ expanded, from `directory` on, without `..`; links are not followed."""
    return Path(os.path.normpath(directory / Path(text).expanduser()))
