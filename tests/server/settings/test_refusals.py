"""What a config may not say, and what its author is told."""

from __future__ import annotations

import pytest

from schemawarden.settings import ConfigProblemsError, load
from tests.server.settings.conftest import KEY, OTHER_KEY, TARGET, Write

ALICE = f'[approvers.alice]\nkeys = ["{KEY}"]\n'


def refusal(write: Write, text: str) -> ConfigProblemsError:
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(text))
    return refused.value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TARGET + 'migration = "m"', "unknown key `targets.app.migration`. Did you mean `migrations`?"),
        (TARGET.replace("targets", "target"), "unknown key `target`. Did you mean `targets`?"),
        (TARGET + "approval.qorum = 2", "unknown key `targets.app.approval.qorum`. Did you mean `quorum`?"),
        (TARGET + "approval.destructive.quorums = 2", "Did you mean `quorum`?"),
        (TARGET + "owner_roles = 1", "Did you mean `owner_role`?"),
        (TARGET + '[policy]\nprotect = ["x"]', "unknown key `policy.protect`. Did you mean `protected`?"),
        (TARGET + '[policy.naming]\ntables = "x"', "Did you mean `table`?"),
        (TARGET + "[servers]", "Did you mean `server`?"),
        (TARGET + ALICE + 'logins = "a"', "Did you mean `login`?"),
        (
            TARGET + f'[approvers.a]\nkeys = [{{key = "{KEY}", valid_til = 1}}]',
            "unknown key `approvers.a.keys[0].valid_til`",
        ),
    ],
)
def test_a_misspelt_key_is_refused_with_the_nearest_name(write: Write, text: str, told: str) -> None:
    error = refusal(write, text)
    assert "CONFIG_UNKNOWN_KEY" in {problem.code for problem in error.problems}
    assert told in str(error)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TARGET + "migrations = 3", "`targets.app.migrations`: expected a text in quotes."),
        (TARGET + 'migrations = "../up"', "relative to the workspace"),
        (TARGET + 'migrations = "/etc"', "relative to the workspace"),
        (TARGET + 'desired = ["a.sql", "../b.sql"]', "`targets.app.desired.files[1]`"),
        (TARGET + 'disposable = "yes"', "`targets.app.disposable`: expected true or false."),
        (TARGET + 'mode = "lax"', "expected 'strict', 'warning-sensitive' or 'error-only'"),
        (TARGET + "approval.quorum = 0", "expected at least 1"),
        (TARGET + 'approval.quorum = "2"', "expected a whole number"),
        (TARGET + "approval.quorum = true", "expected a whole number"),
        (TARGET + 'approval.assurance = "total"', "expected 'advisory', 'separate' or 'verified'"),
        (TARGET + 'approval.expires = "8d"', 'expected a time from "1m" to "7d"'),
        (TARGET + 'approval.expires = "59s"', 'expected a time from "1m" to "7d"'),
        (TARGET + "approval.expires = 60", "expected a text in quotes"),
        (
            TARGET + 'approval.destructive.assurance = "advisory"',
            "expected at least the target's own, separate",
        ),
        (TARGET + '[policy.naming]\ntable = "("', "expected a regular expression"),
        (TARGET + "[policy.limits]\nfiles = 0", "expected at least 1"),
        (TARGET + '[server]\nlisten = "8807"', "expected HOST:PORT"),
        (TARGET + '[server]\nlisten = "127.0.0.1:65536"', "expected HOST:PORT"),
        (TARGET.replace("targets.app", 'targets."9 lives"'), "expected a name of letters"),
        (TARGET + f'[approvers."a b"]\nkeys = ["{KEY}"]', "expected a name of letters"),
        (TARGET + "[approvers.a]\nkeys = []", "expected at least one public key"),
        (TARGET + '[approvers.a]\nkeys = ["ssh-ed25519 AAAA"]', "is a damaged public key"),
        (TARGET + '[approvers.a]\nkeys = ["ssh-dss AAAA"]', "not a key of an accepted type"),
        (TARGET + f'[approvers.a]\nkeys = ["{KEY}", "{KEY} again"]', "is listed twice"),
        (
            TARGET + f'[approvers.a]\nkeys = [{{key = "{KEY}", valid_after = 2026-01-01T00:00:00}}]',
            "with its zone",
        ),
        (
            TARGET
            + f'[approvers.a]\nkeys = [{{key = "{KEY}", valid_after = 2027-01-01T00:00:00Z, '
            + "valid_before = 2026-01-01T00:00:00Z}]",
            "valid_after to be earlier",
        ),
        (TARGET + 'url.env = "DB"', "exactly one of url.file, url.env and url.command"),
        (TARGET.replace('url.file = "data/app.db"', "url = {}"), "exactly one of"),
        (
            TARGET.replace('url.file = "data/app.db"', 'url.env = "$DB"'),
            "the name of an environment variable",
        ),
        (TARGET.replace('url.file = "data/app.db"', "url.command = []"), "at least one entry"),
        (TARGET.replace("data/app.db", "app.db?mode=rwc"), "read as parameters"),
        (TARGET.replace('dialect = "sqlite"', 'dialect = "oracle"'), "expected 'postgresql' or 'sqlite'"),
        (TARGET.replace('workspace = "work"\n', ""), "`targets.app.workspace` is missing."),
        ("[targets]", "at least one entry"),
        ("", "`targets` is missing."),
        ("targets = 1", "`targets`: expected a table."),
    ],
)
def test_an_invalid_value_is_refused_with_its_key_and_what_was_expected(
    write: Write, text: str, told: str
) -> None:
    error = refusal(write, text)
    assert error.code == "CONFIG_INVALID"
    assert told in str(error)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (TARGET.replace('dialect = "sqlite"', 'dialect = "mysql"'), "targets.app.dialect"),
        (TARGET.replace('dialect = "sqlite"', 'dialect = "mariadb"'), "targets.app.dialect"),
        (TARGET.replace('workspace = "work"', 'workspace = {git = "x"}'), "targets.app.workspace"),
        (TARGET + '[server.approvals]\nlisten = "x"', "server.approvals"),
        (TARGET + "committed_only = true", "targets.app.committed_only"),
        (TARGET + "reads_allowed = false", "targets.app.reads_allowed"),
        (TARGET + 'desired.program = ["x"]', "targets.app.desired.program"),
    ],
)
def test_a_key_of_a_later_version_is_refused_by_name(write: Write, text: str, key: str) -> None:
    error = refusal(write, text)
    assert [problem.code for problem in error.problems] == ["CONFIG_NOT_YET"]
    assert f"`{key}`" in error.message
    assert error.hint


