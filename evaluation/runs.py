"""One run: a set of cases asked of one system, kept whole in a folder.

    run.json       what was measured: version, commit, settings, prompt versions, index, documents with their versions
    cases.jsonl    the cases as they were asked
    answers.jsonl  what came back, a line as soon as it did; the last line of a case counts
    scores.jsonl   a CaseScore a line, in the order of the cases
    summary.json   the figures; the keys of the measuring tool among them
    cases.csv      a row a case, for a spreadsheet
    run.trec, qrels.trec   what was searched for and found, for tools of information retrieval

Whoever reads a run (report, compare, history) opens it with `open_run`; only `begin` writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from evaluation import lines
from evaluation.answers import Answered, answered
from evaluation.cases import Case, case_json, parse
from evaluation.judging import CaseScore, score_json, score_of
from evaluation.systems import About
from service.contract import Json

FORMAT = 1
RUN, CASES, ANSWERS, SCORES = "run.json", "cases.jsonl", "answers.jsonl", "scores.jsonl"
SUMMARY, TABLE, TREC_RUN, QRELS = "summary.json", "cases.csv", "run.trec", "qrels.trec"


@dataclass(frozen=True, slots=True)
class Ways:
    """How cases are put to the system.

    `together`: a case with `scope` is asked of that document alone, for a record that holds several collections;
    `scoped`: a ranking case is searched for in its document alone; `search`: questions whose evidence is known are
    also searched for, as ranking cases always are.
    """

    together: bool = False
    scoped: bool = False
    search: bool = True


PLAINLY = Ways()


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What run.json says. `files` are the names of the case files; `cases_sha256` is of the cases as they are read."""

    begun: str  # ISO 8601, with its zone
    about: About
    ways: Ways
    files: tuple[str, ...]
    cases: int
    cases_sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """The folder of a run, read."""

    folder: Path
    info: RunInfo
    # Where in answers.jsonl the line that counts begins, for each case that has one; and which of them are errors.
    _places: dict[str, int] = field(default_factory=dict, repr=False)
    _failed: dict[str, int] = field(default_factory=dict, repr=False)

    def cases(self) -> Iterator[Case]:
        """In the order in which they were given."""
        return (parse(row) for _, row in lines.rows(self.folder / CASES))

    def came(self, case_id: str) -> Answered | None:
        """What came back of a case; None where it was not asked yet."""
        place = self._places.get(case_id)
        return None if place is None else _answered(lines.row_at(self.folder / ANSWERS, place), self.folder)

    def tries(self, case_id: str) -> int:
        """How often the case has failed; 0 for one that was answered or not asked."""
        return self._failed.get(case_id, 0)

    def left(self) -> list[Case]:
        """The cases that have no answer yet, those that failed among them."""
        return [c for c in self.cases() if c.id not in self._places or c.id in self._failed]

    def scores(self) -> Iterator[CaseScore]:
        """In the order of the cases; nothing before the run has come to its end."""
        return (score_of(row) for _, row in lines.rows(self.folder / SCORES))

    def summary(self) -> Json:
        """summary.json. Raises BadInput where the run has not come to its end."""
        return _loaded(self.folder / SUMMARY, "Finish it with the same `rostrum eval run`.")

    def write_scores(self, scores: Sequence[CaseScore]) -> None:
        lines.write(self.folder / SCORES, (score_json(s) for s in scores))

    def write_summary(self, summary: Json) -> None:
        write_json(self.folder / SUMMARY, summary)


def open_run(folder: Path) -> Run:
    """A run that was begun. Raises BadInput where the folder holds none."""
    info = _info(_loaded(folder / RUN, "Begin one with `rostrum eval run CASES --out DIR`."), folder)
    places: dict[str, int] = {}
    failed: dict[str, int] = {}
    for offset, row in lines.rows(folder / ANSWERS):
        came = _answered(row, folder)
        places[came.case] = offset
        if came.error is None:
            failed.pop(came.case, None)
        else:
            failed[came.case] = came.tries
    return Run(folder, info, places, failed)


def begin(folder: Path, cases: Sequence[Case], files: Sequence[str], about: About, ways: Ways, now: datetime) -> Run:
    """A new run, or the one in this folder to go on with.

    Raises BadInput where the folder holds something else, or a run of other cases or of another system.
    """
    rows = [case_json(c) for c in cases]
    info = RunInfo(now.isoformat(timespec="seconds"), about, ways, tuple(files), len(rows), _hash(rows))
    if (folder / RUN).exists():
        found = open_run(folder)
        if differing := _differing(found.info, info):
            other = " and of ".join(differing)
            raise BadInput(f"{folder} holds a run of {other}. Name another folder with --out, or delete this one.")
        return found
    if folder.is_dir() and any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty and holds no run. Name another folder with --out.")
    with lines.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lines.write(folder / CASES, rows)
    write_json(folder / RUN, {"format": FORMAT, **asdict(info)})
    return Run(folder, info)


def _differing(old: RunInfo, new: RunInfo) -> list[str]:
    """What makes the two runs different measurements; [] where one may go on with the other.

    A commit that changes no source text of what answers does not.
    """
    differing = {
        "other cases": old.cases_sha256 != new.cases_sha256,
        "another system": old.about.where != new.about.where,
        "another version": (old.about.version, old.about.code) != (new.about.version, new.about.code),
        "other settings": (old.about.settings, old.about.prompts) != (new.about.settings, new.about.prompts),
        "another index": old.about.index != new.about.index,
        "other documents": versions(old.about) != versions(new.about),
        "another way of asking (--together, --scoped, --no-search)": old.ways != new.ways,
    }
    return [what for what, so in differing.items() if so]


def versions(about: About) -> dict[str, str]:
    """The version of each document of the record, by id."""
    return {str(d["id"]): str(d["version"]) for d in about.documents}


def write_json(path: Path, value: Json) -> None:
    """Raises StoreError."""
    lines.write_text(path, [json.dumps(value, ensure_ascii=False, indent=1), "\n"])


def _hash(rows: Sequence[Json]) -> str:
    digest = sha256()
    for row in rows:
        digest.update(lines.dump(row).encode() + b"\n")
    return digest.hexdigest()


def _loaded(path: Path, remedy: str) -> Json:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(f"There is no {path}. {remedy}") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read. Delete the folder, or name another one.") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} is not ours. Name another folder.")
    return found


def _info(row: Json, folder: Path) -> RunInfo:
    if row.get("format") != FORMAT:
        raise BadInput(f"{folder / RUN} has a form that this Rostrum does not know. Name another folder.")
    try:
        about = {**row["about"], "documents": tuple(row["about"]["documents"])}
        return RunInfo(
            row["begun"], About(**about), Ways(**row["ways"]), tuple(row["files"]), row["cases"], row["cases_sha256"]
        )
    except (KeyError, TypeError) as error:
        raise BadInput(f"{folder / RUN} is not whole. Name another folder.") from error


def _answered(row: Json, folder: Path) -> Answered:
    try:
        return answered(row)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{folder / ANSWERS} holds a line that is no answer: {lines.dump(row)[:80]}") from error
