"""The operator's URL of a PostgreSQL database, read strictly, and given to each client in full.

- Only a few parameters are known; all others could change who acts, what is trusted or which files are read.
- A host that is neither loopback nor a socket's directory is spoken to over TLS with its name verified, or not at all.
- Nothing is left for a client to look up by itself: no PG* variable, password file, service file or ~/.postgresql.
- No message repeats the URL or a part of it.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

from schemawarden.errors import ConfigError

APPLICATION = "schemawarden"
_CONNECT_SECONDS = 10

_URL = re.compile(r"postgres(?:ql)?://(?P<authority>[^/?#]*)/(?P<database>[^/?#]*)(?:\?(?P<query>[^#]*))?")
_AUTHORITY = re.compile(
    r"(?P<user>[^:@]+)(?::(?P<password>[^@]*))?@"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:@\[\],]*)(?::(?P<port>[0-9]{1,5}))?"
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9.])?")
_ALLOWED = ("sslmode", "sslrootcert", "host", "port", "connect_timeout")
_REFUSED = (
    "application_name channel_binding client_encoding database dbname fallback_application_name gssdelegation gssencmode"
    " gsslib hostaddr keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname load_balance_hosts"
    " options passfile password replication require_auth requirepeer requiressl role search_path service servicefile"
    " ssl sslcert sslcertmode sslcompression sslcrl sslcrldir sslinline sslkey sslnegotiation sslpassword sslsni"
    " ssl_max_protocol_version ssl_min_protocol_version target_session_attrs tcp_user_timeout user"
).split()
"""What PostgreSQL's clients know besides. Any other name in a message could be a piece of a password with a `?`."""
_MODES = ("disable", "require", "verify-ca", "verify-full")
"""Not allow and prefer: with them the network decides whether there is encryption."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who logs in. Everything but `loopback` is hidden from repr."""

    host: str = field(repr=False)
    """A name, a number without brackets, or a socket's directory."""
    port: int = field(repr=False)
    user: str = field(repr=False)
    password: str = field(repr=False)
    database: str = field(repr=False)
    sslmode: str = field(repr=False)
    sslrootcert: str = field(repr=False)
    """An absolute path; empty for the authorities that the system trusts."""
    connect_timeout: int = field(repr=False)

    @classmethod
    def socket(cls, directory: str, user: str, password: str, database: str) -> Address:
        return cls(directory, 5432, user, password, database, "disable", "", connect_timeout=_CONNECT_SECONDS)

    @property
    def is_socket(self) -> bool:
        return self.host.startswith("/")

    def asyncpg(self) -> dict[str, Any]:
        """All of asyncpg.connect's arguments about where, who and how. Raises ConfigError CONFIG_DATABASE_URL."""
        return {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "database": self.database,
            "ssl": self.trust() or False,
            "direct_tls": False,
            "target_session_attrs": "any",
            "krbsrvname": "postgres",
            "gsslib": "gssapi",
            "timeout": self.connect_timeout,
        }

    def trust(self) -> ssl.SSLContext | None:
        """Whom to take for the server; None for no encryption. Reads no file but `sslrootcert` and the system's own."""
        if self.sslmode == "disable":
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = self.sslmode == "verify-full"
        if self.sslmode == "require" and not self.sslrootcert:
            context.verify_mode = ssl.CERT_NONE
        elif self.sslrootcert:
            self._load_authorities(context)
        else:
            context.load_default_certs()
        return context

    def _load_authorities(self, context: ssl.SSLContext) -> None:
        try:
            context.load_verify_locations(cafile=self.sslrootcert)
        except (OSError, ssl.SSLError):
            raise _wrong("the file that sslrootcert names can't be read as certificates") from None

    def url(self) -> str:
        """For programs only; never shown."""
        host = "" if self.is_socket else f"[{self.host}]" if ":" in self.host else self.host
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        parameters = {"host": self.host} if self.is_socket else {}
        parameters |= {"port": str(self.port)} if self.is_socket else {}
        parameters |= {"sslmode": self.sslmode, "connect_timeout": str(self.connect_timeout)}
        parameters |= {"sslrootcert": self.sslrootcert} if self.sslrootcert else {}
        where = host if self.is_socket else f"{host}:{self.port}"
        query = urlencode(parameters, quote_via=quote)
        return (
            f"postgres://{quote(self.user, safe='')}{secret}@{where}/{quote(self.database, safe='')}?{query}"
        )

    def libpq(self) -> dict[str, str]:
        """For the otherwise empty environment of a program on libpq, encryption aside (see `tunnel`).

        libpq takes a password file only when there is no password, and is given one that holds nothing.
        """
        return {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGDATABASE": self.database,
            "PGSSLMODE": "disable",
            "PGGSSENCMODE": "disable",
            "PGCONNECT_TIMEOUT": str(self.connect_timeout),
            "PGAPPNAME": APPLICATION,
            **({"PGPASSWORD": self.password} if self.password else {"PGPASSFILE": "/dev/null"}),
        }


