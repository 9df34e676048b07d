"""Asking every case of a run: some at a time, each answer written as soon as it is there; then judging them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from corpus.errors import BadInput, CouldNotLook, RostrumError
from evaluation import exports, lines
from evaluation.answers import Answered, checked_answer, checked_hits
from evaluation.cases import Case
from evaluation.held import HeldDocuments
from evaluation.judging import CaseScore, judge
from evaluation.metrics.retrieval import DEPTH
from evaluation.runs import ANSWERS, PLAINLY, Run, Ways, begin, open_run, versions
from evaluation.summary import summarise
from evaluation.systems import System
from service.contract import Json

PARALLEL = 2
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Asker:
    """Puts one case to the system, as the run wants it put."""

    system: System
    ways: Ways
    clock: Callable[[], float]

    def ask(self, case: Case, tries: int = 1) -> Answered:
        """What came back, an error as an error; nothing is raised."""
        begun = self.clock()
        try:
            return replace(self._came(case, begun), tries=tries)
        except RostrumError as error:
            told = str(error)
        except Exception as error:  # noqa: BLE001 - told as the error of this case, and the case is tried again
            told = f"{type(error).__name__}: {error}"[:500]
        return Answered(case.id, error=told, wall_ms=self._since(begun), tries=tries)

    def _came(self, case: Case, begun: float) -> Answered:
        if case.ranking:
            hits = self._hits(case, case.document if self.ways.scoped else None)
            return Answered(case.id, hits=hits, wall_ms=self._since(begun))
        document = case.scope if self.ways.together else None
        answer = checked_answer(self.system.ask(case.question, case.history, document))
        waited = self._since(begun)
        # What was said before is part of a follow-up's question, and a search knows nothing of it.
        searched = self.ways.search and case.evidence and not case.history and not case.abstain
        if not searched:
            return Answered(case.id, answer, wall_ms=waited)
        try:
            return Answered(case.id, answer, self._hits(case, document), wall_ms=waited)
        except RostrumError as error:  # the answer stands
            return Answered(case.id, answer, search_error=str(error), wall_ms=waited)

    def _hits(self, case: Case, document: str | None) -> tuple[Json, ...]:
        return checked_hits(self.system.search(case.question, DEPTH, document))

    def _since(self, begun: float) -> float:
        return 1000 * (self.clock() - begun)


def run_cases(
    folder: Path,
    cases: Sequence[Case],
    system: System,
    *,
    files: Sequence[str] = (),
    ways: Ways = PLAINLY,
    parallel: int = PARALLEL,
    progress: Progress = lambda *_: None,
) -> Run:
    """A whole run: begun or gone on with, asked, judged, and written in every form.

    Raises BadInput where the folder holds another measurement, CouldNotLook, StoreError.
    """
    begun = begin(folder, cases, files, system.about(), ways, datetime.now(UTC))
    asked = ask_all(begun, system, parallel=parallel, progress=progress)
    judge_all(asked, system, progress=progress)
    exports.write(asked, HeldDocuments(system))
    return asked


def ask_all(
    run: Run,
    system: System,
    *,
    parallel: int = PARALLEL,
    progress: Progress = lambda *_: None,
    clock: Callable[[], float] = time.perf_counter,
) -> Run:
    """Asks what is left of the run; gives the run with every answer. Interrupted, it keeps what was answered.

    Raises BadInput where another process is at it, StoreError.
    """
    asker = Asker(system, run.info.ways, clock)
    with lines.alone(run.folder):
        lines.mend(run.folder / ANSWERS)
        run = open_run(run.folder)  # what another process may have answered meanwhile
        left = run.left()
        done = run.info.cases - len(left)
        progress("asking", done, run.info.cases)
        for came in _answers(asker, left, run, parallel):
            lines.append(run.folder / ANSWERS, came.as_json())
            done += 1
            progress("asking", done, run.info.cases)
        return open_run(run.folder)


def _answers(asker: Asker, cases: Sequence[Case], run: Run, parallel: int) -> Iterator[Answered]:
    """As they come; never more cases in hand than are asked at a time, so that an interruption is soon obeyed."""
    waiting = iter(cases)
    with ThreadPoolExecutor(parallel, "case") as pool:

        def begun(count: int) -> set[Future[Answered]]:
            return {pool.submit(asker.ask, c, run.tries(c.id) + 1) for c in islice(waiting, count)}

        under_way = begun(parallel)
        while under_way:
            finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= begun(len(finished))
            yield from (f.result() for f in finished)


def judge_all(run: Run, system: System, *, progress: Progress = lambda *_: None) -> list[CaseScore]:
    """The score of every case, in their order; written with the summary.

    Raises CouldNotLook where a document cannot be had or no case was answered, BadInput where the record has changed.
    """
    if versions(system.about()) != versions(run.info.about):
        raise BadInput("The record has changed since the run began. Run the cases again in another folder.")
    documents = HeldDocuments(system)
    scores = []
    for number, case in enumerate(run.cases(), start=1):
        came = run.came(case.id) or Answered(case.id, error="was not asked")
        scores.append(judge(case, came, documents))
        progress("judging", number, run.info.cases)
    if all(s.error is not None for s in scores):
        raise CouldNotLook(f"Not one case was answered. The first: {scores[0].error}")
    run.write_scores(scores)
    run.write_summary(summarise(scores))
    return scores
