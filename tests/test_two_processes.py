"""`rostrum serve` and `rostrum ingest` as two processes over one data folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
ROSTRUM = [sys.executable, "-m", "service.cli.main"]
START_S = 120.0

LAMPS = {
    "title": "Harbour evening",
    "date": "2031-05-02",
    "utterances": [
        {"speaker": "Ada Moor", "text": "The quayside lamps must burn until the last ferry has left the harbour."},
        {"speaker": "Cyd Vale", "text": "I object: bright lamps drown the stars above the estuary."},
    ],
}
BREAD = {
    "title": "Bakers' breakfast",
    "date": "2031-06-09",
    "utterances": [
        {"speaker": "Zelda Quill", "text": "Quincunx loaves of barley bread should be baked at four in the morning."},
        {"speaker": "Otto Brand", "text": "Barley bread is better baked at noon, when the ovens are warm."},
    ],
}


class Folder:
    """A data folder, a folder of proceedings beside it, and commands over both."""

    def __init__(self, root: Path) -> None:
        self.data, self.files = root / "data", root / "files"
        self.files.mkdir()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRUM_")}

    def put(self, name: str, content: dict) -> None:
        (self.files / f"{name}.proceedings.json").write_text(json.dumps(content), encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*ROSTRUM, "--data", str(self.data), *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done

    def bytes(self) -> bytes:
        return b"".join(p.read_bytes() for p in sorted(self.data.rglob("*")) if p.is_file())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("two"))
    made.put("lamps", LAMPS)
    made.run("ingest", str(made.files))
    return made


@pytest.fixture(scope="module")
def served(folder) -> Iterator[httpx.Client]:
    command = [*ROSTRUM, "--data", str(folder.data), "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=folder.environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        url = re.search(r"http://\S+", process.stderr.readline())
        assert url
        with httpx.Client(base_url=url.group(), timeout=60) as client:
            wait_until_ready(client)
            yield client
    finally:
        process.terminate()
        process.wait(30)


def wait_until_ready(client: httpx.Client) -> None:
    until = time.monotonic() + START_S
    while client.get("/health/ready").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.2)


def found(client: httpx.Client, query: str) -> set[str]:
    response = client.post("/api/search", json={"query": query})
    assert response.status_code == 200, response.text
    return {h["document"] for h in response.json()["hits"]}


def ask(client: httpx.Client, question: str) -> dict:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_document_lives_and_dies_while_the_service_runs(folder, served):
    assert found(served, "Who wants barley bread?") <= {"lamps.proceedings.json"}

    folder.put("bread", BREAD)
    folder.run("ingest", str(folder.files))
    assert "bread.proceedings.json" in found(served, "Who wants barley bread?")
    answer = ask(served, "What did Zelda Quill say about barley bread?")
    assert "bread.proceedings.json" in {c["document"] for c in answer["citations"]}
    assert served.get(f"/api/answers/{answer['id']}").json() == answer

    folder.put("bread", {**BREAD, "utterances": [*BREAD["utterances"], {"speaker": "Ivo Lund", "text": "Rye, I say."}]})
    folder.run("ingest", str(folder.files))
    changed = served.get("/api/documents/bread.proceedings.json").json()
    assert "Rye, I say." in changed["text"]
    assert changed["version"] != answer["citations"][0]["version"]

    folder.run("forget", "bread.proceedings.json")
    assert "bread.proceedings.json" not in found(served, "Who wants barley bread?")
    assert served.get("/api/documents/bread.proceedings.json").status_code == 404
    assert served.get(f"/api/answers/{answer['id']}").status_code == 404
    assert "zelda-quill" not in {s["id"] for s in served.get("/api/speakers").json()["items"]}
    assert found(served, "Who wants lamps to burn?") == {"lamps.proceedings.json"}

    left = folder.bytes()
    for trace in (b"Quincunx", b"quincunx", b"Zelda", b"zelda-quill", b"bread.proceedings.json", b"Bakers'"):
        assert trace not in left, trace


def test_the_indexes_made_anew_are_used_without_a_restart(folder, served):
    before = ask(served, "What did Ada Moor say about lamps?")
    folder.run("reindex")
    after = ask(served, "What did Ada Moor say about lamps?")
    assert after["text"] == before["text"]
    assert not after["abstained"]


def test_the_doctor_finds_both_sound(folder, served):
    assert "FAULT" not in folder.run("doctor", "--offline").stdout
