"""The redactor, the escaper, and the wire types that call them."""

from __future__ import annotations

import io
import json
import logging
import time
import types
import typing
from collections.abc import Iterator

import pytest
import structlog
from pydantic import AfterValidator

from schemawarden import log, wire
from schemawarden.redact import redact
from schemawarden_policy.visible import visible

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV"
PEM = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----"
SECRETS = [
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    PEM,
    PEM.replace("OPENSSH ", ""),
    PEM[:60],
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
    "glpat-ABCDEFGHIJKLMNOPQRST",
    "xoxb-123456789012-abcdefghij",
    "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "rk_test_4eC39HqLyjWDarjtT1zdp7dc",
    JWT,
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "DEFAULT '{}'", '"{}",', "-- {}\n", "key={} "])
def test_a_secret_that_shows_itself_is_masked(secret: str, around: str) -> None:
    masked = redact(around.format(secret))
    assert secret not in masked
    assert "[redacted]" in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgres://app:s3cret@db.example/x", "postgres://[redacted]@db.example/x"),
        ("redis://:s3cret@cache", "redis://[redacted]@cache"),
        ("password = 'hunter2'", "password = '[redacted]'"),
        ("db_password='hunt''er2' AND x = 'plain'", "db_password='[redacted]' AND x = 'plain'"),
        ("CREATE ROLE app PASSWORD 'hunter2';", "CREATE ROLE app PASSWORD '[redacted]';"),
        ("IDENTIFIED BY 'hunter2'", "IDENTIFIED BY '[redacted]'"),
        ('{"api_key": "abc123"}', '{"api_key": "[redacted]"}'),
        ("`password` text NOT NULL DEFAULT 'hunter2'", "`password` text NOT NULL DEFAULT '[redacted]'"),
        ("secret := 'abcdef'", "secret := '[redacted]'"),
    ],
)
def test_a_secret_that_its_surroundings_give_away_is_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE users (password text NOT NULL, token text);",
        "password text NOT NULL DEFAULT ''",
        "CREATE VIRTUAL TABLE d USING fts5(body, tokenize='porter unicode61')",
        "CHECK (token_type = 'bearer')",
        "https://example.com/a:b/c@d",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "ALTER TABLE users RENAME TO deprecated_users;  -- drop it in a later plan",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "unit", ["://a:b", "password='", "password ", "eyJAAAAAAAA.", "-----BEGIN PRIVATE KEY-----", "sk-", "_"]
)
def test_redaction_takes_time_in_proportion(unit: str) -> None:
    start = time.monotonic()
    redact(unit * (2_000_000 // len(unit)))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\n\ttext Üñ 漢字 €", "plain\n\ttext Üñ 漢字 €"),
        ("\u202e", "\\u{202e}"),
        ("a\u200db", "a\\u{200d}b"),
        ("\x00\x1b\r\x7f", "\\u{0}\\u{1b}\\u{d}\\u{7f}"),
        ("a\u00a0b\u3000", "a\\u{a0}b\\u{3000}"),
        ("x\ufe0f\U000e0101", "x\\u{fe0f}\\u{e0101}"),
        ("\u3164\u2800\u034f", "\\u{3164}\\u{2800}\\u{34f}"),
        ("\ue000\ufdd0", "\\u{e000}\\u{fdd0}"),
    ],
)
def test_what_hides_is_written_out_and_only_once(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(visible(text)) == shown


def test_lines_are_one_line_and_capped() -> None:
    assert wire.one_line("a\nb\tc") == "a\\u{a}b\\u{9}c"
    assert len(wire.one_line("x" * 9_000)) == 600
    assert wire.several_lines("x" * 9_000).endswith(wire.CUT)


def _strings(kind: object) -> Iterator[object]:
    """Every annotation of text inside a field's type."""
    if typing.get_origin(kind) is typing.Annotated or kind is str:
        yield kind
    elif isinstance(kind, types.GenericAlias | types.UnionType) or typing.get_origin(kind) not in (
        None,
        typing.Literal,
    ):
        for part in typing.get_args(kind):
            yield from _strings(part)


def test_no_text_of_a_result_leaves_uncleaned() -> None:
    models = [each for each in vars(wire).values() if isinstance(each, type) and issubclass(each, wire.Wire)]
    assert len(models) > 15
    for model in models:
        for name, kind in typing.get_type_hints(model, include_extras=True).items():
            if name == "model_config":
                continue
            for text in _strings(kind):
                assert any(isinstance(each, AfterValidator) for each in getattr(text, "__metadata__", ())), (
                    model,
                    name,
                )


def test_logs_are_events_on_one_line_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    before = structlog.get_config()
    try:
        log.configure(stream)
        structlog.get_logger("test").warning("tried", url="pg://u:s3cret@h", forged='x\n{"event": "fake"}')
        logging.getLogger("library").warning("password='hunter2' \x1b[2J")
        try:
            raise ValueError("pg://u:s3cret@h")
        except ValueError:
            structlog.get_logger("test").exception("crashed")
    finally:
        root.setLevel(level)
        structlog.configure(**before)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["tried", "password='[redacted]' \\u{1b}[2J", "crashed"]
    assert "s3cret" not in stream.getvalue()
    assert "Traceback" in lines[2]["exception"]
