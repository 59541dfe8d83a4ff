"""[policy], its keys one by one: what the checks get of them, what is refused, and that each is in the digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden.settings import ConfigProblemsError, OperatorConfig, load
from schemawarden_policy.settings import Acceptance, Scope
from tests.server.settings.conftest import KEY, OTHER_KEY, POSTGRES, TARGET, Write

PEOPLE = f"""[approvers.alice]
keys = ["{KEY}"]
[approvers.bob]
keys = ["{OTHER_KEY}"]
[teams]
dba = ["alice", "bob"]
"""


def configured(write: Write, policy: str, *, target: str = TARGET, own: str = "") -> OperatorConfig:
    extra = f"[targets.app.policy]\n{own}\n" if own else ""
    return load(write(f"{target}{extra}[policy]\n{policy}\n{PEOPLE}"))


def problems(write: Write, policy: str, *, target: str = TARGET, own: str = "") -> str:
    with pytest.raises(ConfigProblemsError) as refused:
        configured(write, policy, target=target, own=own)
    return str(refused.value)


def owners(folder: Path, text: str, name: str = "OWNERS") -> None:
    path = folder / name
    path.write_text(text)
    path.chmod(0o600)


# --- what the checks get ---------------------------------------------------------------------------------------------


def test_an_explicit_severity_wins_over_the_preset(write: Write) -> None:
    config = configured(write, 'preset = "relaxed"\nrules = {rename-table = "error", drop-index = "off"}')
    found = config.policy_settings(config.targets["app"]).severities
    assert (found["rename-table"], found["rename-column"], found["drop-index"]) == ("error", "warning", "off")


def test_strict_demands_a_lock_timeout_unless_the_operator_says_otherwise(write: Write) -> None:
    def demanded(policy: str) -> tuple[str | None, tuple[str, ...]]:
        config = configured(write, policy)
        found = config.policy_settings(config.targets["app"])
        return found.severities.get("lock-without-timeout"), found.steady

    required = ("error", ("lock-without-timeout",))
    assert demanded('preset = "strict"') == required
    assert demanded('lock_timeout = "required"') == required
    assert demanded('preset = "strict"\nlock_timeout = "required"') == required
    assert demanded('preset = "strict"\nlock_timeout = "optional"') == ("error", ())
    assert demanded('preset = "strict"\nrules = {lock-without-timeout = "notice"}') == ("notice", ())
    assert demanded("") == (None, ())


def test_lists_and_numbers_reach_the_checks(write: Write) -> None:
    config = configured(
        write,
        """allow_drop = ["drop_*"]
