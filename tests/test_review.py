"""What waits for a person, and the commands by which staff correct."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from service import wiring
from service.answers import Answer, Citation, Claim
from service.cli.main import app
from service.store import ServiceStore
from tests.proceedings_fake import WordEmbedder

LAMPS = {
    "title": "Harbour evening",
    "utterances": [
        {"speaker": "Ada Moor", "text": "The quayside lamps must burn until the last ferry has left the harbour."},
        {"speaker": "Cyd Vale", "text": "I object: bright lamps drown the stars above the estuary."},
        {"speaker": "XY", "text": "So do I, and so do the owls."},
        {"speaker": "XY", "text": "Good night."},
    ],
}
BREAD = {"title": "Bread", "utterances": [{"speaker": "C. Vale", "text": "Quincunx loaves are baked at four."}]}
L, B = "lamps.proceedings.json", "bread.proceedings.json"


class Model(WordEmbedder):
    def embed_tokens(self, texts: list[str]) -> list[np.ndarray]:
        raise AssertionError("nothing is asked here")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / L).write_text(json.dumps(LAMPS), encoding="utf-8")
    (folder / B).write_text(json.dumps(BREAD), encoding="utf-8")
    return folder


@pytest.fixture
def rostrum(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wiring, "embedder", lambda settings: Model())

    def call(*arguments: object, code: int = 0):
        done = CliRunner().invoke(app, ["--data", str(tmp_path / "data"), *map(str, arguments)])
        assert done.exit_code == code, done.output
        return done

    call("ingest", files)
    return call


def waiting(rostrum) -> dict:
    return json.loads(rostrum("review", "--json").stdout)


def speaker_ids(rostrum) -> list[str]:
    return [s["id"] for s in json.loads(rostrum("speakers", "--json").stdout)["items"]]


def answered(folder: Path, quote: str, speaker: str = "cyd-vale", name: str = "Cyd Vale") -> tuple[str, ServiceStore]:
    """A stored answer that cites the quote."""
    from corpus.records import Person

    person = Person(speaker, name)
    citation = Citation(
        key="k", number=1, document=L, version="v", title="t", date=None, section=None, speaker=person, utterance=1,
        quote=quote, start=0, end=len(quote), text_sha256="x",
    )  # fmt: skip
    claim = Claim("He objected.", ("k",), person, attribution="own_words", citations=(1,))
    store = ServiceStore(folder / "data")
    asked = "Who objects?"
    body = store.add_answer(Answer(asked, asked, "He objected [1].", (claim,), (citation,)), asked_at=store.now())
    return body["id"], store


def test_labels_that_are_nobodys_wait_with_their_number_and_first_words(rostrum) -> None:
    assert waiting(rostrum)["labels"] == [
        {
            "document": L,
            "title": "Harbour evening",
            "label": "XY",
            "count": 2,
            "words": "So do I, and so do the owls.",
        }
    ]
    rostrum("correct", "reassign", "--document", "Harbour evening", "--label", "XY", "--to", "Ada")
    assert waiting(rostrum)["labels"] == []


def test_label_that_staff_took_away_does_not_wait(rostrum) -> None:
    rostrum("correct", "withdraw", "--document", L, "--label", "Ada Moor")
    assert [i["label"] for i in waiting(rostrum)["labels"]] == ["XY"]


def test_possible_twins_wait_until_they_are_merged_or_held_apart(rostrum) -> None:
    [pair] = waiting(rostrum)["twins"]
    assert pair["why"] == "initials"
    assert [(p["id"], p["documents"]) for p in pair["speakers"]] == [("c-vale", [B]), ("cyd-vale", [L])]
    rostrum("speakers", "merge", "c-vale", "cyd-vale")
    assert waiting(rostrum)["twins"] == []
    assert speaker_ids(rostrum) == ["ada-moor", "cyd-vale"]
    assert "otto" not in rostrum("speakers", "split", "cyd-vale", "--document", B).stdout
    assert waiting(rostrum)["twins"] == []
    assert len(speaker_ids(rostrum)) == 3


def test_somebody_shown_who_may_be_withheld_waits(rostrum) -> None:
    rostrum("correct", "withhold", "--person", "cyd-vale")
    [pair] = waiting(rostrum)["twins"]
    assert [p.get("withheld", False) for p in pair["speakers"]] == [False, True]


def test_feedback_waits_until_the_words_are_corrected(rostrum, tmp_path: Path) -> None:
    quote = "bright lamps drown the stars above the estuary."
    answer, store = answered(tmp_path, quote)
    store.add_feedback(answer, "wrong_speaker", claim=0, comment="That was\x1b[2J me.")
    store.add_feedback(answer, "right", claim=0)
    [item] = waiting(rostrum)["feedback"]
    assert (item["comment"], item["claims"][0]["quote"]) == ("That was\x1b[2J me.", quote)
    shown = rostrum("review").stdout
    assert "estuary" in shown
    assert "\x1b" not in shown
    rostrum("correct", "reassign", "--document", L, "--quote", quote, "--to", "Ada Moor")
    assert waiting(rostrum)["feedback"] == []


def test_feedback_about_a_merged_person_waits_on(rostrum, tmp_path: Path) -> None:
    answer, store = answered(tmp_path, "bright lamps drown the stars above the estuary.")
    store.add_feedback(answer, "wrong_speaker")
    rostrum("speakers", "merge", "cyd-vale", "c-vale")
    assert len(waiting(rostrum)["feedback"]) == 1
    rostrum("correct", "withhold", "--document", L, "--quote", "bright lamps drown the stars")
    assert waiting(rostrum)["feedback"] == []


def test_feedback_can_be_dismissed(rostrum, tmp_path: Path) -> None:
    answer, store = answered(tmp_path, "bright lamps drown the stars")
    noted = store.add_feedback(answer, "wrong_speaker")
    assert len(waiting(rostrum)["feedback"]) == 1
    rostrum("review", "--dismiss", noted)
    assert waiting(rostrum)["feedback"] == []
    rostrum("review", "--dismiss", noted, code=2)


def test_correction_that_matches_nothing_any_more_waits_and_is_told_by_ingest(rostrum, files: Path) -> None:
    rostrum("correct", "withdraw", "--document", L, "--quote", "bright lamps drown the stars")
    (files / L).write_text(json.dumps({**LAMPS, "utterances": LAMPS["utterances"][:1]}), encoding="utf-8")
    assert "nothing in the record fits it any more" in rostrum("ingest", files).stderr
    [item] = waiting(rostrum)["corrections"]
    assert "bright lamps" in item["correction"]


def test_file_edited_by_hand_waits_until_it_is_applied(rostrum, tmp_path: Path) -> None:
    rostrum("correct", "withdraw", "--document", L, "--label", "XY")
    assert waiting(rostrum)["applied"] is True
    path = tmp_path / "data" / "corrections.yaml"
    path.write_text(path.read_text() + "- do: withhold\n  person: cyd-vale\n")
    assert waiting(rostrum)["applied"] is False
    assert "rostrum correct apply" in rostrum("review").stdout
    rostrum("correct", "apply")
    assert waiting(rostrum)["applied"] is True
    assert "cyd-vale" not in speaker_ids(rostrum)


def test_nothing_waits(rostrum) -> None:
    rostrum("correct", "withdraw", "--document", L, "--label", "XY", "--note", "Nobody knows.")
    rostrum("speakers", "merge", "c-vale", "cyd-vale")
    rostrum("correct", "reassign", "--document", L, "--label", "XY", "--to", "Xenia York", "--new")
    assert "Nothing waits." in rostrum("review").stdout


def test_withheld_person_is_in_no_list_no_hit_and_no_stored_answer(rostrum, tmp_path: Path) -> None:
    quote = "bright lamps drown the stars above the estuary."
    answer, store = answered(tmp_path, quote)
    rostrum("correct", "withhold", "--person", "Cyd Vale")
    assert "Cyd" not in rostrum("speakers").stdout
    with pytest.raises(Exception, match="answer"):
        store.answer(answer)
    store.close()
    for folder in ("indexes", "service.sqlite3"):
        path = tmp_path / "data" / folder
        held = b"".join(p.read_bytes() for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file())
        assert b"estuary" not in held
    rostrum("correct", "undo", "1")
    assert "cyd-vale" in speaker_ids(rostrum)


def test_stored_answers_show_what_they_showed_before_a_merge(rostrum, tmp_path: Path) -> None:
    answer, store = answered(tmp_path, "Quincunx loaves are baked at four.", "c-vale", "C. Vale")
    rostrum("speakers", "merge", "c-vale", "cyd-vale")
    assert store.answer(answer)["claims"][0]["speaker"]["id"] == "c-vale"


def test_forgotten_document_takes_its_corrections_along(rostrum, tmp_path: Path) -> None:
    rostrum("correct", "withdraw", "--document", B, "--quote", "Quincunx loaves")
    rostrum("correct", "withhold", "--document", L, "--label", "XY")
    rostrum("forget", B)
    left = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    assert b"uincunx" not in left
    assert [i["number"] for i in json.loads(rostrum("correct", "show", "--json").stdout)["items"]] == [1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("reassign", "--document", L, "--label", "XY", "--to", "Ada Mor"), "Did you mean Ada Moor"),
        (("reassign", "--document", L, "--label", "XY", "--to", "Nobody Atall"), "No speaker called"),
        (("withdraw", "--document", "nowhere", "--label", "XY"), "No document called"),
        (("withdraw", "--document", L), "needs one of"),
        (("withdraw", "--document", L, "--quote", "nobody said this"), "nothing in the record fits"),
        (("withhold", "--person", "Cyd Vale", "--document", L), "everywhere"),
        (("undo", "4"), "There are 0 corrections"),
        (("reassign", "--document", L, "--label", "XY", "--to", "Ada", "--affiliation", "Quay"), "--new person"),
    ],
)
def test_wrong_corrections_are_told(rostrum, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = rostrum("correct", *arguments, code=2)
    assert told in " ".join(done.output.split())
    assert not (tmp_path / "data" / "corrections.yaml").exists()


def test_broken_file_is_told_by_every_command_that_reads_it(rostrum, files: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "corrections.yaml").write_text("- do: wihtdraw\n")
    for command in (("ingest", files), ("review",), ("correct", "apply"), ("correct", "show")):
        assert "corrections.yaml: [0].do" in rostrum(*command, code=2).output
