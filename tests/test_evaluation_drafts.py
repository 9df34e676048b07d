"""What readers noted becomes drafts, and what a person accepts of them joins a set; all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from corpus.errors import BadInput, UnknownName
from corpus.records import Person
from corpus.store import RecordStore
from evaluation import lines
from evaluation.cases import parse, read_cases
from evaluation.checking import faults_of
from evaluation.drafts import VERDICTS, WRONG, accept, drafts, write
from service.answers import Abstention, Answer, Citation, Claim, Turn
from service.api.schemas import FeedbackIn
from service.cli.main import app
from service.contract import Json
from service.store import Noted, ServiceStore, StoredConversation

IDA = Person("ida-sorrel", "Ida Sorrel")
WORDS = "the mill wheel turns backwards when the tide is high"


def answer(question: str = "Who spoke of the wheel?") -> Answer:
    cited = Citation(f"mill.md@v1:0-{len(WORDS)}", "mill.md", "v1", "Mill", 0, WORDS, 0, len(WORDS), "00", number=1)
    claim = Claim(f"Ida Sorrel said “{WORDS}” [1].", ("k",), speaker=IDA, citations=(1,))
    return Answer(question, question, claim.text, (claim,), (cited,))


def silent(question: str) -> Answer:
    return Answer(question, question, "", (), (), abstention=Abstention("not_in_record", "The record does not say."))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ServiceStore]:
    RecordStore(tmp_path / "data").close()
    ticking = iter(range(1_900_000_000, 1_900_001_000))
    opened = ServiceStore(tmp_path / "data", clock=lambda: float(next(ticking)))
    yield opened
    opened.close()


def add(store: ServiceStore, given: Answer, **more: object) -> Json:
    return store.add_answer(given, asked_at=store.now(), **more)  # type: ignore[arg-type]


def test_a_draft_shows_question_answer_citations_and_what_was_wrong_and_expects_nothing_yet(
    store: ServiceStore,
) -> None:
    given = add(store, answer())
    noted = store.add_feedback(given["id"], "wrong_speaker", claim=0, comment="That was her sister.")
    (draft,) = drafts(store)
    assert draft["id"] == f"feedback-{noted}"
    assert (draft["question"], draft["history"], draft["accept"]) == ("Who spoke of the wheel?", [], False)
    assert [draft[n] for n in ("type", "speakers", "evidence", "answer", "must_mention")] == ["", [], [], "", []]
    told = draft["draft"]
    assert (told["verdict"], told["comment"]) == ("wrong_speaker", "That was her sister.")
    assert told["noted"].startswith("2030-03-17T")
    assert told["claim"]["speaker"] == "Ida Sorrel"
    assert told["answer"].startswith("Ida Sorrel said")
    assert told["citations"] == [{"number": 1, "document": "mill.md", "speaker": None, "quote": WORDS}]


def test_a_follow_up_keeps_what_was_said_before_it_and_nothing_after(store: ServiceStore) -> None:
    first = add(store, answer(), brought=[Turn("user", "Good day"), Turn("assistant", "Good day")])
    second = add(store, silent("And why?"), conversation=first["conversation"])
    add(store, answer("And who else?"), conversation=first["conversation"])
    store.add_feedback(second["id"], "someone_missing")
    (draft,) = drafts(store)
    assert draft["type"] == "followup"
    said = [t["content"] for t in draft["history"]]
    assert said == ["Good day", "Good day", "Who spoke of the wheel?", f"Ida Sorrel said “{WORDS}” [1]."]
    assert (draft["draft"]["answer"], draft["draft"]["abstained"]) == ("The record does not say.", True)


def test_drafts_stand_in_the_order_of_noting_and_praise_only_where_wanted(store: ServiceStore) -> None:
    ids = [add(store, answer(f"Question {n}?"))["id"] for n in range(3)]
    for answer_id, verdict in zip(ids, ("other", "right", "wrong_quote"), strict=True):
        store.add_feedback(answer_id, verdict)
    assert [d["question"] for d in drafts(store)] == ["Question 0?", "Question 2?"]
    assert [d["question"] for d in drafts(store, ["right", "right"])] == ["Question 1?"]
    with pytest.raises(BadInput, match=r"'good'.*wrong_speaker"):
        list(drafts(store, ["good"]))


def test_verdicts_are_those_of_the_contract() -> None:
    assert set(VERDICTS) == set(get_args(FeedbackIn.model_fields["verdict"].annotation))
    assert set(WRONG) == set(VERDICTS) - {"right"}


def test_nothing_of_a_forgotten_document_becomes_a_draft(store: ServiceStore) -> None:
    store.add_feedback(add(store, answer())["id"], "wrong_quote", comment="No.")
    store.forget_document("mill.md", texts=[WORDS], people=[IDA])
    assert list(drafts(store)) == []


@dataclass
class Vanishing:
    """Its conversation is deleted between the one look and the other."""

    notes: list[Noted] = field(default_factory=list)

    def noted(self, verdict: str) -> list[Noted]:
        return self.notes if verdict == "other" else []

    def conversation(self, conversation_id: str) -> StoredConversation:
        raise UnknownName("conversation", conversation_id)


def test_a_conversation_that_is_deleted_meanwhile_leaves_no_draft() -> None:
    note = Noted("n", 1.0, {"id": "a", "conversation": "c", "question": "Why?"}, None, None)
    assert list(drafts(Vanishing([note]))) == []


FILLED: Json = {
    "accept": True,
    "id": "feedback-1",
    "type": "who",
    "question": "Who spoke of the wheel?",
    "history": [],
    "speakers": ["Una Sorrel"],
    "evidence": [{"document": "mill.md", "quote": WORDS}],
    "answer": "",
    "abstain": False,
    "draft": {"verdict": "wrong_speaker"},
}


def drafted(folder: Path, *rows: object) -> Path:
    path = folder / "drafts.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), encoding="utf-8")
    return path


def test_an_accepted_draft_joins_the_set_as_a_case_without_a_trace_of_the_draft(tmp_path: Path) -> None:
    into = tmp_path / "set.jsonl"
    into.write_text('{"id": "old",  "type": "who", "question": "Who?", "abstain": true}', encoding="utf-8")
    waiting = FILLED | {"id": "feedback-2", "accept": False, "type": ""}
    found = accept(drafted(tmp_path, FILLED, waiting), into)
    assert ([c.id for c in found.joined], found.already, found.waiting) == (["feedback-1"], 0, 1)
    first, second = into.read_text(encoding="utf-8").splitlines()
    assert first == '{"id": "old",  "type": "who", "question": "Who?", "abstain": true}'
    assert set(json.loads(second)) == {"id", "type", "question", "speakers", "evidence"}
    assert [c.id for c in read_cases([into])] == ["old", "feedback-1"]


def test_a_set_is_begun_where_there_is_none_and_accepting_again_adds_nothing(tmp_path: Path) -> None:
    into, file = tmp_path / "set.jsonl", drafted(tmp_path, FILLED)
    assert len(accept(file, into).joined) == 1
    before = into.read_bytes()
    again = accept(file, into)
    assert (again.joined, again.already, into.read_bytes()) == ((), 1, before)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "line 2: is not JSON"),
        ("[1]", "line 2: is not a JSON object"),
        (FILLED | {"id": "b", "type": ""}, "`type`"),
        (FILLED | {"id": "b", "type": "whom"}, "there is no type `whom`"),
        (FILLED | {"id": "b", "accept": "yes"}, "`accept` is true or false"),
        (FILLED | {"id": "b", "speakers": [], "evidence": []}, "nothing is expected"),
        (FILLED | {"id": "b", "abstain": True}, "there is no `evidence`"),
        (FILLED | {"id": "b", "speeker": []}, "no field `speeker`"),
        (FILLED | {"question": "Who else?"}, "the id 'feedback-1' is another case's already"),
    ],
)
def test_one_draft_that_cannot_be_a_case_keeps_all_of_them_out_with_its_reason(
    tmp_path: Path, row: object, reason: str
) -> None:
    into = tmp_path / "set.jsonl"
    with pytest.raises(BadInput, match="Nothing has joined") as refused:
        accept(drafted(tmp_path, FILLED, row), into)
    assert reason in str(refused.value)
    assert not into.exists()


def test_a_set_that_is_faulty_or_no_jsonl_is_not_added_to(tmp_path: Path) -> None:
    file, broken = drafted(tmp_path, FILLED), tmp_path / "set.jsonl"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="not JSON"):
        accept(file, broken)
    with pytest.raises(BadInput, match="jsonl"):
        accept(file, tmp_path / "set.xlsx")
    with pytest.raises(BadInput, match="cannot be read"):
        accept(tmp_path / "missing", tmp_path / "other.jsonl")


def test_a_draft_that_nobody_filled_in_is_no_case(store: ServiceStore) -> None:
    store.add_feedback(add(store, answer())["id"], "other")
    (draft,) = drafts(store)
    bare = {n: v for n, v in draft.items() if n not in ("accept", "draft")}
    with pytest.raises(BadInput, match="`type`"):
        parse(bare)
    assert list(faults_of(parse(bare | {"type": "position"}))) != []


def test_drafts_never_overwrite_a_file_that_somebody_may_have_worked_in(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    assert write(path, [FILLED]) == 1
    with pytest.raises(BadInput, match="there already"):
        write(path, [])
    assert [row for _, row in lines.rows(path)] == [FILLED]


def test_the_command_goes_from_feedback_to_a_case_of_the_set(tmp_path: Path, store: ServiceStore) -> None:
    store.add_feedback(add(store, answer())["id"], "wrong_speaker", comment="\x1b[2J her sister")
    out, into = tmp_path / "drafts.jsonl", tmp_path / "set.jsonl"

    def rostrum(*arguments: object):  # type: ignore[no-untyped-def]
        return CliRunner().invoke(app, ["--data", str(tmp_path / "data"), "eval", "drafts", *map(str, arguments)])

    printed = rostrum()
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout)["draft"]["verdict"] == "wrong_speaker"
    assert "\x1b" not in printed.stdout
    assert "holds 1 drafts" in rostrum("--out", out).stdout
    (draft,) = (row for _, row in lines.rows(out))
    lines.write(out, [draft | {"accept": True, "type": "who", "speakers": ["Una Sorrel"]}])
    assert f"1 cases joined {into}" in rostrum("--accept", out, "--into", into).stdout
    (case,) = read_cases([into])
    assert (case.question, case.speakers) == ("Who spoke of the wheel?", ("Una Sorrel",))
    for wrong in (
        ("--accept", out),
        ("--into", into),
        ("--accept", out, "--into", into, "--out", out),
        ("--verdict", "x"),
    ):
        assert rostrum(*wrong).exit_code == 2
