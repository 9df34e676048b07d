from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3

import numpy as np
import pytest
from typer.testing import CliRunner

from service import wiring
from service.answers import Answer
from service.cli.main import app
from service.store import ServiceStore

HARBOUR = {
    "title": "Harbour evening",
    "utterances": [
        {"speaker": "Ada Moor", "text": "The quayside lamps must burn until the last ferry has left the harbour."},
        {"speaker": "Cyd Vale", "text": "I object: bright lamps drown the stars above the estuary."},
    ],
}
BREAD = {"title": "Bread", "utterances": [{"speaker": "Zelda Quill", "text": "Quincunx loaves are baked at four."}]}


class HashedWords:
    """Vectors of eight numbers from the hash of each text: enough to store and count."""

    signature = "hashed"
    dimensions = 8

    def embed(self, texts):
        rows = [np.frombuffer(hashlib.sha256(t.encode()).digest()[:8], dtype=np.uint8) for t in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 8) + 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "harbour.proceedings.json").write_text(json.dumps(HARBOUR), encoding="utf-8")
    (folder / "bread.proceedings.json").write_text(json.dumps(BREAD), encoding="utf-8")
    return folder


@pytest.fixture
def rostrum(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wiring, "embedder", lambda settings: HashedWords())
    return lambda *arguments: CliRunner().invoke(app, ["--data", str(tmp_path / "data"), *map(str, arguments)])


