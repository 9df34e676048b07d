from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from corpus.errors import CorruptIndex
from service import wiring
from service.cli.main import app
from tests.fake_service import FakeRecord, FakeRetriever, desk


@pytest.fixture
def retriever():
    return FakeRetriever()


@pytest.fixture
def rostrum(tmp_path, monkeypatch, retriever):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wiring, "open_desk", lambda settings: desk(settings.data, retriever=retriever))
    monkeypatch.setattr(wiring, "record_store", lambda settings, create=False: FakeRecord())

    def run(*arguments: str):
        return CliRunner().invoke(app, ["--data", str(tmp_path / "data"), *arguments])

    return run


def test_an_answer_reads_with_speaker_quote_document_and_section(rostrum):
    result = rostrum("ask", "Who wants lamps?")
    assert result.exit_code == 0, result.output
    assert "Ada Moor said: “The lamps must burn all night.” [1]" in result.stdout
    assert "[1] Ada Moor · Harbour talk (harbour talk.md)" in result.stdout
    assert "“The lamps must burn all night.”" in result.stdout.splitlines()[-3]
    assert "1 of 2 speakers on this are shown. Also: Cyd Vale." in result.stdout


def test_an_answer_as_json_is_the_one_of_the_http_contract(rostrum):
    answer = json.loads(rostrum("ask", "Who wants lamps?", "--json").stdout)
    assert answer["claims"][0]["speaker"]["id"] == "ada-moor"
    assert answer["citations"][0]["number"] == 1


@pytest.mark.parametrize("question", ["", "   ", "x" * 10_000])
def test_a_question_that_cannot_be_asked_is_wrong_usage(rostrum, question):
    result = rostrum("ask", question)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("rostrum: The question")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("names", [("--speaker", "Nobody"), ("--document", "none.md"), ("--speaker", "Moor")])
def test_an_unknown_or_ambiguous_name_is_told_in_a_sentence(rostrum, names):
    result = rostrum("ask", "Who wants lamps?", *names)
    assert result.exit_code == 2
    assert names[1] in result.stderr


def test_an_ambiguous_name_comes_with_its_candidates(rostrum):
    assert "ben-moor" in rostrum("search", "lamps", "--speaker", "Moor").stderr


def test_failing_to_look_has_its_own_exit_code(rostrum, retriever):
    retriever.failure = CorruptIndex("torn")
    result = rostrum("search", "lamps")
    assert result.exit_code == 1
    assert "rostrum reindex" in result.stderr


def test_hits_are_a_table_or_json(rostrum):
    shown = rostrum("search", "lamps").stdout
    assert "Ada Moor" in shown
    assert "The lamps must burn all night." in shown
    assert [h["rank"] for h in json.loads(rostrum("search", "lamps", "--json").stdout)["hits"]] == [1, 2]


def test_a_search_needs_a_query(rostrum):
    assert rostrum("search").exit_code == 2


def test_a_file_of_cases_gives_a_trec_run(rostrum, tmp_path):
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "q1", "question": "lamps"}\n\n{"id": "q2", "question": "pier"}\n', encoding="utf-8")
    lines = rostrum("search", "--run", str(cases)).stdout.splitlines()
    assert lines[0] == "q1 Q0 harbour%20talk.md#0 1 0.900000 rostrum"
    assert [line.split()[0] for line in lines] == ["q1", "q1", "q2", "q2"]
    assert all(len(line.split()) == 6 for line in lines)


@pytest.mark.parametrize(("text", "told"), [("{", "line 1"), ('{"id": "q1"}', "line 1"), (None, "cannot be read")])
def test_a_file_of_cases_that_cannot_be_used_is_named_with_its_line(rostrum, tmp_path, text, told):
    cases = tmp_path / "cases.jsonl"
    if text:
        cases.write_text(text, encoding="utf-8")
    result = rostrum("search", "--run", str(cases))
    assert result.exit_code == 2
    assert "cases.jsonl" in result.stderr
    assert told in result.stderr


def test_documents_and_speakers_are_tables_or_json(rostrum):
    assert "Harbour talk" in rostrum("documents").stdout
    assert "Cyd Vale" in rostrum("speakers").stdout
    assert json.loads(rostrum("documents", "--json").stdout)["items"][1]["id"] == "pier.txt"
    assert json.loads(rostrum("speakers", "--json").stdout)["items"][0]["id"] == "ada-moor"


def test_names_that_look_like_mark_up_are_shown_as_they_are(rostrum, monkeypatch):
    record = FakeRecord()
    import dataclasses

    record.now.held = (dataclasses.replace(record.now.held[0], title="[red]Lamps[/red]"),)
    monkeypatch.setattr(wiring, "record_store", lambda settings, create=False: record)
    assert "[red]Lamps[/red]" in rostrum("documents").stdout