@pytest.mark.parametrize("listen", ["0.0.0.0:8807", "[::]:8807", "192.168.1.4:80"])
def test_only_loopback_is_listened_on(write: Write, listen: str) -> None:
    assert refusal(write, f'[server]\nlisten = "{listen}"\n{TARGET}').code == "CONFIG_LISTEN_NOT_LOOPBACK"


def test_a_quorum_that_nobody_can_reach_is_refused(write: Write) -> None:
    assert refusal(write, TARGET + "approval.quorum = 2\n" + ALICE).code == "CONFIG_QUORUM_UNREACHABLE"
    revoked = f'[approvers.bob]\nkeys = [{{key = "{OTHER_KEY}", revoked = true}}]'
    error = refusal(write, TARGET + "approval.destructive.quorum = 2\n" + ALICE + revoked)
    assert error.code == "CONFIG_QUORUM_UNREACHABLE"


def test_one_person_under_two_names_is_refused(write: Write) -> None:
    same_key = ALICE + f'[approvers.bob]\nkeys = ["{KEY} other comment"]'
    assert refusal(write, TARGET + same_key).code == "CONFIG_APPROVER_SHARED"
    same_login = ALICE + f'login = "a"\n[approvers.bob]\nlogin = "a"\nkeys = ["{OTHER_KEY}"]'
    assert refusal(write, TARGET + same_login).code == "CONFIG_APPROVER_SHARED"


@pytest.mark.parametrize(
    ("text", "place"),
    [("[targets\nx = 1", "line 1"), (TARGET + "x = canary", "line 5"), ("a = 1\na = 2", "line 2")],
)
def test_a_syntax_error_tells_its_line_and_quotes_nothing(write: Write, text: str, place: str) -> None:
    error = refusal(write, text)
    assert error.code == "CONFIG_SYNTAX"
    assert place in error.message
    assert "canary" not in str(error)


@pytest.mark.parametrize("content", [b"\xff", b"x = " + b"[" * 5000, b"x = " + b"9" * 5000])
def test_what_is_not_toml_at_all_is_a_syntax_error(write: Write, content: bytes) -> None:
    path = write("")
    path.write_bytes(content)
    with pytest.raises(ConfigProblemsError) as refused:
        load(path)
    assert refused.value.code in ("CONFIG_SYNTAX", "CONFIG_INVALID")


def test_all_problems_are_listed_at_once(write: Write) -> None:
    error = refusal(write, TARGET + 'mode = "lax"\nmigration = "m"\napproval.quorum = 0\nreads_allowed = 1\n')
    assert sorted(problem.code for problem in error.problems) == [
        "CONFIG_INVALID",
        "CONFIG_INVALID",
        "CONFIG_NOT_YET",
        "CONFIG_UNKNOWN_KEY",
    ]
    assert error.message.startswith("schemawarden.toml has 4 problems.\n- ")
