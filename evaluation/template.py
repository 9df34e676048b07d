"""A set of cases to begin with: examples over our own sample proceedings, and what each column means."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from corpus.errors import BadInput
from evaluation import columns, lines, sheets
from service.contract import Json

LAKE, FERRIES = "2024-10-08-lake-assembly.md", "2025-02-11-ferries-committee.proceedings.json"

EXPLANATIONS: tuple[tuple[str, str], ...] = (
    ("id", "Needed. Names the case; every case has another one, and keeps it from week to week."),
    ("type", "Needed. position, who, relation, compare, list, fact, followup, false_premise or unanswerable."),
    ("question", "Needed. As a reader would type it."),
    ("history", "For a followup: the turns before it, each beginning with user: or assistant: on a line of its own."),
    ("speakers", "Whom the answer must show, one a line; full names are safest. For a relation: those asked for."),
    ("speakers_allowed", "Who may be shown besides without being counted as wrong, one a line."),
    ("document 1, quote 1 …", "Evidence: words that a good answer cites, exactly as they stand in that document."),
    ("answer", "A reference answer in your own words, for people who read the report. It is not measured."),
    ("must_mention", "Words without which no answer is right, one entry a line. Few and short ones are best."),
    ("abstain", "yes where the record holds no answer, so that the only right answer is to say so."),
    ("abstention", "Which silence: not_in_record, speaker_silent or unclear. May be left empty."),
    ("stances", "Where it matters who was for or against: Name: favour, against or neither, one a line."),
    ("documents", "The documents that the question is about, one a line; for figures by document."),
    ("scope", "The document that a question means by “the event” or “the panel”; used with --together."),
    ("speaker_note", "Anything a person should know who reads the case later. It is not measured."),
    ("document", "For a ranking case alone, which is searched for and not asked: its document …"),
    (
        "utterances",
        "… and the numbers of its relevant utterances with a grade, 12: 2 on a line; 2 is more relevant than 1.",
    ),
)


def _quote(document: str, words: str) -> Json:
    return {"document": document, "quote": words}


EXAMPLES: tuple[Json, ...] = (
    {
        "id": "example-1",
        "type": "position",
        "question": "What does Sanna Quillfeather say about beacons in the fjords?",
        "speakers": ["Sanna Quillfeather"],
        "evidence": [_quote(LAKE, "Quillfeather warned that beacons lose contact in the narrow fjords")],
        "answer": "That they lose contact there.",
        "must_mention": ["lose contact"],
        "stances": {"Sanna Quillfeather": "against"},
        "documents": [LAKE],
    },
    {
        "id": "example-2",
        "type": "relation",
        "question": "Who agreed with the Island Councils Group about languages?",
        "speakers": ["Northern Fisheries Union"],
        "speakers_allowed": ["Island Councils Group"],
        "evidence": [_quote(LAKE, "The NORTHERN FISHERIES UNION agreed with the Island Councils Group.")],
        "answer": "The Northern Fisheries Union.",
        "documents": [LAKE],
    },
    {
        "id": "example-3",
        "type": "compare",
        "question": "How do Marcus Aldane and Fenn Okoro see the last evening boat?",
        "speakers": ["Marcus Aldane", "Fenn Okoro"],
        "evidence": [
            _quote(FERRIES, "Because it sails with eleven passengers on average"),
            _quote(FERRIES, "Eleven passengers is eleven people who cannot get home."),
        ],
        "must_mention": ["eleven"],
        "documents": [FERRIES],
    },
    {
        "id": "example-4",
        "type": "followup",
        "history": [
            {"role": "user", "content": "What did Ms Carvalhal want the grant to pay for as well?"},
            {"role": "assistant", "content": "She asked that the engineers' training be paid from it."},
        ],
        "question": "What would that cost per person?",
        "speakers": ["Inês Carvalhal"],
        "evidence": [_quote(FERRIES, "It is about four thousand crowns a head, for twenty-two engineers.")],
        "must_mention": ["four thousand"],
        "documents": [FERRIES],
    },
    {
        "id": "example-5",
        "type": "unanswerable",
        "question": "What did Dag Wessel say about salaries of ferry captains?",
        "speakers": ["Dag Wessel"],
        "answer": "Nothing from him on that is recorded.",
        "abstain": True,
        "abstention": "speaker_silent",
        "documents": [FERRIES],
    },
    {
        "id": "example-6",
        "type": "evidence",
        "question": "savings of battery boats on short crossings",
        "document": FERRIES,
        "utterances": {"2": 2, "1": 1},
    },
)
_WIDE = {"question": 48, "history": 40, "answer": 32, "utterances": 14}


def write(path: Path) -> None:
    """Writes the template in the form that the ending names. Raises BadInput: another ending, or a file is there."""
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv", ".jsonl"):
        raise BadInput(f"{path}: a template is written as .xlsx, .csv or .jsonl.")
    if path.exists():
        raise BadInput(f"{path} is there already. Name another file.")
    with lines.writing(path):
        if ending == ".jsonl":
            lines.write(path, EXAMPLES)
        elif ending == ".csv":
            lines.write_text(path, [_csv()])
        else:
            sheets.write(path, _workbook())


def _rows() -> list[list[str]]:
    names = columns.names()
    return [list(names), *(columns.cells(example, names) for example in EXAMPLES)]


def _csv() -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(_rows())
    return "\ufeff" + written.getvalue()  # without the mark, a spreadsheet takes it for another encoding


def _workbook() -> list[sheets.Sheet]:
    widths = [40 if n.startswith("quote") else _WIDE.get(n, 22) for n in columns.names()]
    explained = [["column", "meaning"], *([name, meaning] for name, meaning in EXPLANATIONS)]
    return [sheets.Sheet("cases", _rows(), widths), sheets.Sheet("explanations", explained, (24, 100))]
