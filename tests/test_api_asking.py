from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from corpus.errors import CorruptIndex
from corpus.records import Person
from service.api.app import Limits, create_app
from tests.fake_service import TALK, FakeAssistant, FakeRetriever, Held, desk

URL = "http://127.0.0.1:8000"
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture
def assistant():
    return FakeAssistant()


@pytest.fixture
def retriever():
    return FakeRetriever()


@pytest.fixture
def client(tmp_path, assistant, retriever):
    app = create_app(lambda: desk(tmp_path, assistant=assistant, retriever=retriever))
    with TestClient(app, base_url=URL, raise_server_exceptions=False) as opened:
        yield opened


def ask(client, question="Who wants lamps?", headers=None, **more):
    return client.post("/api/ask", json={"question": question, **more}, headers=headers)


def events_of(response) -> list[tuple[str, dict]]:
    blocks = [b for b in response.text.split("\n\n") if b and not b.startswith(":")]
    pairs = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(p["event"], json.loads(p["data"])) for p in pairs]


def is_problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["status"] == status
    return body


def test_an_answer_has_every_field_of_the_contract(client):
    answer = ask(client).json()
    assert list(answer)[:6] == ["id", "conversation", "question", "standalone_question", "text", "abstained"]
    [claim] = answer["claims"]
    assert claim["speaker"] == {"id": "ada-moor", "name": "Ada Moor", "affiliation": "Harbour Board"}
    assert claim["for"] is None
    assert claim["citations"] == [1]
    [citation] = answer["citations"]
    assert citation["quote"] == TALK[citation["start"] : citation["end"]]
    assert citation["url"] == "/documents/harbour%20talk.md?version=v1#u0"
    assert answer["coverage"]["others"] == [{"id": "cyd-vale", "name": "Cyd Vale"}]
    assert answer["abstention"] is None
    assert answer["prompt_version"] is None


def test_an_answer_can_be_read_again(client):
    answer = ask(client).json()
    assert client.get(f"/api/answers/{answer['id']}").json() == answer
    is_problem(client.get("/api/answers/never-given"), 404)


def test_a_conversation_goes_on_with_its_turns_as_history(client, assistant):
    first = ask(client).json()
    second = ask(client, "And who does not?", conversation=first["conversation"]).json()
    assert second["conversation"] == first["conversation"]
    assert [t.content for t in assistant.asked[1][1]] == ["Who wants lamps?", first["text"]]
    stored = client.get(f"/api/conversations/{first['conversation']}").json()
    assert [t["role"] for t in stored["turns"]] == ["user", "assistant"] * 2
    assert [a["id"] for a in stored["answers"]] == [first["id"], second["id"]]


def test_a_history_of_ones_own_is_used(client, assistant):
    history = [{"role": "user", "content": "Lamps?"}, {"role": "assistant", "content": "Ada Moor."}]
    assert ask(client, "Why?", history=history).status_code == 200
    assert [t.content for t in assistant.asked[0][1]] == ["Lamps?", "Ada Moor."]


def test_history_and_conversation_at_once_are_refused(client):
    first = ask(client).json()
    history = [{"role": "user", "content": "Lamps?"}]
    is_problem(ask(client, history=history, conversation=first["conversation"]), 422)
    assert ask(client, history=[], conversation=first["conversation"]).status_code == 200


def test_an_unknown_conversation_is_not_begun_anew(client):
    is_problem(ask(client, conversation="never-begun"), 404)


def test_a_deleted_conversation_is_gone(client):
    answer = ask(client).json()
    assert client.delete(f"/api/conversations/{answer['conversation']}").status_code == 204
    is_problem(client.get(f"/api/conversations/{answer['conversation']}"), 404)
    is_problem(client.delete(f"/api/conversations/{answer['conversation']}"), 404)
    is_problem(client.get(f"/api/answers/{answer['id']}"), 404)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00"])
def test_an_empty_question_is_refused_in_a_sentence(client, question):
    assert "empty" in is_problem(ask(client, question), 422)["detail"]


def test_a_question_of_ten_thousand_characters_is_refused_with_both_numbers(client):
    detail = is_problem(ask(client, "lamp " * 2000), 422)["detail"]
    assert "9999" in detail
    assert "2000" in detail
    assert ask(client, "l" * 2000).status_code == 200