accept = [{rule = "drop-index", objects = "users", reason = "agreed"}]
waivers = ["allow drop-index unused since 2025"]
small_rows = 5
large_rows = 50
[[policy.scopes]]
schemas = "audit*"
rules = {drop-index = "error"}
naming = {table = "^aud_"}
protected = []
""",
    )
    found = config.policy_settings(config.targets["app"])
    assert (found.allow_drop, found.small_rows, found.large_rows) == (("drop_*",), 5, 50)
    assert found.accept == (Acceptance("drop-index", ("users",), "agreed"),)
    assert found.waivers == ("allow drop-index unused since 2025",)
    assert found.scopes == (Scope(("audit*",), {"drop-index": "error"}, {"table": "^aud_"}, ()),)


def test_a_targets_own_policy_wins_key_by_key(write: Write) -> None:
    config = configured(
        write,
        'preset = "strict"\nprotected = ["a"]\nallow_drop = ["drop_*"]\nrules = {drop-index = "error", rename-table = "notice"}\n'
        'naming = {table = "^t_", index = "^i_"}\nlimits = {files = 3, bytes = 9}',
        own='preset = "default"\nprotected = []\nrules = {drop-index = "off"}\nnaming = {index = "^x_"}\nlimits = {files = 4}',
    )
    target = config.targets["app"]
    found = config.policy_settings(target)
    assert found.severities == {"drop-index": "off", "rename-table": "notice"}
    assert (found.protected, found.allow_drop) == ((), ("drop_*",))
    assert (found.naming.table, found.naming.index) == ("^t_", "^x_")
    assert (found.limits.files, found.limits.bytes) == (4, 9)
    assert config.policy.severities["drop-index"] == "error"


def test_a_custom_rule_can_be_set_like_any_other(write: Write) -> None:
    custom = (
        '[[policy.custom]]\nid = "no-views"\nseverity = "error"\nstatement = "create view"\nmessage = "no"'
    )
    config = configured(write, f'rules = {{no-views = "notice"}}\n{custom}')
    found = config.policy_settings(config.targets["app"])
    assert found.severities == {"no-views": "notice"}
    assert [rule.id for rule in found.custom] == ["no-views"]


# --- what is refused -------------------------------------------------------------------------------------------------

CUSTOM = '[[policy.custom]]\nid = "{id}"\nseverity = "error"\nmessage = "{message}"\n{more}'


def custom(rule_id: str = "mine", message: str = "no", more: str = 'statement = "drop *"') -> str:
    return CUSTOM.replace("{id}", rule_id).replace("{message}", message).replace("{more}", more)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ('preset = "paranoid"', "expected 'default', 'strict' or 'relaxed'"),
        ('allow_drop = ["a..b"]', "`policy.allow_drop[0]`: expected a pattern of names"),
        ('accept = [{rule = "drop-index", objects = "x"}]', "`policy.accept[0].reason` is missing"),
        ('accept = [{rule = "drop-indx", objects = "x", reason = "y"}]', "Did you mean `drop-index`?"),
        ('accept = [{rule = "attach-database", objects = "*", reason = "y"}]', "can't be changed"),
        (
            'scopes = [{schemas = ["a"], rules = {attach-database = "off"}}]',
            "`policy.scopes[0].rules.attach-database` can't",
        ),
        ("scopes = [{schemas = [], rules = {}}]", "at least one entry"),
        ('scopes = [{schemas = ["a"], name = {table = "x"}}]', "Did you mean `naming`?"),
        ('naming = {shema = "x"}', "Did you mean `schema`?"),
        ('waivers = ["drop-index"]', "expected a waiver as the finding shows it"),
        ('waivers = ["allow drop-index"]', "expected a waiver as the finding shows it"),
        ("small_rows = 10\nlarge_rows = 10", "`policy.large_rows`: expected more than small_rows, 10"),
        ('lock_timeout = "always"', "expected 'required' or 'optional'"),
        (
            'lock_timeout = "required"\nrules = {lock-without-timeout = "off"}',
            "is an error while `policy.lock_timeout` is required",
        ),
        (
            'peak_hours = [{days = "mon", from = "8", to = "18:00", zone = "UTC"}]',
            "`policy.peak_hours[0].from`",
        ),
        (
            'peak_hours = [{days = "mon", from = "08:00", to = "18:00"}]',
            "`policy.peak_hours[0].zone` is missing",
        ),
        ('peak_hours = [{days = "mon", form = "08:00", to = "18:00", zone = "UTC"}]', "Did you mean `from`?"),
        (
            'peak_hours = [{days = "mon", from = "08:00", to = "18:00", zone = "Nowhere"}]',
            "a time zone of this machine",
        ),
        ('plugins = ["no-such-rules-anywhere"]', "is not installed in the environment"),
        ('owners = "OWNERS"', "that `policy.owners` names can't be read: there is none"),
        (custom("Mine"), "`policy.custom[0].id`: expected lower-case words with dashes"),
        (custom("drop-table"), "another rule has this name"),
        (
            custom("DS102".lower(), more='statement = "x"') + "\n" + custom("ds102"),
            "another rule has this name",
        ),
        (custom(message="{tabel}"), "a placeholder other than"),
        (custom(more=""), "expected at least one of statement"),
        (custom(more='change = "DropTabel"'), "expected one of AddColumn"),
        (custom(more="change = []"), "at least one entry"),
        (custom(more='object = "a.b.c"'), "more than a schema and a table"),
        (custom(more='statement = "x"\nwhen = {rows_ovr = 1}'), "Did you mean `rows_over`?"),
        (custom(more='statement = "x"\nwhen = {version_below = "new"}'), "expected a version"),
        (
            custom(more='statement = "x"\ndialects = ["oracle"]'),
            "expected 'postgresql', 'mysql', 'mariadb' or 'sqlite'",
        ),
    ],
)
def test_what_can_not_be_meant_is_refused_with_its_key(write: Write, policy: str, told: str) -> None:
    assert told in problems(write, policy)


def test_a_targets_own_policy_is_held_to_the_same(write: Write) -> None:
    assert "`targets.app.policy.rules.drop-indx`" in problems(write, "", own='rules = {drop-indx = "off"}')
    assert "unknown key `targets.app.policy.preest`. Did you mean `preset`?" in problems(
        write, "", own='preest = "x"'
    )


def test_a_team_of_nobody_known_is_refused(write: Write) -> None:
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f'{TARGET}{PEOPLE}ops = ["alise"]\nnone = []\n'))
    assert "at least one entry" in str(refused.value)
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f'{TARGET}{PEOPLE}ops = ["alise"]\n'))
    assert "`teams.ops[0]` is no approver. Did you mean `alice`?" in str(refused.value)


# --- owners ----------------------------------------------------------------------------------------------------------


def test_the_operators_file_of_owners_is_read(write: Write, folder: Path) -> None:
    owners(folder, "* @team/dba\nbilling. @alice\n")
    config = configured(write, 'owners = "OWNERS"')
    found = config.policy_settings(config.targets["app"]).ownership
    assert found is not None
    assert [line.owners for line in found.lines] == [("alice", "bob"), ("alice",)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("* @eve", "`policy.owners`, line 1: an owner is no approver of the config (known: alice, bob)."),
        ("* @alice\n* @team/ops", "`policy.owners`, line 2: an owner is no team of the config (known: dba)."),
        ("* alice", "is no owner"),
    ],
)
def test_an_owner_who_is_nobody_is_a_problem_of_the_config(
    write: Write, folder: Path, text: str, told: str
) -> None:
    owners(folder, text)
    assert told in problems(write, 'owners = "OWNERS"')


def test_an_owner_without_a_key_in_force_is_a_problem(write: Write, folder: Path) -> None:
    owners(folder, "* @bob")
    people = PEOPLE.replace(f'keys = ["{OTHER_KEY}"]', f'keys = [{{key = "{OTHER_KEY}", revoked = true}}]')
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f'{TARGET}[policy]\nowners = "OWNERS"\n{people}'))
    assert refused.value.code == "OWNERS_UNREACHABLE"


@pytest.mark.parametrize("disposable", ["", "disposable = true\n"])
@pytest.mark.parametrize("place", ["work/OWNERS", "link", "work/../work/OWNERS"])
def test_a_file_of_owners_in_a_workspace_is_refused(
    write: Write, folder: Path, place: str, disposable: str
) -> None:
    owners(folder, "* @alice", "work/OWNERS")
    (folder / "link").symlink_to(folder / "work" / "OWNERS")
    target = TARGET.replace("data/app.db", "work/app.db") if disposable else TARGET
    assert "CONFIG_IN_WORKSPACE" in {
        problem.code for problem in _refused(write, f'owners = "{place}"', target + disposable).problems
    }


def test_a_file_of_owners_that_others_can_write_is_refused(write: Write, folder: Path) -> None:
    owners(folder, "* @alice")
    (folder / "OWNERS").chmod(0o666)
    assert _refused(write, 'owners = "OWNERS"', TARGET).code == "CONFIG_WRITABLE_BY_OTHERS"


def test_owners_for_destructive_plans_need_a_file_of_owners(write: Write, folder: Path) -> None:
    target = TARGET + "approval.destructive.owners = true\n"
    assert "`targets.app.approval.destructive.owners`: expected a file of owners as well" in problems(
        write, "", target=target
    )
    owners(folder, "* @alice")
    config = configured(write, 'owners = "OWNERS"', target=target)
    assert config.targets["app"].approval.destructive.owners


def _refused(write: Write, policy: str, target: str) -> ConfigProblemsError:
    with pytest.raises(ConfigProblemsError) as refused:
        configured(write, policy, target=target)
    return refused.value


# --- the digest ------------------------------------------------------------------------------------------------------

SCOPE = '[[policy.scopes]]\nschemas = ["a"]\n'
PEAK = 'peak_hours = [{days = "mon-fri", from = "08:00", to = "18:00", zone = "Europe/Berlin"}]'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", 'preset = "strict"'),
        ('preset = "default"\nprotected = []', 'preset = "relaxed"'),
        ("", 'rules = {drop-index = "off"}'),
        ("", 'naming = {schema = "x"}'),
        ("", 'protected = ["a"]'),
        ("", "limits = {statements = 1}"),
        ("", SCOPE),
        (SCOPE, SCOPE.replace('"a"', '"b"')),
        (SCOPE, SCOPE + 'rules = {drop-index = "off"}'),
        (SCOPE, SCOPE + 'naming = {table = "x"}'),
        (SCOPE, SCOPE + "protected = []"),
        ("", 'allow_drop = ["x"]'),
        ("", 'accept = [{rule = "drop-index", objects = "a", reason = "r"}]'),
        (
            'accept = [{rule = "drop-index", objects = "a", reason = "r"}]',
            'accept = [{rule = "drop-index", objects = "a", reason = "s"}]',
        ),
        ("", 'waivers = ["allow drop-index x"]'),
        ("", "small_rows = 1"),
        ("", "large_rows = 20000"),
        ("", 'lock_timeout = "required"'),
        ("", 'backup = "required"'),
        ("", PEAK),
        (PEAK, PEAK.replace("mon-fri", "mon-thu")),
        (PEAK, PEAK.replace("08:00", "07:00")),
        (PEAK, PEAK.replace("18:00", "19:00")),
        (PEAK, PEAK.replace("Europe/Berlin", "Europe/Paris")),
        ("", 'owners = "OWNERS"'),
        ('owners = "OWNERS"', 'owners = "OTHERS"'),
        ("", custom()),
        (custom(), custom(message="other")),
        (custom(), custom(more='statement = "drop table"')),
        (custom(), custom(more='statement = "drop *"\ndestructive = true')),
        (custom(), custom(more='statement = "drop *"\nwhen = {rows_over = 5}')),
        (custom(), custom(more='statement = "drop *"\ndialects = ["sqlite"]')),
        (custom(), custom("other")),
    ],
)
def test_every_key_changes_the_digest(write: Write, folder: Path, one: str, other: str) -> None:
    owners(folder, "* @alice")
    owners(folder, "* @bob", "OTHERS")

    def digest(policy: str, own: str = "") -> str:
        config = configured(write, policy, own=own)
        return config.policy_digest(config.targets["app"])

    assert digest(one) != digest(other)
    if "[[" not in other:
        assert digest(one) != digest(one, own=other), "and so it does as the target's own"


def test_the_content_of_the_file_of_owners_and_of_teams_is_in_the_digest(write: Write, folder: Path) -> None:
    def digest(text: str, people: str = PEOPLE) -> str:
        owners(folder, text)
        config = load(write(f'{TARGET}[policy]\nowners = "OWNERS"\n{people}'))
        return config.policy_digest(config.targets["app"])

    assert digest("* @team/dba") != digest("* @alice")
    assert digest("* @team/dba") != digest("* @team/dba", PEOPLE.replace('["alice", "bob"]', '["bob"]'))
    assert digest("* @team/dba") == digest("*   @team/dba  # both")


def test_destructive_owners_are_in_the_digest(write: Write, folder: Path) -> None:
    owners(folder, "* @alice")
    one, other = (
        configured(write, 'owners = "OWNERS"', target=TARGET + f"approval.destructive.owners = {word}\n")
        for word in ("true", "false")
    )
    assert one.policy_digest(one.targets["app"]) != other.policy_digest(other.targets["app"])


def test_postgres_targets_have_a_policy_of_their_own_as_well(write: Write) -> None:
    config = configured(write, "", target=POSTGRES, own='lock_timeout = "required"')
    assert config.policy_settings(config.targets["app"]).severities["lock-without-timeout"] == "error"
