"""Rows about flags of Atlas's command line: A07, A08, A14, B05, B07, E05, E06, E09, E10, E12 (and E03, C10).

Neither the tools nor the engine have such flags. So the inputs of both are enumerated here, from the real server and the
real binary, and held against a list: whoever adds one has to look at these rows first.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import schemawarden
from schemawarden.adapters.engine.engine import NAME
from schemawarden.adapters.engine.process import EngineProcess
from tests.threats.agent import at_work
from tests.threats.world import World, unchanged

ENGINE = Path(schemawarden.__file__).parent / "_engine" / NAME
PROTOCOL = Path(__file__).parents[2] / "server" / "engine" / "protocol.go"

PARTS = ("live", "migrations", "desired")
FREE_TEXT = "text of limited length"
INPUTS: dict[str, dict[str, object]] = {
    "list_targets": {},
    "advise_workflow": {"target": "alias"},
    "inspect_schema": {
        "target": "alias",
        "schema": PARTS,
        "format": ("sql", "hcl", "json", "mermaid"),
        "tables": "names of limited length",
        "offset": "number",
        "limit": "number",
    },
    "validate_schema": {"target": "alias"},
    "diff_schema": {"target": "alias", "from": PARTS, "to": PARTS, "offset": "number", "limit": "number"},
    "write_migration": {
        "target": "alias",
        "name": "word",
        "content": ("from_diff", "empty", "baseline", "sum_only"),
    },
    "lint_migrations": {"target": "alias", "offset": "number"},
    "dry_run": {"target": "alias", "note": FREE_TEXT},
    "migration_status": {"target": "alias"},
    "apply_plan": {"plan_id": "uuid", "confirmation_token": FREE_TEXT},
    "list_plans": {"target": "alias", "limit": "number"},
    "show_plan": {"plan_id": "uuid", "offset": "number", "limit": "number"},
    "withdraw_plan": {"plan_id": "uuid"},
    "explain_rule": {"rule": FREE_TEXT},
}
"""All that an agent can say. There is no URL, no path, no template, no flag and no SQL among it."""

OPERATIONS = {"inspect", "load", "diff", "plan", "analyze", "hash", "status", "apply"}
FIELDS = {
    "request": {
        "op", "dialect", "schemas", "source", "from", "to", "exclude", "tables", "migrations", "pending",
        "name", "version", "expected_pending", "expect_schema_version", "tx_mode",
        "dev_urls", "run_id", "lock_timeout_ms", "statement_timeout_ms",  # PostgreSQL; Python gives them, no tool does
        "baseline",  # the server works it out, and it stands in the plan; see test_E06 in test_e_history
    },
    "textFile": {"name", "text"},
    "source": {"url", "files", "format", "migrations", "empty"},
}  # fmt: skip
"""All that the engine takes: files as texts, never as places."""

FLAGS: dict[str, dict[str, object]] = {
    "A07": {"config": "file:///etc/passwd", "c": "file:///etc/passwd", "env": "prod"},
    "A08": {"var": "n=evil(id int);drop table x", "vars": {}, "template_dir": "x", "format_template": "x"},
    "A14": {"dir": "file://nw2", "edit": True},
    "B05": {"dir": "/etc", "directory": "file:///any", "output": "/etc/x"},
    "B07": {"format": "{{ .Env.URL }}", "log": "{{ json . }}", "template": "{{ .Env.URL }}"},
    "C10": {"dev_url": "sqlite:///x", "dev-url": "docker://x"},
    "E03": {"version": "2", "set": "2"},
    "E05": {"revisions_schema": "other", "revisions-schema": "other", "allow_dirty": True, "force": True},
    "E06": {"baseline": "1", "to_version": "1", "exec_order": "non-linear", "exec-order": "linear-skip"},
    "E09": {"url": "atlas://x", "dir_url": "s3://bucket", "remote": "https://x"},
    "E10": {"dir_url": "mem://x", "to_url": "file:///etc", "schema_url": "file:///etc"},
    "E12": {"auto_approve": True, "auto-approve": True, "yes": True, "clean": True, "dry_run": False},
}
TOOLS_OF_ATLAS = (
    "schema_clean", "schema_apply", "schema_push", "migrate_set", "migrate_hash", "migrate_apply", "migrate_import",
    "approve_plan", "approve", "run_sql", "execute_sql", "login", "resolve_plan", "", "apply_plan ", "Apply_Plan",
)  # fmt: skip


async def test_the_tools_take_exactly_these_inputs(world: World) -> None:
    async with at_work(world.site) as agent:
        listed = (await agent.client.list_tools()).tools
    assert {tool.name: shape_of(tool.input_schema) for tool in listed} == INPUTS
    assert all(tool.input_schema["additionalProperties"] is False for tool in listed)


def shape_of(schema: Mapping[str, Any]) -> dict[str, object]:
    return {name: kind_of(name, field) for name, field in schema.get("properties", {}).items()}


def kind_of(name: str, field: Mapping[str, Any]) -> object:
    """What a field can hold; fails for a field without bounds."""
    if "enum" in field:
        return tuple(field["enum"])
    if field["type"] == "integer":
        assert "minimum" in field
        return "number"
    if field["type"] == "array":
        assert kind_of(name, field["items"]) == FREE_TEXT
        assert "maxItems" in field
        return "names of limited length"
    assert field["type"] == "string"
    pattern = field.get("pattern", "")
    if pattern:
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        return "uuid" if "{12}" in pattern else "word"
    assert "maxLength" in field
    return "alias" if name == "target" else FREE_TEXT


@pytest.mark.parametrize("row", FLAGS)
async def test_A07_A08_A14_B05_B07_C10_E03_E05_E06_E09_E10_E12_no_tool_takes_a_flag(
    world: World, row: str
) -> None:
    before = await world.audit()
    calls = 0
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool, known in INPUTS.items():
                for name, value in FLAGS[row].items():
                    answer = await agent.send(tool, {**needed(tool), name: value})
                    expected = "INVALID_ARGUMENT" if name in known else "UNKNOWN_ARGUMENT"
                    assert answer.code == expected, (tool, name)
                    assert len(str(value)) < 5 or str(value) not in answer.raw
                    calls += 1
    assert len(await world.audit()) == len(before) + calls


def needed(tool: str) -> dict[str, object]:
    """Arguments without which the call would be refused anyway."""
    values = {
        "alias": "app",
        "uuid": "00000000-0000-4000-8000-000000000000",
        "text of limited length": "drop-table",
        PARTS: "live",
    }
    optional = ("schema", "note", "confirmation_token")
    return {
        name: values[kind] for name, kind in INPUTS[tool].items() if kind in values and name not in optional
    }


async def test_E12_E03_no_tool_of_atlas_or_of_an_approver_exists(world: World) -> None:
    before = await world.audit()
    with unchanged(world):
        async with at_work(world.site) as agent:
            for tool in TOOLS_OF_ATLAS:
                assert (await agent.send(tool, {"target": "app"})).code == "TOOL_UNKNOWN"
    assert len(await world.audit()) == len(before) + len(TOOLS_OF_ATLAS)


WRONG: dict[object, tuple[object, ...]] = {
    "number": (None, True, "5", ["5"], {"n": 5}, 1.5, -1),
    "names of limited length": (None, 5, "app", [5], {"target": "app"}),
}
WRONG_TEXT = (None, 5, True, ["app"], {"target": "app"}, 1.5)


async def test_a_value_of_another_type_is_refused_and_not_converted(world: World) -> None:
    async with at_work(world.site) as agent:
        with unchanged(world):
            for tool, fields in INPUTS.items():
                for name, kind in fields.items():
                    for value in WRONG.get(kind, WRONG_TEXT):
                        answer = await agent.send(tool, {**needed(tool), name: value})
                        assert answer.code == "INVALID_ARGUMENT", (tool, name, value)


# --- the engine ---------------------------------------------------------------------------------------------------


def engine(**request: object) -> Mapping[str, Any]:
    """One request to the real binary; its last line."""
    return EngineProcess(ENGINE, None).converse(request, lambda event: None)


def test_the_engines_source_declares_exactly_these_fields() -> None:
    assert dict(declared(PROTOCOL.read_text())) == FIELDS


def declared(text: str) -> Iterator[tuple[str, set[str]]]:
    """The JSON names of the structs that make up a request."""
    for name, body in re.findall(r"^type (\w+) struct \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        if name in FIELDS:
            yield name, set(re.findall(r'json:"(\w+)"', body))


def test_the_real_engine_knows_these_fields() -> None:
    for field in FIELDS["request"] - {"op", "dialect"}:
        answer = engine(op="hash", dialect="sqlite", **{field: None})
        assert "unknown field" not in str(answer), field


@pytest.mark.parametrize("row", FLAGS)
def test_A07_A08_A14_B05_B07_C10_E03_E05_E06_E09_E10_E12_the_engine_takes_no_flag(
    row: str, tmp_path: Path
) -> None:
    for name in FLAGS[row]:
        if name in FIELDS["request"]:
            continue
        error = engine(op="hash", dialect="sqlite", migrations=[], **{name: "x"})["error"]
        assert error["code"] == "bad_request", name
        inner = engine(op="load", dialect="sqlite", source={"empty": True, name: "x"})["error"]
        assert inner["code"] == "bad_request", name


@pytest.mark.parametrize(
    "op",
    ["clean", "set", "schema_apply", "exec", "query", "import", "push", "login", "lint", "test", "external", "", "Apply", "apply "],
)  # fmt: skip
def test_E12_the_engine_has_no_other_operation(op: str) -> None:
    assert op not in OPERATIONS
    assert engine(op=op, dialect="sqlite")["error"]["code"] == "unknown_op"


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_the_engine_has_these_operations(op: str) -> None:
    """Without what they need they refuse or do nothing, but they are known."""
    answer = engine(op=op, dialect="sqlite")
    assert answer.get("error", {}).get("code") != "unknown_op"


@pytest.mark.parametrize(
    "argument", ["--help", "-c=file://x", "--config", "schema", "apply", "--var=x=y", "--", "", "-version"]
)
def test_A07_E12_the_engine_takes_no_arguments(argument: str) -> None:
    done = subprocess.run(
        [ENGINE, argument], input=b'{"op":"hash"}', capture_output=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert done.stdout == b""


@pytest.mark.parametrize("url", [
    "atlas://x", "http://127.0.0.1/x", "s3://x", "mem://x", "file:///etc", "env://prod", "docker://sqlite/3", "postgres://u@h/d",
    "sqlite://relative.db", "sqlite://host/abs.db", "sqlite:///x?mode=rwc", "sqlite:///x?_pragma=writable_schema(1)",
    "sqlite:///x?cache=shared&mode=memory", "sqlite:///x?vfs=unix-none", "sqlite:///x#f",
])  # fmt: skip
@pytest.mark.parametrize("op", ["inspect", "status", "apply", "diff"])
def test_E09_E10_the_engine_opens_nothing_but_an_existing_sqlite_file(
    op: str, url: str, tmp_path: Path
) -> None:
    os.chdir(tmp_path)
    source = {"url": url}
    request = (
        {"from": source, "to": {"empty": True}} if op == "diff" else {"source": source, "migrations": []}
    )
    answer = engine(op=op, dialect="sqlite", **request)
    assert answer["error"]["code"] in ("connect_failed", "bad_request")
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("place", ["request", "source"])
def test_C10_the_engine_takes_no_place_to_rehearse_in(place: str) -> None:
    request: dict[str, object] = {"dev_urls": ["sqlite:///tmp/x.db"]}
    if place == "source":
        request = {"source": {"files": [], "format": "sql", "dev_urls": ["sqlite:///tmp/x.db"]}}
    assert engine(op="load", dialect="sqlite", **request)["error"]["code"] == "bad_request"
