"""Vectors in Chroma: neighbours, filters, and what another process wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import CorruptIndex
from retriever.dense import DenseIndex

EYE = np.eye(4, dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DenseIndex]:
    opened = DenseIndex(tmp_path / "vectors", 4, create=True)
    yield opened
    opened.close()


def _unit(*values: float) -> npt.NDArray[np.float32]:
    vector = np.array(values, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def test_nearest_gives_cosines_best_first(index: DenseIndex) -> None:
    index.add([10, 11, 12], [1, 1, 2], EYE[:3])
    found = index.nearest(_unit(3, 4, 0, 0), 2)
    assert [n for n, _ in found] == [11, 10]
    assert [s for _, s in found] == pytest.approx([0.8, 0.6], abs=1e-5)


def test_nearest_of_some_documents_only(index: DenseIndex) -> None:
    index.add([10, 11, 12], [1, 1, 2], EYE[:3])
    assert [n for n, _ in index.nearest(_unit(3, 4, 1, 0), 5, [2])] == [12]
    assert index.nearest(EYE[0], 5, []) == []


def test_nearest_in_an_empty_index_is_empty(index: DenseIndex) -> None:
    assert index.nearest(EYE[0], 5) == []
    assert index.numbers() == set()


def test_vectors_of_known_numbers(index: DenseIndex) -> None:
    index.add([10, 11], [1, 1], EYE[:2])
    found = index.vectors([11, 99])
    assert list(found) == [11]
    assert found[11] == pytest.approx(EYE[1])
    assert index.vectors([]) == {}


def test_adding_again_replaces_and_deleting_takes_out(index: DenseIndex) -> None:
    index.add([10, 11], [1, 1], EYE[:2])
    index.add([10], [1], EYE[3:4])
    index.delete([11, 77])
    assert index.numbers() == {10}
    assert index.vectors([10])[10] == pytest.approx(EYE[3])


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    first = DenseIndex(tmp_path, 4, create=True)
    first.add(list(range(2500)), [1] * 2500, np.tile(EYE, (625, 1)))
    first.close()
    again = DenseIndex(tmp_path, 4)
    assert len(again.numbers()) == 2500
    assert len(again.vectors(list(range(2500)))) == 2500
    again.close()


OTHER_PROCESS = """
import sys; from pathlib import Path; import numpy as np; from retriever.dense import DenseIndex
index = DenseIndex(Path(sys.argv[1]), 4)
index.add([50], [1], np.eye(4, dtype=np.float32)[3:4]); index.delete([10]); index.close()
"""


def test_opening_anew_sees_what_another_process_wrote_while_the_old_handle_lives(tmp_path: Path) -> None:
    old = DenseIndex(tmp_path, 4, create=True)
    old.add([10, 11], [1, 1], EYE[:2])
    old.nearest(EYE[0], 1)
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, str(tmp_path)], check=True, timeout=120)
    new = DenseIndex(tmp_path, 4)
    assert new.numbers() == {11, 50}
    assert [n for n, _ in new.nearest(EYE[3], 1)] == [50]
    assert 10 not in {n for n, _ in new.nearest(EYE[0], 5)}
    new.close()
    assert old.nearest(EYE[1], 1)[0][0] == 11  # closing one leaves the other working
    old.close()
    old.close()


def test_two_open_indexes_write_and_read_independently(tmp_path: Path) -> None:
    one, two = DenseIndex(tmp_path / "1", 4, create=True), DenseIndex(tmp_path / "2", 4, create=True)
    one.add([1], [1], EYE[:1])
    two.add([2], [1], EYE[:1])
    assert (one.numbers(), two.numbers()) == ({1}, {2})
    one.close()
    two.close()


def test_missing_folder_is_corrupt_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CorruptIndex, match="rostrum reindex"):
        DenseIndex(tmp_path / "none", 4)
    assert not (tmp_path / "none").exists()


def test_vectors_of_another_length_are_refused(tmp_path: Path) -> None:
    DenseIndex(tmp_path, 4, create=True).close()
    with pytest.raises(CorruptIndex, match="length 4"):
        DenseIndex(tmp_path, 8)


def test_damaged_file_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database" * 500)
    with pytest.raises(CorruptIndex):
        DenseIndex(tmp_path, 4)


def test_wrong_shape_is_a_programming_error(index: DenseIndex) -> None:
    with pytest.raises(ValueError, match="shape"):
        index.add([1], [1], EYE)


def test_no_text_is_kept(tmp_path: Path) -> None:
    index = DenseIndex(tmp_path, 4, create=True)
    index.add([10], [1], EYE[:1])
    index.close()
    again = DenseIndex(tmp_path, 4)
    got = again._collection.get(include=["documents", "metadatas"])
    assert got["documents"] == [None]
    assert got["metadatas"] == [{"document": 1}]
    again.close()
