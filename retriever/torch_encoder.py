"""The door to sentence-transformers and torch: any of its models, on the processor.

They take seconds to import and a gigabyte to run. Where a model can be had as ONNX (`retriever.onnx_encoder`), this
serves only to write that file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import ModelUnavailable
from retriever.encoding import Encoded, in_batches, tokens_of, unit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer


class TorchEncoder:
    """Implements retriever.encoding.Encoder. Raises ModelUnavailable where the folder holds no model that loads."""

    def __init__(self, folder: Path) -> None:
        self.model = load(folder)

    @property
    def dimensions(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        found: dict[int, Encoded] = {}
        for batch in in_batches(texts):
            found.update(zip(batch, self._batch([texts[i] for i in batch]), strict=True))
        return [found[i] for i in range(len(texts))]

    def _batch(self, texts: list[str]) -> list[Encoded]:
        """By the model's own modules: `SentenceTransformer.encode` copies every token's vector and takes far longer."""
        import torch

        encoded = self.model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=int(self.model.max_seq_length or 512),
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        spans, special = encoded.pop("offset_mapping").tolist(), encoded.pop("special_tokens_mask").tolist()
        features = dict(encoded)
        with torch.inference_mode():
            for module in self.model:
                features = module(features)
        whole = unit(np.asarray(features["sentence_embedding"].float().numpy()))
        each = features["token_embeddings"].float().numpy()
        return [Encoded(w, tokens_of(v, s, m)) for w, v, s, m in zip(whole, each, spans, special, strict=True)]


def load(folder: Path) -> SentenceTransformer:
    """The model in this folder, without asking the network. Raises ModelUnavailable."""
    with _loading("embedding model", folder):
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def load_cross_encoder(folder: Path) -> CrossEncoder:
    """The reranker in this folder, without asking the network. Raises ModelUnavailable."""
    with _loading("reranker", folder):
        from sentence_transformers import CrossEncoder

        made: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        return made


@contextmanager
def _loading(what: str, folder: Path) -> Iterator[None]:
    # Everything is in the folder; without this the library asks the hub about it at every start.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would draw "Loading weights" over our own output
        yield
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(f"The {what} in {folder} does not load ({type(error).__name__}).") from error