def counted(rostrum, *arguments):
    result = rostrum("ingest", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


def test_an_ingest_ends_with_its_table(rostrum, files):
    result = rostrum("ingest", files)
    assert result.exit_code == 0, result.stderr
    for heading in ("new", "changed", "unchanged", "missing", "failed", "utterances", "statements", "speakers"):
        assert heading in result.stdout


def test_unchanged_documents_are_skipped_and_changed_ones_replaced(rostrum, files):
    assert counted(rostrum, files)[1]["new"] == 2
    assert counted(rostrum, files)[1]["unchanged"] == 2
    (files / "bread.proceedings.json").write_text(json.dumps({**BREAD, "title": "Loaves"}), encoding="utf-8")
    report = counted(rostrum, files)[1]
    assert (report["changed"], report["unchanged"]) == (1, 1)
    assert "Loaves" in rostrum("documents").stdout


def test_a_file_that_fails_is_named_with_its_reason_and_the_rest_go_in(rostrum, files):
    (files / "torn.proceedings.json").write_text("{", encoding="utf-8")
    result = rostrum("ingest", files)
    assert result.exit_code == 1
    assert "torn.proceedings.json" in result.stderr
    assert len(json.loads(rostrum("documents", "--json").stdout)["items"]) == 2


def test_a_file_too_large_and_one_gone_since_it_was_listed_are_named_and_the_rest_go_in(rostrum, files):
    with (files / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)  # sparse: takes no room
    (files / "gone.txt").symlink_to(files / "nowhere.txt")  # listed, and not there when it is read
    result = rostrum("ingest", files)
    assert result.exit_code == 1
    assert "huge.txt: it has 200 MB" in result.stderr
    assert "gone.txt: it has gone" in result.stderr
    assert len(json.loads(rostrum("documents", "--json").stdout)["items"]) == 2


def test_a_name_that_would_move_the_cursor_is_escaped(rostrum, files):
    (files / "\x1b[2Jé.txt").write_text("", encoding="utf-8")
    assert "\\x1b[2Jé.txt: is empty" in rostrum("ingest", files).stderr


def test_a_path_that_is_not_there_is_wrong_usage(rostrum, tmp_path):
    result = rostrum("ingest", tmp_path / "none")
    assert result.exit_code == 2
    assert "none" in result.stderr


def test_a_folder_without_documents_is_told(rostrum, tmp_path):
    (tmp_path / "empty").mkdir()
    result = rostrum("ingest", tmp_path / "empty")
    assert result.exit_code == 2
    assert "no documents" in result.stderr


def test_a_document_whose_file_is_gone_is_missing_and_with_prune_forgotten(rostrum, files):
    counted(rostrum, files)
    (files / "bread.proceedings.json").unlink()
    assert counted(rostrum, files)[1]["missing"] == 1
    assert "bread" in rostrum("documents").stdout
    assert counted(rostrum, files, "--prune")[1]["pruned"] == 1
    assert "bread" not in rostrum("documents").stdout


def test_pruning_clears_answers_that_repeat_what_was_said(rostrum, files, tmp_path):
    counted(rostrum, files)
    answers = ServiceStore(tmp_path / "data")
    asked = "Who said that Quincunx loaves are baked at four?"
    answers.add_answer(Answer(asked, asked, "", (), ()), asked_at=answers.now())
    answers.close()
    (files / "bread.proceedings.json").unlink()
    assert counted(rostrum, files, "--prune")[1]["pruned"] == 1
    left = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    assert b"uincunx" not in left


def test_a_forgotten_document_leaves_no_bytes_in_the_data_folder(rostrum, files, tmp_path):
    counted(rostrum, files)
    result = rostrum("forget", "bread.proceedings.json")
    assert result.exit_code == 0, result.stderr
    left = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    for trace in (b"uincunx", b"Zelda", b"bread.proceedings.json"):
        assert trace not in left
    assert rostrum("forget", "bread.proceedings.json").exit_code == 1
    assert "Ada Moor" in rostrum("speakers").stdout


def test_a_document_can_be_forgotten_by_its_title(rostrum, files):
    counted(rostrum, files)
    assert "bread.proceedings.json is forgotten" in rostrum("forget", "Bread").stdout


def test_the_doctor_sees_lost_indexes_and_reindex_mends_them(rostrum, files, tmp_path):
    counted(rostrum, files)
    assert rostrum("doctor", "--offline").exit_code == 0
    [vectors] = (tmp_path / "data" / "indexes").glob("*/vectors")
    shutil.rmtree(vectors)
    broken = rostrum("doctor", "--offline")
    assert broken.exit_code == 1
    assert "rostrum reindex" in broken.stdout
    assert "passages are indexed" in rostrum("reindex").stdout
    assert rostrum("doctor", "--offline").exit_code == 0


def test_the_doctor_sees_an_index_made_by_another_model(rostrum, files, monkeypatch):
    counted(rostrum, files)
    monkeypatch.setattr(HashedWords, "signature", "another")
    assert "reindex" in rostrum("doctor", "--offline").stdout
    assert rostrum("ingest", files).exit_code == 1
    assert rostrum("reindex").exit_code == 0
    assert rostrum("ingest", files).exit_code == 0


def test_what_the_doctor_finds_can_be_had_as_json(rostrum, files):
    counted(rostrum, files)
    found = json.loads(rostrum("doctor", "--offline", "--json").stdout)
    assert found["sound"] is True
    assert {"indexes", "model", "record"} <= {f["check"] for f in found["findings"]}


@pytest.mark.parametrize("command", [("documents",), ("serve", "--port", "0"), ("doctor", "--offline"), ("reindex",)])
def test_a_data_folder_of_a_newer_rostrum_is_told_and_left_alone(rostrum, files, tmp_path, command):
    counted(rostrum, files)
    path = tmp_path / "data" / "record.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    result = rostrum(*command)
    assert result.exit_code == 1
    assert "newer Rostrum" in " ".join((result.stdout + result.stderr).split())
    assert "answers at" not in result.stderr


def test_a_damaged_record_is_told_in_a_sentence(rostrum, files, tmp_path):
    counted(rostrum, files)
    path = tmp_path / "data" / "record.sqlite3"
    path.write_bytes(b"rubbish" * 10_000)
    result = rostrum("documents")
    assert result.exit_code == 1
    assert "record.sqlite3" in result.stderr
    assert rostrum("doctor", "--offline").exit_code == 1


@pytest.mark.parametrize("part", ["vectors/chroma.sqlite3", "words/meta.json"])
def test_an_index_of_rubbish_is_told_and_mended(rostrum, files, tmp_path, part):
    counted(rostrum, files)
    [torn] = (tmp_path / "data" / "indexes").glob(f"*/{part}")
    torn.write_bytes(b"rubbish")
    assert rostrum("doctor", "--offline").exit_code == 1
    refused = rostrum("ingest", files)
    assert refused.exit_code == 1
    assert "rostrum reindex" in refused.stderr
    assert rostrum("reindex").exit_code == 0
    assert rostrum("doctor", "--offline").exit_code == 0


def test_an_empty_path_is_not_the_folder_one_stands_in(rostrum):
    result = rostrum("ingest", "")
    assert result.exit_code == 2
    assert "path is empty" in result.output


def test_what_is_said_of_one_document_is_kept_and_wrong_usage_for_several(rostrum, files):
    said = (
        "--date",
        "2031-05-02",
        "--place",
        "Port Lumen",
        "--event",
        "Spring",
        "--language",
        "en",
        "--title",
        "Lamps",
    )
    assert rostrum("ingest", files / "harbour.proceedings.json", *said).exit_code == 0
    counted(rostrum, files)
    shown = {d["id"]: d for d in json.loads(rostrum("documents", "--json").stdout)["items"]}
    assert shown["harbour.proceedings.json"]["title"] == "Lamps"
    assert shown["harbour.proceedings.json"]["date"] == "2031-05-02"
    assert shown["bread.proceedings.json"]["date"] is None
    several = rostrum("ingest", files, "--date", "2031")
    assert several.exit_code == 2
    assert "one document at a time" in several.stderr
    assert rostrum("ingest", files / "bread.proceedings.json", "--date", "soon").exit_code == 2


def test_an_address_of_this_machine_is_not_fetched_unless_a_setting_allows_it(rostrum, monkeypatch):
    refused = rostrum("ingest", "http://127.0.0.1:9/bread.txt")
    assert refused.exit_code == 1
    assert "ROSTRUM_ALLOW_PRIVATE_URLS" in refused.stderr
    monkeypatch.setenv("ROSTRUM_ALLOW_PRIVATE_URLS", "1")
    assert "could not be fetched" in rostrum("ingest", "http://127.0.0.1:9/bread.txt").stderr
    assert rostrum("ingest", "http://anna:word@127.0.0.1/").exit_code == 2
