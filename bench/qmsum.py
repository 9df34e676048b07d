"""Retrieval figures on a folder of committee meetings with marked evidence: nDCG@10 and who@1.

    python -m bench.qmsum --data DIR      over a data folder into which the meetings alone were ingested

ROSTRUM_MEASURE_DATA names the measuring data. Metrics are those of the external measuring tool: graded nDCG@10 over
utterances in order of the hits; who@1 is whether the first speaker of the first hit, of the right document, is the one
expected.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from corpus.names import name_key
from corpus.protocols import Filters, Hit, Query

LIMIT = 50  # hits asked for, as the measuring tool does
Utterance = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One question; `grades` are the utterances that answer it, `speakers` whom a who-question expects."""

    id: str
    question: str
    document: str
    grades: Mapping[Utterance, int]
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the cases, in [0, 1]."""

    scoped: float
    unscoped: float
    who: float

    @property
    def mean(self) -> float:
        return (self.scoped + self.unscoped + self.who) / 3


def folder() -> Path:
    """The folder of the committee meetings. Exits loudly where ROSTRUM_MEASURE_DATA does not lead to it."""
    root = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not root or not (Path(root) / "data" / "qmsum").is_dir():
        sys.exit("ROSTRUM_MEASURE_DATA must name the folder of the measuring data (with data/qmsum in it).")
    return Path(root) / "data" / "qmsum"


def cases(where: Path) -> tuple[list[Case], list[Case]]:
    """(search cases, who cases) of the folder."""
    return _read(where / "qmsum.search.jsonl"), _read(where / "qmsum.who.jsonl")


def _read(path: Path) -> list[Case]:
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _case(row: dict[str, object]) -> Case:
    document = str(row["document"])
    marked = row.get("utterances") or {}
    assert isinstance(marked, dict)
    speakers = row.get("speakers") or []
    assert isinstance(speakers, list)
    grades = {(document, int(number)): int(grade) for number, grade in marked.items()}
    return Case(str(row["id"]), str(row["question"]), document, grades, frozenset(name_key(s) for s in speakers))


def ndcg(order: Sequence[Utterance], grades: Mapping[Utterance, int], depth: int = 10) -> float:
    """Graded nDCG at `depth`; the gain is the grade itself."""
    gain = sum(grades.get(u, 0) / math.log2(i + 2) for i, u in enumerate(order[:depth]))
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(grades.values(), reverse=True)[:depth]))
    return gain / ideal


def utterances(hits: Sequence[Hit]) -> list[Utterance]:
    """The utterances of the hits in order, each once."""
    return list(dict.fromkeys((h.passage.document, h.passage.utterance) for h in hits))


def first_speaker_is_right(hits: Sequence[Hit], case: Case) -> bool:
    said = [(h.passage.document, s.name) for h in hits for s in h.passage.speakers]
    return bool(said) and said[0][0] == case.document and (name_key(said[0][1]) in case.speakers)


def measure(search: Callable[[Query], list[Hit]], ranking: Sequence[Case], who: Sequence[Case]) -> Figures:
    scoped, unscoped = [], []
    for case in ranking:
        one = Filters(documents=frozenset({case.document}))
        scoped.append(ndcg(utterances(search(Query(case.question, one, LIMIT))), case.grades))
        unscoped.append(ndcg(utterances(search(Query(case.question, limit=LIMIT))), case.grades))
    right = [first_speaker_is_right(search(Query(c.question, limit=LIMIT)), c) for c in who]
    return Figures(fmean(scoped), fmean(unscoped), fmean(right))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    from bench.opening import retriever_over

    figures = measure(retriever_over(parser.parse_args().data).search, *cases(folder()))
    print(f"nDCG@10 scoped {figures.scoped:.3f}  whole {figures.unscoped:.3f}  who@1 {figures.who:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
