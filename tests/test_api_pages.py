from __future__ import annotations

import threading

import pytest
from fastapi.testclient import TestClient

from corpus.errors import CorruptIndex, ModelUnavailable
from service import web
from service.api.app import create_app
from tests.fake_service import FakeRetriever, desk

URL = "http://127.0.0.1:8000"


@pytest.fixture
def client(tmp_path):
    with TestClient(create_app(lambda: desk(tmp_path)), base_url=URL) as opened:
        yield opened


def wait_until_ready(client):
    for _ in range(200):
        response = client.get("/health/ready")
        if response.status_code == 200:
            return response
    raise AssertionError(response.text)


def test_the_chat_stands_at_the_root(client):
    response = client.get("/")
    assert response.headers["content-type"].startswith("text/html")
    assert response.text == (web.FOLDER / web.CHAT_PAGE).read_text(encoding="utf-8")


def test_every_document_has_a_page_that_says_itself_what_is_unknown(client):
    for path in ("/documents/harbour%20talk.md?version=v1", "/documents/none", "/documents/a%2Fb"):
        assert client.get(path).text == (web.FOLDER / web.DOCUMENT_PAGE).read_text(encoding="utf-8")


def test_every_file_of_the_page_has_its_type(client):
    for name, path in web.files().items():
        assert client.get(f"/web/{name}").headers["content-type"] == web.MEDIA_TYPES[path.suffix]


def test_a_monitor_may_ask_for_the_head_alone(client):
    for path in ("/", "/health/live", "/documents/x"):
        response = client.head(path)
        assert response.status_code == 200
        assert response.content == b""


def test_a_file_that_has_not_changed_is_not_sent_again(client):
    tag = client.get("/").headers["etag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code in (200, 304)


def test_a_live_process_is_not_ready_before_model_and_indexes_are_open(tmp_path):
    opening = threading.Event()

    def slowly():
        opening.wait(5)
        return desk(tmp_path)

    with TestClient(create_app(slowly), base_url=URL) as client:
        assert client.get("/health/live").status_code == 200
        waiting = client.get("/health/ready")
        assert waiting.status_code == 503
        assert waiting.headers["content-type"] == "application/problem+json"
        opening.set()
        assert wait_until_ready(client).json()["status"] == "ready"


def test_an_index_that_does_not_answer_makes_the_service_not_ready(tmp_path):
    retriever = FakeRetriever()
    with TestClient(create_app(lambda: desk(tmp_path, retriever=retriever)), base_url=URL) as client:
        assert wait_until_ready(client).json()["generation"] == 3
        retriever.failure = CorruptIndex("torn")
        assert client.get("/health/ready").status_code == 503
        retriever.failure = None
        assert client.get("/health/ready").status_code == 200


def test_what_kept_the_service_from_opening_is_tried_again_with_the_next_request(tmp_path):
    missing = [True]

    def open_desk():
        if missing[0]:
            raise ModelUnavailable("/models/x is missing")
        return desk(tmp_path)

    with TestClient(create_app(open_desk), base_url=URL) as client:
        response = client.get("/api/documents")
        assert response.status_code == 503
        assert "/models" not in response.text
        missing[0] = False
        assert client.get("/api/documents").status_code == 200


def test_a_question_that_comes_while_the_model_loads_waits_for_it(tmp_path):
    opening = threading.Event()

    def slowly():
        opening.wait(0.2)
        return desk(tmp_path)

    with TestClient(create_app(slowly), base_url=URL) as client:
        assert client.post("/api/ask", json={"question": "Who wants lamps?"}).status_code == 200


def test_the_interface_describes_itself_without_foreign_scripts(client):
    assert "/api/ask" in client.get("/api/openapi.json").json()["paths"]
    assert client.get("/docs").status_code == 404
