"""Which files of a directory run, in which order, and how: told by the names that migration tools give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden.cli.check.layouts import in_order, runner_of
from tests.server.cli.check.conftest import DROP, SAFE, Check, write

CONCURRENT = "CREATE INDEX CONCURRENTLY i ON users (email);\n"


@pytest.mark.parametrize(
    ("names", "runner", "order"),
    [
        (["2_b.sql", "10_c.sql", "1_a.sql"], "auto", ["10_c.sql", "1_a.sql", "2_b.sql"]),
        (
            ["R__views.sql", "V10__c.sql", "V2.1__b.sql", "V2__a.sql", "U2__a.sql", "B1__base.sql"],
            "flyway",
            ["B1__base.sql", "V2__a.sql", "V2.1__b.sql", "V10__c.sql", "R__views.sql"],
        ),
        (
            ["10_b.up.sql", "10_b.down.sql", "9_a.up.sql", "9_a.down.sql"],
            "golang-migrate",
            ["9_a.up.sql", "10_b.up.sql"],
        ),
        (
            ["20260102000000_b/migration.sql", "20260101000000_a/migration.sql", "0_init/migration.sql"],
            "prisma",
            ["0_init/migration.sql", "20260101000000_a/migration.sql", "20260102000000_b/migration.sql"],
        ),
    ],
)
def test_names_tell_the_runner_and_its_order(names: list[str], runner: str, order: list[str]) -> None:
    assert runner_of(names) == runner
    assert in_order(names, runner) == order


@pytest.mark.parametrize(
    "names", [[], ["V1__a.sql", "2_b.sql"], ["1_a.up.sql", "1_init.sql"], ["drop.down.sql"]]
)
def test_mixed_names_are_nobodys_and_nothing_is_left_out(names: list[str]) -> None:
    assert runner_of(names) == "auto"
    assert in_order(names, "auto") == sorted(names)


def test_prismas_tree_is_one_change_set(check: Check, project: Path) -> None:
    write(
        project,
        {
            "migrations/migration_lock.toml": 'provider = "postgresql"\n',
            "migrations/20260101000000_init/migration.sql": SAFE,
            "migrations/20260102000000_gone/migration.sql": DROP,
        },
    )
    ran = check("migrations")
    assert [file["path"] for file in ran.files] == [
        "migrations/20260101000000_init/migration.sql",
        "migrations/20260102000000_gone/migration.sql",
    ]
    assert "drop-table" not in ran.rules(1)


def test_what_undoes_is_left_out_of_a_directory(check: Check, project: Path) -> None:
    write(project, {"m/1_users.up.sql": SAFE, "m/1_users.down.sql": DROP})
    assert [file["path"] for file in check("m").files] == ["m/1_users.up.sql"]


def test_a_file_that_is_named_is_checked_whatever_it_does(check: Check, project: Path) -> None:
    write(project, {"1_users.down.sql": DROP})
    assert "drop-table" in check("1_users.down.sql").rules()


@pytest.mark.parametrize(
    ("path", "text", "refused"),
    [
        ("20260101000000_x.sql", CONCURRENT, True),
        ("20260101000000_x.sql", f"-- atlas:txmode none\n\n{CONCURRENT}", False),
        ("V1__x.sql", CONCURRENT, False),
        ("V1__x.sql", SAFE + CONCURRENT, True),
        ("1_x.up.sql", CONCURRENT, False),
        ("1_x.up.sql", CONCURRENT + "SELECT 1;\n", True),
        ("20260101000000_x/migration.sql", CONCURRENT, False),
    ],
)
def test_a_runner_opens_a_transaction_or_not(
    path: str, text: str, refused: bool, check: Check, project: Path
) -> None:
    write(project, {path: text})
    assert ("concurrent-in-transaction" in check(path).rules()) is refused


@pytest.mark.parametrize(
    ("runner", "text"),
    [
        ("goose", "-- +goose Up\n{up}-- +goose Down\n{down}"),
        ("goose", "-- +goose Down\n{down}\n-- +goose Up\n{up}"),
        ("dbmate", "-- migrate:up\n{up}\n-- migrate:down\n{down}"),
    ],
)
def test_a_named_runners_notation_tells_what_runs(
    runner: str, text: str, check: Check, project: Path
) -> None:
    write(project, {"1_x.sql": text.format(up="DROP TABLE carts;\n", down="DROP TABLE users;\n")})
    ran = check("--runner", runner, "1_x.sql")
    messages = [finding["message"] for finding in ran.files[0]["findings"] if finding["rule"] == "drop-table"]
    assert len(messages) == 1
    assert "carts" in messages[0]
    assert ran.err == ""


@pytest.mark.parametrize(
    ("runner", "text"),
    [
        ("goose", f"-- +goose NO TRANSACTION\n-- +goose Up\n{CONCURRENT}"),
        ("dbmate", f"-- migrate:up transaction:false\n{CONCURRENT}"),
        ("psql", CONCURRENT),
    ],
)
def test_a_named_runner_may_open_no_transaction(runner: str, text: str, check: Check, project: Path) -> None:
    write(project, {"1_x.sql": text})
    assert "concurrent-in-transaction" not in check("--runner", runner, "1_x.sql").rules()


def test_what_stands_before_a_notations_first_mark_is_checked(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": DROP + "-- +goose Up\nSELECT 1;\n"})
    assert "drop-table" in check("--runner", "goose", "1_x.sql").rules()
