"""The template that people fill in reads back as it was meant, in each of its forms."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import pytest

from corpus.errors import BadInput
from evaluation import columns, sheets
from evaluation.cases import FIELDS, case_json, parse, read_cases
from evaluation.checking import faults_of
from evaluation.template import EXAMPLES, EXPLANATIONS, write


@pytest.mark.parametrize("ending", ["xlsx", "csv", "jsonl"])
def test_a_template_reads_back_as_its_examples(tmp_path: Path, ending: str) -> None:
    write(tmp_path / f"set.{ending}")
    found = read_cases([tmp_path / f"set.{ending}"])
    assert [case_json(c) for c in found] == list(EXAMPLES)


def test_the_examples_have_no_fault_and_quote_our_samples() -> None:
    samples = importlib.resources.files("corpus.samples")
    for example in EXAMPLES:
        assert list(faults_of(parse(example))) == []
        for item in example.get("evidence", ()):
            assert item["quote"] in samples.joinpath(item["document"]).read_text(encoding="utf-8")


def test_a_workbook_explains_every_column_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write(tmp_path / "set.xlsx")
    book = load_workbook(tmp_path / "set.xlsx")
    assert book.sheetnames == ["cases", "explanations"]
    assert book["cases"].freeze_panes == "A2"
    explained = {row[0] for row in book["explanations"].iter_rows(values_only=True)}
    assert explained == {"column", *(name for name, _ in EXPLANATIONS)}
    shown = {n for n in columns.names() if not n.startswith(("document ", "quote "))} | {"document 1, quote 1 …"}
    assert explained - {"column"} == shown


def test_every_field_of_a_case_has_its_column() -> None:
    assert set(FIELDS) - {"evidence"} <= set(columns.names())


@pytest.mark.parametrize("name", ["set.txt", "set"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx, \.csv or \.jsonl"):
        write(tmp_path / name)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "set.csv").write_text("my own")
    with pytest.raises(BadInput, match="there already"):
        write(tmp_path / "set.csv")
    assert (tmp_path / "set.csv").read_text() == "my own"


def test_a_sheet_holds_as_many_quotes_as_its_columns_say(tmp_path: Path) -> None:
    names = columns.names(quotes=5)
    raw = {"id": "1", "type": "who", "question": "Who?"}
    raw |= {"evidence": [{"document": "a.txt", "quote": f"words {n}"} for n in range(5)]}  # type: ignore[dict-item]
    sheets.write(tmp_path / "set.xlsx", [sheets.Sheet("cases", [list(names), columns.cells(raw, names)])])
    assert len(read_cases([tmp_path / "set.xlsx"])[0].evidence) == 5