def parse(url: str) -> Address:
    """The checked address. Raises ConfigError CONFIG_DATABASE_URL, PARAM_REFUSED, TLS_REQUIRED."""
    match = _URL.fullmatch(url)
    if match is None:
        raise _wrong("it does not read postgres://user:password@host:port/database")
    login = _AUTHORITY.fullmatch(match["authority"])
    if login is None:
        raise _wrong(
            "what stands between // and / does not read user:password@host:port, one host, escapes for @ : /"
        )
    parameters = _parameters(match["query"] or "")
    host, port = _place(login["host"] or "", login["port"] or "", parameters)
    return Address(
        host=host,
        port=port,
        user=_name(login["user"], "user"),
        password=_decoded(login["password"] or "", "password"),
        database=_name(match["database"], "database"),
        sslmode=_sslmode(parameters, host),
        sslrootcert=_file(parameters.get("sslrootcert", "")),
        connect_timeout=_number(parameters, "connect_timeout", _CONNECT_SECONDS, 300),
    )


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&") if query else ():
        key, _, value = part.partition("=")
        if key not in _ALLOWED:
            raise _refused(f"the parameter `{key}`" if key in _REFUSED else "a parameter that is not known")
        if key in found:
            raise _refused(f"`{key}` twice")
        found[key] = _decoded(value, key)
    return found


def _place(host: str, port: str, parameters: Mapping[str, str]) -> tuple[str, int]:
    """The host of the authority or the socket's directory of `host`; one of the two."""
    directory = parameters.get("host", "")
    host = _decoded(host, "host").removeprefix("[").removesuffix("]")
    if bool(host) == bool(directory):
        raise _wrong("it names no host, or two")
    if directory and (not directory.startswith("/") or "," in directory):
        raise _refused("`host` other than one absolute directory of a unix socket")
    if port and "port" in parameters:
        raise _refused("`port` besides the port of the host")
    if host:
        _check_host(host)
    return host or directory, _number({"port": port} if port else parameters, "port", 5432, 65535)


def _check_host(host: str) -> None:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            raise _wrong("the host is no IPv6 address") from None
    elif not _HOST_NAME.fullmatch(host):
        raise _wrong("the host is neither one name nor one address")


def _sslmode(parameters: Mapping[str, str], host: str) -> str:
    near = host.startswith("/") or _is_loopback(host)
    mode = parameters.get("sslmode", "disable" if near else "verify-full")
    if mode not in _MODES:
        raise _refused("`sslmode` other than disable, require, verify-ca or verify-full")
    if host.startswith("/") and mode != "disable":
        raise _refused("`sslmode` other than disable with a unix socket, which has no encryption")
    if not near and mode != "verify-full":
        raise ConfigError(
            "TLS_REQUIRED",
            "The target's URL asks for a connection to another host whose name is not verified.",
            "Say sslmode=verify-full, and sslrootcert=/absolute/path if your authority is not one the system trusts.",
        )
    return mode


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _file(path: str) -> str:
    if path and not Path(path).is_absolute():
        raise _refused("`sslrootcert` other than an absolute path")
    return path


def _number(parameters: Mapping[str, str], key: str, default: int, most: int) -> int:
    text = parameters.get(key, str(default))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most and len(text) < 9):
        raise _refused(f"`{key}` other than a number from 1 to {most}")
    return int(text)


def _name(text: str, what: str) -> str:
    name = _decoded(text, what)
    if not name or not name.isprintable():
        raise _wrong(f"the {what} is missing or holds control characters")
    return name


def _decoded(text: str, what: str) -> str:
    if _BAD_ESCAPE.search(text):
        raise _wrong(f"the {what} holds a % that begins no escape; write it %25")
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise _wrong(f"the {what} is not UTF-8") from None
    if "\0" in decoded:
        raise _wrong(f"the {what} holds a NUL")
    return decoded


def _wrong(reason: str) -> ConfigError:
    return ConfigError(
        "CONFIG_DATABASE_URL",
        f"The target's URL can't be used: {reason}.",
        "Write postgres://user:password@host:port/database; percent-encode special characters of user and password.",
    )


def _refused(what: str) -> ConfigError:
    return ConfigError(
        "PARAM_REFUSED",
        f"The target's URL has {what}.",
        f"Allowed are {', '.join(_ALLOWED)}, each once.",
    )
