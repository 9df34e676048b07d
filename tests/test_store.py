"""The record store: staging, publishing, who is who, what is left after forgetting."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus import schema
from corpus.database import writing
from corpus.errors import AmbiguousName, NewerData, StoreError, UnknownName
from corpus.records import Document, Participant, Passage
from corpus.store import RecordStore, Staged
from tests.proceedings import BERG, LIM, OKAFOR, REPORT_TEXT, report, transcript


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


def passages_of(document: Document) -> list[Passage]:
    made = []
    for u in document.utterances:
        said = [s.source for s in document.statements if s.utterance == u.number and s.source]
        speakers = tuple(dict.fromkeys([u.speaker] if u.speaker else said))
        words = document.text[u.start : u.end]
        made.append(Passage(document.id, document.version, u.number, u.start, u.end, words, u.section, speakers))
    return made


def staged(store: RecordStore, document: Document, root: str = "/texts") -> Staged:
    store.identify([e.participant for e in document.roll])
    passages = passages_of(document)
    return store.stage(document, passages, [p.text for p in passages], root=root, bytes_sha256=document.version)


def published(store: RecordStore, *documents: Document) -> RecordStore:
    store.publish([staged(store, d).version for d in documents])
    return store


def test_document_comes_back_as_it_went_in(store: RecordStore) -> None:
    for document in (report(), transcript()):
        assert published(store, document).view().document(document.id) == document


def test_staged_version_is_not_found_until_published(store: RecordStore) -> None:
    version = staged(store, report()).version
    with pytest.raises(UnknownName):
        store.view().document("levies.txt")
    store.publish([version])
    assert store.view().document("levies.txt").title == "Forum on levies"


def test_publishing_raises_the_generation_and_old_views_keep_theirs(store: RecordStore) -> None:
    before = published(store, report()).view()
    changed = dataclasses.replace(report(), version="v2", title="Changed")
    published(store, changed)
    assert store.view().generation > before.generation
    assert before.document("levies.txt").title == "Forum on levies"
    assert store.view().document("levies.txt").title == "Changed"
    assert store.view().document("levies.txt", "v1").title == "Forum on levies"


def test_view_is_the_same_until_the_generation_moves(store: RecordStore) -> None:
    assert published(store, report()).view() is store.view()


def test_passages_are_those_of_the_view_in_the_order_asked_for(store: RecordStore) -> None:
    old = staged(store, report())
    store.publish([old.version])
    first_view = store.view()
    new = staged(store, dataclasses.replace(report(), version="v2"))
    store.publish([new.version])
    asked = [new.numbers[2], old.numbers[0], new.numbers[0]]
    assert [p.number for p in store.view().passages(asked)] == [new.numbers[2], new.numbers[0]]
    assert [p.number for p in first_view.passages(asked)] == [old.numbers[0]]
    assert store.view().passages(asked)[0].text == REPORT_TEXT.split("\n\n")[2]
    assert store.view().passages(asked)[0].speakers == (LIM, BERG)


def test_numbers_are_never_used_twice(store: RecordStore) -> None:
    first = staged(store, report())
    store.drop([first.version])
    assert min(staged(store, report()).numbers) > max(first.numbers)


def test_table_has_a_row_for_each_current_passage_in_order(store: RecordStore) -> None:
    table = published(store, transcript(), report()).view().table
    assert table.documents == ("levies.txt", "sitting.txt")
    assert table.document.tolist() == [0, 0, 0, 1, 1, 1]
    assert table.utterance.tolist() == [0, 1, 2, 0, 1, 2]
    assert table.spoken_by([BERG.id]).tolist() == [False, False, True, False, True, False]
    assert table.spoken_by([]).tolist() == [False] * 6


def test_table_of_an_empty_record_is_empty(store: RecordStore) -> None:
    assert len(store.view().table.number) == 0
    assert store.view().documents() == []


def test_same_name_with_agreeing_affiliation_is_one_speaker(store: RecordStore) -> None:
    people = store.identify(
        [
            Participant("Ann Lee"),
            Participant("Ann Lee", "Harbour Board"),
            Participant("LEE Ann", "Harbour Board of Lumen"),
            Participant("Ann Lee", "City Museum"),
        ]
    )
    assert [p.id for p in people[:3]] == ["ann-lee"] * 3
    assert people[3].id.startswith("ann-lee~")


def test_name_of_two_known_people_without_affiliation_is_neither_and_stays_so(store: RecordStore) -> None:
    known = store.identify([Participant("Ann Lee", "Harbour Board"), Participant("Ann Lee", "City Museum")])
    bare = store.identify([Participant("Ann Lee")])
    assert bare[0].id not in {p.id for p in known}
    assert store.identify([Participant("Ann Lee")]) == bare
    assert store.identify([Participant("Ann Lee", "City Museum")]) == known[1:]


def test_affiliation_inside_a_word_of_another_does_not_agree(store: RecordStore) -> None:
    one, other = store.identify([Participant("Ann Lee", "UN"), Participant("Ann Lee", "University of Lumen")])
    assert one.id != other.id


def test_initials_are_not_taken_for_a_name_of_another_document(store: RecordStore) -> None:
    one, other = store.identify([Participant("Ann Maria Lee"), Participant("A. Lee")])
    assert one.id != other.id


def test_id_of_a_register_holds_whatever_the_affiliation(store: RecordStore) -> None:
    given = {"Ann Lee": "lee-7"}
    first = store.identify([Participant("Ann Lee", "Harbour Board")], given)
    assert [p.id for p in first] == ["lee-7"]
    assert store.identify([Participant("LEE Ann", "City Museum")], given)[0].id == "lee-7"


def test_a_person_and_a_country_of_one_name_are_two(store: RecordStore) -> None:
    person, country = store.identify([Participant("Jordan"), Participant("Jordan", delegation=True)])
    assert person.id != country.id


def test_a_country_by_two_names_is_one_speaker(store: RecordStore) -> None:
    one, other = store.identify(
        [Participant("Russia", delegation=True), Participant("Russian Federation", delegation=True)]
    )
    assert one == other


def test_namesakes_get_an_id_of_their_own_and_keep_it(store: RecordStore) -> None:
    assert store.document_id("/a", "x/report.txt") == "report.txt"
    published(store, dataclasses.replace(report(), id="report.txt", identity="x/report.txt"))
    later = store.document_id("/a", "y/report.txt")
    assert later.startswith("report.txt~")
    assert later == store.document_id("/a", "y/report.txt")


def test_signs_that_cannot_be_seen_are_not_in_ids(store: RecordStore) -> None:
    assert store.document_id("/a", "x/one\ntwo \x1b[2J\u202etxt.md") == "one_two _[2J_txt.md"
    assert store.document_id("/a", "Überblick 2024 📜.md") == "Überblick 2024 📜.md"


def test_speakers_and_what_they_said(store: RecordStore) -> None:
    view = published(store, report(), transcript()).view()
    assert [s.person for s in view.speakers()] == [OKAFOR, BERG, LIM]
    assert [d.id for d in view.speaker(OKAFOR.id).documents] == ["levies.txt", "sitting.txt"]
    assert len(view.statements_of(OKAFOR.id)) == 3
    assert view.resolve_speaker("Ms. Okafor") == OKAFOR
    with pytest.raises(UnknownName):
        view.resolve_speaker("Nobody Known")


def test_name_of_two_people_is_ambiguous_with_its_candidates(store: RecordStore) -> None:
    roll = store.identify([Participant("Ann Lee", "Board"), Participant("Bo Lee")])
    entries = tuple(dataclasses.replace(report().roll[0], person=p, participant=Participant(p.name)) for p in roll)
    published(store, dataclasses.replace(report(), roll=(*report().roll, *entries)))
    with pytest.raises(AmbiguousName) as raised:
        store.view().resolve_speaker("Lee")
    assert [p.name for p in raised.value.candidates] == ["Ann Lee", "Bo Lee"]


def test_document_is_found_by_title_too(store: RecordStore) -> None:
    view = published(store, report()).view()
    assert view.resolve_document("forum on levies") == "levies.txt"
    with pytest.raises(UnknownName):
        view.resolve_document("nothing")


def test_forgetting_leaves_no_word_and_no_speaker(store: RecordStore) -> None:
    published(store, report(), transcript())
    store.forget("levies.txt")
    store.compact()
    assert [p for p in store.view().people() if p == LIM] == []
    everything = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    assert b"two-year trial" not in everything
    assert b"I support the levy" in everything
    with pytest.raises(UnknownName):
        store.forget("levies.txt")


def test_retired_document_is_no_longer_found(store: RecordStore) -> None:
    published(store, report())
    store.retire(["levies.txt"], now=100.0)
    assert store.view().documents() == []
    assert store.retired(before=101.0)
    assert store.retired(before=99.0) == []


def test_data_of_a_newer_version_is_refused_and_left_alone(store: RecordStore) -> None:
    with writing(store._engine, store.path) as connection:
        connection.execute(schema.meta.update().where(schema.meta.c.key == "schema").values(value="99"))
    with pytest.raises(NewerData, match="newer Rostrum"):
        RecordStore(store.folder)


def test_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").write_bytes(b"this is no database, and never was one" * 100)
    with pytest.raises(StoreError, match=r"record\.sqlite3 cannot be used"):
        RecordStore(tmp_path)


def test_data_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="cannot be made a data folder"):
        RecordStore(tmp_path / "data")


def test_folder_without_a_record_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="rostrum ingest"):
        RecordStore(tmp_path / "nowhere", create=False)
