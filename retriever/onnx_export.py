"""Writing a model's transformer as ONNX, once for each model, into the user's cache folder; checked before it is used.

python -m retriever.onnx_export      writes the packaged model, so that the first start need not
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelUnavailable
from retriever.encoding import Encoder
from retriever.onnx_encoder import OnnxEncoder, pooling_of
from retriever.torch_encoder import TorchEncoder

LAYOUT = 1  # raised when the graph is written differently
LEAST_COSINE = 0.9999  # between a text by the graph and by torch
_PROBES = ("The committee adjourned.", "Who asked whether the second motion, on fees, had been withdrawn?")
_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where programs of this user keep what can be made again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rostrum"


def open_encoder(folder: Path, signature: str) -> Encoder:
    """The model by ONNX Runtime; by torch where it is of a kind that is not written, or where writing it fails.

    Writes the graph where it is not there yet (about ten seconds). Raises ModelUnavailable where neither loads.
    """
    if pooling_of(folder) is None or not (folder / "tokenizer.json").is_file():
        return TorchEncoder(folder)
    graph = cache_folder() / f"{signature}-{LAYOUT}.onnx"
    if graph.is_file():
        try:
            return OnnxEncoder(folder, graph)
        except ModelUnavailable:
            _log.warning("%s is damaged and is written anew", graph)
    return _written(folder, graph)


def _written(folder: Path, graph: Path) -> Encoder:
    exact = TorchEncoder(folder)
    try:
        graph.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=graph.parent) as temporary:
            made = Path(temporary) / graph.name
            _export(exact, made)
            if not _agree(exact, OnnxEncoder(folder, made)):
                raise ModelUnavailable("its vectors are others")
            made.replace(graph)  # at once: two processes may be at it
        return OnnxEncoder(folder, graph)
    # The exporter raises whatever it likes, and a folder may be read-only. Torch gives the same vectors, only slower.
    except Exception as error:  # noqa: BLE001 - logged, and answered with the exact encoder
        _log.warning(
            "The model is not written as ONNX (%s: %s); torch is used, which is slower.", type(error).__name__, error
        )
        return exact


def _agree(one: Encoder, other: Encoder) -> bool:
    pairs = zip(one.encode(_PROBES), other.encode(_PROBES), strict=True)
    return all(
        float(a.vector @ b.vector) > LEAST_COSINE
        and np.all((a.tokens.vectors * b.tokens.vectors).sum(axis=1) > LEAST_COSINE)
        for a, b in pairs
    )


def _export(encoder: TorchEncoder, path: Path) -> None:
    import torch

    first: Any = encoder.model[0]
    transformer = first.auto_model.eval()
    encoded = encoder.model.tokenizer(list(_PROBES), padding=True, return_tensors="pt")
    names = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in encoded]
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=encoder.model.max_seq_length or 512)}
    with _quietly():
        program = torch.onnx.export(
            _only_tokens(transformer),
            kwargs={n: encoded[n] for n in names},
            input_names=names,
            output_names=["tokens"],
            dynamic_shapes=dict.fromkeys(names, shape),
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    program.save(str(path))


def _only_tokens(transformer: Any) -> Any:
    """The transformer with the vectors of its tokens as its one output."""
    import torch

    class Only(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.inner = transformer

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any = None) -> Any:
            more = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
            return self.inner(input_ids=input_ids, attention_mask=attention_mask, **more).last_hidden_state

    return Only()


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """The exporter prints its progress and warns of what does not concern us."""
    with warnings.catch_warnings(), open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        warnings.simplefilter("ignore")
        exporter = logging.getLogger("torch.onnx")
        level = exporter.level
        exporter.setLevel(logging.ERROR)
        try:
            yield
        finally:
            exporter.setLevel(level)


def main() -> int:
    from retriever.embedding import SentenceEmbedder

    logging.basicConfig(level=logging.WARNING)
    SentenceEmbedder().embed(["ready"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
