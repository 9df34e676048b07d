from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest

from corpus.errors import NewerData, StoreError, UnknownName
from corpus.records import Person
from service.answers import Abstention, Answer, Citation, Claim, Coverage, Turn
from service.store import FILE, ServiceStore

ADA = Person("ada-moor", "Ada Moor", "Harbour Board")
QUOTE = "the quayside lamps must burn until the last ferry has left the harbour"


def citation(document: str = "harbour.md", quote: str = QUOTE) -> Citation:
    return Citation(f"{document}@v1:0-{len(quote)}", document, "v1", "Harbour", 0, quote, 0, len(quote), "00", number=1)


def answer(question: str = "Who wants lamps?", **changes) -> Answer:
    cited = changes.pop("citations", (citation(),))
    claim = Claim(f"Ada Moor said “{cited[0].quote}” [1]." if cited else "", ("k",), speaker=ADA, citations=(1,))
    values = {"text": claim.text, "claims": (claim,) if cited else (), "citations": cited} | changes
    return Answer(question, question, **values)


SILENT = answer(citations=(), text="", abstention=Abstention("not_in_record", "The record does not say."))


@pytest.fixture
def store(tmp_path):
    opened = ServiceStore(tmp_path)
    yield opened
    opened.close()


def add(store: ServiceStore, given: Answer, **more):
    return store.add_answer(given, asked_at=store.now(), **more)


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file())


def test_an_answer_reads_again_as_it_was_given(store):
    given = add(store, answer())
    assert store.answer(given["id"]) == given
    assert given["citations"][0]["url"] == "/documents/harbour.md?version=v1#u0"


def test_ids_of_answers_and_conversations_cannot_be_guessed(store):
    given = [add(store, answer()) for _ in range(20)]
    assert len({g["id"] for g in given} | {g["conversation"] for g in given}) == 40
    assert all(len(g["id"]) >= 22 for g in given)


def test_a_conversation_holds_its_turns_in_order(store):
    first = add(store, answer("Who wants lamps?"))
    add(store, SILENT, conversation=first["conversation"])
    turns = store.conversation(first["conversation"]).turns()
    assert [t.role for t in turns] == ["user", "assistant", "user", "assistant"]
    assert turns[0].content == "Who wants lamps?"
    assert turns[3].content == "The record does not say."


def test_turns_that_the_reader_brought_come_before_those_given_here(store):
    given = add(store, answer(), brought=[Turn("user", "Hello"), Turn("assistant", "Good day")])
    assert [t.content for t in store.conversation(given["conversation"]).turns()][:2] == ["Hello", "Good day"]


def test_what_was_never_stored_is_unknown(store):
    with pytest.raises(UnknownName):
        store.answer("nothing")
    with pytest.raises(UnknownName):
        store.conversation("nothing")
    with pytest.raises(UnknownName):
        store.delete_conversation("nothing")
    with pytest.raises(UnknownName):
        store.add_feedback("nothing", "right")


def test_feedback_names_an_answer_and_a_claim_that_exist(store):
    given = add(store, answer())
    assert store.add_feedback(given["id"], "wrong_speaker", claim=0, comment="It was the mayor.")
    with pytest.raises(UnknownName, match="claim"):
        store.add_feedback(given["id"], "wrong_speaker", claim=1)


def test_a_deleted_conversation_leaves_no_bytes_behind(store, tmp_path):
    given = add(store, answer("Who wants quincunx lanterns?"))
    store.add_feedback(given["id"], "other", comment="xylophone")
    store.delete_conversation(given["conversation"])
    left = bytes_of(tmp_path)
    assert b"quincunx" not in left
    assert b"xylophone" not in left
    with pytest.raises(UnknownName):
        store.answer(given["id"])


def test_a_forgotten_document_leaves_no_bytes_behind(store, tmp_path):
    keep = add(store, answer("And bread?", citations=(citation("bread.md", "bread is baked at four in the morning"),)))
    gone = add(store, answer())
    assert QUOTE.encode() in bytes_of(tmp_path)
    assert store.forget_document("harbour.md") == 1
    left = bytes_of(tmp_path)
    assert QUOTE.encode() not in left
    assert b"harbour.md" not in left
    assert store.answer(keep["id"]) == keep
    with pytest.raises(UnknownName):
        store.conversation(gone["conversation"])


