"""No text, and no bytes, make the check crash, and none of what was not understood is allowed."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawarden.cli.check.main import main
from tests.policy.cases import RULES_FOLDER
from tests.server.cli.check.test_contract import validate

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite")
FORMATS = ("terminal", "json", "sarif", "github", "markdown")
SEEDS = [path.read_bytes() for path in sorted(RULES_FOLDER.glob("*/*.sql"))]
PIECES = [
    b"'", b'"', b"`", b"$$", b"$a$", b"/*", b"*/", b"/*!", b"--", b"\n", b"\r", b"\0", b";", b"(", b")", b"\xff", b"\xe2\x80\xae",
    b"E'\\", b"U&'\\0041'", b"DELIMITER //", b"\xef\xbb\xbf", b"BEGIN", b"END;", b"-- atlas:delimiter \\n\n", b"-- +goose Down\n",
]  # fmt: skip


def run(content: bytes, dialect: str, name: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(content))
    with patch.object(sys, "stdin", stdin), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--no-cache", "--dialect", dialect, "--format", name, "-"])
    return code, out.getvalue(), err.getvalue()


def holds(content: bytes, dialect: str, name: str) -> None:
    code, out, err = run(content, dialect, name)
    assert code in (0, 1, 2)
    assert "Traceback" not in out + err
    if code == 2:
        assert out == ""
        assert err.startswith("FILE_NOT_UTF8  "), err
    elif name == "json":
        validate(out)
        (file,) = json.loads(out)["files"]
        assert file["verdict"] != "allow" or file["covered"] == file["statements"]
        for found in file["findings"]:
            assert (found["line"], found["column"]) <= (found["end_line"], found["end_column"])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A fixture with pieces put in, taken out and doubled."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = draw(st.integers(at, min(len(content), at + 20)))
        content = content[:at] + draw(st.sampled_from([b"", *PIECES, content[at:end] * 2])) + content[end:]
    return content


EASY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EASY
@given(content=mutated(), dialect=st.sampled_from(DIALECTS), name=st.sampled_from(FORMATS))
def test_a_mutated_migration_is_answered(content: bytes, dialect: str, name: str) -> None:
    holds(content, dialect, name)


@EASY
@given(content=st.binary(max_size=200), dialect=st.sampled_from(DIALECTS), name=st.sampled_from(FORMATS))
def test_any_bytes_are_answered(content: bytes, dialect: str, name: str) -> None:
    holds(content, dialect, name)


@EASY
@given(content=st.text(max_size=120), dialect=st.sampled_from(DIALECTS))
def test_any_text_is_answered(content: str, dialect: str) -> None:
    holds(content.encode("utf-8", "replace"), dialect, "json")


@EASY
@given(
    arguments=st.lists(
        st.text(max_size=12) | st.sampled_from(["--format", "--dialect", "sqlite", "--", "-q"]), max_size=5
    )
)
def test_any_arguments_are_answered(arguments: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    out, err = io.StringIO(), io.StringIO()
    directory = tmp_path_factory.getbasetemp()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(directory):
        try:
            code = main(["--no-cache", *arguments])
        except SystemExit as left:
            code = int(str(left.code))  # --help
    assert code in (0, 1, 2)
    assert "Traceback" not in err.getvalue()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "content",
    [
        b"SELECT " + b"(" * 3000 + b"1" + b")" * 3000,
        b"SELECT '" + b"x" * 2_000_000 + b"';",
        b";" * 50_000,
        b"SELECT 1;\n" * 5_000,
    ],
    ids=["deep", "huge literal", "semicolons", "many statements"],
)
def test_large_and_deep_texts_are_answered(content: bytes, dialect: str) -> None:
    holds(content, dialect, "json")


def test_the_fixtures_are_there() -> None:
    assert len(SEEDS) > 100
    assert Path(RULES_FOLDER).is_dir()
