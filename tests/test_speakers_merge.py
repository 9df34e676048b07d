"""Who is who: two who are one, one who is two, and people who may be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import AmbiguousName, BadCorrections, UnknownName
from corpus.records import Person
from corpus.store import RecordStore
from corpus.twins import near_names, possible_twins
from ingest.correcting import Outcome, correct
from ingest.corrections import load_corrections
from ingest.drafts import Draft, drafted, drafted_split
from tests.meetings_fake import EMBEDDER, assert_sound, found, run
from tests.test_corrections import TODAY

BOARD, COUNCIL, CLUB = "board.proceedings.json", "council.proceedings.json", "club.proceedings.json"


def meeting(folder: Path, name: str, *turns: tuple[str, str], **affiliations: str) -> None:
    people = [{"name": n.replace("_", " "), "affiliation": a} for n, a in affiliations.items()]
    utterances = [{"speaker": s, "text": t} for s, t in turns]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps({"participants": people, "utterances": utterances}), encoding="utf-8")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    meeting(folder, BOARD, ("Arisa Ema", "Fog bells are useful."), ("Otto Brand", "They are loud."), Arisa_Ema="Pilots")
    meeting(folder, COUNCIL, ("Arisa Ema", "Taxes are too low."), Arisa_Ema="City Council")
    meeting(folder, CLUB, ("Arisa Emma", "The regatta is in June."), ("Otto Brand", "Is it?"))
    return folder


@pytest.fixture
def store(tmp_path: Path, texts: Path) -> RecordStore:
    made = RecordStore(tmp_path / "data")
    run(made, texts)
    return made


def merge(store: RecordStore, one: str, other: str) -> Outcome:
    return correct(store, EMBEDDER, lambda: [drafted(store, Draft("merge", person=one, to=other), TODAY)])


def split(store: RecordStore, person: str, *documents: str, **more: str | None) -> str:
    more = {"affiliation": None, "name": None} | more
    done = correct(store, EMBEDDER, lambda: drafted_split(store, person, documents, today=TODAY, **more))  # type: ignore[arg-type]
    return str(done.new[0].to)


def speaker(store: RecordStore, document: str) -> str | None:
    said = store.view().document(document).utterances[0].speaker
    return said.id if said else None


def test_one_name_with_another_affiliation_is_two_speakers_and_possible_twins(store: RecordStore) -> None:
    ids = {speaker(store, d) for d in (BOARD, COUNCIL)}
    assert len(ids) == 2
    people = store.view().people()
    assert ("same name", ids) in [(t.why, {t.one.id, t.other.id}) for t in possible_twins(people)]


def test_merged_speakers_are_one_everywhere_and_after_the_next_ingest(store: RecordStore, texts: Path) -> None:
    gone, stays = str(speaker(store, COUNCIL)), str(speaker(store, BOARD))
    assert merge(store, gone, stays).documents == [COUNCIL]
    view = store.view()
    assert [s.person.id for s in view.speakers()].count(gone) == 0
    assert {d.id for d in view.speaker(stays).documents} == {BOARD, COUNCIL}
    assert view.document(COUNCIL).roll[0].person.id == stays
    assert set(view.table.speakers) == {stays, "otto-brand", "arisa-emma"}
    assert found(store, "taxes low")[0] == "Taxes are too low."
    meeting(texts, COUNCIL, ("Arisa Ema", "Taxes are too high."), Arisa_Ema="City Council")
    meeting(texts, "new.proceedings.json", ("Arisa Ema", "Parks need benches."), Arisa_Ema="City Council")
    run(store, texts)
    assert (speaker(store, COUNCIL), speaker(store, "new.proceedings.json")) == (stays, stays)
    with pytest.raises(UnknownName):
        store.view().speaker(gone)
    assert_sound(store)


def test_id_of_a_merged_speaker_is_given_to_nobody_else(store: RecordStore, texts: Path) -> None:
    gone, stays = str(speaker(store, BOARD)), str(speaker(store, COUNCIL))
    merge(store, gone, stays)
    meeting(texts, "new.proceedings.json", ("Arisa Ema", "Bread is dear."), Arisa_Ema="Bakers' Guild")
    run(store, texts, grace_s=-1)
    run(store, texts, grace_s=-1)
    assert speaker(store, "new.proceedings.json") not in (gone, stays)


def test_merges_follow_one_another(store: RecordStore) -> None:
    council, board = str(speaker(store, COUNCIL)), str(speaker(store, BOARD))
    merge(store, council, board)
    merge(store, board, "Arisa Emma")
    assert {speaker(store, d) for d in (BOARD, COUNCIL, CLUB)} == {"arisa-emma"}
    correct(store, EMBEDDER, undo=[0])
    assert [speaker(store, d) for d in (BOARD, COUNCIL)] == ["arisa-emma", council]


def test_split_speaker_is_two_by_document_and_after_the_next_ingest(store: RecordStore, texts: Path) -> None:
    new = split(store, "Otto Brand", CLUB)
    assert new.startswith("otto-brand~")
    ids = [p.id for p in store.view().people()]
    assert "otto-brand" in ids
    assert new in ids
    assert store.view().document(CLUB).utterances[1].speaker == Person(new, "Otto Brand")
    meeting(texts, CLUB, ("Otto Brand", "It is in July."))
    run(store, texts)
    assert speaker(store, CLUB) == new
    assert_sound(store)


def test_split_by_affiliation_takes_later_documents_along(store: RecordStore, texts: Path) -> None:
    merge(store, str(speaker(store, COUNCIL)), str(speaker(store, BOARD)))
    new = split(store, str(speaker(store, BOARD)), affiliation="City Council", name="Arisa Ema-Sato")
    assert speaker(store, COUNCIL) == new
    assert speaker(store, BOARD) == "arisa-ema"
    assert store.view().speaker(new).person == Person(new, "Arisa Ema-Sato", "City Council")
    meeting(texts, "new.proceedings.json", ("Arisa Ema", "Parks need benches."), Arisa_Ema="City Council")
    run(store, texts)
    assert speaker(store, "new.proceedings.json") == new


def test_split_of_several_documents_is_one_new_person(store: RecordStore) -> None:
    new = split(store, "Otto Brand", CLUB, BOARD)
    assert {d.id for d in store.view().speaker(new).documents} == {CLUB, BOARD}
    assert len(load_corrections(store.folder)) == 2


def test_split_can_be_merged_again(store: RecordStore) -> None:
    merge(store, split(store, "Otto Brand", CLUB), "otto-brand")
    assert {d.id for d in store.view().speaker("otto-brand").documents} == {BOARD, CLUB}


def test_names_that_are_not_known_or_not_clear_are_told(store: RecordStore) -> None:
    with pytest.raises(UnknownName, match=r"Did you mean Otto Brand \(otto-brand\)"):
        merge(store, "Oto Brandt", "Arisa Emma")
    with pytest.raises(AmbiguousName, match="arisa-ema"):
        merge(store, "Arisa Ema", "Otto Brand")
    with pytest.raises(BadCorrections, match="another one"):
        merge(store, "Otto Brand", "otto-brand")
    with pytest.raises(BadCorrections, match="nothing in the record fits"):
        split(store, "Otto Brand", COUNCIL)
    assert load_corrections(store.folder) == ()


def people(*names: str) -> list[Person]:
    """People with the affiliation after a bar."""
    return [Person(f"p{i}", *n.split("|")) for i, n in enumerate(names)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Arisa Ema", "Arisa Ema", "same name"),
        ("Arisa Ema|Pilots", "Dr. Arisa Éma|Council", "same name"),
        ("EMA Arisa", "Arisa Ema", "word order"),
        ("EMA Arisa|Pilots", "Arisa Ema|Council", "word order"),
        ("A. Ema", "Arisa Ema", "initials"),
        ("Tomas B. Lindqvist", "T. B. Lindqvist", "initials"),
        ("Ana Maria Bell", "Ana Bell", "longer name"),
        ("Tomas Lindqvist", "Tomas Lindquist", None),
        ("Tomas Lindqvisst", "Tomas Lindqvist", "spelling"),
        ("Katarina Holm", "Katarrina Holm", "spelling"),
        ("A. Ema|Pilots", "Arisa Ema|Council", None),
        ("Rosa Lim", "Rosa Lin", None),
        ("Ana Bell", "Ada Bell", None),
        ("Arisa Ema", "Otto Ema", None),
        ("Ema", "Arisa Ema", None),
        ("有馬 愛", "有馬 愛", "same name"),
    ],
)
def test_people_who_may_be_one(one: str, other: str, why: str | None) -> None:
    assert [t.why for t in possible_twins(people(one, other))] == ([why] if why else [])


def test_two_whom_one_meeting_lists_are_two() -> None:
    assert possible_twins(people("Ana Bell|Pilots", "Ana Bell|Council"), [frozenset({"p0", "p1"})]) == []


def test_many_namesakes_are_found_in_pairs_once() -> None:
    found = possible_twins(people(*["Ana Bell"] * 4))
    assert len(found) == 6


def test_near_names_are_offered_the_nearest_first() -> None:
    known = people("Otto Brand", "Arisa Ema", "Odo Grant")
    assert near_names("Otto Brant", known)[0].name == "Otto Brand"
    assert near_names("Zzyzx Quux", known) == []
