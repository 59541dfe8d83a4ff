"""Every hazard of the catalogue is named, however it is spelt.

The files were written from the catalogue alone, by somebody who did not look at the rules' fixtures. The first comment of
each names what has to be found, by a rule's id or one of its aliases.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from schemawarden_policy.catalog import RULES
from schemawarden_policy.statement import Dialect
from tests.policy.checked import HAZARDS, checked, expected

FILES = sorted(HAZARDS.glob("*/*.sql"))
NOT_FROM_TEXT = frozenset(
    # what a rehearsal or a database tells
    "rehearsal-refused rehearsal-failed unexplained-effect rewrite-under-lock scan-under-lock atlas-analyzer schema-drift "
    "history-baseline history-table non-linear-history "
    # what the server's version or the table's size decides
    "concurrent-index-corruption my-add-column-position my-large-table "
    # what the operator's own settings ask for
    "owner-denied owner-not-authorised "
    "protected-object name-schema name-table name-column name-index name-foreign-key name-check name-keyword name-case "
    "unqualified-name set-role-missing missing-down data-alignment create-enum my-require-algorithm no-statement-timeout "
    "sequence-lock-budget too-many-statements plan-too-large file-name "
    # forbidden forms that the evasions collect
    "executable-comment cluster-statement forbidden-pragma forbidden-setting hidden-characters outside-program-or-file "
    "psql-meta-command role-change split-mismatch unsafe-directive untrusted-extension extension-not-listed empty-file "
    "non-ascii-identifier destroying-code".split()
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_hazard_is_named(path: Path) -> None:
    [found] = checked(path, Dialect(path.parent.name))
    named = {name for finding in found.findings for name in (finding.rule, *finding.aliases)}
    assert set(expected(path)) <= named


def test_three_ways_to_write_each() -> None:
    """Of every rule whose hazard stands in the text."""
    ways = Counter(rule for path in FILES for rule in expected(path))
    lacking = {rule.id: ways[rule.id] for rule in RULES if ways[rule.id] < 3}
    assert set(lacking) <= NOT_FROM_TEXT, {rule for rule in lacking if rule not in NOT_FROM_TEXT}