def test_a_document_offered_only_as_related_is_forgotten_too(store, tmp_path):
    silent = answer(citations=(), text="", abstention=Abstention("unclear", "Who?"), related=(citation(),))
    add(store, silent)
    store.forget_document("harbour.md")
    assert QUOTE.encode() not in bytes_of(tmp_path)


def test_words_of_a_forgotten_document_in_a_question_or_a_comment_go_too(store, tmp_path):
    other = (citation("bread.md", "bread is baked at four in the morning"),)
    asked = add(store, answer("Who said that\nThe quayside lamps must burn until dawn?", citations=other))
    noted = add(store, answer("And bread?", citations=other))
    store.add_feedback(noted["id"], "wrong_quote", comment="No: " + QUOTE)
    brought = add(store, answer("And now?", citations=other), brought=[Turn("assistant", QUOTE + "\nYes.")])
    assert store.forget_document("harbour.md", texts=[f"Ada said that {QUOTE}."]) == 3
    assert b"lamps must burn" not in bytes_of(tmp_path)
    for gone in (asked, noted, brought):
        with pytest.raises(UnknownName):
            store.answer(gone["id"])


def test_people_whom_no_other_document_holds_are_forgotten_by_name(store, tmp_path):
    touched = Coverage(1, 2, (Person("zelda-quill", "Zelda Quill"),))
    add(store, answer(citations=(citation("bread.md", "bread is baked at four"),), coverage=touched))
    assert store.forget_document("harbour.md", people=[Person("zelda-quill", "Zelda Quill")]) == 1
    assert b"Zelda" not in bytes_of(tmp_path)


def test_a_name_of_one_word_is_forgotten_where_it_names_a_speaker_only(store):
    union = Person("union", "Union")
    others = (citation("bread.md", "the union bakes bread at four"),)
    keep = add(store, answer("Who bakes?", citations=others))
    add(store, answer("Who bakes?", citations=others, coverage=Coverage(1, 2, (union,))))
    assert store.forget_document("harbour.md", people=[union]) == 1
    assert store.answer(keep["id"]) == keep


def test_forgetting_an_unknown_document_takes_nothing(store):
    given = add(store, answer())
    assert store.forget_document("other.md", texts=["Of entirely different matters the chronicle speaks here"]) == 0
    assert store.answer(given["id"]) == given


def test_a_question_asked_before_the_forgetting_cannot_store_its_answer_after(tmp_path):
    now = [100.0]
    store = ServiceStore(tmp_path, clock=lambda: now[0])
    store.forget_document("harbour.md")
    late = store.add_answer(answer(), asked_at=99.0)
    with pytest.raises(UnknownName):
        store.answer(late["id"])
    again = store.add_answer(answer(), asked_at=101.0)  # the document was ingested anew
    assert store.answer(again["id"]) == again


def test_an_answer_to_a_conversation_deleted_meanwhile_is_not_stored(store):
    first = add(store, answer())
    store.delete_conversation(first["conversation"])
    late = add(store, answer(), conversation=first["conversation"])
    with pytest.raises(UnknownName):
        store.answer(late["id"])


def test_two_openings_of_one_folder_see_each_other(store, tmp_path):
    other = ServiceStore(tmp_path)
    given = add(store, answer())
    assert other.answer(given["id"]) == given
    other.forget_document("harbour.md")
    with pytest.raises(UnknownName):
        store.answer(given["id"])
    other.close()


def test_answers_of_many_threads_are_all_kept(store):
    given: list[dict] = []
    threads = [threading.Thread(target=lambda: given.append(add(store, answer()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.answer(g["id"])["id"] for g in given}) == 8


def test_a_database_of_a_newer_rostrum_is_refused(tmp_path):
    ServiceStore(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerData, match="99"):
        ServiceStore(tmp_path)


def test_a_damaged_database_is_an_error_that_names_the_file(tmp_path):
    (tmp_path / FILE).write_bytes(b"this is no database at all, " * 50)
    with pytest.raises(StoreError, match=FILE):
        ServiceStore(tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match="taken"):
        ServiceStore(tmp_path / "taken" / "below")


def test_a_sound_database_has_nothing_wrong(store):
    assert store.check() is None


def test_an_abstention_is_kept_with_its_kind(store):
    given = add(store, SILENT)
    assert given["abstained"] is True
    assert given["abstention"] == {"kind": "not_in_record", "message": "The record does not say."}
    assert json.loads(json.dumps(store.answer(given["id"])))["claims"] == []
