"""What staff correct: kept in a file that people can read, in effect at once, and again at every ingest."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import BadCorrections, StoreError, UnknownName
from corpus.store import RecordStore
from ingest.correcting import Hidden, Outcome, correct
from ingest.corrections import Correction, add, load_corrections, path_in, remove
from ingest.pipeline import ingest
from ingest.upkeep import reindex
from tests.meetings_fake import EMBEDDER, NoStatements, assert_sound, found, run

A, B = "a.proceedings.json", "b.proceedings.json"
TODAY = date(2031, 5, 2)
OKORO, BRANDT = "ines-okoro", "tomas-brandt"
TURNS = (
    ("Ines Okoro", "The ferry needs a new timetable."),
    ("Tomas Brandt", "Two crews are missing. I agree with Ines Okoro."),
    ("Ines Okoro", "The dredgers are late."),
    ("IO", "We vote in May."),
)


def write(path: Path, turns: tuple[tuple[str, str], ...] = TURNS, **more: object) -> Path:
    utterances = [{"speaker": s, "text": t} for s, t in turns]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"title": "Harbour board", "utterances": utterances, **more}), encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    write(folder / A)
    write(
        folder / B, (("Tomas Brandt", "Dredging is put off."), ("Ada Moor", "Ines Okoro was right.")), title="Channel"
    )
    return folder


@pytest.fixture
def store(tmp_path: Path, texts: Path) -> RecordStore:
    made = RecordStore(tmp_path / "data")
    run(made, texts)
    return made


def do(store: RecordStore, *corrections: Correction, on_hidden: Callable[[Hidden], None] = lambda _: None) -> Outcome:
    return correct(store, EMBEDDER, lambda: corrections, on_hidden=on_hidden)


def said(store: RecordStore, document: str = A) -> list[tuple[str | None, str]]:
    """Who says what, by id."""
    found = store.view().document(document)
    return [(u.speaker.id if u.speaker else None, found.text[u.start : u.end]) for u in found.utterances if u.label]


def speakers(store: RecordStore, document: str = A) -> list[str | None]:
    return [speaker for speaker, _ in said(store, document)]


REASSIGN = Correction("reassign", A, quote="the dredgers are LATE", to=BRANDT)
WITHDRAW = Correction("withdraw", A, quote="The dredgers are late")
WITHHOLD = Correction("withhold", A, quote="Two crews are missing")
NOBODY_SAYS = Correction("withhold", person=OKORO, name="Ines Okoro")


def test_words_are_anothers_at_once_and_after_the_next_ingest(store: RecordStore, texts: Path) -> None:
    generation = store.generation()
    assert do(store, REASSIGN).documents == [A]
    assert store.generation() == generation + 1
    assert speakers(store) == [OKORO, BRANDT, BRANDT, None]
    assert run(store, texts).unchanged == [A, B]
    write(texts / A, (("Ada Moor", "I open the meeting."), *TURNS))
    assert run(store, texts).changed == [A]
    assert speakers(store) == ["ada-moor", OKORO, BRANDT, BRANDT, None]
    assert_sound(store)


def test_passages_follow_whose_the_words_are(store: RecordStore) -> None:
    do(store, REASSIGN)
    table = store.view().table
    assert {p.text for p in store.view().passages(table.number[table.spoken_by([BRANDT])].tolist())} == {
        "The dredgers are late.",
        "Two crews are missing. I agree with Ines Okoro.",
        "Dredging is put off.",
    }


def test_withdrawn_words_stay_and_are_nobodys(store: RecordStore) -> None:
    do(store, WITHDRAW)
    assert said(store)[2] == (None, "The dredgers are late.")
    assert "The dredgers are late." in found(store, "dredgers late")


def test_withheld_words_are_nowhere_and_positions_stay(store: RecordStore, texts: Path) -> None:
    before = store.view().document(A)
    do(store, WITHHOLD)
    after = store.view().document(A)
    assert len(after.text) == len(before.text)
    assert [(u.start, u.end) for u in after.utterances] == [(u.start, u.end) for u in before.utterances]
    assert said(store)[1] == (BRANDT, "███ █████ ███ ███████. I agree with Ines Okoro.")
    assert not any("crews" in text for text in found(store, "two crews are missing"))
    assert run(store, texts).unchanged == [A, B]
    assert b"Two crews" not in b"".join(p.read_bytes() for p in (store.folder / "indexes").rglob("*") if p.is_file())
    reindex(store, EMBEDDER)
    assert not any("crews" in text for text in found(store, "two crews are missing"))


def test_no_older_version_shows_what_is_withheld(store: RecordStore) -> None:
    old = store.view().document(A).version
    do(store, WITHHOLD)
    assert store.retired(before=1e12) == []
    with pytest.raises(UnknownName):
        store.view().document(A, old)


def test_half_a_sentence_withholds_the_whole(store: RecordStore) -> None:
    do(store, Correction("withhold", A, quote="crews"))
    assert said(store)[1][1] == "███ █████ ███ ███████. I agree with Ines Okoro."


def test_withheld_person_is_nowhere(store: RecordStore, texts: Path) -> None:
    hidden: list[Hidden] = []
    do(store, NOBODY_SAYS, on_hidden=hidden.append)
    view = store.view()
    assert OKORO not in {p.id for p in view.people()}
    for document in (view.document(A), view.document(B)):
        assert "Ines" not in document.text
        assert OKORO not in {e.person.id for e in document.roll}
    assert said(store) == [(BRANDT, "Two crews are missing. I agree with ████ █████."), (None, "We vote in May.")]
    assert [u.speaker.id if u.speaker else None for u in view.document(A).utterances[:4]] == [None, BRANDT, None, None]
    assert "timetable" not in view.document(A).text
    assert not any("timetable" in t for t in found(store, "ferry timetable"))
    assert hidden[0].people[0].id == OKORO
    assert run(store, texts).unchanged == [A, B]
    write(texts / "c.proceedings.json", (("Ines Okoro", "I am back."), ("Ada Moor", "Thank you, Ms. Okoro.")))
    run(store, texts)
    assert OKORO not in {p.id for p in store.view().people()}
    assert "Okoro" not in store.view().document("c.proceedings.json").text


def test_label_is_somebodys(store: RecordStore, texts: Path) -> None:
    do(store, Correction("reassign", A, label="IO", to=OKORO))
    assert speakers(store)[3] == OKORO
    roll = {e.person.id: e.participant.labels for e in store.view().document(A).roll}
    assert "IO" in roll[OKORO]
    assert store.view().counts().unresolved == 0


def test_label_and_person_can_be_withdrawn(store: RecordStore) -> None:
    do(store, Correction("withdraw", A, label="Tomas Brandt"))
    assert speakers(store) == [OKORO, None, OKORO, None]
    do(store, Correction("withdraw", person=OKORO))
    assert speakers(store) == [None, None, None, None]
    assert speakers(store, B) == [BRANDT, "ada-moor"]


def test_withheld_label_takes_its_words_along(store: RecordStore) -> None:
    do(store, Correction("withhold", A, label="IO"))
    assert "vote" not in store.view().document(A).text
    assert "IO:" not in store.view().document(A).text


def test_person_is_another_in_one_document(store: RecordStore) -> None:
    do(store, Correction("reassign", A, person=OKORO, to="ada-moor"))
    assert speakers(store) == ["ada-moor", BRANDT, "ada-moor", None]


def test_somebody_new_can_be_named(store: RecordStore, texts: Path) -> None:
    do(store, Correction("reassign", A, label="IO", to="ivo-orrin", to_name="Ivo Orrin", to_affiliation="Pilots"))
    assert speakers(store)[3] == "ivo-orrin"
    assert store.view().speaker("ivo-orrin").person.affiliation == "Pilots"
    run(store, texts)
    assert speakers(store)[3] == "ivo-orrin"


def test_later_correction_goes_over_an_earlier_one(store: RecordStore) -> None:
    do(store, WITHDRAW)
    do(store, REASSIGN)
    assert speakers(store)[2] == BRANDT
    do(store, Correction("withdraw", person=BRANDT))
    assert speakers(store) == [OKORO, None, None, None]


def test_overlapping_corrections_all_hold(store: RecordStore) -> None:
    do(store, Correction("reassign", A, label="Tomas Brandt", to="ada-moor"), WITHHOLD)
    do(store, Correction("withdraw", A, quote="I agree with"))
    assert said(store)[1] == (None, "███ █████ ███ ███████. I agree with Ines Okoro.")


def test_correction_can_be_taken_back(store: RecordStore) -> None:
    before = store.view().document(A)
    do(store, WITHHOLD)
    do(store, WITHDRAW)
    assert correct(store, EMBEDDER, undo=[0, 1]).documents == [A]
    assert store.view().document(A) == before
    assert load_corrections(store.folder) == ()
    assert_sound(store)


def test_quote_that_stands_twice_is_refused_unless_it_is_said_which(store: RecordStore, texts: Path) -> None:
    write(texts / A, (*TURNS, ("Tomas Brandt", "The dredgers are late.")))
    run(store, texts)
    with pytest.raises(BadCorrections, match="several places"):
        do(store, REASSIGN)
    assert load_corrections(store.folder) == ()
    do(store, Correction("withdraw", A, quote="The dredgers are late", occurrence=2))
    assert speakers(store) == [OKORO, BRANDT, OKORO, None, None]


def test_quote_that_comes_to_stand_twice_is_nobodys_and_told(store: RecordStore, texts: Path) -> None:
    do(store, REASSIGN)
    write(texts / A, (*TURNS, ("Ada Moor", "The dredgers are late.")))
    run(store, texts)
    assert speakers(store) == [OKORO, BRANDT, None, None, None]


def test_withheld_quote_that_comes_to_stand_twice_is_withheld_twice(store: RecordStore, texts: Path) -> None:
    do(store, WITHHOLD)
    write(texts / A, (*TURNS, ("Ada Moor", "Two crews are missing.")))
    run(store, texts)
    assert "crews" not in store.view().document(A).text


def test_correction_that_matches_nothing_any_more_is_told(store: RecordStore, texts: Path) -> None:
    do(store, REASSIGN)
    write(texts / A, TURNS[:2])
    [(about, why)] = run(store, texts).corrections
    assert "the dredgers are LATE" in about
    assert "any more" in why
    write(texts / A)
    assert run(store, texts).corrections == []
    assert speakers(store)[2] == BRANDT


@pytest.mark.parametrize(
    "wrong",
    [
        Correction("withdraw", A, quote="nobody said this"),
        Correction("withdraw", "nowhere.txt", quote="The dredgers are late"),
        Correction("withdraw", A, label="XY"),
        Correction("withdraw", A, quote="…!"),
    ],
)
def test_new_correction_that_finds_nothing_is_refused(store: RecordStore, wrong: Correction) -> None:
    with pytest.raises(BadCorrections, match="nothing in the record fits"):
        do(store, wrong)
    assert not path_in(store.folder).exists()


def test_spaces_quotation_marks_and_capitals_may_differ(store: RecordStore, texts: Path) -> None:
    write(texts / A, (("Ines Okoro", "We don’t “need”\n  the   Café."), ("Tomas Brandt", "Yes.")))
    run(store, texts)
    do(store, Correction("withdraw", A, quote="don't need the CAFE\u0301"))
    assert speakers(store)[0] is None


def test_file_is_for_people_and_keeps_their_remarks(store: RecordStore, texts: Path) -> None:
    do(store, REASSIGN)
    path = path_in(store.folder)
    assert "quote: the dredgers are LATE" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "# Asked for by the chair.\n", encoding="utf-8")
    do(store, WITHHOLD)
    assert "# Asked for by the chair." in path.read_text(encoding="utf-8")
    remove(store.folder, [0])
    assert "# Asked for by the chair." in path.read_text(encoding="utf-8")
    assert load_corrections(store.folder) == (WITHHOLD,)


def test_file_edited_by_hand_is_applied_at_the_next_ingest(store: RecordStore, texts: Path) -> None:
    hidden: list[Hidden] = []
    words = f"- {{do: withdraw, document: {A}, label: Tomas Brandt}}\n- do: withhold\n  person: {OKORO}\n"
    path_in(store.folder).write_text(words, encoding="utf-8")
    report = ingest([texts], store, EMBEDDER, NoStatements(), on_hidden=hidden.append)
    assert report.corrected == [A, B]
    assert hidden
    assert OKORO not in {p.id for p in store.view().people()}
    path_in(store.folder).unlink()
    assert run(store, texts).corrected == [A, B]
    assert speakers(store) == [OKORO, BRANDT, OKORO, None]
    assert run(store, texts).corrected == []


def test_words_withheld_by_hand_while_the_document_changes_are_hidden_in_its_older_version(
    store: RecordStore, texts: Path
) -> None:
    hidden: list[Hidden] = []
    old = store.view().document(A).version
    add(store.folder, WITHHOLD)
    write(texts / A, (*TURNS, ("Ada Moor", "I close the meeting.")))
    ingest([texts], store, EMBEDDER, NoStatements(), on_hidden=hidden.append)
    assert "Two crews are missing." in hidden[0].texts
    with pytest.raises(UnknownName):
        store.view().document(A, old)
    assert "crews" not in store.view().document(A).text
    assert_sound(store)


def test_person_whom_only_a_later_document_brings_is_named_before(tmp_path: Path, texts: Path) -> None:
    store = RecordStore(tmp_path / "other")
    path_in(store.folder).write_text(f"- {{do: reassign, document: {A}, label: IO, to: ada-moor}}\n", encoding="utf-8")
    run(store, texts)
    assert speakers(store)[3] == "ada-moor"


def test_id_of_one_with_the_name_of_another_is_nobody(store: RecordStore, texts: Path) -> None:
    add(store.folder, Correction("reassign", A, label="IO", to=BRANDT, to_name="Zelda Quill"))
    [(_, why)] = run(store, texts).corrections
    assert "nobody" in why
    assert speakers(store)[3] is None


def test_wrong_words_are_nobodys_while_the_right_person_is_unknown(store: RecordStore, texts: Path) -> None:
    words = f"- {{do: reassign, document: {A}, quote: The dredgers are late, to: Zelda Quill}}\n"
    path_in(store.folder).write_text(words, encoding="utf-8")
    [(about, why)] = run(store, texts).corrections
    assert "Zelda Quill" in about
    assert "nobody" in why
    assert speakers(store)[2] is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("- do: withdraw\n  documnt: a", r"\[0\].documnt is a key"),
        ("- do: erase\n  person: a", r"\[0\].do"),
        ("do: withdraw", "must be a list"),
        ("- withdraw", r"\[0\] must be"),
        ("- do: withdraw\n  quote: 'open", "line 2"),
        ("- do: withdraw\n  do: withhold\n  person: a", "line 2: |line 2 is"),
        ("- do: withdraw", "needs one of"),
        ("- do: withdraw\n  quote: a", "needs its `document`"),
        ("- do: reassign\n  person: a", "needs `to`"),
        ("- do: withdraw\n  person: a\n  to: b", "takes no `to`"),
        ("- do: withhold\n  person: a\n  document: b", "everywhere"),
        ("- do: merge\n  person: a\n  to: a", "another one"),
        ("- do: merge\n  person: a\n  to: b\n  document: c", "as a whole"),
        ("- do: split\n  person: a\n  to: b", "either `document`"),
        ("- do: withdraw\n  document: a\n  quote: ''", "must not be empty"),
        ("- do: withdraw\n  document: a\n  quote: b\n  occurrence: 0", "counts from 1"),
        ("- do: withdraw\n  document: a\n  quote: b\n  occurrence: second", "occurrence"),
        ("- do: withdraw\n  document: [a]\n  quote: b", "document"),
        ("\xff", "UTF-8|YAML"),
    ],
)
def test_file_that_cannot_be_used_is_named_and_nothing_is_ingested(
    store: RecordStore, texts: Path, words: str, reason: str
) -> None:
    path_in(store.folder).write_bytes(words.encode("latin-1"))
    write(texts / "c.proceedings.json")
    generation = store.generation()
    for act in (lambda: run(store, texts), lambda: do(store, REASSIGN)):
        with pytest.raises(BadCorrections, match=reason) as refused:
            act()
        assert str(path_in(store.folder)) in str(refused.value)
    assert store.generation() == generation


@pytest.mark.parametrize(
    "name",
    [
        "D'Arcy: “Łukasz” #1 - {x}",
        "- yes",
        "NO",
        "2031",
        "null",
        "‮Evil",
        "a\tb",
        "有馬 愛",
        "x: y",
        "'",
        '"',
        "@a",
        "\x1b[2J",
    ],
)
def test_odd_names_are_kept_as_they_are(store: RecordStore, name: str) -> None:
    made = Correction("withdraw", A, label=name, note=name)
    add(store.folder, made, made)
    assert load_corrections(store.folder) == (made, made)
    remove(store.folder, [0])
    assert load_corrections(store.folder) == (made,)


def test_file_that_may_not_be_written_is_told_and_nothing_is_corrected(
    store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store.folder, WITHDRAW)
    monkeypatch.setattr("ingest.corrections.os.access", lambda *_: False)
    with pytest.raises(StoreError, match="cannot be written"):
        do(store, REASSIGN)
    assert load_corrections(store.folder) == (WITHDRAW,)
    assert speakers(store)[2] == OKORO


def test_file_that_leads_elsewhere_is_written_there(store: RecordStore, tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text("# Ours.\n")
    path_in(store.folder).symlink_to(kept)
    do(store, WITHDRAW)
    assert path_in(store.folder).is_symlink()
    assert kept.read_text().startswith("# Ours.\n- do: withdraw")


def test_list_in_one_line_is_told_rather_than_spoilt(store: RecordStore) -> None:
    path_in(store.folder).write_text("[{do: withdraw, person: ada-moor}]\n", encoding="utf-8")
    with pytest.raises(BadCorrections, match="nothing can be added"):
        do(store, WITHDRAW)


def test_two_at_a_time_are_both_kept(store: RecordStore) -> None:
    others = [RecordStore(store.folder) for _ in range(2)]
    threads = [
        threading.Thread(target=do, args=(other, c)) for other, c in zip(others, (WITHDRAW, WITHHOLD), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(c.do for c in load_corrections(store.folder)) == ["withdraw", "withhold"]
    assert said(store)[1:3] == [
        (BRANDT, "███ █████ ███ ███████. I agree with Ines Okoro."),
        (None, "The dredgers are late."),
    ]
    assert_sound(store)


def test_killed_between_keeping_and_publishing_is_finished_by_the_next_ingest(
    store: RecordStore, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr("ingest.staging.Staging.publish", kill)
        with pytest.raises(KeyboardInterrupt):
            do(store, REASSIGN)
    assert speakers(store)[2] == OKORO
    assert run(store, texts).corrected == [A]
    assert speakers(store)[2] == BRANDT
    assert_sound(store)


def test_namesake_of_a_withheld_person_keeps_name_and_words(store: RecordStore, texts: Path) -> None:
    write(texts / A, TURNS, participants=[{"name": "Ines Okoro", "affiliation": "Pilots"}])
    run(store, texts)
    do(store, NOBODY_SAYS)
    turns = (("Ines Okoro", "Bread is dear."), ("Ada Moor", "It is, Ms. Okoro."))
    write(texts / "c.proceedings.json", turns, participants=[{"name": "Ines Okoro", "affiliation": "Bakers' Guild"}])
    run(store, texts)
    assert "Ines Okoro: Bread is dear." in store.view().document("c.proceedings.json").text


def test_name_of_a_withheld_person_is_hidden_in_addresses_and_links(store: RecordStore, texts: Path) -> None:
    words = "Write to ines.okoro@pilots.example, IOkoro2@mail.example or see /people/okoro-ines today."
    others = "Or ask inesita@quay.example."
    write(texts / A, (*TURNS, ("Ada Moor", f"{words} {others}")))
    run(store, texts)
    do(store, NOBODY_SAYS)
    text = store.view().document(A).text.casefold()
    assert "write to ████.█████@pilots.example, ██████2@mail.example or see /people/█████-████ today." in text
    assert "inesita@quay.example" in text


def test_name_in_a_link_is_hidden_where_the_document_names_them_nowhere_else(store: RecordStore, texts: Path) -> None:
    turns = (("Ada Moor", "The plan is at board.example/ines_okoro now. Mail iokoro@board.example."),)
    write(texts / "c.proceedings.json", turns)
    run(store, texts)
    do(store, NOBODY_SAYS)
    text = store.view().document("c.proceedings.json").text
    assert "board.example/████_█████ now. Mail iokoro@board.example." in text


def test_label_of_a_withheld_person_is_hidden_beside_their_name(store: RecordStore, texts: Path) -> None:
    write(texts / A, TURNS, participants=[{"name": "Ines Okoro", "affiliation": "Pilots", "labels": ["IO"]}])
    run(store, texts)
    do(store, NOBODY_SAYS)
    text = store.view().document(A).text
    assert "IO" not in text
    assert "Pilots" not in text


def test_what_is_given_to_a_withheld_person_afterwards_is_withheld(store: RecordStore, texts: Path) -> None:
    do(store, NOBODY_SAYS)
    do(store, Correction("reassign", B, label="Tomas Brandt", to=OKORO))
    do(store, Correction("merge", person="ada-moor", name="Ada Moor", to=OKORO))
    view = store.view()
    assert {p.id for p in view.people()} == {BRANDT}
    for words in ("Dredging", "was right", "Ada", "Ines"):
        assert words not in view.document(B).text
    assert not any("Dredging" in t for t in found(store, "dredging put off"))


def test_names_that_a_withheld_person_had_before_a_merge_are_hidden_everywhere(store: RecordStore, texts: Path) -> None:
    write(texts / "c.proceedings.json", (("Inga Falk", "The quay sinks."), ("Ada Moor", "Tell Ms. Okoro.")))
    write(texts / "d.proceedings.json", (("Ada Moor", "Inga Falk knows the quay, and Ms. Falk should speak."),))
    write(texts / "e.proceedings.json", (("Ines Okoro", "It sank."), ("Ada Moor", "As Ms. Falk foretold.")))
    run(store, texts)
    do(store, Correction("merge", person="inga-falk", name="Inga Falk", to=OKORO))
    do(store, NOBODY_SAYS)
    view = store.view()
    assert "Inga" not in view.document("d.proceedings.json").text
    assert "Falk" not in view.document("c.proceedings.json").text
    assert "Falk" not in view.document("e.proceedings.json").text
