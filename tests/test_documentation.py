"""The pages: every link leads somewhere, every page is in the index, and the map shows the tree as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_index_lists_every_page_of_docs() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    pages = {str(p.relative_to(ROOT / "docs")) for p in (ROOT / "docs").rglob("*.md")} - {"README.md"}
    assert {p for p in pages if f"]({p})" not in index} == set()


def test_map_of_the_front_page_shows_the_folders_there_are() -> None:
    readme = (ROOT / "README.md").read_text()
    drawn = set(re.findall(r"^(\w+)/ ", readme, re.MULTILINE))
    assert drawn, "the map has lost its form"
    assert {name for name in drawn if not (ROOT / name).is_dir()} == set()


def test_answer_on_the_front_page_quotes_the_samples_word_for_word() -> None:
    """Citations of the front page stand in the sample that they name."""
    readme = " ".join((ROOT / "README.md").read_text().split())
    cited = re.findall(r"\[\d\] [^“]*?\((\S+\.\w+)\)[^“]*?“([^”]+)”", readme)
    samples = {p.name: " ".join(p.read_text().split()) for p in (ROOT / "corpus" / "samples").iterdir() if p.is_file()}
    assert len(cited) >= 2
    assert [quote for name, quote in cited if quote not in samples[name]] == []
