"""DIR/report.html: a run to be looked at rather than read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import BadInput
from evaluation import lines
from evaluation.judging import CaseScore
from evaluation.report import confusions, figures, measured, waiting
from evaluation.report.elements import Markup, el, joined
from evaluation.report.listing import listed
from evaluation.report.numbers import around, counted, figure, moment
from evaluation.report.page import page
from evaluation.runs import Run
from service.contract import Json

REPORT = "report.html"
ANCHORS = (
    ("figures", "Figures"),
    ("by-type", "Types"),
    ("by-document", "Documents"),
    ("by-speaker", "Speakers"),
    ("confusion", "Confusion"),
    ("silence", "Silence"),
    ("latency", "Waiting"),
    ("measured", "What was measured"),
    ("cases", "Cases"),
)
# Of the summary, what the report is made of.
PARTS = (
    *("errors", "search_errors", "measures", "macro", "by_type", "by_document", "by_speaker"),
    *("speaker_confusion", "abstention_confusion", "calibration"),
)


def write_report(run: Run) -> Path:
    """Where the report stands. Raises BadInput where the run has not come to its end, StoreError."""
    path, summary = run.folder / REPORT, run.summary()
    if missing := [part for part in PARTS if part not in summary]:
        raise BadInput(f"The summary of {run.folder} lacks {missing[0]!r}. Judge it again with `rostrum eval run`.")
    lines.write_text(path, report(run, summary))
    return path


def report(run: Run, summary: Json) -> Iterator[str]:
    """The page in pieces, never a whole answer more than one in memory."""
    scores = list(run.scores())
    title = f"Evaluation of {named(run)}, {moment(run.info.begun)}"
    return page(title, ANCHORS, _body(run, summary, scores))


def named(run: Run) -> str:
    """The names of the files whose cases were asked."""
    return ", ".join(run.info.files) or "a set"


def _body(run: Run, summary: Json, scores: Sequence[CaseScore]) -> Iterator[Markup]:
    yield _head(run, summary, scores)
    yield figures.headline(summary)
    yield from figures.groups(summary)
    yield confusions.speakers(summary)
    yield confusions.silence(summary)
    yield waiting.drawn(scores, summary)
    yield measured.drawn(run.info)
    yield from listed(run, scores)


def _head(run: Run, summary: Json, scores: Sequence[CaseScore]) -> Markup:
    about = run.info.about
    judged = [s.right for s in scores if s.right is not None]
    found = summary["measures"]["right"]
    told = "No question was answered." if not judged else f"{sum(judged):,} of {len(judged):,} answers are right"
    between = f": {figure(found['value'])}" + (f" ({around(found)})" if found["low"] is not None else "")
    known = (
        moment(run.info.begun),
        about.version and f"Rostrum {about.version}",
        about.commit and f"commit {about.commit[:7]}{'+changes' if about.commit.endswith('+changes') else ''}",
        counted(len(about.documents), "document", "documents"),
        about.where,
    )
    return el(
        "header",
        el("h1", f"Evaluation of {named(run)}"),
        el("p", told, between, ".", class_="verdict") if judged else el("p", told, class_="verdict"),
        el("p", joined(" · ".join(k for k in known if k)), class_="soft"),
    )
