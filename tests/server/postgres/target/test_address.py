"""The operator's URL. Threats B08 (no message repeats it), B10, B11 (parameters) and B12 (no weaker encryption)."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest

from schemawarden.adapters.postgres.address import parse
from schemawarden.errors import ConfigError
from tests.postgres import Server

SECRET = "p@ss/w%zz:?#[]& \N{SNOWMAN}'\"\\"
LOCAL = "postgres://app:secret@127.0.0.1:5433/shop"
REMOTE = "postgres://app:secret@db.example.com/shop"


def test_every_part_is_read() -> None:
    address = parse(
        f"postgresql://ap%40p:{quote(SECRET, safe='')}@db.example.com:6000/my%2Fshop?connect_timeout=3"
    )
    assert (address.user, address.password, address.host) == ("ap@p", SECRET, "db.example.com")
    assert (address.port, address.database, address.connect_timeout) == (6000, "my/shop", 3)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://a@[::1]:5433/d", "::1", 5433),
        ("postgres://a@[2001:db8::1]/d", "2001:db8::1", 5432),
        ("postgres://a@localhost/d?port=99", "localhost", 99),
        ("postgres://a@/d?host=/run/pg%20x&port=7", "/run/pg x", 7),
    ],
)
def test_where_it_is(url: str, host: str, port: int) -> None:
    address = parse(url)
    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        (LOCAL, "disable"),
        ("postgres://a@localhost/d", "disable"),
        ("postgres://a@[::1]/d?sslmode=require", "require"),
        ("postgres://a@127.8.9.1/d?sslmode=verify-ca", "verify-ca"),
        ("postgres://a@/d?host=/run", "disable"),
        (REMOTE, "verify-full"),
        (REMOTE + "?sslmode=verify-full", "verify-full"),
    ],
)
def test_the_mode_of_encryption(url: str, mode: str) -> None:
    assert parse(url).sslmode == mode


@pytest.mark.parametrize("mode", ["disable", "require", "verify-ca"])
@pytest.mark.parametrize(
    "host", ["db.example.com", "10.0.0.5", "[2001:db8::1]", "128.0.0.1", "localhost.example.com"]
)
def test_B12_a_remote_host_is_never_spoken_to_without_its_name_verified(host: str, mode: str) -> None:
    assert refused(f"postgres://app:secret@{host}/shop?sslmode={mode}").code == "TLS_REQUIRED"


@pytest.mark.parametrize("url", [LOCAL, REMOTE])
@pytest.mark.parametrize("mode", ["allow", "prefer", "", "VERIFY-FULL", "no-verify"])
def test_B12_the_network_does_not_choose_the_encryption(url: str, mode: str) -> None:
    assert refused(f"{url}?sslmode={mode}").code == "PARAM_REFUSED"


@pytest.mark.parametrize(
    "parameter",
    [
        "sslcert=/etc/passwd", "sslkey=/etc/shadow", "passfile=/etc/passwd", "sslcrl=/x", "service=prod", "servicefile=/x",
        "sslpassword=x", "krbsrvname=x", "requirepeer=x", "hostaddr=10.0.0.1", "user=postgres", "password=x", "dbname=x",
    ],
)  # fmt: skip
def test_B10_no_parameter_names_files_or_logins(parameter: str) -> None:
    error = refused(f"{LOCAL}?{parameter}")
    assert error.code == "PARAM_REFUSED"
    assert f"`{parameter.split('=')[0]}`" in error.message


@pytest.mark.parametrize("value", ["root.crt", "../root.crt", "~/root.crt", "system"])
def test_B10_the_authority_is_an_absolute_path(value: str) -> None:
    assert refused(f"{REMOTE}?sslrootcert={value}").code == "PARAM_REFUSED"


def test_B10_a_file_that_is_no_certificate_tells_nothing_of_itself(tmp_path: Path) -> None:
    canary = tmp_path / "canary-file"
    canary.write_text("canary-content")
    for path in (canary, tmp_path / "absent"):
        with pytest.raises(ConfigError) as caught:
            parse(f"{REMOTE}?sslrootcert={path}").asyncpg()
        assert caught.value.code == "CONFIG_DATABASE_URL"
        assert "canary" not in str(caught.value)
        assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    "parameter",
    [
        "options=-c%20session_replication_role=replica", "role=postgres", "guard.plan_id=1", "search_path=evil",
        "application_name=x", "client_encoding=latin1", "replication=database", "target_session_attrs=any",
        "session_replication_role=replica", "host=/a&host=/b", "sslmode=disable&sslmode=disable", "SSLMODE=disable", "=x", "x",
    ],
)  # fmt: skip
def test_B11_no_parameter_changes_the_session(parameter: str) -> None:
    assert refused(f"{LOCAL}?{parameter}").code == "PARAM_REFUSED"


@pytest.mark.parametrize(
    "url",
    [
        "postgres://app:canary-S3c%r3t@127.0.0.1/shop",
        "postgres://app:canary@127.0.0.1:port/shop",
        "postgres://app:canary@127.0.0.1:123456/shop",
        "postgres://app:canary@127.0.0.1:0/shop",
        "postgres://app:canary@127.0.0.1",
        "postgres://app:canary@127.0.0.1/",
        "postgres://:canary@127.0.0.1/shop",
        "postgres://127.0.0.1/canary",
        "postgres://app:canary@one,two/shop",
        "postgres://app:canary@one:1,two:2/shop",
        "postgres://app:canary@/shop",
        "postgres://app:canary@127.0.0.1/shop?host=/canary",
        "postgres://app:canary@/shop?host=canary",
        "postgres://app:canary@/shop?host=/canary,/other",
        "postgres://app:ca?nary=canary@127.0.0.1/shop",
        "postgres://app:ca#nary@127.0.0.1/shop",
        "postgres://app:ca/nary@127.0.0.1/shop",
        "postgres://app:ca@nary@127.0.0.1/shop",
        "postgres://app:canary@127.0.0.1/shop#x",
        "postgres://app:canary@127.0.0.1/shop/canary",
        "postgres://app:canary@[::canary]/shop",
        "postgres://app:canary@[::1/shop",
        "postgres://app:canary@127.0.0.1/sh%00op",
        "postgres://app:%ff@127.0.0.1/shop",
        "postgres://app:canary@127.0.0.1/shop\n",
        "postgres://app:canary@127.0.0.1/shop?connect_timeout=canary",
        "postgres://app:canary@127.0.0.1/shop?connect_timeout=0",
        "postgres://app:canary@127.0.0.1/shop?port=70000",
        "postgres://app:canary@127.0.0.1/shop?canary=1",
        "mysql://app:canary@127.0.0.1/shop",
        "canary",
        "",
    ],
)  # fmt: skip
def test_B08_a_malformed_url_is_refused_and_not_repeated(url: str) -> None:
    error = refused(url)
    assert error.code in ("CONFIG_DATABASE_URL", "PARAM_REFUSED")
    for part in ("canary", "nary", "S3c", "127.0.0.1"):
        assert part not in str(error)


def test_B08_an_address_does_not_show_itself() -> None:
    shown = repr(parse("postgres://canary:canary@127.0.0.1:5433/canary"))
    assert "canary" not in shown
    assert "5433" not in shown


def test_what_clients_get_leaves_nothing_for_them_to_look_up() -> None:
    address = parse(LOCAL)
    given = address.asyncpg()
    assert given["password"] == "secret"
    assert given["ssl"] is False
    assert None not in given.values()
    assert parse("postgres://app@127.0.0.1/shop").asyncpg()["password"] == ""
    assert "PGPASSFILE" in parse("postgres://app@127.0.0.1/shop").libpq()


def test_certificates_are_asked_for_as_the_mode_says() -> None:
    full, ca, none = (
        parse(url).trust() for url in (REMOTE, LOCAL + "?sslmode=verify-ca", LOCAL + "?sslmode=require")
    )
    assert full is not None
    assert (full.verify_mode, full.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert ca is not None
    assert (ca.verify_mode, ca.check_hostname) == (ssl.CERT_REQUIRED, False)
    assert none is not None
    assert none.verify_mode is ssl.CERT_NONE


@pytest.mark.parametrize(
    "url", [LOCAL, REMOTE, "postgres://a%20b:p%2Fw@/d%3Fb?host=/run/x&port=6000", "postgres://a@[::1]/d"]
)
def test_the_engines_url_says_the_same(url: str) -> None:
    address = parse(url)
    assert parse(address.url()) == address


async def test_the_environment_and_home_decide_nothing(
    postgres18: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = await postgres18.new_database(owner="plain")
    (tmp_path / ".pgpass").write_text("*:*:*:*:wrong\n")
    (tmp_path / ".pgpass").chmod(0o600)
    for name, value in {
        "HOME": str(tmp_path), "PGHOST": "nowhere.invalid", "PGPORT": "1", "PGUSER": "nobody", "PGPASSWORD": "wrong",
        "PGDATABASE": "nothing", "PGSSLMODE": "verify-full", "PGSERVICE": "prod", "PGOPTIONS": "-c work_mem=1",
        "PGPASSFILE": str(tmp_path / ".pgpass"), "PGTARGETSESSIONATTRS": "standby", "PGSSLNEGOTIATION": "direct",
        "PGSSLROOTCERT": "/nothing", "PGGSSLIB": "nonsense", "PGKRBSRVNAME": "x",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    connection = await asyncpg.connect(**parse(database.url).asyncpg())
    try:
        assert await connection.fetchval("SELECT session_user") == "plain"
    finally:
        await connection.close()


def refused(url: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse(url)
    return caught.value
