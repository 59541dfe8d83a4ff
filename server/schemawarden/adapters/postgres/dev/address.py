"""Where a server listens and who logs in, as the URL that the engine and asyncpg take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_KEPT = ("host", "port", "sslmode", "sslrootcert")
"""What asyncpg does not know it would send to the server as a setting."""


@dataclass(frozen=True, slots=True)
class Login:
    role: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """One server. `parameters` are those of the URL: sslmode, sslrootcert, host (a socket's directory), port."""

    host: str = ""
    """Name or number with its port as a URL has it; empty for a socket."""
    parameters: Mapping[str, str] = field(default_factory=dict)

    def url(self, login: Login, database: str) -> str:
        """With credentials inside: for programs, never shown."""
        secret = f":{quote(login.password, safe='')}" if login.password else ""
        query = f"?{urlencode(self.parameters, quote_via=quote)}" if self.parameters else ""
        return (
            f"postgres://{quote(login.role, safe='')}{secret}@{self.host}/{quote(database, safe='')}{query}"
        )

    @staticmethod
    def socket(directory: str) -> Address:
        """The port is told too: programs would take another from their environment."""
        return Address(parameters={"host": directory, "port": "5432", "sslmode": "disable"})

    @staticmethod
    def parse(url: str) -> tuple[Address, Login, str]:
        """The parts of an operator's URL that was checked before: server, login and database."""
        parts = urlsplit(url)
        login, _, host = parts.netloc.rpartition("@")
        role, _, password = login.partition(":")
        parameters = {key: value for key, value in parse_qsl(parts.query) if key in _KEPT}
        address = Address(host, parameters)
        return address, Login(unquote(role), unquote(password)), unquote(parts.path.removeprefix("/"))
