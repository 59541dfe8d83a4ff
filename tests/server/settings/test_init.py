"""`schemawarden init`: what it writes loads, it overwrites nothing, and it repeats no secret."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

import pytest
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner, Result

from schemawarden import paths
from schemawarden.cli import questions, starter
from schemawarden.cli.init import init as command
from schemawarden.errors import ConfigError
from schemawarden.settings import load
from schemawarden.settings.keys import fingerprint
from schemawarden_policy.approval import Assurance
from schemawarden_policy.settings import Mode
from schemawarden_policy.statement import Dialect
from tests.server.settings.conftest import KEY, OTHER_KEY

app = typer.Typer()
app.command()(command)
LOGIN = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def key_file(folder: Path) -> Path:
    """~/.ssh with two public keys, the private one of the first, and what is none."""
    ssh = Path.home() / ".ssh"
    ssh.mkdir()
    (ssh / "id_ed25519.pub").write_text(f"{KEY} me@laptop\n")
    (ssh / "other.pub").write_text(f"{OTHER_KEY}\n")
    (ssh / "broken.pub").write_text("ssh-ed25519 AAAA\n")
    (ssh / "id_ed25519").write_text(private_key())
    return ssh / "id_ed25519.pub"


@pytest.fixture
def database(folder: Path) -> Path:
    path = folder / "app.db"
    path.touch()
    return path


def private_key() -> str:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return pem.decode()


def init(*arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=typed)


def test_what_init_writes_loads(folder: Path, database: Path, key_file: Path) -> None:
    result = init("--database", database, "--workspace", folder / "work", "--key", key_file)
    assert result.exit_code == 0, result.output
    config = load()
    target, approver = config.targets["app"], config.approvers[LOGIN]
    assert config.path == paths.config_file()
    assert (target.database.path(), target.workspace) == (database, folder / "work")
    assert (target.migrations, target.desired, target.mode) == ("migrations", (), Mode.STRICT)
    assert target.approval.assurance is Assurance.ADVISORY
    assert (approver.login, [key.key for key in approver.keys]) == (LOGIN, [KEY])
    assert fingerprint(KEY) in result.stdout
    assert "schemawarden client" in result.stdout
    assert "schemawarden serve --stdio" in result.stdout


def test_every_flag_is_written(folder: Path, key_file: Path) -> None:
    path = folder / "new" / "my.toml"
    result = init(
        *("--target", "shop", "--database", folder / 'a "quoted" \\ name.db', "--workspace", folder / "work"),
        *("--migrations", "db/migrations", "--desired", "db/schema.sql", "--key", f"{OTHER_KEY} pasted"),
        *("--approver", "alice@example.com", "--config", path),
    )
    assert result.exit_code == 0, result.output
    config = load(path)
    target = config.targets["shop"]
    assert target.database.path() == folder / 'a "quoted" \\ name.db'
    assert (target.migrations, target.desired) == ("db/migrations", ("db/schema.sql",))
    assert config.approvers["alice@example.com"].keys[0].key == OTHER_KEY
    assert f"--config {path}" in result.stdout
    assert "does not exist yet" in result.stdout


def test_the_config_is_its_owners_alone(folder: Path, database: Path, key_file: Path) -> None:
    path = folder / "new" / "schemawarden.toml"
    init("--database", database, "--workspace", folder / "work", "--key", key_file, "--config", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.stat().st_nlink, os.listdir(path.parent)) == (1, ["schemawarden.toml"])


@pytest.mark.parametrize("link", [False, True])
def test_nothing_is_overwritten(folder: Path, database: Path, key_file: Path, link: bool) -> None:
    path = folder / "schemawarden.toml"
    if link:
        path.symlink_to(folder / "nowhere.toml")
    else:
        path.write_text("mine")
    result = init("--database", database, "--workspace", folder / "work", "--key", key_file, "--config", path)
    assert (result.exit_code, link or path.read_text() == "mine") == (2, True)
    assert "CONFIG_EXISTS" in result.stderr
    assert "--config PATH" in result.stderr
    assert not (folder / "nowhere.toml").exists()


def test_a_config_that_appears_meanwhile_is_not_overwritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "schemawarden.toml"
    answers = starter.Answers("app", folder / "a.db", folder / "work", "m", "", False, "a", "a", KEY)

    def appear(draft: Path) -> bytes:
        path.write_text("mine")
        return b""

    monkeypatch.setattr(starter, "read_config", appear)
    with pytest.raises(ConfigError, match="exists already"):
        starter.write_new(path, starter.render(answers))
    assert path.read_text() == "mine"
    assert sorted(os.listdir(folder)) == ["schemawarden.toml", "work"]


def test_without_a_terminal_missing_options_are_named(folder: Path, key_file: Path) -> None:
    result = init("--workspace", folder / "work")
    assert result.exit_code == 2
    assert "init needs --database, --key" in result.stderr
    assert not paths.config_file().exists()


@pytest.mark.parametrize("how", ["file", "pasted"])
def test_a_private_key_is_refused_and_not_repeated(
    folder: Path, database: Path, key_file: Path, how: str
) -> None:
    private = key_file.with_suffix("")
    given = private.read_text() if how == "pasted" else private
    result = init("--database", database, "--workspace", folder / "work", "--key", given)
    assert result.exit_code == 2
    assert "INIT_PRIVATE_KEY" in result.stderr
    assert not any(line in result.output for line in private.read_text().splitlines())
    assert not paths.config_file().exists()


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--database", "postgres://u:c4n4ry@h/db"),
        ("--url-env", "c4n4ry"),
        ("--database", "c4n4ry?mode=rwc"),
        ("--key", "c4n4ry"),
        ("--key", "ssh-ed25519 c4n4ry"),
        ("--key", "~c4n4ry/key.pub"),
        ("--workspace", "c4n4ry"),
        ("--target", "c4n4ry/"),
        ("--approver", "c4n4ry/"),
        ("--migrations", "../c4n4ry"),
        ("--desired", "/c4n4ry"),
        ("--config", "~c4n4ry/x.toml"),
    ],
)
def test_a_wrong_option_is_refused_and_not_repeated(
    folder: Path, database: Path, key_file: Path, flag: str, value: str
) -> None:
    given = {"--database": database, "--workspace": folder / "work", "--key": key_file, flag: value}
    result = init(*(word for pair in given.items() for word in pair))
    assert result.exit_code == 2, result.output
    assert "c4n4ry" not in result.output
    assert not paths.config_file().exists()


def test_a_postgresql_database_is_named_by_its_variable(
    folder: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_DB", raising=False)
    result = init("--url-env", "SHOP_DB", "--workspace", folder / "work", "--key", key_file)
    assert result.exit_code == 0, result.output
    assert "SHOP_DB is not set here" in result.stdout
    target = load().targets["app"]
    assert (target.dialect, target.schemas, target.dev) == (Dialect.POSTGRESQL, ("public",), None)
    monkeypatch.setenv("SHOP_DB", "postgres://u:c4n4ry@h/db")
    assert target.database.url().get_secret_value() == "postgres://u:c4n4ry@h/db"
    again = init(
        *("--url-env", "SHOP_DB", "--workspace", folder / "work", "--key", key_file),
        *("--config", folder / "other.toml"),
    )
    assert again.exit_code == 0, again.output
    assert "c4n4ry" not in again.output + (folder / "other.toml").read_text()
    assert "not set" not in again.output


@pytest.mark.parametrize("flag", ["--database", "--url-env"])
@pytest.mark.parametrize(
    "url",
    ["postgres://u:c4n4ry@h/db", "postgresql://h/c4n4ry", "host=h password=c4n4ry", "u:c4n4ry@tcp(h)/d"],
)
def test_a_literal_url_is_refused_with_the_way_to_give_it(
    folder: Path, key_file: Path, flag: str, url: str
) -> None:
    result = init(flag, url, "--workspace", folder / "work", "--key", key_file)
    assert result.exit_code == 2
    assert "INIT_LITERAL_URL" in result.stderr
    assert "--url-env DATABASE_URL" in result.stderr
    assert "c4n4ry" not in result.output
    assert not paths.config_file().exists()


@pytest.mark.parametrize("name", ["", "1DB", "A-B", "A B", "DB\n", "$DB", "Ü"])
def test_what_is_no_name_of_a_variable_is_refused(folder: Path, key_file: Path, name: str) -> None:
    result = init("--url-env", name, "--workspace", folder / "work", "--key", key_file)
    assert (result.exit_code, "INIT_INVALID" in result.stderr) == (2, True)
    assert not paths.config_file().exists()


def test_a_postgresql_database_is_never_a_throw_away(folder: Path, key_file: Path) -> None:
    result = init("--url-env", "DB", "--workspace", folder / "work", "--key", key_file, "--disposable")
    assert (result.exit_code, "CONFIG_NOT_DISPOSABLE" in result.stderr) == (2, True)
    assert not paths.config_file().exists()


@pytest.mark.usefixtures("_terminal")
def test_with_a_variable_no_sqlite_file_is_asked_for(folder: Path, key_file: Path) -> None:
    result = init("--url-env", "DB", typed=f"{folder}/work\nshop\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    assert "SQLite" not in result.stdout
    assert load().targets["shop"].dialect is Dialect.POSTGRESQL


def test_what_is_no_database_is_refused(folder: Path, key_file: Path) -> None:
    (folder / "notes.txt").write_text("not a database")
    for name in ("notes.txt", "work"):
        result = init("--database", folder / name, "--workspace", folder / "work", "--key", key_file)
        assert (result.exit_code, "INIT_INVALID" in result.stderr) == (2, True)


def test_a_config_in_the_workspace_needs_a_disposable_database(folder: Path, key_file: Path) -> None:
    given = ("--database", folder / "work" / "a.db", "--workspace", folder / "work", "--key", key_file)
    path = folder / "work" / "schemawarden.toml"
    result = init(*given, "--config", path)
    assert (result.exit_code, path.exists()) == (2, False)
    assert "CONFIG_IN_WORKSPACE" in result.stderr
    result = init(*given, "--config", path, "--disposable")
    assert result.exit_code == 0, result.output
    assert load(path).targets["app"].disposable


def test_a_directory_that_others_can_write_is_refused(folder: Path, database: Path, key_file: Path) -> None:
    folder.chmod(0o777)
    path = folder / "schemawarden.toml"
    result = init("--database", database, "--workspace", folder / "work", "--key", key_file, "--config", path)
    assert "CONFIG_WRITABLE_BY_OTHERS" in result.stderr
    assert sorted(os.listdir(folder)) == ["app.db", "work"]


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "on_terminal", lambda: True)


@pytest.mark.usefixtures("_terminal")
def test_on_a_terminal_return_takes_what_was_found(
    folder: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = folder / "work"
    (work / "dev.sqlite").touch()
    (work / "schema.sql").touch()
    monkeypatch.chdir(work)
    result = init(typed="\n" * 7)
    assert result.exit_code == 0, result.output
    assert fingerprint(OTHER_KEY) in result.stdout
    target = load().targets["app"]
    assert (target.workspace, target.database.path(), target.desired) == (
        work,
        work / "dev.sqlite",
        ("schema.sql",),
    )
    assert load().approvers[LOGIN].keys[0].key == KEY


@pytest.mark.usefixtures("_terminal")
def test_on_a_terminal_answers_are_taken(folder: Path, database: Path, key_file: Path) -> None:
    typed = f"{folder}/work\nshop\n{database}\nmigs\n\n{key_file.with_name('other.pub')}\nalice\n"
    result = init(typed=typed)
    assert result.exit_code == 0, result.output
    assert load().targets["shop"].migrations == "migs"
    assert load().approvers["alice"].keys[0].key == OTHER_KEY


@pytest.mark.usefixtures("_terminal")
def test_without_a_key_the_question_is_still_asked(folder: Path, database: Path) -> None:
    result = init("--database", database, "--workspace", folder / "work", typed=f"\n\n\n{KEY}\n\n")
    assert result.exit_code == 0, result.output
