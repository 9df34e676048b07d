from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from tests.fake_service import REPORT, TALK, desk


@pytest.fixture
def client(tmp_path):
    with TestClient(create_app(lambda: desk(tmp_path)), base_url="http://127.0.0.1:8000") as opened:
        yield opened


def test_documents_are_listed_by_date_without_their_words(client):
    listed = client.get("/api/documents").json()
    assert [d["id"] for d in listed["items"]] == ["harbour talk.md", "pier.txt"]
    assert listed["next"] is None
    assert "text" not in listed["items"][0]


def test_a_list_comes_in_pages_that_lose_and_double_nothing(client):
    first = client.get("/api/documents?limit=1").json()
    second = client.get("/api/documents", params={"limit": 1, "cursor": first["next"]}).json()
    assert [d["id"] for d in first["items"] + second["items"]] == ["harbour talk.md", "pier.txt"]
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "MTI", "WzFd", "%%%", "e30"])
def test_a_cursor_that_we_did_not_give_is_refused(client, cursor):
    response = client.get("/api/documents", params={"cursor": cursor})
    assert response.status_code == 422
    assert "cursor" in response.json()["detail"]


@pytest.mark.parametrize("limit", ["0", "-1", "many", "100000"])
def test_a_limit_out_of_bounds_is_refused(client, limit):
    assert client.get("/api/documents", params={"limit": limit}).status_code == 422


def test_a_document_comes_whole_by_its_percent_encoded_id(client):
    whole = client.get("/api/documents/harbour%20talk.md").json()
    assert whole["text"] == TALK
    assert next(TALK[u["start"] : u["end"]] for u in whole["utterances"]) == "The lamps must burn all night."
    assert whole["statements"] == []
    assert "time_s" not in whole["utterances"][0]


def test_statements_of_a_report_have_source_cue_and_content(client):
    [said] = client.get("/api/documents/pier.txt").json()["statements"]
    assert said["source"]["id"] == "ada-moor"
    assert said["for"] is None
    assert REPORT[said["content"][0] : said["content"][1]] == "that the pier needs paint"
    assert said["stance"] == "favour"


def test_another_version_than_those_held_is_unknown(client):
    assert client.get("/api/documents/pier.txt?version=v7").status_code == 200
    response = client.get("/api/documents/pier.txt?version=v8")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/api/documents/none.md", "/api/documents/..%2F..%2Fetc%2Fpasswd", "/api/speakers/none"]
)
def test_what_the_record_does_not_hold_is_404(client, path):
    assert client.get(path).status_code == 404


def test_speakers_are_listed_by_name_with_their_meetings(client):
    items = client.get("/api/speakers").json()["items"]
    assert [s["name"] for s in items] == ["Ada Moor", "Ben Moor", "Cyd Vale"]
    assert [m["document"] for m in items[0]["meetings"]] == ["harbour talk.md", "pier.txt"]


def test_a_speaker_comes_with_what_they_said(client):
    ada = client.get("/api/speakers/ada-moor").json()
    assert [s["quote"] for s in ada["statements"]] == ["The lamps must burn all night.", REPORT]
    assert [s["attribution"] for s in ada["statements"]] == ["own_words", "reported"]
    assert ada["next"] is None


def test_statements_of_a_speaker_come_in_pages(client):
    first = client.get("/api/speakers/ada-moor?limit=1").json()
    second = client.get("/api/speakers/ada-moor", params={"limit": 1, "cursor": first["next"]}).json()
    assert [s["document"] for s in first["statements"] + second["statements"]] == ["harbour talk.md", "pier.txt"]


def test_an_unknown_path_and_a_wrong_method_are_problems_too(client):
    for response, status in ((client.get("/api/nothing"), 404), (client.get("/api/ask"), 405)):
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == status
