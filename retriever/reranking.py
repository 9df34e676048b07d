"""A cross-encoder over the first hits: question and passage read together, slow and often better. Off by default."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelUnavailable
from retriever.model_files import folder_of
from retriever.torch_encoder import load_cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well each text answers, in their order; greater is better, on whatever scale."""


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder, by folder or name, loaded when first asked. Raises ModelUnavailable."""

    def __init__(self, model: str | Path) -> None:
        self._folder = folder_of(model)
        self._loaded: CrossEncoder | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if not texts:
            return np.zeros(0, dtype=np.float32)
        found = np.asarray(self._model().predict([(question, t) for t in texts], show_progress_bar=False))
        if found.ndim != 1:
            raise ModelUnavailable(f"{self._folder} gives {found.shape[1]} scores for a passage; a reranker gives one.")
        return found.astype(np.float32)

    def _model(self) -> CrossEncoder:
        with self._lock:
            if self._loaded is None:
                self._loaded = load_cross_encoder(self._folder)
        return self._loaded
