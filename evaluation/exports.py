"""A run for other tools: a row a case for spreadsheets; a TREC run and qrels of what was searched for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from evaluation import lines
from evaluation.answers import Answered
from evaluation.cases import Case
from evaluation.held import Documents
from evaluation.judging import CaseScore
from evaluation.metrics.retrieval import qrels, ranking
from evaluation.runs import QRELS, TABLE, TREC_RUN, Run

TAG = "rostrum"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("id", "type", "right", "why not", "error", "question", "expected speakers", "shown speakers", "answer")
_FIGURES = (
    "speaker_precision",
    "speaker_recall",
    "citation_precision",
    "citation_recall",
    "evidence",
    "must_mention",
    "roll_recall",
)
_SHARES = ("locked", "right_speaker", "verbatim")


def write(run: Run, documents: Documents) -> None:
    """Writes cases.csv, run.trec and qrels.trec beside the scores. Raises StoreError, CouldNotLook."""
    lines.write_text(run.folder / TABLE, _table(run))
    lines.write_text(run.folder / TREC_RUN, trec_run(run))
    lines.write_text(run.folder / QRELS, trec_qrels(run, documents))


def trec_run(run: Run) -> Iterator[str]:
    """Lines "case Q0 document#utterance rank score rostrum", best first; scores only keep the order."""
    for case in run.cases():
        came = run.came(case.id)
        ranked = ranking(came.hits or ()) if came else []
        for rank, name in enumerate(ranked, start=1):
            yield f"{_word(case.id)} Q0 {name} {rank} {len(ranked) - rank + 1} {TAG}\n"


def trec_qrels(run: Run, documents: Documents) -> Iterator[str]:
    """Lines "case 0 document#utterance grade" of what was searched for."""
    for case in run.cases():
        came = run.came(case.id)
        judged = qrels(case, documents) if came and came.hits is not None else {}
        yield from (f"{_word(case.id)} 0 {name} {grade}\n" for name, grade in judged.items())


def _word(name: str) -> str:
    return "%20".join(name.split())


def _table(run: Run) -> Iterator[str]:
    yield _csv((*_COLUMNS, "citations", *_FIGURES, *_SHARES, "latency_s"))
    scores = {s.case: s for s in run.scores()}
    for case in run.cases():
        came = run.came(case.id)
        if came and case.id in scores:
            yield _csv(_row(case, came, scores[case.id]))


def _row(case: Case, came: Answered, score: CaseScore) -> tuple[object, ...]:
    answer = came.answer or {}
    cited = (f"[{c['number']}] {c['document']}: {c['quote']}" for c in answer.get("citations") or ())
    shares = (getattr(score, name) for name in _SHARES)
    return (
        *(case.id, case.type, score.right, "; ".join(score.wrongs), came.error, case.question),
        *("; ".join(case.speakers), "; ".join(score.said_by), answer.get("text"), "\n".join(cited)),
        *(getattr(score, name) for name in _FIGURES),
        *(above / below if below else None for above, below in shares),
        came.wall_ms / 1000,
    )


def _csv(cells: tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow([_cell(c) for c in cells])
    return written.getvalue()


def _cell(value: object) -> str:
    """Undefined is "–"; words that a spreadsheet would take for a formula are words."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4g}"
    text = "yes" if value is True else "no" if value is False else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
