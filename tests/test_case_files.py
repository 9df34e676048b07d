"""The case files that we keep fit the documents they ask about: a quote that does not occur measures nothing."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "corpus" / "samples"
UNSEEN = HERE / "data" / "unseen"
QA_FILES = [(HERE / "data" / "samples.qa.jsonl", SAMPLES), *((p, UNSEEN) for p in sorted(UNSEEN.glob("*.qa.jsonl")))]
GOLD_FILES = sorted(UNSEEN.glob("*.attribution.jsonl"))
TYPES = {"position", "who", "relation", "compare", "list", "fact", "followup", "false_premise", "unanswerable"}
FOOTER = re.compile(r"(?m)^.*Report \d+/\d{4}\s+\d+$")  # the running footer of one report, printed at its page ends


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _text(path: Path) -> str:
    """The words of a document with white space folded, without footers and mark-up."""
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        raw = "\n".join(u["text"] for u in json.loads(raw)["utterances"])
    if path.suffix == ".html":
        raw = html.unescape(re.sub(r"<[^>]+>", "", raw))
    return re.sub(r"\s+", " ", FOOTER.sub("", raw))


@pytest.mark.parametrize(("cases", "folder"), QA_FILES, ids=lambda p: p.name)
def test_every_quote_of_a_case_occurs_in_its_document(cases: Path, folder: Path) -> None:
    missing = [
        (case["id"], item["quote"])
        for case in _lines(cases)
        for item in case["evidence"]
        if re.sub(r"\s+", " ", item["quote"]) not in _text(folder / item["document"])
    ]
    assert missing == []


@pytest.mark.parametrize(("cases", "folder"), QA_FILES, ids=lambda p: p.name)
def test_case_ids_are_unique_and_only_unanswerable_cases_have_no_evidence(cases: Path, folder: Path) -> None:
    rows = list(_lines(cases))
    assert len({r["id"] for r in rows}) == len(rows)
    assert {r["type"] for r in rows} <= TYPES
    assert all(bool(r.get("abstain")) == (not r["evidence"]) == (r["type"] == "unanswerable") for r in rows)


@pytest.mark.parametrize("gold", GOLD_FILES, ids=lambda p: p.name)
def test_every_gold_sentence_occurs_and_holds_its_content_and_cue(gold: Path) -> None:
    for row in _lines(gold):
        assert row["sentence"] in _text(UNSEEN / row["document"])
        for item in row["attributions"]:
            assert item["content"] in row["sentence"]
            assert item["cue"].lower() in row["sentence"].lower()
