"""The rules on real reports, where the measuring data is at hand."""

from __future__ import annotations

import argparse
import json
import os
import warnings
from pathlib import Path

import pytest

from bench.attribution import GOLDS, as_json, find_file, read_document, yardstick
from ingest.attribution.extractor import RuleExtractor

pytestmark = pytest.mark.measure


@pytest.fixture
def folder() -> Path:
    name = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not name:
        warnings.warn("ROSTRUM_MEASURE_DATA is not set: attribution was NOT measured", stacklevel=1)
        pytest.skip("ROSTRUM_MEASURE_DATA is not set: attribution was NOT measured")
    return Path(name)


@pytest.mark.parametrize("name", GOLDS)
def test_sources_contents_and_stances_of_real_reports(folder: Path, name: str) -> None:
    ruler = yardstick(folder)
    gold = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    documents = {}
    for document in {row["document"] for row in gold}:
        text, utterances, roll = read_document(find_file(folder, document))
        found = RuleExtractor().extract(text, utterances, roll)
        documents[document] = {"text": text, "statements": [as_json(s) for s in found]}
    ruler.Record = lambda _url: documents
    measured = ruler.attribution("", gold, argparse.Namespace(show=True))
    assert measured["source_precision"] >= 0.95
    assert measured["source_f1"] >= 0.95
    assert measured["content_f1"] >= 0.85
    assert measured["stance_macro_f1"] >= 0.80
