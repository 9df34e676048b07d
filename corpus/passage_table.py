"""The current passages as columns, for filters and neighbours: numbers alone, no words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus import schema

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Columns over the current passages, ordered by document, utterance and position; all of one length.

    `document` indexes `documents`. Passage i has the speakers `speaker[first_speaker[i]:first_speaker[i + 1]]`,
    which index `speakers`.
    """

    number: Integers
    document: Integers
    utterance: Integers
    start: Integers
    end: Integers
    documents: tuple[str, ...]
    first_speaker: Integers
    speaker: Integers
    speakers: tuple[str, ...]

    def spoken_by(self, speakers: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Which passages are by one of these speakers, in reports: hold a statement of theirs."""
        wanted = set(speakers)
        columns = [i for i, s in enumerate(self.speakers) if s in wanted]
        rows = np.repeat(np.arange(len(self.number)), np.diff(self.first_speaker))
        found = np.zeros(len(self.number), dtype=np.bool_)
        found[rows[np.isin(self.speaker, columns)]] = True
        return found


def passage_table(connection: Connection, numbers: dict[str, int]) -> PassageTable:
    """The table of these versions, by document id. Two plain queries; ordering is done by numpy."""
    documents = tuple(sorted(numbers))
    position = {numbers[d]: i for i, d in enumerate(documents)}
    p, s = schema.passage, schema.passage_speaker
    query = select(p.c.number, p.c.version, p.c.utterance, p.c.start, p.c.end).where(p.c.version.in_(list(position)))
    rows = [(n, position[v], u, a, b) for n, v, u, a, b in connection.execute(query)]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
    columns = columns[np.lexsort((columns[:, 3], columns[:, 2], columns[:, 1]))]
    speaking = (
        select(s.c.passage, s.c.speaker)
        .join(p, p.c.number == s.c.passage)
        .where(p.c.version.in_(list(position)))
        .order_by(s.c.passage, s.c.position)
    )
    first, speaker, speakers = _speaking(columns[:, 0], [(n, i) for n, i in connection.execute(speaking)])
    return PassageTable(
        columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], columns[:, 4], documents, first, speaker, speakers
    )


def _speaking(numbers: Integers, pairs: list[tuple[int, str]]) -> tuple[Integers, Integers, tuple[str, ...]]:
    """The speakers of each passage as one flat column with the first index of each."""
    speakers = tuple(dict.fromkeys(i for _, i in pairs))
    index = {s: i for i, s in enumerate(speakers)}
    of: dict[int, list[int]] = {}
    for number, speaker_id in pairs:
        of.setdefault(number, []).append(index[speaker_id])
    lists = [of.get(int(n), []) for n in numbers]
    first = np.concatenate([[0], np.cumsum([len(x) for x in lists])]).astype(np.int64)
    return first, np.array([i for x in lists for i in x], dtype=np.int64), speakers
