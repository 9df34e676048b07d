"""Versions by source text: what decides a reading, a roll or a passage cannot change without its version."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest import document, passages
from ingest.attribution import extractor
from ingest.fingerprints import source_hash

ROOT = Path(__file__).parents[1]
# Plain values, errors and what two sides share decide nothing by themselves.
DECIDE_NOTHING = {"corpus", "corpus.errors", "corpus.records", "corpus.protocols", "ingest", "ingest.fingerprints"}


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "sundial"
    (folder / "inner").mkdir(parents=True)
    for name, text in {"__init__.py": "", "a.py": "A = 1\n", "inner/__init__.py": "", "inner/b.py": "B = 2\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    source_hash.cache_clear()
    yield folder
    source_hash.cache_clear()
    for name in [m for m in sys.modules if m.split(".")[0] == "sundial"]:
        del sys.modules[name]


def again(*names: str) -> str:
    source_hash.cache_clear()
    return source_hash(*names)


@pytest.mark.parametrize("changed", ["a.py", "inner/b.py"])
def test_a_change_anywhere_in_a_package_changes_its_hash(package, changed):
    before = again("sundial")
    (package / changed).write_text("A = 3\n", encoding="utf-8")
    assert again("sundial") != before


def test_hash_is_the_same_wherever_the_package_lies_and_in_any_order(package):
    before = again("sundial.a", "sundial.inner")
    assert again("sundial.inner", "sundial.a") == before
    (package / "a.py").write_bytes(b"A = 1\r\n")
    assert again("sundial.inner", "sundial.a") == before


def test_a_module_that_is_not_there_is_an_error(package):
    with pytest.raises(ImportError):
        again("sundial.none")


def imported(module: str) -> Iterable[str]:
    """Our own modules of corpus and ingest that this one imports, by its source."""
    path = ROOT.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("corpus", "ingest"):
            inner = [f"{node.module}.{a.name}" for a in node.names]
            yield from (m for m in (node.module, *inner) if is_module(m))


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def reached(first: str) -> set[str]:
    found, ahead = set(), [first]
    while ahead:
        module = ahead.pop()
        if module not in found:
            found.add(module)
            ahead += imported(module)
    return found


@pytest.mark.parametrize(
    ("first", "counted"),
    [
        ("ingest.document", (*document.READ_BY, *document.ROLL_BY, *extractor.DECIDED_BY)),
        ("ingest.attribution.extractor", (*extractor.DECIDED_BY, *document.ROLL_BY)),
        ("ingest.passages", passages.CUT_BY),
    ],
)
def test_every_module_that_decides_a_document_counts_for_its_version(first, counted):
    missing = {m for m in reached(first) - DECIDE_NOTHING if not any(m == c or m.startswith(c + ".") for c in counted)}
    assert missing == set()