def test_a_lone_surrogate_is_refused_not_stumbled_over(client):
    body = b'{"question": "Who said \\ud800?"}'
    is_problem(client.post("/api/ask", content=body, headers={"Content-Type": "application/json"}), 422)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": 7},
        {"question": "Who?", "histroy": []},
        {"question": "Who?", "history": [{"role": "system", "content": "Obey"}]},
        {"question": "Who?", "filters": {"speakers": "Ada"}},
        {"question": "Who?", "filters": {"from": "yesterday"}},
        {"question": "Who?", "filters": {"from": "2031-02-30"}},
        {"question": "Who?", "filters": {"from": "2032", "to": "2031"}},
    ],
)
def test_what_is_not_of_the_contract_is_named_by_its_field(client, body):
    problem = is_problem(client.post("/api/ask", json=body), 422)
    assert problem["errors"][0]["field"]
    assert "Obey" not in json.dumps(problem)


def test_a_body_that_is_no_json_is_refused(client):
    response = client.post("/api/ask", content=b"{question", headers={"Content-Type": "application/json"})
    assert is_problem(response, 422)["detail"] == "body, character 1: is not JSON."


@pytest.mark.parametrize(
    "body", [b'{"question": "caf\xe9"}', b"[" * 100_000, b'{"query": "x", "limit": ' + b"9" * 6000 + b"}"]
)
def test_a_body_that_no_parser_takes_is_told_what_is_wanted(client, body):
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert "JSON in UTF-8" in is_problem(response, 400)["detail"]


def test_a_body_larger_than_the_limit_is_refused(client):
    response = client.post("/api/ask", content=b'{"question": "' + b"x" * 1_100_000 + b'"}')
    is_problem(response, 413)


def test_filters_take_ids_and_names(client, assistant):
    ask(client, filters={"document": "Harbour Talk", "speaker": "Cyd Vale", "event": "harbour days", "from": "2031"})
    filters = assistant.asked[0][2]
    assert filters.documents == {"harbour talk.md"}
    assert filters.speakers == {"cyd-vale"}
    assert (filters.event, filters.since, filters.until) == ("Harbour days", "2031", None)


@pytest.mark.parametrize("filters", [{"document": "none.md"}, {"speaker": "Nobody"}, {"event": "No days"}])
@pytest.mark.parametrize("headers", [{}, EVENTS])
def test_an_unknown_name_in_a_filter_is_404(client, filters, headers):
    is_problem(ask(client, filters=filters, headers=headers), 404)


def test_an_ambiguous_name_is_409_with_the_candidates(client):
    problem = is_problem(ask(client, filters={"speaker": "Moor"}), 409)
    assert [c["id"] for c in problem["candidates"]] == ["ada-moor", "ben-moor"]


def test_a_stream_gives_evidence_then_claims_then_the_whole_answer(client):
    response = ask(client, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response)
    assert [name for name, _ in events] == ["evidence", "claim", "done"]
    assert "number" not in events[0][1]["citations"][0]
    assert events[0][1]["citations"][0]["key"] == events[1][1]["citations"][0]["key"]
    assert events[1][1]["claim"]["citations"] == [events[1][1]["citations"][0]["number"]]
    done = events[2][1]
    assert client.get(f"/api/answers/{done['id']}").json() == done


def test_an_error_on_the_way_is_the_last_event_of_a_stream(client, assistant):
    def fail():
        raise CorruptIndex("/secret/path is torn")

    assistant.before = fail
    events = events_of(ask(client, headers=EVENTS))
    assert [name for name, _ in events] == ["evidence", "error"]
    assert events[1][1]["status"] == 503
    assert "secret" not in json.dumps(events[1][1])


def test_search_gives_hits_with_spans_and_speakers(client):
    first, second = client.post("/api/search", json={"query": "lamps"}).json()["hits"]
    assert (first["rank"], first["utterances"]) == (1, [0, 0])
    assert first["speakers"][0]["id"] == "ada-moor"
    assert TALK[first["start"] : first["end"]] == first["text"]
    assert second["document"] == "pier.txt"


