"""What a valid config means."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemawarden import paths
from schemawarden.errors import ConfigError, InputError
from schemawarden.settings import ApproverKey, load
from schemawarden.settings.command import output_of
from schemawarden_policy.approval import Assurance
from schemawarden_policy.settings import Mode
from schemawarden_policy.statement import Dialect
from tests.server.settings.conftest import KEY, OTHER_KEY, TARGET, Write


def test_a_minimal_config_has_the_strict_defaults(folder: Path, write: Write) -> None:
    config = load(write(TARGET))
    target = config.targets["app"]
    assert config.path == folder / "schemawarden.toml"
    assert config.server.listen == "127.0.0.1:8807"
    assert (target.alias, target.dialect, target.mode) == ("app", Dialect.SQLITE, Mode.STRICT)
    assert (target.migrations, target.desired, target.disposable) == ("migrations", (), False)
    assert (target.approval.assurance, target.approval.quorum) == (Assurance.SEPARATE, 1)
    assert target.approval.expires == timedelta(minutes=60)
    assert (target.approval.destructive.assurance, target.approval.destructive.quorum) == (
        Assurance.SEPARATE,
        1,
    )
    assert config.approvers == {}


def test_relative_paths_start_at_the_configs_directory(folder: Path, write: Write) -> None:
    config = load(write('[server]\nstate = "../state"\n' + TARGET))
    assert config.server.state == folder.parent / "state"
    assert config.targets["app"].workspace == folder / "work"
    assert config.targets["app"].database.path() == folder / "data" / "app.db"


def test_without_a_path_the_standard_place_is_read(folder: Path) -> None:
    path = paths.config_file()
    path.parent.mkdir(parents=True)
    path.write_text(TARGET)
    path.chmod(0o600)
    path.parent.chmod(0o700)
    assert Path.home() in path.parents
    assert load().path == path
    assert load().server.state == paths.state_dir()


def test_a_missing_config_names_init(folder: Path) -> None:
    with pytest.raises(ConfigError, match="schemawarden init") as refused:
        load(folder / "none.toml")
    assert refused.value.code == "CONFIG_MISSING"


@pytest.mark.parametrize(
    ("line", "desired"),
    [
        ('desired = "schema.sql"', ("schema.sql",)),
        ('desired = ["a.sql", "b/c.sql"]', ("a.sql", "b/c.sql")),
        ('desired = {files = ["a.sql"]}', ("a.sql",)),
        ('desired.files = ["./a.sql"]', ("a.sql",)),
    ],
)
def test_the_desired_schema_is_one_file_or_several(write: Write, line: str, desired: tuple[str, ...]) -> None:
    assert load(write(f"{TARGET}{line}\n")).targets["app"].desired == desired


def test_destructive_plans_take_the_targets_level_and_what_is_set_above_it(write: Write) -> None:
    approvers = f'[approvers.a]\nkeys = ["{KEY}"]\n[approvers.b]\nkeys = ["{OTHER_KEY}"]\n'
    more = 'approval.assurance = "advisory"\napproval.expires = "7d"\napproval.destructive.quorum = 2\n'
    approval = load(write(TARGET + more + approvers)).targets["app"].approval
    assert approval.expires == timedelta(days=7)
    assert (approval.assurance, approval.quorum) == (Assurance.ADVISORY, 1)
    assert (approval.destructive.assurance, approval.destructive.quorum) == (Assurance.ADVISORY, 2)


def test_approvers_keys_lose_their_comment_and_keep_their_window(write: Write) -> None:
    text = f"""{TARGET}
[approvers."alice@example.com"]
login = "alice"
keys = ["{KEY} alice@laptop", {{key = "{OTHER_KEY}", valid_after = 2026-01-01T00:00:00Z, revoked = true}}]
"""
    approver = load(write(text)).approvers["alice@example.com"]
    assert (approver.name, approver.login) == ("alice@example.com", "alice")
    assert approver.keys == (
        ApproverKey(KEY),
        ApproverKey(OTHER_KEY, valid_after=datetime(2026, 1, 1, tzinfo=UTC), revoked=True),
    )


@pytest.mark.parametrize(
    ("listen", "host"),
    [
        ("127.0.0.1:1", "127.0.0.1"),
        ("[::1]:65535", "::1"),
        ("localhost:0", "127.0.0.1"),
        ("127.9.9.9:80", "127.9.9.9"),
    ],
)
def test_loopback_addresses_are_listened_on(write: Write, listen: str, host: str) -> None:
    server = load(write(f'[server]\nlisten = "{listen}"\n{TARGET}')).server
    assert server.host == host
    assert server.listen == listen.replace("localhost", "127.0.0.1")


def test_an_unknown_alias_gets_the_nearest_one(write: Write) -> None:
    config = load(write(TARGET))
    assert config.target("app") is config.targets["app"]
    with pytest.raises(InputError, match="Did you mean `app`") as refused:
        config.target("apps")
    assert refused.value.code == "TARGET_UNKNOWN"


def _from_env(write: Write) -> Path:
    return (
        load(write(TARGET.replace('url.file = "data/app.db"', 'url.env = "APP_DB"')))
        .targets["app"]
        .database.path()
    )


def _from_command(write: Write, *argv: str) -> Path:
    words = ", ".join(f"'{word}'" for word in argv)
    text = TARGET.replace('url.file = "data/app.db"', f"url.command = [{words}]")
    return load(write(text)).targets["app"].database.path()


def test_the_environment_names_the_database(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_DB", "sqlite:///srv/app/app.db")
    assert _from_env(write) == Path("/srv/app/app.db")


@pytest.mark.parametrize(
    "url",
    [
        "postgres://u:canary@h/db",
        "sqlite://canary.db",
        "sqlite:///canary.db?mode=memory",
        "canary",
        "sqlite:///"[:9],
    ],
)
def test_what_is_no_sqlite_url_is_refused_unseen(
    write: Write, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("APP_DB", url)
    with pytest.raises(ConfigError, match=r"targets\.app") as refused:
        _from_env(write)
    assert refused.value.code == "CONFIG_DATABASE_URL"
    assert "canary" not in str(refused.value)


def test_an_unset_variable_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APP_DB", raising=False)
    with pytest.raises(ConfigError, match="APP_DB") as refused:
        _from_env(write)
    assert refused.value.code == "CONFIG_DATABASE_UNSET"


def test_a_command_names_the_database_without_a_shell(write: Write) -> None:
    assert _from_command(write, "echo", "sqlite:///srv/$HOME.db") == Path("/srv/$HOME.db")


@pytest.mark.parametrize(
    "argv",
    [
        ("echo", "canary"),
        ("/nonexistent/canary",),
        (sys.executable, "-c", 'import sys; print("canary"); sys.exit(3)'),
        (sys.executable, "-c", 'print("sqlite:///" + "canary" * 10000)'),
    ],
)
def test_a_command_that_fails_is_refused_without_its_output(write: Write, argv: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as refused:
        _from_command(write, *argv)
    assert refused.value.code in ("CONFIG_COMMAND_FAILED", "CONFIG_DATABASE_URL")
    assert "canary" not in str(refused.value)


def test_a_command_that_hangs_is_killed_with_its_children(folder: Path) -> None:
    with pytest.raises(ConfigError, match="did not end"):
        output_of(["sh", "-c", "(sleep 1; touch late) & touch early; sleep 60"], folder, "app", seconds=0.5)
    time.sleep(1)
    assert (folder / "early").exists()
    assert not (folder / "late").exists()
