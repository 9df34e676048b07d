from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.api.app import Limits, create_app
from service.api.security import host_name
from tests.fake_service import FakeRetriever, desk

URL = "http://127.0.0.1:8000"
TOKEN = "a-long-enough-secret"


def open_client(tmp_path, base_url=URL, **settings):
    app = create_app(lambda: desk(tmp_path), **settings)
    return TestClient(app, base_url=base_url, raise_server_exceptions=False)


def ask(client, **headers):
    return client.post("/api/ask", json={"question": "Who wants lamps?"}, headers=headers)


@pytest.fixture
def client(tmp_path):
    with open_client(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", ["/", "/health/live", "/api/documents", "/api/nothing", "/web/nothing.js", "/documents/x"]
)
def test_every_response_carries_the_strict_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_an_unforeseen_error_carries_the_strict_headers_too(tmp_path):
    app = create_app(lambda: desk(tmp_path, retriever=FakeRetriever(ZeroDivisionError("x"))))
    with TestClient(app, base_url=URL, raise_server_exceptions=False) as client:
        response = client.post("/api/search", json={"query": "lamps"})
    assert response.status_code == 500
    assert "content-security-policy" in response.headers


def test_a_refusal_carries_the_strict_headers_too(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "content-security-policy" in response.headers


def test_answers_are_kept_out_of_caches(client):
    assert ask(client).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "LOCALHOST:1", "[::1]:8000"])
def test_the_names_of_loopback_are_let_in(client, host):
    assert client.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "", "[::1"])
def test_a_name_that_was_rebound_to_loopback_is_refused(client, host):
    response = client.get("/api/documents", headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_a_named_host_is_let_in_where_the_operator_allows_it(tmp_path):
    with open_client(tmp_path, hosts=frozenset({"ask.example.org"})) as client:
        assert client.get("/health/live", headers={"Host": "ask.example.org:8443"}).status_code == 200
        assert client.get("/health/live", headers={"Host": "other.example.org"}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8000"])
def test_a_page_of_another_origin_may_not_ask(client, origin):
    assert ask(client, Origin=origin).status_code == 403
    assert client.delete("/api/conversations/x", headers={"Origin": origin}).status_code == 403


def test_our_own_page_and_programs_may_ask(client):
    assert ask(client, Origin=URL).status_code == 200
    assert ask(client).status_code == 200


def test_no_header_lets_pages_of_other_origins_read(client):
    response = client.get("/api/documents", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in response.headers


def test_with_a_token_the_interface_asks_for_it(tmp_path):
    with open_client(tmp_path, token=TOKEN) as client:
        refused = client.get("/api/documents")
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.headers["content-type"] == "application/problem+json"
        assert client.get("/api/documents", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert ask(client, Authorization=f"bearer {TOKEN}").status_code == 200


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"])
def test_anything_but_the_token_is_refused(tmp_path, given):
    with open_client(tmp_path, token=TOKEN) as client:
        response = client.get("/api/documents", headers={"Authorization": given.encode()})
        assert response.status_code == 401


def test_health_and_the_page_itself_need_no_token(tmp_path):
    with open_client(tmp_path, token=TOKEN) as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/").status_code == 200
        assert client.get("/api/openapi.json").status_code == 401


def test_a_body_that_grows_past_the_limit_without_saying_so_is_refused(tmp_path):
    def chunks():
        yield b'{"question": "'
        for _ in range(20):
            yield b"x" * 1_000
        yield b'"}'

    with open_client(tmp_path, limits=Limits(max_body_bytes=5_000)) as client:
        response = client.post("/api/ask", content=chunks(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/web/__init__.py", "/web/..%2Fstore.py", "/web/%2e%2e/settings.py", "/web/", "/__init__.py"]
)
def test_only_the_files_of_the_page_are_given_out(client, path):
    assert client.get(path).status_code == 404


def test_a_host_header_that_is_none_has_no_name():
    assert [host_name(h) for h in ("", ":80", "[::1", "a b")] == ["", "", "", "a b"]
