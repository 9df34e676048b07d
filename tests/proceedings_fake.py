"""A record in memory for tests of retrieval: passages, and the view that the retriever searches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from corpus.records import Passage, Person
from retriever.dense import DenseIndex
from retriever.lexical import LexicalIndex

DIMENSIONS = 512


class WordEmbedder:
    """Unit vectors that are near for texts with the same words: each word adds one to a place of its own."""

    dimensions = DIMENSIONS
    signature = "words"

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([self.embed_query(t) for t in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        for word in text.lower().split():
            vector[crc32(word.strip(".,?").encode()) % DIMENSIONS] += 1
        return vector / max(1e-9, float(np.linalg.norm(vector)))


@dataclass(frozen=True)
class FakeSummary:
    id: str
    kind: str = "transcript"
    date: str | None = None
    event: str | None = None


@dataclass
class FakeTable:
    passages: Sequence[Passage]
    documents: Sequence[str]

    def __post_init__(self) -> None:
        column = lambda values: np.array(list(values), dtype=np.int64)  # noqa: E731
        self.number = column(p.number for p in self.passages)
        self.document = column(self.documents.index(p.document) for p in self.passages)
        self.utterance = column(p.utterance for p in self.passages)
        self.start = column(p.start for p in self.passages)
        self.end = column(p.end for p in self.passages)

    def spoken_by(self, speakers: Iterable[str]) -> npt.NDArray[np.bool_]:
        wanted = set(speakers)
        return np.array([any(s.id in wanted for s in p.speakers) for p in self.passages], dtype=np.bool_)


@dataclass
class FakeView:
    index_folder: Path
    said: Sequence[Passage]
    summaries: Sequence[FakeSummary] = ()
    generation: int = 1
    index_signature: str = "sig"
    table: FakeTable = field(init=False)

    def __post_init__(self) -> None:
        self.table = FakeTable(self.said, list(dict.fromkeys(p.document for p in self.said)))

    def documents(self) -> Sequence[FakeSummary]:
        return self.summaries or [FakeSummary(d) for d in self.table.documents]

    def people(self) -> Sequence[Person]:
        return list(dict.fromkeys(s for p in self.said for s in p.speakers))

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        known = {p.number: p for p in self.said}
        return [known[n] for n in numbers if n in known]


@dataclass
class FakeRecord:
    current: FakeView

    def view(self) -> FakeView:
        return self.current


def said(*turns: tuple[str, str, str], first_number: int = 1, version: str = "v1") -> list[Passage]:
    """Passages of (document, speaker, text), one utterance each, numbered on; "" is nobody."""
    passages: list[Passage] = []
    place: dict[str, tuple[int, int]] = {}
    for number, (document, speaker, text) in enumerate(turns, start=first_number):
        utterance, start = place.get(document, (0, 0))
        people = (Person(speaker.lower().replace(" ", "-"), speaker),) if speaker else ()
        end = start + len(text)
        passages.append(Passage(document, version, utterance, start, end, text, speakers=people, number=number))
        place[document] = (utterance + 1, end + 1)
    return passages


def indexed(folder: Path, passages: Sequence[Passage]) -> Path:
    """The folder, with both indexes of the passages written into it."""
    numbers, zeros = [p.number for p in passages], [0] * len(passages)
    dense = DenseIndex(folder / "vectors", DIMENSIONS, create=True)
    dense.add(numbers, zeros, WordEmbedder().embed([p.text for p in passages]))
    dense.close()
    lexical = LexicalIndex(folder / "words", create=True)
    lexical.add(numbers, zeros, [f"{', '.join(s.name for s in p.speakers)}: {p.text}" for p in passages])
    lexical.close()
    return folder
