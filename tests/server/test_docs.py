"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemawarden.tools import TOOLS
from schemawarden_policy.catalog import RULES
from tests.regenerate import stale

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "server" / "docs").rglob("*.md"),
        *(ROOT / "server" / "engine").glob("*.md"),
    ]
)


def test_generated_pages_are_current() -> None:
    assert stale() == [], "run ./dev docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_counts_rules_and_tools_right() -> None:
    readme = (ROOT / "README.md").read_text()
    assert f"checks the text with {len(RULES)} rules" in readme.replace("\n   ", " ")
    assert len(TOOLS) == 14
    assert "[fourteen tools]" in readme
