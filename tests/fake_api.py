"""A small server that speaks the contract from a script, for the browser tests: the real pages, made-up answers."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from service import web

Json = dict[str, Any]
Events = Sequence[tuple[str, Json]]


@dataclass
class Script:
    """What the server says. `answers` holds the events for each question; any other question is declined."""

    documents: list[Json] = field(default_factory=list)
    answers: dict[str, Events] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)  # every body of /api/ask, in order
    refused: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # status, title and detail by question
    token: str | None = None
    hold: threading.Event | None = None  # where set: what comes after the evidence waits for it
    linger: threading.Event | None = None  # where set: the stream stays open behind its last event until then


def person(name: str, affiliation: str | None = None) -> Json:
    known = {"id": name.lower().replace(" ", "-"), "name": name}
    return known | ({"affiliation": affiliation} if affiliation else {})


def document(name: str, title: str, turns: Sequence[tuple[Json | None, str]], **more: Any) -> Json:
    """A document of the contract from its turns: spans are counted here in code points."""
    text, utterances = "", []
    for number, (speaker, words) in enumerate(turns):
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        label = speaker["name"] if speaker else None
        spoken: Json = {"number": number, "speaker": speaker, "label": label, "section": more.get("section")}
        utterances.append(spoken | {"start": start, "end": start + len(words)})
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    about = {"date": "2031-05-06", "place": "Port Ellery", "event": None, "language": "en", "kind": "transcript"}
    roll = [{"person": p, "role": None, "labels": []} for p in {t[0]["id"]: t[0] for t in turns if t[0]}.values()]
    return {
        "id": name,
        "version": version,
        "title": title,
        **about,
        "text": text,
        "roll": roll,
        "utterances": utterances,
        "statements": [],
    } | {k: v for k, v in more.items() if k in about}


def citation(source: Json, words: str, number: int | None = None) -> Json:
    """A citation of the first place in a document where the words stand."""
    start = source["text"].index(words)
    spoken = next(u for u in source["utterances"] if u["start"] <= start < u["end"])
    url = f"/documents/{quote(source['id'], safe='')}?version={source['version']}#u{spoken['number']}"
    cited: Json = {
        "key": f"{source['id']}@{source['version']}:{start}-{start + len(words)}",
        "document": source["id"],
        "version": source["version"],
        "title": source["title"],
        "date": source["date"],
        "section": spoken["section"],
        "speaker": spoken["speaker"],
        "utterance": spoken["number"],
        "quote": words,
        "start": start,
        "end": start + len(words),
        "text_sha256": hashlib.sha256(source["text"].encode()).hexdigest(),
        "url": url,
    }
    return cited if number is None else cited | {"number": number}


def claim(text: str, cited: Json, **more: Any) -> Json:
    base = {"text": text, "speaker": cited["speaker"], "for": None, "about": [], "cue": "said", "stance": "neither"}
    return base | {"attribution": "own_words", "citations": [cited["number"]]} | more


def answer(question: str, claims: Sequence[Json], citations: Sequence[Json], **more: Any) -> Json:
    return {
        "id": "a1",
        "conversation": "c1",
        "question": question,
        "standalone_question": question,
        "text": " ".join(c["text"] for c in claims),
        "abstained": False,
        "abstention": None,
        "claims": list(claims),
        "citations": list(citations),
        "coverage": {"shown": 0, "touching": 0, "others": []},
        "related": [],
        "composer": "extractive",
        "prompt_version": None,
        "timings_ms": {},
    } | more


def events(whole: Json) -> Events:
    """The stream of one answer: evidence, each claim with its citations, and the whole."""
    unnumbered = [{k: v for k, v in c.items() if k != "number"} for c in whole["citations"]]
    by_number = {c["number"]: c for c in whole["citations"]}
    one_by_one = [("claim", {"claim": c, "citations": [by_number[n] for n in c["citations"]]}) for c in whole["claims"]]
    return [("evidence", {"citations": unnumbered}), *one_by_one, ("done", whole)]


def decline(question: str, kind: str, message: str, related: Sequence[Json] = ()) -> Events:
    abstention = {"kind": kind, "message": message}
    return events(answer(question, [], [], text="", abstained=True, abstention=abstention, related=list(related)))


class _Handler(BaseHTTPRequestHandler):
    script: Script
    protocol_version = "HTTP/1.0"

    def log_message(self, *_: object) -> None:
        """Nothing: the tests' own output is enough."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/" or path.startswith("/documents/"):
            self._file(web.CHAT_PAGE if path == "/" else web.DOCUMENT_PAGE)
        elif path.startswith("/web/"):
            self._file(path.removeprefix("/web/"))
        elif not self._allowed():
            self._problem(401, "A token is needed", "Send the token.")
        elif path == "/api/documents":
            known = ("id", "version", "title", "date", "place")
            self._json(200, {"items": [{k: d[k] for k in known} for d in self.script.documents], "next": None})
        else:
            self._document(unquote(path.removeprefix("/api/documents/")))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._allowed():
            return self._problem(401, "A token is needed", "Send the token.")
        self.script.asked.append(body)
        if body["question"] in self.script.refused:
            return self._problem(*self.script.refused[body["question"]])
        silent = decline(body["question"], "not_in_record", "Nothing in the record speaks to this.")
        self._head(200, "text/event-stream")
        for name, data in self.script.answers.get(body["question"], silent):
            if name != "evidence" and self.script.hold:
                self.script.hold.wait(10)
            self.wfile.write(
                f": still here\n\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
            )
            self.wfile.flush()
        if self.script.linger:
            self.script.linger.wait(10)
        return None

    def _allowed(self) -> bool:
        return not self.script.token or self.headers.get("Authorization") == f"Bearer {self.script.token}"

    def _document(self, name: str) -> None:
        version = parse_qs(urlsplit(self.path).query).get("version", [None])[0]
        for each in self.script.documents:
            if each["id"] == name and version in (None, each["version"]):
                return self._json(200, each)
        return self._problem(404, "Not in the record", f"No document called {name!r} is in the record.")

    def _file(self, name: str) -> None:
        path = web.files().get(name)
        if path is None:
            return self._problem(404, "Not found", "Nothing is here.")
        self._head(200, web.MEDIA_TYPES[path.suffix])
        self.wfile.write(path.read_bytes())
        return None

    def _json(self, status: int, body: Json) -> None:
        self._head(status, "application/json")
        self.wfile.write(json.dumps(body).encode())

    def _problem(self, status: int, title: str, detail: str) -> None:
        self._head(status, "application/problem+json")
        self.wfile.write(json.dumps({"title": title, "status": status, "detail": detail}).encode())

    def _head(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", web.CONTENT_SECURITY_POLICY)
        self.end_headers()


@contextmanager
def serve(script: Script) -> Iterator[str]:
    """The address of a server on loopback that follows the script until the end of the block."""
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
