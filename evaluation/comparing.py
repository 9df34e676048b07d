"""Two runs of the same cases, compared: is the second worse, in what, and on which cases?

A *significant loss* is a main measure whose 95 % interval of the difference lies wholly on the worse side, where at
least six cases differ; and, where each case is 0 or 1, whose sign test is below 5 % as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import BadInput
from evaluation.bootstrap import CONFIDENCE, Interval
from evaluation.cases import Case, case_json
from evaluation.judging import CaseScore
from evaluation.measures import MEASURES
from evaluation.metrics.measure import Measure, mean, ratio
from evaluation.pairing import Signs, differing, paired_interval, signs
from evaluation.runs import Run, RunInfo, versions
from service.contract import Json

# Cases that failed are in no measure; that more of them fail is a loss all the same.
ANSWERED = Measure("answered", "Answered without error", lambda s: mean(s.error is None), ratio)
MAIN = (
    *("answered", "right", "right_speaker", "locked", "verbatim", "speaker_f1", "citation_recall"),
    *("abstention_precision", "abstention_recall", "ndcg@10"),
)
LEAST_DIFFERING = 6  # 2 / 2**6 is the first power of a half under 5 %
ENOUGH_SHARE = 0.5  # of all cases that either run has


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of both runs. The interval is that of the second figure less the first; None is undefined.

    `cases` is for how many either is defined, `differing` how many of them are not the same in both.
    """

    measure: Measure
    a: float | None
    b: float | None
    cases: int
    differing: int
    around: Interval | None
    signs: Signs

    @property
    def difference(self) -> float | None:
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def verdict(self) -> str | None:
        """ "gained" or "lost" where that is more than chance; else None."""
        if self.around is None or self.differing < LEAST_DIFFERING:
            return None
        if self.signs.binary and self.signs.p >= 1 - CONFIDENCE:
            return None
        up, down = self.around.low > 0, self.around.high < 0
        better, worse = (up, down) if self.measure.higher_is_better else (down, up)
        return "gained" if better else "lost" if worse else None


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that one run has right and the other not, with both answers as they came."""

    case: Case
    other: Case  # as the second run asked it
    a: CaseScore
    b: CaseScore
    answer_a: Json
    answer_b: Json


@dataclass(frozen=True, slots=True)
class Differs:
    """Something that was not the same when both ran."""

    what: str
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything about two runs. `left_out` counts cases that only one of them has, or has in other words."""

    names: tuple[str, str]
    common: int
    left_out: int
    failed: int  # of the common ones: in either run
    differs: tuple[Differs, ...]
    measures: tuple[Compared, ...]
    gained: tuple[Changed, ...]
    lost: tuple[Changed, ...]

    @property
    def losses(self) -> list[Compared]:
        """The main measures with a significant loss."""
        return [m for m in self.measures if m.measure.name in MAIN and m.verdict == "lost"]


def compare(a: Run, b: Run, *, by_id: bool = False) -> Comparison:
    """The second run against the first, over the cases of one id and the same words; by their id alone if so wanted.

    Raises BadInput where a run has not come to its end, or too few cases are common.
    """
    cases_a, cases_b = _cases(a), _cases(b)
    common = [i for i in cases_a if i in cases_b and (by_id or _alike(cases_a[i], cases_b[i]))]
    left_out = len(cases_a.keys() | cases_b.keys()) - len(common)
    _check(len(common), left_out)
    scores_a, scores_b = _scores(a), _scores(b)
    pairs = [(scores_a[i], scores_b[i]) for i in common]
    answered = [(x, y) for x, y in pairs if x.error is None and y.error is None]
    if not answered:
        raise BadInput("No case was answered in both runs. Mend what failed, and finish them with `rostrum eval run`.")
    changed = [(x, y) for x, y in answered if x.right is not None and y.right is not None and x.right != y.right]
    found = [Changed(cases_a[x.case], cases_b[x.case], x, y, _came(a, x), _came(b, y)) for x, y in changed]
    return Comparison(
        names=(str(a.folder), str(b.folder)),
        common=len(common),
        left_out=left_out,
        failed=len(pairs) - len(answered),
        differs=tuple(differs(a.info, b.info)),
        measures=(compared(ANSWERED, pairs), *(compared(m, answered) for m in MEASURES)),
        gained=tuple(c for c in found if c.b.right),
        lost=tuple(c for c in found if c.a.right),
    )


def compared(measure: Measure, pairs: Sequence[tuple[CaseScore, CaseScore]]) -> Compared:
    """One measure over pairs of scores of the same cases."""
    one, other = (measure.table([p[n] for p in pairs]) for n in (0, 1))
    if one.shape != other.shape:  # undefined throughout in one of them, which is then one column wide
        width = max(one.shape[1], other.shape[1])
        one, other = (t if t.shape[1] == width else t.repeat(width, axis=1) for t in (one, other))
    (a, counted_a), (b, counted_b) = measure.of_table(one), measure.of_table(other)
    return Compared(
        measure=measure,
        a=a,
        b=b,
        cases=max(counted_a, counted_b),
        differing=differing(one, other),
        around=None if a is None or b is None else paired_interval(measure, one, other),
        signs=signs(measure, one, other),
    )


def differs(a: RunInfo, b: RunInfo) -> list[Differs]:
    """What of the system, its settings, the record or the way of asking was not the same."""
    flat_a, flat_b = _flat(a), _flat(b)
    names = dict.fromkeys([*flat_a, *flat_b])
    found = [Differs(n, _text(flat_a.get(n)), _text(flat_b.get(n))) for n in names]
    return [d for d in found if d.a != d.b]


def _flat(info: RunInfo) -> dict[str, Any]:
    about = info.about
    return {
        "system": about.where,
        "version": about.version,
        "commit": about.commit,
        "code": about.code,
        "index": about.index,
        **_named("setting", about.settings),
        **_named("prompt", about.prompts),
        **_named("document", versions(about)),
        "asked together": info.ways.together,
        "searched scoped": info.ways.scoped,
        "searched for": info.ways.search,
        "files of cases": ", ".join(info.files),
        "hash of the cases": info.cases_sha256,
    }


def _named(what: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{what} {name}": value for name, value in values.items()}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _cases(run: Run) -> dict[str, Case]:
    return {c.id: c for c in run.cases()}


def _alike(one: Case, other: Case) -> bool:
    return case_json(one) == case_json(other)


def _check(common: int, left_out: int) -> None:
    """Raises BadInput where the runs differ in their cases and too few are common."""
    enough = max(LEAST_DIFFERING, ENOUGH_SHARE * (common + left_out))
    if left_out and common < enough:
        raise BadInput(
            f"The runs have {common} cases in common, and {left_out} would be left out. Run both over the same set; "
            "a set and what was derived from it are compared with --by-id."
        )


def _scores(run: Run) -> dict[str, CaseScore]:
    """By case. Raises BadInput where the run has not come to its end."""
    run.summary()
    found = {s.case: s for s in run.scores()}
    if missing := [c.id for c in run.cases() if c.id not in found]:
        raise BadInput(f"{run.folder} has no score of {missing[0]}. Finish it with the same `rostrum eval run`.")
    return found


def _came(run: Run, score: CaseScore) -> Json:
    came = run.came(score.case)
    return (came.answer if came else None) or {}