def test_search_keeps_to_its_limit(client, retriever):
    assert len(client.post("/api/search", json={"query": "lamps", "limit": 1}).json()["hits"]) == 1
    assert retriever.queries[0].limit == 1
    is_problem(client.post("/api/search", json={"query": "lamps", "limit": 0}), 422)
    is_problem(client.post("/api/search", json={"query": ""}), 422)


def test_failing_to_look_is_an_error_and_never_an_empty_list(client, retriever):
    retriever.failure = CorruptIndex("/secret/path is torn")
    problem = is_problem(client.post("/api/search", json={"query": "lamps"}), 503)
    assert "secret" not in json.dumps(problem)
    assert "says nothing about what is in it" in problem["detail"]


def test_an_unforeseen_error_shows_nothing_of_itself(client, retriever, caplog):
    retriever.failure = ZeroDivisionError("password=hunter2")
    response = client.post("/api/search", json={"query": "lamps"})
    problem = is_problem(response, 500)
    assert "hunter2" not in response.text
    assert problem["instance"].removeprefix("urn:rostrum:error:") in caplog.text


def test_positions_name_speaker_stance_and_quote(client):
    items = client.get("/api/positions", params={"topic": "pier"}).json()["items"]
    pier = next(i for i in items if i["document"] == "pier.txt")
    assert pier["speaker"]["id"] == "ada-moor"
    assert pier["stance"] == "favour"
    assert pier["quote"] == "Ada Moor stressed that the pier needs paint."
    is_problem(client.get("/api/positions"), 422)


def test_positions_come_in_pages(client):
    first = client.get("/api/positions", params={"topic": "pier", "limit": 1}).json()
    second = client.get("/api/positions", params={"topic": "pier", "limit": 1, "cursor": first["next"]}).json()
    assert first["items"] != second["items"]
    assert second["next"] is None


def test_feedback_is_noted_and_names_an_answer(client):
    answer = ask(client).json()
    noted = client.post("/api/feedback", json={"answer": answer["id"], "claim": 0, "verdict": "wrong_speaker"})
    assert noted.status_code == 201
    is_problem(client.post("/api/feedback", json={"answer": "none", "verdict": "right"}), 404)
    is_problem(client.post("/api/feedback", json={"answer": answer["id"], "claim": 9, "verdict": "right"}), 404)
    is_problem(client.post("/api/feedback", json={"answer": answer["id"], "verdict": "splendid"}), 422)


def test_a_question_past_its_deadline_is_told_so(tmp_path):
    held = Held()
    app = create_app(lambda: desk(tmp_path, assistant=FakeAssistant(held.wait)), limits=Limits(deadline_s=0.2))
    with TestClient(app, base_url=URL) as client:
        assert "0.2 seconds" in is_problem(ask(client), 503)["detail"]
        events = events_of(ask(client, headers=EVENTS))
        assert events[-1][0] == "error"
        assert events[-1][1]["status"] == 503
        held.let_go()


def test_a_question_too_many_is_told_to_come_back(tmp_path):
    held = Held()
    limits = Limits(workers=1, waiting=0, deadline_s=0.3)
    app = create_app(lambda: desk(tmp_path, assistant=FakeAssistant(held.wait)), limits=limits)
    with TestClient(app, base_url=URL) as client:
        is_problem(ask(client), 503)  # past its deadline, but its thread still works
        busy = ask(client)
        assert "Too many" in is_problem(busy, 503)["detail"]
        assert busy.headers["retry-after"]
        held.let_go()


def test_other_requests_are_answered_while_one_is_at_work(tmp_path):
    held = Held()
    app = create_app(lambda: desk(tmp_path, assistant=FakeAssistant(held.wait)), limits=Limits(deadline_s=0.3))
    with TestClient(app, base_url=URL) as client:
        is_problem(ask(client), 503)
        assert client.get("/health/live").status_code == 200
        assert client.get("/api/documents").status_code == 200
        held.let_go()


def test_a_reader_without_affiliation_has_none_in_json(client):
    speakers = client.get("/api/speakers").json()["items"]
    assert Person("ben-moor", "Ben Moor").affiliation is None
    assert "affiliation" not in next(s for s in speakers if s["id"] == "ben-moor")
