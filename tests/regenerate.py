"""`./dev docs`: writes the generated pages again. `stale()` names those that are not current; a test asserts there are none."""

from __future__ import annotations

from pathlib import Path

from schemawarden.tools.markdown import tools_markdown
from schemawarden_policy import explain
from schemawarden_policy.presets import presets_page
from tests.server.postgres.rehearsal.lock_page import lock_page

ROOT = Path(__file__).parent.parent


def pages() -> dict[Path, str]:
    """Every generated page: where it belongs and what it says."""
    rules, docs = ROOT / "policy" / "docs" / "rules", ROOT / "server" / "docs"
    return {
        docs / "tools.md": tools_markdown(),
        docs / "locks.md": lock_page(),
        ROOT / "policy" / "docs" / "presets.md": presets_page(),
        **{rules / name: text for name, text in explain.pages().items()},
    }


def stale() -> list[Path]:
    """Pages that are missing or not what would be written now, and pages that nothing writes any more."""
    wanted = pages()
    written = set((ROOT / "policy" / "docs" / "rules").glob("*.md")) | {ROOT / "server" / "docs" / "tools.md"}
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    return sorted({*changed, *(written - set(wanted))})


def main() -> None:
    for path in stale():
        text = pages().get(path)
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
