"""Only what changed since a commit; and no program that the repository names is ever started."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.cli.check.conftest import DROP, SAFE, Check, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]
WAIVER = '-- schemawarden:allow drop-table reason="long ago"\n'


@pytest.fixture
def git(project: Path) -> Git:
    """A repository with two old migrations."""

    def run(*arguments: str) -> str:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout

    run("init", "--quiet", "--initial-branch=main")
    write(project, {"m/1_make.sql": WAIVER + SAFE, "m/2_drop.sql": "DROP TABLE accounts;\n"})
    run("add", ".")
    run("commit", "--quiet", "-m", "old")
    return run


def test_files_that_are_as_they_were_are_not_checked(git: Git, check: Check, project: Path) -> None:
    assert check("--since", "HEAD", "m").files == []
    write(project, {"m/3_new.sql": DROP, "m/2_drop.sql": "DROP TABLE accounts; -- now\n"})
    ran = check("--since", "HEAD", "m")
    assert [file["path"] for file in ran.files] == ["m/2_drop.sql", "m/3_new.sql"]
    assert ran.code == 1


def test_file_arguments_are_left_out_alike(git: Git, check: Check, project: Path) -> None:
    write(project, {"m/3_new.sql": DROP})
    ran = check("--since", "main", "m/1_make.sql", "m/3_new.sql")
    assert [file["path"] for file in ran.files] == ["m/3_new.sql"]


def test_a_table_that_was_made_before_is_not_born_in_the_change(
    git: Git, check: Check, project: Path
) -> None:
    write(project, {"m/3_new.sql": DROP})
    assert "drop-table" in check("--since", "HEAD", "m").rules()


def test_a_waiver_of_the_history_is_known_and_a_new_one_is_a_finding(
    git: Git, check: Check, project: Path
) -> None:
    write(project, {"m/3_known.sql": WAIVER + "SELECT 1;\n"})
    assert "suppression-added" not in check("--since", "HEAD", "m").rules()
    write(project, {"m/3_known.sql": WAIVER.replace("long ago", "today") + "SELECT 1;\n"})
    assert "suppression-added" in check("--since", "HEAD", "m").rules()


def test_line_ends_that_a_checkout_changed_do_not_count(git: Git, check: Check, project: Path) -> None:
    path = project / "m" / "2_drop.sql"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check("--since", "HEAD", "m").files == []


def test_it_works_from_below_the_top_and_by_absolute_path(
    git: Git, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "m")
    assert check("--since", "HEAD", ".", str(project / "m")).files == []


@pytest.mark.parametrize("ref", ["no-such-branch", "--output=x", "-h", "HEAD:m", "a\nb"])
def test_a_commit_that_is_not_there_is_refused(ref: str, git: Git, check: Check, project: Path) -> None:
    ran = check(f"--since={ref}", "m")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("REF_UNKNOWN  ")


def test_outside_of_a_repository_it_is_refused(check: Check, project: Path) -> None:
    write(project, {"1_x.sql": SAFE})
    assert check("--since", "HEAD", "1_x.sql").err.startswith("NOT_A_REPOSITORY  ")


def test_no_program_that_the_repository_names_is_started(git: Git, check: Check, project: Path) -> None:
    trap = project / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {project}/sprung\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "diff.external",
        "pager.rev-parse", "pager.ls-tree", "filter.x.clean", "filter.x.smudge", "filter.x.process", "gpg.program",
        "credential.helper", "alias.ls-tree", "alias.rev-parse", "uploadpack.packObjectsHook", "diff.x.textconv",
    ):  # fmt: skip
        git("config", key, str(trap))
    write(project, {".gitattributes": "*.sql filter=x diff=x\n", "m/3_new.sql": DROP})
    for hook in (
        "post-checkout",
        "pre-commit",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
    ):
        shutil.copy(trap, project / ".git" / "hooks" / hook)
    git_config = project / ".git" / "config"
    git_config.write_text(
        git_config.read_text()
        + f'[remote "origin"]\n\turl = ext::{trap}\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n'
        + '[core]\n\trepositoryformatversion = 1\n[protocol "ext"]\n\tallow = always\n'
    )
    assert [file["path"] for file in check("--since", "HEAD", "m").files] == ["m/3_new.sql"]
    shutil.rmtree(project / ".git" / "objects")
    (project / ".git" / "objects").mkdir()
    assert check("--since", "HEAD", "m").code == 2, "the objects are gone, and are not fetched"
    assert not (project / "sprung").exists()
