"""Corrections of reports: statements of several people in one paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadCorrections
from corpus.store import RecordStore
from ingest.attribution.extractor import RuleExtractor
from ingest.corrections import Correction
from ingest.pipeline import ingest
from tests.meetings_fake import EMBEDDER
from tests.test_corrections import do

REPORT = """Harbour forum held in Port Lumen on 3 May 2031

Ms. Nadia Okafor, Director of the Tidal Board, opened the meeting.

Ms. Okafor stressed that tidal levies must be fair. She warned against raising them in winter.

Mr. Pieter Berg, Harbour Union, said that crews were tired. Mr. Berg agreed with Ms. Okafor and said that levies hurt.

The meeting closed at noon.
"""
R, OKAFOR, BERG = "forum.txt", "nadia-okafor", "pieter-berg"


@pytest.fixture
def report(tmp_path: Path) -> RecordStore:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / R).write_text(REPORT, encoding="utf-8")
    made = RecordStore(tmp_path / "reported")
    ingest([tmp_path / "report"], made, EMBEDDER, RuleExtractor())
    return made


def told(store: RecordStore) -> list[tuple[str | None, str]]:
    """Sources with the content of their statements."""
    found = store.view().document(R)
    return [(s.source.id if s.source else None, found.text[s.content[0] : s.content[1]]) for s in found.statements]


def test_statement_of_a_report_is_anothers_or_nobodys(report: RecordStore) -> None:
    before = told(report)
    assert {source for source, _ in before} == {OKAFOR, BERG}
    do(report, Correction("reassign", R, quote="tidal levies must be fair", to=BERG))
    do(report, Correction("withdraw", R, quote="crews were tired"))
    changed = {content: source for source, content in told(report)}
    assert changed["tidal levies must be fair"] == BERG
    assert changed["crews were tired"] is None
    assert [content for _, content in told(report)] == [content for _, content in before]
    text = next(p for p in report.view().passages(report.view().table.number.tolist()) if "fair" in p.text)
    assert [p.id for p in text.speakers] == [BERG, OKAFOR]


def test_withheld_statement_of_a_report_is_gone(report: RecordStore) -> None:
    do(report, Correction("withhold", R, quote="levies must be fair"))
    assert "fair" not in report.view().document(R).text
    assert not any("█" in content for _, content in told(report))
    assert any("winter" in content for _, content in told(report))


def test_person_withheld_from_a_report_leaves_neither_name_nor_words(report: RecordStore) -> None:
    do(report, Correction("withhold", person=OKAFOR))
    document = report.view().document(R)
    assert "Okafor" not in document.text
    assert "Nadia" not in document.text
    assert "fair" not in document.text
    assert "Tidal Board" not in document.text  # told who it is, beside the name
    assert "crews were tired" in document.text
    assert {source for source, _ in told(report)} == {BERG}
    assert OKAFOR not in {p.id for p in report.view().people()}
    assert "Okafor" not in repr(document)


def test_words_of_two_people_are_reassigned_only_when_it_is_said_whose(report: RecordStore) -> None:
    quote = "raising them in winter. Mr. Pieter Berg, Harbour Union, said that crews were tired"
    with pytest.raises(BadCorrections, match="several people"):
        do(report, Correction("reassign", R, quote=quote, to=BERG))
    do(report, Correction("reassign", R, quote=quote, person=OKAFOR, to=BERG))
    assert [source for source, _ in told(report)][:3] == [OKAFOR, BERG, BERG]
