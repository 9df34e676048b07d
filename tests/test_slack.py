"""What lies behind the vectors in Chroma's files goes with a forgotten document."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retriever.dense import DenseIndex
from retriever.slack import clear_slack


def made(folder: Path, count: int) -> np.ndarray:
    vectors = np.eye(count, 16, dtype=np.float32)
    index = DenseIndex(folder, 16, create=True)
    index.add(list(range(1, count + 1)), [0] * count, vectors)
    index.close()
    return vectors


def test_room_behind_the_vectors_is_overwritten_and_the_vectors_stay(tmp_path: Path) -> None:
    vectors = made(tmp_path, 5)
    [path] = tmp_path.rglob("data_level0.bin")
    with path.open("r+b") as file:
        file.seek(-40, 2)
        file.write(b"Quincunx loaves are baked at four so")
    assert clear_slack(tmp_path) > 0
    assert b"uincunx" not in path.read_bytes()
    index = DenseIndex(tmp_path, 16)
    found = index.vectors([1, 5])
    assert np.allclose([found[1], found[5]], vectors[[0, 4]])
    index.add([9], [0], vectors[:1])
    assert index.nearest(vectors[4], 1)[0][0] == 5
    index.close()


def test_file_of_another_format_is_left_alone(tmp_path: Path) -> None:
    made(tmp_path, 2)
    [path], [header] = tmp_path.rglob("data_level0.bin"), tmp_path.rglob("header.bin")
    header.write_bytes(b"\x07" + header.read_bytes()[1:])
    before = path.read_bytes()
    assert clear_slack(tmp_path) == 0
    assert path.read_bytes() == before
