"""Cases as people write them: JSONL, CSV and workbooks, with what is wrong told by its line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadInput
from evaluation import columns, sheets
from evaluation.cases import Case, Fault, Quote, Read, case_json, parse, read, read_cases
from service.answers import Turn

ONE: dict[str, Any] = {
    "id": "a1",
    "type": "followup",
    "question": "And what of the lamps?",
    "history": [
        {"role": "user", "content": "What of the pier?"},
        {"role": "assistant", "content": "Paint [1].\nMuch."},
    ],
    "speakers": ["Ada Moor", "Li (York, Ind.)"],
    "evidence": [{"document": "pier.txt", "quote": "=the lamps; all\nnight"}, {"document": "b.txt", "quote": "none"}],
    "must_mention": ["lamps; all", "night"],
    "stances": {"Ada Moor": "favour"},
    "documents": ["pier.txt"],
}


def jsonl(folder: Path, *rows: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "cases.csv"
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, *rows: list[Any]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "cases.xlsx")
    return folder / "cases.xlsx"


def faults(path: Path) -> list[str]:
    return [str(f) for f in read(path) if isinstance(f, Fault)]


def test_a_line_of_json_becomes_a_case_and_back() -> None:
    case = parse(ONE)
    assert case.history[1] == Turn("assistant", "Paint [1].\nMuch.")
    assert case.evidence[0] == Quote("pier.txt", "=the lamps; all\nnight")
    assert case.stances == (("Ada Moor", "favour"),)
    assert case_json(case) == ONE


def test_fields_of_the_contract_that_are_null_or_empty_are_not_given() -> None:
    raw = {"id": "a", "type": "who", "question": "Who?", "scope": None, "history": [], "abstain": False, "answer": ""}
    assert parse(raw) == Case("a", "who", "Who?")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": None}, "`id`"),
        ({"id": " "}, "`id`"),
        ({"question": 3}, "`question`"),
        ({"speakers": "Ada"}, "`speakers`"),
        ({"question": "\ud800?"}, "`question`"),
        ({"evidence": [{"document": "a"}]}, "`evidence.0.quote`"),
        ({"abstain": "yes"}, "`abstain`"),
        ({"stances": {"Ada": "yes"}}, "`stances.Ada`"),
        ({"history": [{"role": "system", "content": "x"}]}, "`history.0.role`"),
        ({"utterances": {"one": 1}}, "`utterances`"),
        ({"utterances": {"1": -1}}, "`utterances.1`"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = jsonl(tmp_path, {"id": "ok", "type": "who", "question": "Who?"}, "\n", ONE | change)
    assert len(faults(path)) == 1
    assert faults(path)[0].startswith(f"cases.jsonl, line 3: {told}")


@pytest.mark.parametrize("line", ["{", "[]", '"x"', "[" * 100_000, "x" * 1_000_001])
def test_lines_that_are_no_object_are_told_and_the_others_read(tmp_path: Path, line: str) -> None:
    path = jsonl(tmp_path, line + "\n", ONE)
    assert [type(r) for r in read(path)] == [Fault, Read]


def test_an_id_that_is_used_twice_is_named_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"line 2: the id 'a1' stands in cases.jsonl, line 1"):
        read_cases([jsonl(tmp_path, ONE, ONE)])


def test_no_case_at_all_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="eval template"):
        read_cases([jsonl(tmp_path, "\n")])


@pytest.mark.parametrize("name", ["cases.txt", "missing.jsonl"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=name):
        read_cases([tmp_path / name])


def test_a_byte_order_mark_and_other_ends_of_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ONE).encode() + b"\r\n")
    assert read_cases([path])[0].id == "a1"


def test_unknown_fields_are_kept_in_mind_and_harmless(tmp_path: Path) -> None:
    (found,) = read(jsonl(tmp_path, ONE | {"speeker": ["Ada"]}))
    assert isinstance(found, Read)
    assert found.unknown == ("speeker",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_whatever_separates_its_cells(tmp_path: Path, separator: str) -> None:
    heading = separator.join(("ID", "Type", "Question", "Speakers", "document 1", "quote 1", "abstain"))
    row = separator.join(("1", "who", '"Who?\nAnd why?"', '"Ada\nBen"', "a.txt", "words", "no"))
    path = csv_file(tmp_path, f"{heading}\n\n{row}\n{row.replace('1', '2', 1).replace('no', 'perhaps')}\n")
    first, second = read(path)
    assert isinstance(first, Read)
    assert first.line == 3
    assert first.case.question == "Who?\nAnd why?"
    assert first.case.speakers == ("Ada", "Ben")
    assert isinstance(second, Fault)
    assert second.line == 6
    assert "yes or no" in second.message


def test_a_table_that_is_not_utf8_says_how_to_save_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="UTF-8"):
        list(read(csv_file(tmp_path, "id,type,question\n1,who,Wer spricht für Zürich?\n", "latin-1")))


def test_a_table_without_names_of_columns_says_which_are_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no id and no type and no question"):
        list(read(csv_file(tmp_path, "1,who\n")))


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("history", "What of the pier?", "begins with `user:`"),
        ("history", "[1", "must be JSON"),
        ("stances", "Ada", "a colon"),
        ("stances", "Ada: yes", "stances"),
        ("utterances", "12: high", "a grade"),
        ("quote 2", "words", "go together"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(tmp_path: Path, column: str, cell: str, told: str) -> None:
    (fault,) = faults(csv_file(tmp_path, f'id,type,question,{column}\n1,who,Who?,"{cell}"\n'))
    assert fault.startswith("cases.csv, line 2: ")
    assert told in fault


def test_a_workbook_is_read_with_numbers_and_truth_as_people_mean_them(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["id", "type", "question", "abstain", None], [1.0, "unanswerable", "Who?", True, "note"])
    assert read_cases([path]) == [Case("1", "unanswerable", "Who?", abstain=True)]


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="workbook"):
        list(read(path))


def test_a_workbook_with_other_things_inside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(BadInput, match="workbook"):
        list(read(path))


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(BadInput, match="Split it"):
        list(read(workbook(tmp_path, ["id"])))


def test_words_that_look_like_a_formula_stay_words(tmp_path: Path) -> None:
    sheets.write(tmp_path / "cases.xlsx", [sheets.Sheet("cases", [["id"], ["=1+1"], ["\x00=x"]])])
    assert [cells for _, cells in sheets.rows(tmp_path / "cases.xlsx")] == [("id",), ("=1+1",), ("=x",)]


_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
_cases = st.fixed_dictionaries(
    {"id": st.just("1"), "type": st.just("who"), "question": st.just("Who?")},
    optional={
        "speakers": st.lists(_words.map(str.strip), min_size=1, max_size=3),
        "must_mention": st.lists(_words.map(str.strip), min_size=1, max_size=3),
        "history": st.lists(
            st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": _words}), min_size=1
        ),
        "stances": st.dictionaries(_words, st.sampled_from(["favour", "against"]), min_size=1, max_size=2),
        "utterances": st.dictionaries(st.integers(0, 99).map(str), st.integers(0, 3), min_size=1),
        "abstain": st.just(True),
    },
)


@given(_cases)
def test_whatever_a_case_holds_survives_a_sheet(raw: dict[str, Any]) -> None:
    names = columns.names()
    ((_, found),) = columns.objects([(1, names), (2, columns.cells(raw, names))], "made up")
    assert found == raw
