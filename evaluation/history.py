"""Every run found below a folder, oldest first: how the figures went over time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_uppercase

from corpus.errors import BadInput, CouldNotLook
from evaluation.runs import RUN, Run, RunInfo, Ways, open_run
from service.contract import Json

Key = tuple[str, Ways]  # of a set: the hash of its cases, and how they are put


@dataclass(frozen=True, slots=True)
class Point:
    """One run of the history. `name` is its folder below the one that was looked through; `set` is a letter."""

    name: str
    begun: datetime
    set: str
    info: RunInfo
    summary: Json

    def found(self, measure: str) -> Json:
        """The figure of a measure with its count and interval; one that the run does not know is undefined."""
        told: Json = self.summary["measures"].get(measure, {})
        return {"value": None, "count": 0, "low": None, "high": None, **told}


@dataclass(frozen=True, slots=True)
class History:
    """Runs, oldest first; and those that are not among them, as pairs of folder and reason."""

    points: tuple[Point, ...]
    left_out: tuple[tuple[str, str], ...]

    def sets(self) -> dict[str, list[Point]]:
        """The runs of each set, by its letter: only these can be compared, and are joined by a line."""
        found: dict[str, list[Point]] = {}
        for point in self.points:
            found.setdefault(point.set, []).append(point)
        return found


def history(folder: Path) -> History:
    """The runs below a folder, itself included. Raises BadInput where there is none, CouldNotLook."""
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.")
    runs: list[tuple[datetime, str, Run, Json]] = []
    left_out = []
    for place in folders(folder):
        name = place.relative_to(folder).as_posix()
        try:
            run = open_run(place)
            runs.append((_moment(run), name, run, _summary(run)))
        except BadInput as error:
            left_out.append((name, str(error)))
    if not runs and not left_out:
        raise BadInput(f"There is no run below {folder}. Begin one with `rostrum eval run CASES --out DIR`.")
    runs.sort(key=lambda r: (r[0], r[1]))
    letters = _letters([(run.info.cases_sha256, run.info.ways) for _, _, run, _ in runs])
    points = (
        Point(name, begun, letters[run.info.cases_sha256, run.info.ways], run.info, summary)
        for begun, name, run, summary in runs
    )
    return History(tuple(points), tuple(left_out))


def folders(folder: Path) -> Iterator[Path]:
    """Every folder that holds a run.json, in order of name; links are not followed. Raises CouldNotLook."""

    def failed(error: OSError) -> None:
        raise CouldNotLook(f"{error.filename} cannot be looked through: {error.strerror or error}.") from error

    for place, below, files in os.walk(folder, onerror=failed):
        below.sort()
        if RUN in files:
            yield Path(place)


def _moment(run: Run) -> datetime:
    try:
        begun = datetime.fromisoformat(run.info.begun)
    except (ValueError, TypeError):
        raise BadInput(f"{run.folder / RUN} does not say when it was begun.") from None
    return begun if begun.tzinfo else begun.replace(tzinfo=UTC)


def _summary(run: Run) -> Json:
    summary = run.summary()
    measures = summary.get("measures")
    if not isinstance(measures, dict) or not isinstance(summary.get("errors"), int):
        raise BadInput(f"The summary of {run.folder} is not whole. Judge it again with `rostrum eval run`.")
    return summary


def _letters(keys: Sequence[Key]) -> dict[Key, str]:
    """A letter for each set, in the order in which they came up: A to Z, then A2 to Z2."""
    found: dict[Key, str] = {}
    for key in keys:
        turn, place = divmod(len(found), len(ascii_uppercase))
        found.setdefault(key, ascii_uppercase[place] + (str(turn + 1) if turn else ""))
    return found
