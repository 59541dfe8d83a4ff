"""SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from schemawarden.cli.check.model import Checked, Found, Result
from schemawarden_policy.catalog import RULES
from schemawarden_policy.explain import page, title
from schemawarden_policy.rule import Rule
from schemawarden_policy.visible import visible

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"forbidden": "error", "error": "error", "warning": "warning", "notice": "note"}
_STDIN = "stdin.sql"


def render(result: Result) -> str:
    fired = {found.rule for checked in result.files for found in checked.findings}
    rules = [rule for rule in RULES if rule.id in fired]
    index = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(checked, found, index) for checked in result.files for found in checked.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _driver(rules: list[Rule]) -> dict[str, Any]:
    return {
        "name": "schemawarden",
        "version": version("schemawarden"),
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    text = page(rule)
    return {
        "id": rule.id,
        "shortDescription": {"text": title(rule)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.word]},
        "properties": {"tags": ["database", rule.family], "aliases": list(rule.aliases)},
    }


def _result(checked: Checked, found: Found, index: dict[str, int]) -> dict[str, Any]:
    words = found.message + (f"\nSafer: {found.suggestion}" if found.suggestion else "")
    data = {
        "ruleId": found.rule,
        "level": _LEVELS[found.severity],
        "message": {"text": visible(words)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(checked.path)}, "region": _region(found)}}
        ],
        "partialFingerprints": {"schemawardenStatement/v1": found.fingerprint},
        "properties": {"severity": found.severity, "aliases": found.aliases},
    }
    return data | ({"ruleIndex": index[found.rule]} if found.rule in index else {})


def _region(found: Found) -> dict[str, int]:
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }


@cache
def _uri(path: str) -> str:
    """Relative as it was given, with forward slashes; an absolute path as a file's URI."""
    if path == "-":
        return _STDIN
    written = quote(os.fsencode(path).removeprefix(b"./"))
    return f"file://{written}" if path.startswith("/") else written
