"""The system that is measured: in this process and over HTTP it is the same protocol, and errors are errors."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic import SecretStr

from corpus.errors import BadInput, CouldNotLook, RostrumError, UnknownName
from evaluation import provenance
from evaluation.http_system import OverHTTP, shown
from evaluation.systems import InProcess, in_process, told
from service import wiring
from service.answers import Turn
from service.settings import Settings
from tests.evaluation_fake import ABOUT
from tests.fake_service import FakeRetriever, desk

Reply = Callable[[str, dict[str, object] | None], tuple[int, object]]


class Service:
    """A service on loopback that replies as told; `seen` are the paths, bodies and bearers of its calls."""

    def __init__(self) -> None:
        self.reply: Reply = lambda path, body: (200, {})
        self.seen: list[tuple[str, dict[str, object] | None, str | None]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self, body: dict[str, object] | None) -> None:
                service.seen.append((self.path, body, self.headers.get("Authorization")))
                status, came = service.reply(self.path, body)
                sent = came if isinstance(came, bytes) else json.dumps(came).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def do_GET(self) -> None:
                self._answer(None)

            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    yield found
    found.close()


@pytest.fixture
def system(service: Service) -> Iterator[OverHTTP]:
    with OverHTTP(service.url, "a bearer token of length") as found:
        yield found


def test_a_question_goes_out_as_the_contract_has_it(service: Service, system: OverHTTP) -> None:
    service.reply = lambda path, body: (200, {"text": "Paint."})
    assert system.ask("And?", [Turn("user", "Who?")], "pier.txt") == {"text": "Paint."}
    body = {
        "question": "And?",
        "history": [{"role": "user", "content": "Who?"}],
        "filters": {"document": "pier.txt"},
    }
    assert service.seen == [("/api/ask", body, "Bearer a bearer token of length")]


def test_hits_come_from_a_search(service: Service, system: OverHTTP) -> None:
    service.reply = lambda path, body: (200, {"hits": [{"rank": 1}]})
    assert system.search("lamps", 50) == [{"rank": 1}]
    assert service.seen[0][:2] == ("/api/search", {"query": "lamps", "limit": 50})


def test_lists_are_read_to_their_end(service: Service, system: OverHTTP) -> None:
    def pages(path: str, body: object) -> tuple[int, object]:
        second = "cursor" in path
        return 200, {"items": [{"id": "b" if second else "a", "version": "1"}], "next": None if second else "a+/="}

    service.reply = pages
    assert [d["id"] for d in system.about().documents] == ["a", "b"]
    assert "cursor=a%2B%2F%3D" in service.seen[1][0]


def test_a_service_that_lists_no_documents_can_be_measured(service: Service, system: OverHTTP) -> None:
    service.reply = lambda path, body: (404, {})
    assert system.about().documents == ()


def test_no_proxy_is_asked_on_the_way_to_this_machine(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with OverHTTP(service.url) as system:
        assert system.ask("Who?") == {}


def test_names_of_documents_are_encoded(service: Service, system: OverHTTP) -> None:
    service.reply = lambda path, body: (200, {"id": unquote(path).removeprefix("/api/documents/")})
    assert system.document("a b/c?.txt#1")["id"] == "a b/c?.txt#1"


def test_a_document_that_is_not_there_is_unknown(service: Service, system: OverHTTP) -> None:
    service.reply = lambda path, body: (404, {"title": "Not Found"})
    with pytest.raises(UnknownName):
        system.document("none.txt")


@pytest.mark.parametrize(
    ("status", "came", "told_as"),
    [
        (500, {"detail": "A fault."}, "500: A fault."),
        (503, b"busy", "503: Service Unavailable"),
        (404, {"detail": "No such speaker."}, "No such speaker"),
        (200, b"<html>", "something else"),
        (200, [1], "something else"),
    ],
)
def test_what_is_no_answer_is_an_error(
    service: Service, system: OverHTTP, status: int, came: object, told_as: str
) -> None:
    service.reply = lambda path, body: (status, came)
    with pytest.raises(CouldNotLook, match=told_as):
        system.ask("Who?")


def test_a_service_that_is_not_there_is_an_error() -> None:
    with OverHTTP("http://127.0.0.1:9") as system, pytest.raises(CouldNotLook, match="could not be asked"):
        system.ask("Who?")


def test_an_address_is_shown_without_its_password() -> None:
    assert shown("http://user:pass@host:8000/rostrum/?key=1#x") == "http://host:8000/rostrum"
    assert shown("https://[::1]:8000") == "https://[::1]:8000"


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host", "http://", "http://host:port"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="no address"):
        OverHTTP(url)


def test_in_process_is_the_same_protocol(tmp_path: Path) -> None:
    system = InProcess(desk(tmp_path), ABOUT)
    assert system.ask("Who wants lamps?")["claims"][0]["speaker"]["name"] == "Ada Moor"
    assert system.ask("Who wants lamps?", document="pier.txt")["abstained"] is False
    assert [h["rank"] for h in system.search("lamps", 2)] == [1, 2]
    assert system.document("pier.txt")["title"] == "Pier report"
    assert system.documents() == ["harbour talk.md", "pier.txt"]
    assert "Cyd Vale" in system.speakers()
    assert [d["version"] for d in system.about().documents] == ["v1", "v7"]
    with pytest.raises(UnknownName):
        system.ask("Who?", document="none")


def test_what_is_asked_in_an_evaluation_is_not_kept_among_readers_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = desk(tmp_path)
    opened.record.view().index_signature = "index"  # type: ignore[misc]
    monkeypatch.setattr(wiring, "open_desk", lambda settings: opened)
    kept = opened.store
    with in_process(Settings(data=tmp_path, _env_file=None)) as system:
        assert opened.store is not kept
        folder = Path(opened.store._path).parent
        answer = system.ask("Who wants lamps?")
        assert system.about().index == "index"
    assert not folder.exists()
    from service.store import ServiceStore

    with pytest.raises(UnknownName):
        ServiceStore(tmp_path).answer(answer["id"])


def test_a_system_that_cannot_answer_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = FakeRetriever(failure=CouldNotLook("The index is torn."))
    monkeypatch.setattr(wiring, "open_desk", lambda settings: desk(tmp_path, retriever=failing))
    with pytest.raises(RostrumError, match="torn"), in_process(Settings(data=tmp_path, _env_file=None)):
        pass


class WithMore(Settings):
    """Settings of some later version."""

    chat_key: str = "very secret"
    other: SecretStr | None = SecretStr("very secret")
    proxy: str = "http://me:very%20secret@proxy"
    depth: int = 7


def test_no_secret_stands_in_a_run() -> None:
    found = told(WithMore(token=SecretStr("a bearer token of length"), _env_file=None))
    assert found["depth"] == 7
    assert "secret" not in json.dumps(found)
    assert "bearer" not in json.dumps(found)
    assert {"token", "data", "port"}.isdisjoint(found)


def test_where_a_measurement_came_from_can_be_told() -> None:
    assert provenance.code_hash() == provenance.code_hash()
    assert provenance.version() in (None, provenance.version())
    assert all(len(v) == 12 for v in provenance.prompt_versions().values())


def test_a_commit_is_told_with_whether_there_are_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "evaluation").mkdir()
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "evaluation" / "provenance.py"))
    said = {"rev-parse": "0a1b2c", "status": " M file"}
    monkeypatch.setattr(provenance, "_git", lambda root, what, *more: said[what])
    assert provenance.commit() == "0a1b2c+changes"
    said["status"] = ""
    assert provenance.commit() == "0a1b2c"
    (tmp_path / ".git").rmdir()
    assert provenance.commit() is None
