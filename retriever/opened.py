"""Indexes opened for one generation of the record: the current passages with their vectors, and their words.

All vectors of the current passages are held in memory, in the order of the view's table: exact scores for every passage
and its neighbours, under any filter, in one multiplication. Chroma keeps them on disk and is read when a generation is
opened; vectors that the generation before already had are taken over.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import CorruptIndex, IndexOutOfDate
from corpus.records import Passage, Person
from retriever.dense import DenseIndex
from retriever.exchanges import utterance_of_passage
from retriever.known_people import KnownPeople
from retriever.late_interaction import KeptTokens
from retriever.lexical import LexicalIndex
from retriever.ranking import Integers, Layout
from retriever.token_index import TokenIndex

VECTORS = "vectors"  # folders inside a view's index folder
WORDS = "words"
TOKENS = "tokens"
KEPT = 2  # generations open at the same time: the newest, and the one that questions under way may still hold


class Table(Protocol):
    """Columns over the current passages of a view, ordered by document, utterance, position."""

    @property
    def number(self) -> Integers: ...
    @property
    def document(self) -> Integers: ...  # index into `documents`
    @property
    def utterance(self) -> Integers: ...
    @property
    def start(self) -> Integers: ...
    @property
    def end(self) -> Integers: ...
    @property
    def documents(self) -> Sequence[str]: ...

    def spoken_by(self, speakers: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Which passages are by one of these speakers, in reports: hold a statement of theirs."""


class Summary(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def event(self) -> str | None: ...


class SearchedView(Protocol):
    """What the retriever needs of corpus/view.py's View."""

    generation: int
    index_folder: Path
    index_signature: str

    @property
    def table(self) -> Table: ...

    def documents(self) -> Sequence[Summary]: ...

    def people(self) -> Sequence[Person]: ...

    def passages(self, numbers: Sequence[int]) -> list[Passage]: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that one search needs, immutable. Arrays over passages have the table's order."""

    view: SearchedView
    words: LexicalIndex
    vectors: npt.NDArray[np.float32]
    row_of: Mapping[int, int]  # passage number -> row
    layout: Layout
    people: KnownPeople
    tokens: KeptTokens | None = None


class OpenIndexes:
    """Opens the indexes of views, once for each generation; safe between threads.

    Raises IndexOutOfDate where another model or rule made the index, CorruptIndex where it does not open or lacks a
    passage of the view.
    """

    def __init__(self, signature: str | None, dimensions: int, *, tokens: bool = False) -> None:
        self._signature = signature
        self._dimensions = dimensions
        self._with_tokens = tokens
        self._lock = threading.Lock()
        self._opened: dict[tuple[int, Path], Opened] = {}

    def of(self, view: SearchedView) -> Opened:
        key = (view.generation, view.index_folder)
        known = self._opened.get(key)
        if known is not None:
            return known
        with self._lock:
            if key not in self._opened:
                opened = self._open(view)
                newest = sorted([*self._opened, key])[-KEPT:]
                self._opened = {k: v for k, v in {**self._opened, key: opened}.items() if k in newest or k == key}
            return self._opened[key]

    def _open(self, view: SearchedView) -> Opened:
        if self._signature is not None and view.index_signature != self._signature:
            raise IndexOutOfDate(f"it carries {view.index_signature or 'no signature'}, this is {self._signature}")
        table = view.table
        words = LexicalIndex(view.index_folder / WORDS)
        return Opened(
            view=view,
            words=words,
            vectors=self._vectors(view.index_folder, table.number),
            row_of={int(n): row for row, n in enumerate(table.number)},
            layout=_layout(table, words.asking(), _told(view)),
            people=KnownPeople(view.people()),
            tokens=self._tokens(view.index_folder, table.number) if self._with_tokens else None,
        )

    def _tokens(self, index_folder: Path, numbers: Integers) -> KeptTokens:
        index = TokenIndex(index_folder / TOKENS, self._dimensions)
        return KeptTokens(index.data(), *index.places(numbers))

    def _vectors(self, index_folder: Path, numbers: Integers) -> npt.NDArray[np.float32]:
        """The vectors of these passages, row by row; those that an opened generation has are not read again."""
        matrix = np.zeros((len(numbers), self._dimensions), dtype=np.float32)
        # Only of the same folder: `reindex` may have made other vectors for the same passages.
        before = max((k for k in self._opened if k[1] == index_folder), default=None)
        known = self._opened[before].row_of if before else {}
        old = np.array([known.get(int(n), -1) for n in numbers], dtype=np.int64)
        if before:
            matrix[old >= 0] = self._opened[before].vectors[old[old >= 0]]
        self._read(index_folder / VECTORS, numbers, np.flatnonzero(old < 0).tolist(), matrix)
        return matrix

    def _read(self, folder: Path, numbers: Integers, rows: list[int], into: npt.NDArray[np.float32]) -> None:
        if not rows:
            return
        index = DenseIndex(folder, self._dimensions)
        try:
            found = index.vectors([int(numbers[row]) for row in rows])
        finally:
            index.close()
        if len(found) < len(rows):
            raise CorruptIndex(f"{len(rows) - len(found)} of {len(numbers)} passages have no vector in {folder}")
        for row in rows:
            into[row] = found[int(numbers[row])]


def _told(view: SearchedView) -> npt.NDArray[np.bool_]:
    """For each document of the table whether it tells what others said, as reports and articles do."""
    told = {d.id for d in view.documents() if d.kind != "transcript"}
    return np.array([d in told for d in view.table.documents], dtype=np.bool_)


def _layout(table: Table, asking: Set[int], told: npt.NDArray[np.bool_]) -> Layout:
    group = utterance_of_passage(table.document, table.utterance)
    starts = np.flatnonzero(np.diff(group, prepend=-1)).astype(np.int64)
    ends = np.append(starts[1:], len(group))[: len(starts)] - 1
    return Layout(
        group=group,
        starts=starts,
        document=table.document[starts],
        chars=np.bincount(group, weights=table.end - table.start).astype(np.int64),
        asks=np.array([int(table.number[row]) in asking for row in ends], dtype=np.bool_),
        told=told[table.document[starts]],
    )
