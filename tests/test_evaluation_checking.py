"""Faults of a set are named with their line, and with what may have been meant, before anything runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import nearest
from evaluation.cases import Case, Quote, case_json
from evaluation.checking import check, faults_of
from service.answers import Turn
from service.contract import Json
from tests.evaluation_fake import FakeSystem, case_of, cases, silent_case


def found(folder: Path, *rows: Json | Case) -> list[str]:
    path = folder / "set.jsonl"
    lines = [json.dumps(case_json(r) if isinstance(r, Case) else r) for r in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return [str(f) for f in check([path], FakeSystem())]


def test_a_sound_set_has_no_fault(tmp_path: Path) -> None:
    ranked = Case("r", "evidence", "Lamps?", document="sitting.txt", utterances=((3, 1),))
    assert found(tmp_path, *cases(), ranked) == []


def test_a_quote_that_does_not_occur_comes_with_the_nearest_words(tmp_path: Path) -> None:
    wrong = replace(case_of(1), evidence=(Quote("sitting.txt", "The lamps needed 3 more years and the lampkeeper"),))
    (fault,) = found(tmp_path, case_of(0), wrong)
    assert fault.startswith("set.jsonl, line 2: the quote “The lamps needed 3 more years and the lampkeeper” is not in")
    assert "Nearest (" in fault
    assert "“The lamp needs 3 more years and a lampkeeper”" in fault


def test_a_quote_that_is_like_nothing_is_told_so(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, replace(case_of(1), evidence=(Quote("sitting.txt", "xyzzy plugh qwfpgj"),)))
    assert fault.endswith("Nothing there is like it.")


def test_white_space_makes_no_fault(tmp_path: Path) -> None:
    spaced = "The  ferry\nneeds 2 more years"
    assert found(tmp_path, replace(case_of(0), evidence=(Quote("sitting.txt", spaced),))) == []


def test_an_unknown_speaker_comes_with_near_names(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, replace(case_of(0), speakers=("Nadja Okafour",)))
    assert fault.endswith("the record knows no Nadja Okafour; did you mean Nadia Okafor?")


def test_a_surname_is_enough_and_who_is_asked_about_in_vain_need_not_be_known(tmp_path: Path) -> None:
    lone = replace(case_of(0), speakers=("Okafor",))
    stranger = replace(silent_case(0), speakers=("Somebody Else",))
    assert found(tmp_path, lone, stranger) == []


def test_an_unknown_document_comes_with_near_names(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, replace(case_of(0), documents=("siting.txt",)))
    assert fault.endswith("the record holds no document `siting.txt`; did you mean sitting.txt?")


def test_an_id_that_is_used_twice_names_the_first_place(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, case_of(0), case_of(1), case_of(0))
    assert fault == "set.jsonl, line 3: the id stands in set.jsonl, line 1 already."


def test_an_unknown_field_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, case_json(case_of(0)) | {"speakrs_allowed": []})
    assert "no field `speakrs_allowed`; did you mean speakers_allowed" in fault


def test_broken_lines_and_sound_ones_are_told_apart_in_one_go(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text("{\n" + json.dumps(case_json(replace(case_of(0), type="whom"))) + "\n[]\n")
    told = [str(f) for f in check([tmp_path / "set.jsonl"], FakeSystem())]
    assert [t.split(": ")[0] for t in told] == ["set.jsonl, line 1", "set.jsonl, line 2", "set.jsonl, line 3"]
    assert "there is no type `whom`; did you mean who?" in told[1]


def test_an_utterance_beyond_the_document_is_told(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, Case("r", "evidence", "Lamps?", document="sitting.txt", utterances=((20, 1),)))
    assert fault.endswith("sitting.txt has 20 utterances, numbered from 0; there is no 20.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "followup"}, "history"),
        ({"speakers": (), "evidence": ()}, "nothing is expected"),
        ({"type": "unanswerable"}, "needs `abstain`"),
        ({"abstain": True}, "no `evidence`"),
        ({"abstain": True, "evidence": (), "must_mention": ("x",)}, "must_mention"),
        ({"stances": (("Rosa Lim", "favour"),)}, "whom `speakers` does not"),
        ({"document": "sitting.txt"}, "never asked"),
        ({"document": "sitting.txt", "speakers": (), "evidence": ()}, "needs `utterances`"),
        ({"document": "sitting.txt", "evidence": (), "utterances": ((1, 0),)}, "every grade is 0"),
    ],
)
def test_a_case_that_contradicts_itself_is_told(change: Json, told: str) -> None:
    (fault,) = faults_of(replace(case_of(0), **change))
    assert told in fault


def test_a_follow_up_with_its_history_is_sound() -> None:
    assert list(faults_of(replace(case_of(0), type="followup", history=(Turn("user", "Who?"),)))) == []


def test_nearest_words_of_a_long_text_are_found_whole() -> None:
    text = " ".join(f"word{n} and some more" for n in range(5_000)) + " the pier needs paint, they say. " + "end " * 50
    near = nearest.quote("the peer needs paint they said", text)
    assert near is not None
    assert near.text.startswith("the pier needs paint")
    assert 0.8 < near.likeness < 1


def test_nothing_is_near_to_nothing() -> None:
    assert nearest.quote("", "text") is None
    assert nearest.quote("words", "") is None
    assert nearest.names("Ada", []) == []
