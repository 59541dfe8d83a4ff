"""Targets on PostgreSQL: their own keys, their URL, and what they may not say (threats B08, B09)."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from pathlib import Path

import pytest

from schemawarden.errors import ConfigError
from schemawarden.settings import ConfigProblemsError, DatabaseLocation, TargetConfig, load
from schemawarden_policy.statement import Dialect
from tests.server.settings.conftest import KEY, POSTGRES, TARGET, Write

URL = "postgres://u:c4n4ry@db.example:5432/c4n4ry?sslmode=verify-full"


def target(write: Write, more: str = "", url: str = 'url.env = "APP_DB"') -> TargetConfig:
    return load(write(POSTGRES.replace('url.env = "APP_DB"', url) + more)).targets["app"]


def refusal(write: Write, text: str) -> ConfigProblemsError:
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(text))
    return refused.value


def secret(folder: Path, text: str = URL) -> Path:
    path = folder / "url"
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_minimal_target_is_the_whole_database_with_an_embedded_rehearsal(write: Write) -> None:
    app = target(write)
    assert (app.dialect, app.schemas, app.dev, app.owner_role) == (Dialect.POSTGRESQL, (), None, "")
    assert app.approval.assurance == "separate"


def test_every_key_of_a_target_is_taken(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEV_DB", "postgresql://dev@localhost/postgres")
    app = target(
        write, 'schemas = ["Shop", "audit log"]\nowner_role = "shop-owner"\ndev.url.env = "DEV_DB"\n'
    )
    assert (app.schemas, app.owner_role) == (("Shop", "audit log"), "shop-owner")
    assert app.dev is not None
    assert app.dev.url().get_secret_value() == "postgresql://dev@localhost/postgres"
    assert target(write, 'dev = "embedded"\n').dev is None


@pytest.mark.parametrize("url", [URL, "postgresql://u@/app?host=/run/postgresql", "postgres://h/db"])
def test_the_url_comes_from_the_environment_a_command_or_a_file(
    folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("APP_DB", url)
    secret(folder, f"{url}\n")
    for place in ('url.env = "APP_DB"', 'url.command = ["printenv", "APP_DB"]', 'url.file = "url"'):
        location = target(write, url=place).database
        assert location.url().get_secret_value() == url
        assert url not in repr(location) + repr(location.url()) + str(dataclasses.asdict(location))


def test_the_place_is_asked_anew_each_time(folder: Path, write: Write) -> None:
    file = secret(folder, "postgres://old@h/db")
    location = target(write, url='url.file = "url"').database
    assert location.url().get_secret_value() == "postgres://old@h/db"
    file.write_text("postgres://new@h/db")
    assert location.url().get_secret_value() == "postgres://new@h/db"


@pytest.mark.parametrize(
    "url",
    [
        "c4n4ry",
        "host=h password=c4n4ry",
        "mysql://u:c4n4ry@h/db",
        "sqlite:///c4n4ry.db",
        "postgres:c4n4ry",
        "postgres://u:c4n 4ry@h/db",
        "postgres://u:c4n4ry@h/db\npostgres://u:c4n4ry@h/db",
        "postgres://u:c4n4ry\x7f@h/db",
        "jdbc:postgresql://h/c4n4ry",
        "Postgres://u:c4n4ry@h/db",
    ],
)
def test_what_is_no_postgresql_url_is_refused_unseen(
    folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("APP_DB", url)
    secret(folder, url)
    for key in ("env", "command", "file"):
        place = {"env": '"APP_DB"', "command": '["printenv", "APP_DB"]', "file": '"url"'}[key]
        with pytest.raises(ConfigError, match=rf"targets\.app\.url\.{key}") as refused:
            target(write, url=f"url.{key} = {place}").database.url()
        assert refused.value.code in ("CONFIG_DATABASE_URL", "CONFIG_SECRET_UNREADABLE")
        assert "c4n" not in str(refused.value) + repr(refused.value)
        assert refused.value.__cause__ is None


def test_a_location_of_one_dialect_is_never_read_as_the_others(
    folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_DB", URL)
    secret(folder)
    sqlite = load(write(TARGET)).targets["app"].database
    with pytest.raises(ConfigError, match="CONFIG_DATABASE_URL"):
        sqlite.url()
    for place in ('url.env = "APP_DB"', 'url.file = "url"'):
        location = target(write, url=place).database
        with pytest.raises(ConfigError) as refused:
            location.path()
        assert refused.value.code == "CONFIG_DATABASE_URL"
        assert "c4n4ry" not in str(refused.value)


def test_a_sqlite_file_under_the_wrong_dialect_is_refused(folder: Path, write: Write) -> None:
    (folder / "data").mkdir()
    database = folder / "data" / "app.db"
    with contextlib.closing(sqlite3.connect(database)) as db:
        db.execute("CREATE TABLE c4n4ry (id INTEGER PRIMARY KEY)")
    location = load(write(TARGET.replace('"sqlite"', '"postgresql"'))).targets["app"].database
    for mode, code in ((0o644, "CONFIG_SECRET_OPEN"), (0o600, "CONFIG_SECRET_UNREADABLE")):
        database.chmod(mode)
        with pytest.raises(ConfigError) as refused:
            location.url()
        assert refused.value.code == code
        assert "c4n4ry" not in str(refused.value)


def test_an_unset_variable_and_a_failing_command_name_their_key(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEV_DB", raising=False)
    dev = target(write, 'dev.url.env = "DEV_DB"\n').dev
    assert isinstance(dev, DatabaseLocation)
    with pytest.raises(
        ConfigError, match=r"targets\.app\.dev\.url\.env .* DEV_DB set to postgres://"
    ) as unset:
        dev.url()
    assert unset.value.code == "CONFIG_DATABASE_UNSET"
    with pytest.raises(ConfigError, match=r"targets\.app\.url\.command ended with status 1") as failed:
        target(write, url='url.command = ["false"]').database.url()
    assert failed.value.code == "CONFIG_COMMAND_FAILED"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("schemas = []", "expected at least one entry"),
        ('schemas = "public"', "expected a list"),
        ('schemas = ["a", "b", "a"]', "`targets.app.schemas`: expected each name once."),
        ('schemas = ["a", ""]', "`targets.app.schemas[1]`: expected a name as the catalogue has it"),
        ("schemas = ['\"Shop\"']", "without quotes"),
        ('schemas = ["a\\u202eb"]', "expected a name as the catalogue has it"),
        (f'schemas = ["{"ü" * 32}"]', "at most 63 bytes"),
        ('schemas = ["pg_catalog"]', "expected a schema of your own"),
        ('schemas = ["information_schema"]', "expected a schema of your own"),
        ('schemas = ["public", "atlas_schema_revisions"]', "expected a schema of your own"),
        ("schemas = [1]", "expected a text in quotes"),
        ('owner_role = ""', "expected a name as the catalogue has it"),
        ('owner_role = "none"', "expected a role of your own"),
        ('owner_role = "pg_write_all_data"', "expected a role of your own"),
        ("owner_role = ['a']", "expected a text in quotes"),
        ('dev = "docker"', 'expected "embedded", or a table'),
        ("dev = true", "expected a table"),
        ("dev = {}", "`targets.app.dev.url` is missing."),
        ("dev.url = {}", "exactly one of dev.url.file, dev.url.env and dev.url.command"),
        ('dev.url = {env = "A", file = "b"}', "exactly one of dev.url.file, dev.url.env and dev.url.command"),
        ('dev.url.env = "$DEV"', "`targets.app.dev.url.env`: expected the name of an environment variable."),
        ("dev.url.command = []", "expected at least one entry"),
        ('dev.url.file = "~nobody-here/x"', "no home directory is known"),
        ('url.file = "x"', "exactly one of url.file, url.env and url.command"),
    ],
)
def test_an_invalid_key_is_refused(write: Write, more: str, told: str) -> None:
    error = refusal(write, POSTGRES + more)
    assert error.code == "CONFIG_INVALID"
    assert told in str(error)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('schema = ["public"]', "Did you mean `schemas`?"),
        ('owner = "x"', "unknown key `targets.app.owner`"),
        ('dev.url.envs = "X"', "unknown key `targets.app.dev.url.envs`. Did you mean `env`?"),
        ('dev.uri.env = "X"', "unknown key `targets.app.dev.uri`. Did you mean `url`?"),
        ('apply.lock_timeout = "5s"', "unknown key `targets.app.apply`"),
    ],
)
def test_an_unknown_key_is_refused(write: Write, more: str, told: str) -> None:
    error = refusal(write, POSTGRES + more)
    assert "CONFIG_UNKNOWN_KEY" in {problem.code for problem in error.problems}
    assert told in str(error)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('schemas = ["main"]', "schemas"),
        ('dev = "embedded"', "dev"),
        ('dev.url.env = "DEV_DB"', "dev"),
        ('owner_role = "o"', "owner_role"),
    ],
)
def test_a_sqlite_target_has_no_keys_of_postgresql(write: Write, more: str, key: str) -> None:
    error = refusal(write, TARGET + more)
    assert error.code == "CONFIG_OTHER_DIALECT"
    assert f"`targets.app.{key}` is a key of PostgreSQL targets." in error.message
    assert error.hint


@pytest.mark.parametrize("more", ["disposable = true", 'mode = "error-only"'])
@pytest.mark.parametrize("place", ['url.env = "APP_DB"', 'url.file = "url"'])
def test_a_database_on_a_server_is_no_throw_away(write: Write, more: str, place: str) -> None:
    error = refusal(write, POSTGRES.replace('url.env = "APP_DB"', place) + more)
    assert [problem.code for problem in error.problems] == ["CONFIG_NOT_DISPOSABLE"]
    assert "disposable = true" not in str(error)


@pytest.mark.parametrize("place", ['env = "APP_DB"', 'file = "url"', 'command = ["pass", "db"]'])
def test_the_targets_own_database_is_not_its_dev_database(write: Write, place: str) -> None:
    error = refusal(write, POSTGRES.replace('url.env = "APP_DB"', f"url.{place}") + f"dev.url.{place}\n")
    assert error.code == "CONFIG_DEV_IS_TARGET"


@pytest.mark.parametrize("key", ["url", "dev.url"])
def test_a_secret_file_is_not_in_the_workspace(folder: Path, write: Write, key: str) -> None:
    (folder / "link").symlink_to(folder / "work")
    for path in ("work/url", "work/../work/url", "link/deep/url"):
        text = POSTGRES if key != "url" else POSTGRES.replace('url.env = "APP_DB"\n', "")
        error = refusal(write, f'{text}{key}.file = "{path}"\n')
        assert error.code == "CONFIG_IN_WORKSPACE"
        assert f"`targets.app.{key}.file`" in error.message


@pytest.mark.parametrize(
    "more",
    [
        f'dev = "{URL}"',
        f'dev.url = "{URL}"',
        'dev.url = "postgres://h/c4n4ry"',
        f'dev.url.file = "{URL}"',
        'dev.url.file = "postgres://h/c4n4ry"',
        f'dev.url.env = "{URL}"',
        f'dev.url.command = ["echo", "{URL}"]',
        f'owner_role = "{URL}"',
        f'schemas = ["{URL}"]',
        f'[targets.other]\nurl = "{URL}"',
    ],
)
def test_a_literal_url_is_refused_and_not_repeated(write: Write, more: str) -> None:
    error = refusal(write, POSTGRES + more)
    assert error.code == "CONFIG_LITERAL_URL"
    assert "c4n4ry" not in str(error) + repr(error) + repr(error.problems)


@pytest.mark.parametrize("key", ["schemas", "dev", "owner_role"])
def test_no_refusal_repeats_a_value(write: Write, key: str) -> None:
    for value in ('"c4n4ry\\u0007"', '["c4n4ry\\u0007", "c4n4ry\\u0007"]', '{c4n4ry = "c4n4ry"}'):
        error = refusal(write, f"{POSTGRES}{key} = {value}\n")
        assert '"c4n4ry' not in str(error)
        assert error.__cause__ is None


def test_places_are_in_no_repr_of_a_config(write: Write) -> None:
    text = (
        POSTGRES.replace("APP_DB", "c4n4ry") + f'dev.url.file = "c4n4ry"\n[approvers.a]\nkeys = ["{KEY}"]\n'
    )
    config = load(write(text))
    assert "c4n4ry" not in repr(config) + str(config) + repr(dataclasses.asdict(config))
