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

LAYOUT = 2  # raised when the graph is written differently
LEAST_COSINE = 0.9999  # between a text by the graph and by torch
LEAST_FAST = 0.98  # … with weights in eight bits, which gives about 0.992
_PROBES = ("The committee adjourned.", "Who asked whether the second motion, on fees, had been withdrawn?")
_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where programs of this user keep what can be made again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rostrum"


def open_encoder(folder: Path, signature: str, *, exact: bool) -> Encoder:
    """The model by ONNX Runtime; by torch where it is of a kind that is not written, or where writing it fails.

    `exact` has the weights as they are, for questions; else in eight bits, twice as fast, for all that is long. Both
    are written where one is not there yet (about ten seconds). Raises ModelUnavailable where nothing loads.
    """
    if pooling_of(folder) is None or not (folder / "tokenizer.json").is_file():
        return TorchEncoder(folder)
    graph = graph_of(signature, exact=exact)
    if graph.is_file():
        try:
            return OnnxEncoder(folder, graph)
        except ModelUnavailable:
            _log.warning("%s is damaged and is written anew", graph)
    return _written(folder, signature, exact)


def graph_of(signature: str, *, exact: bool) -> Path:
    return cache_folder() / f"{signature}-{LAYOUT}-{'exact' if exact else 'fast'}.onnx"


def _written(folder: Path, signature: str, exact: bool) -> Encoder:
    by_torch = TorchEncoder(folder)
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache_folder()) as temporary:
            whole, eight_bits = Path(temporary) / "whole.onnx", Path(temporary) / "eight-bits.onnx"
            _export(by_torch, whole)
            _in_eight_bits(whole, eight_bits)
            for made, least, is_exact in ((whole, LEAST_COSINE, True), (eight_bits, LEAST_FAST, False)):
                if not _agree(by_torch, OnnxEncoder(folder, made), least):
                    raise ModelUnavailable(f"the vectors of {made.name} are others")
                made.replace(graph_of(signature, exact=is_exact))  # at once: two processes may be at it
        return OnnxEncoder(folder, graph_of(signature, exact=exact))
    # The exporter raises whatever it likes, and a folder may be read-only. Torch gives the same vectors, only slower.
    except Exception as error:  # noqa: BLE001 - logged, and answered with the encoder that is there
        _log.warning(
            "The model is not written as ONNX (%s: %s); torch is used, which is slower.", type(error).__name__, error
        )
        return by_torch


def _agree(one: Encoder, other: Encoder, least: float) -> bool:
    pairs = zip(one.encode(_PROBES), other.encode(_PROBES), strict=True)
    return all(
        float(a.vector @ b.vector) > least and np.all((a.tokens.vectors * b.tokens.vectors).sum(axis=1) > least)
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


def _in_eight_bits(whole: Path, made: Path) -> None:
    """The graph with its weights in eight bits, by channel: more than twice as fast, a quarter of the size."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _quietly():
        quantize_dynamic(whole, made, per_channel=True, weight_type=QuantType.QInt8)


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
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def main() -> int:
    from retriever.embedding import SentenceEmbedder

    logging.basicConfig(level=logging.WARNING)
    embedder = SentenceEmbedder()
    embedder.embed(["ready"])
    embedder.embed_query("Ready?")
    return 0


if __name__ == "__main__":
    sys.exit(main())
