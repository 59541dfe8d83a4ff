"""Where a target's database is. The place is a secret: only `path` tells it, and only to what opens the database."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr

from schemawarden.errors import ConfigError
from schemawarden.settings.command import output_of

_URL = re.compile(r"sqlite://(/.*)", re.DOTALL)
_READ_AS_URL = set("?#%")
"""Some SQLite drivers read a path with these as a URI with parameters."""


class Source(StrEnum):
    FILE = "file"
    """The database itself, a path."""
    ENV = "env"
    """The name of an environment variable that holds a URL."""
    COMMAND = "command"
    """A program and its arguments, which prints a URL."""


@dataclass(frozen=True, slots=True)
class DatabaseLocation:
    alias: str
    source: Source
    value: tuple[SecretStr, ...]
    """One path, one name of a variable, or a command's argv. Hidden from repr."""
    directory: Path = field(repr=False)
    """The config file's directory; relative paths start there, and commands run there."""

    def path(self) -> Path:
        """The SQLite file, absolute, links not followed; it may not exist.

        Asks the environment or the command anew each time, so it can block for some seconds. Raises ConfigError
        (CONFIG_DATABASE_UNSET, CONFIG_DATABASE_URL, CONFIG_COMMAND_FAILED), which tells the alias and never the place.
        """
        words = [part.get_secret_value() for part in self.value]
        match self.source:
            case Source.FILE:
                return absolute(words[0], self.directory)
            case Source.ENV:
                return self._of_url(self._from_environment(words[0]))
            case Source.COMMAND:
                return self._of_url(output_of(words, self.directory, self.alias))

    def _from_environment(self, name: str) -> str:
        value = os.environ.get(name, "")
        if value:
            return value
        raise ConfigError(
            "CONFIG_DATABASE_UNSET",
            f"The environment variable that targets.{self.alias}.url.env names is not set.",
            f"Start schemawarden with {name} set to sqlite:///absolute/path.",
        )

    def _of_url(self, url: str) -> Path:
        match = _URL.fullmatch(url)
        if match and (reason := path_objection(match[1])) is None:
            return absolute(match[1], self.directory)
        raise ConfigError(
            "CONFIG_DATABASE_URL",
            f"What targets.{self.alias}.url.{self.source} gives is not the URL of a SQLite file"
            + (f": {reason}." if match else "."),
            "It must read sqlite:///absolute/path, without parameters.",
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
