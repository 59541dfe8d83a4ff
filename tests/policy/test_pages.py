"""The generated pages are current, complete and true."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from schemawarden_policy.catalog import RULES
from schemawarden_policy.explain import HEADINGS, example, page, pages, sections, title
from schemawarden_policy.rule import Rule
from tests.policy.cases import RULES_FOLDER

DOCS = Path(__file__).parents[2] / "policy" / "docs" / "rules"


def test_generated_pages_are_current() -> None:
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        for name, text in pages().items():
            (DOCS / name).write_text(text)
    stored = {path.name: path.read_text() for path in DOCS.glob("*.md")}
    assert stored == pages(), "UPDATE_SNAPSHOTS=1 writes them (tests/policy/README.md)"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_has_all_headings_in_order(rule: Rule) -> None:
    assert tuple(sections(rule)) == HEADINGS
    assert all(sections(rule).values())
    assert title(rule).endswith(".")
    assert rule.id in page(rule)


@pytest.mark.parametrize(("heading", "stem"), [("Example", "bad"), ("Instead", "good")])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_on_the_page_are_the_fixtures(rule: Rule, heading: str, stem: str) -> None:
    """Word for word, and whole statements: what the page shows is what the tests try."""
    fixtures = [path.read_bytes().decode() for path in (RULES_FOLDER / rule.id).glob(f"{stem}*.sql")]
    written = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), example(rule, heading))
    assert written.strip()
    assert any(written in fixture for fixture in fixtures)
    assert example(rule, heading).isascii(), "characters that mislead are written as \\u{...} on the page"
