"""Token vectors as bytes: one row a token, of the words that tell something.

A vector of 384 numbers is 384 bytes and a scale; on the measuring sets the rounding changes no ranking. Function words
and punctuation are left out: four tokens in ten, and the figures stay (docs/retrieval.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from retriever.encoding import Floats, Tokens
from retriever.scaffold import FUNCTION_WORDS

_BLOCK = 128
ROWS_VERSION = "2 int8 words"
Rows = npt.NDArray[Any]  # of row_type: scale, start, end, vector


def row_type(dimensions: int) -> np.dtype[Any]:
    """One token: its span in the words of the passage, empty for the line above them, and its unit vector as `scale`
    times whole numbers."""
    return np.dtype([("scale", "<f4"), ("start", "<u4"), ("end", "<u4"), ("vector", "i1", (dimensions,))])


def rows_of(text: str, tokens: Tokens) -> Rows:
    """The rows of a text's telling tokens, in their order. The first line of the text stands above the words."""
    above = text.find("\n") + 1
    kept = [i for i, (start, end) in enumerate(tokens.spans) if _tells(text, start, end)]
    vectors = tokens.vectors[kept]
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0), 1e-12) / 127
    rows = np.empty(len(kept), dtype=row_type(tokens.vectors.shape[1]))
    rows["scale"] = scale
    spans = np.array([tokens.spans[i] for i in kept], dtype=np.int64).reshape(-1, 2)
    rows["start"], rows["end"] = np.maximum(spans - above, 0).T
    rows["vector"] = np.round(vectors / scale[:, None])
    return rows


def similarities(rows: Rows, asked: Floats) -> Floats:
    """The cosine of each row with each asked token; shape (len(rows), len(asked))."""
    found = np.empty((len(rows), len(asked)), dtype=np.float32)
    columns = np.ascontiguousarray(asked.T)
    for first in range(0, len(rows), _BLOCK):  # what is widened to float32 stays in the processor's cache
        part = rows[first : first + _BLOCK]
        np.matmul(part["vector"].astype(np.float32), columns, out=found[first : first + _BLOCK])
    found *= rows["scale"][:, None]
    return found


def word_at(text: str, start: int, end: int) -> str:
    """The whole word that a token is part of."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _tells(text: str, start: int, end: int) -> bool:
    word = word_at(text, start, end)
    return any(c.isalnum() for c in word) and word.casefold() not in FUNCTION_WORDS
