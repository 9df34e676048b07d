"""What an encoder gives for a text: its unit vector, and one for each of its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
BATCH_SIZE = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: their spans in it, and one unit vector a row; shape (len(spans), dimensions).

    Special tokens and those without characters are left out, and so is what lies behind the model's maximum length.
    """

    spans: tuple[tuple[int, int], ...]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text by the encoder: the unit vector of the whole, shape (dimensions,), and of its tokens."""

    vector: Floats
    tokens: Tokens


class Encoder(Protocol):
    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """One for each text, in their order. Texts hold no lone surrogates. Safe between threads."""


def tokens_of(vectors: Floats, spans: Sequence[tuple[int, int]], special: Sequence[int]) -> Tokens:
    """The tokens that stand for characters of the text, with unit vectors."""
    kept = [i for i, (start, end) in enumerate(spans) if not special[i] and end > start]
    return Tokens(tuple((int(spans[i][0]), int(spans[i][1])) for i in kept), unit(vectors[kept]))


def unit(rows: Floats) -> Floats:
    """Each row at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


def in_batches(texts: Sequence[str], size: int = BATCH_SIZE) -> list[list[int]]:
    """The places of the texts in batches, shortest first, so that a batch holds little padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    return [order[first : first + size] for first in range(0, len(order), size)]


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedder that also gives the tokens of a text."""

    @property
    def keeps_tokens(self) -> bool: ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]: ...

    def encode_query(self, text: str) -> Encoded: ...


def with_tokens(embedder: object) -> TokenEmbedder | None:
    """The embedder where it gives tokens and they are to be kept, else None."""
    return embedder if isinstance(embedder, TokenEmbedder) and embedder.keeps_tokens else None
