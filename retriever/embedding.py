"""Texts in, unit vectors out: the one model of a data folder, loaded when the first text comes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retriever.encoding import Encoded, Encoder, Floats
from retriever.encoding import Tokens as Tokens
from retriever.model_files import declared_dimensions, default_folder, folder_of, signature_of

CACHED_QUERIES = 256


class SentenceEmbedder:
    """Unit vectors of texts by one sentence-transformers model, on this machine.

    Without `model` the packaged all-MiniLM-L6-v2 is used and the network is never touched; otherwise a folder or the
    name of a sentence-transformers model. `keeps_tokens` says whether passages are to be kept token by token.
    Raises ModelUnavailable where the model is missing or is not the one expected.
    """

    def __init__(self, model: str | Path | None = None, *, keeps_tokens: bool = True) -> None:
        self.keeps_tokens = keeps_tokens
        self._folder = default_folder() if model is None else folder_of(model)
        self._signature: str | None = None
        self._loaded: dict[bool, Encoder] = {}  # the exact one, and the fast one
        self._lock = threading.Lock()
        self._queries: OrderedDict[str, Encoded] = OrderedDict()

    @property
    def signature(self) -> str:
        """32 hex digits over weights, tokenizer, precision and maximum length; reads the files, not the library."""
        if self._signature is None:
            self._signature = signature_of(self._folder)
        return self._signature

    @property
    def dimensions(self) -> int:
        return declared_dimensions(self._folder) or len(self.encode(["length"])[0].vector)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Each text with its tokens, in the order of `texts`; white space alone has no token."""
        return self._encoder(exact=False).encode([_encodable(t) for t in texts]) if texts else []

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit vector a row, in the order of `texts`; shape (len(texts), dimensions)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([e.vector for e in self.encode(texts)])

    def embed_query(self, text: str) -> Floats:
        """The unit vector of a question, shape (dimensions,)."""
        return self.encode_query(text).vector

    def encode_query(self, text: str) -> Encoded:
        """A question with its tokens; the last few hundred questions are remembered."""
        with self._lock:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return known
        encoded = self._encoder(exact=True).encode([_encodable(text)])[0]
        encoded.vector.setflags(write=False)
        encoded.tokens.vectors.setflags(write=False)
        with self._lock:
            self._queries[text] = encoded
            while len(self._queries) > CACHED_QUERIES:
                self._queries.popitem(last=False)
        return encoded

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token vectors of each text, in the order of `texts`; a text of white space alone has none.

        Exactly: in eight bits a vector depends a little on the texts beside it, and the same question must get the same
        answer whatever was asked before.
        """
        return [e.tokens for e in self._encoder(exact=True).encode([_encodable(t) for t in texts])] if texts else []

    def _encoder(self, *, exact: bool) -> Encoder:
        if exact not in self._loaded:
            from retriever.onnx_export import open_encoder

            signature = self.signature
            with self._lock:
                if exact not in self._loaded:
                    self._loaded[exact] = open_encoder(self._folder, signature, exact=exact)
        return self._loaded[exact]


def _encodable(text: str) -> str:
    """The text with "?" for lone surrogates, at which the tokenizer would fail; of the same length."""
    return text.encode("utf-8", "replace").decode()
