"""[policy]: what the checks get, and the digest over everything that decides."""

from __future__ import annotations

import pytest

from schemawarden.settings import ConfigProblemsError, load, policies
from schemawarden_policy.rule import Rule, Severity
from schemawarden_policy.settings import Limits, Mode, Naming
from schemawarden_policy.statement import Dialect
from tests.server.settings.conftest import KEY, OTHER_KEY, POSTGRES, TARGET, Write


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(rule_id: str, severity: Severity, *aliases: str) -> Rule:
        return Rule(
            id=rule_id,
            family="x",
            severity=severity,
            dialects=frozenset(Dialect),
            check=lambda migration, settings: (),
            aliases=aliases,
        )

    known = (rule("drop-table", Severity.ERROR, "DS102"), rule("attach-database", Severity.FORBIDDEN))
    monkeypatch.setattr(policies, "RULES", known)


def digest(write: Write, text: str) -> str:
    config = load(write(text))
    return config.policy_digest(next(iter(config.targets.values())))


def test_the_checks_get_the_operators_policy(write: Write) -> None:
    text = f"""{TARGET}mode = "warning-sensitive"
[policy]
rules = {{drop-table = "notice"}}
naming.table = "[a-z_]+"
protected = ["users"]
limits.files = 3
"""
    config = load(write(text))
    settings = config.policy_settings(config.targets["app"])
    assert (settings.mode, settings.disposable) == (Mode.WARNING_SENSITIVE, False)
    assert settings.severities == {"drop-table": "notice"}
    assert settings.naming == Naming(table="[a-z_]+")
    assert settings.protected == ("users",)
    assert settings.limits == Limits(files=3)


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ('drop-tabel = "off"', "CONFIG_UNKNOWN_KEY", "Did you mean `drop-table`?"),
        ('DS102 = "off"', "CONFIG_UNKNOWN_KEY", "Its name here is `drop-table`."),
        ('attach-database = "notice"', "CONFIG_RULE_FORBIDDEN", "can't be changed"),
        ('drop-table = "forbidden"', "CONFIG_INVALID", "expected 'off', 'notice', 'warning' or 'error'"),
    ],
)
def test_a_rule_that_can_not_be_set_is_refused(write: Write, line: str, code: str, told: str) -> None:
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f"{TARGET}[policy.rules]\n{line}"))
    assert refused.value.code == code
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("keys", "schema", "role"),
    [
        ("", "public", ""),
        ('schemas = ["Shop"]', "Shop", ""),
        ('schemas = ["shop", "audit"]\nowner_role = "owner"', "public", "owner"),
    ],
)
def test_the_checks_get_the_schema_and_the_role_of_a_target(
    write: Write, keys: str, schema: str, role: str
) -> None:
    config = load(write(POSTGRES + keys))
    settings = config.policy_settings(config.targets["app"])
    assert (settings.default_schema, settings.owner_role) == (schema, role)


ALICE = f'[approvers.alice]\nkeys = ["{KEY}", "{OTHER_KEY}"]\n'
BASE = TARGET + "[policy]\nprotected = ['a', 'b']\n" + ALICE


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("data/app.db", "data/other.db"),
        BASE.replace('"work"', '"elsewhere"'),
        BASE.replace("['a', 'b']", "['b', 'a'] # why"),
        BASE.replace(f'"{KEY}", "{OTHER_KEY}"', f'{{key = "{OTHER_KEY} bob"}}, "{KEY}"'),
        BASE.replace("[policy]", 'mode = "strict"\napproval.quorum = 1\napproval.expires = "1h"\n[policy]'),
        "[server]\nlisten = '127.0.0.1:1'\n" + BASE,
    ],
)
def test_what_decides_nothing_keeps_the_digest(write: Write, text: str) -> None:
    assert digest(write, text) == digest(write, BASE)


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("[policy]", 'mode = "warning-sensitive"\n[policy]'),
        BASE.replace("[policy]", 'approval.assurance = "verified"\n[policy]'),
        BASE.replace("[policy]", 'approval.expires = "2h"\n[policy]'),
        BASE.replace("[policy]", 'approval.destructive.assurance = "verified"\n[policy]'),
        BASE.replace("[policy]", 'fingerprint.exclude = ["tmp_*"]\n[policy]'),
        BASE.replace("['a', 'b']", "['a']"),
        BASE.replace("['a', 'b']", "['a', 'b']\nrules.drop-table = 'off'"),
        BASE.replace("['a', 'b']", "['a', 'b']\nnaming.check = 'ck_.*'"),
        BASE.replace("['a', 'b']", "['a', 'b']\nlimits.bytes = 1"),
        BASE.replace("approvers.alice", "approvers.alicia"),
        BASE + 'login = "alice"\n',
        BASE.replace(f', "{OTHER_KEY}"', ""),
        BASE.replace(f'"{OTHER_KEY}"', f'{{key = "{OTHER_KEY}", revoked = true}}'),
        BASE.replace(f'"{OTHER_KEY}"', f'{{key = "{OTHER_KEY}", valid_before = 2030-01-01T00:00:00Z}}'),
    ],
)
def test_whatever_decides_changes_the_digest(write: Write, text: str) -> None:
    assert digest(write, text) != digest(write, BASE)


ON_POSTGRES = POSTGRES + 'schemas = ["a", "b"]\nowner_role = "owner"\n'


@pytest.mark.parametrize(
    "text",
    [
        ON_POSTGRES.replace('["a", "b"]', '["b", "a"]'),
        ON_POSTGRES.replace('url.env = "APP_DB"', 'url.file = "secret"'),
        ON_POSTGRES + 'dev = "embedded"\n',
        ON_POSTGRES + 'dev.url.env = "DEV_DB"\n',
    ],
)
def test_where_a_server_is_keeps_the_digest(write: Write, text: str) -> None:
    assert digest(write, text) == digest(write, ON_POSTGRES)


@pytest.mark.parametrize(
    "text",
    [
        POSTGRES + 'owner_role = "owner"\n',
        ON_POSTGRES.replace('["a", "b"]', '["a"]'),
        ON_POSTGRES.replace('["a", "b"]', '["A", "b"]'),
        ON_POSTGRES.replace('"owner"', '"other"'),
        POSTGRES + 'schemas = ["a", "b"]\n',
    ],
)
def test_scope_and_role_change_the_digest(write: Write, text: str) -> None:
    assert digest(write, text) != digest(write, ON_POSTGRES)
