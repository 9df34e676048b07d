"""What lies behind the vectors in Chroma's files: memory that was never set, and so whatever the process once held.

hnswlib writes the whole of its memory, also the room for vectors to come. A document that is being forgotten may stand
there in plain words, since the process has just read it.
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct("<iQQQQ")  # version of the format, offset, room, used, bytes each
_VERSION = 1
_CHUNK_BYTES = 1_000_000


def clear_slack(folder: Path) -> int:
    """Overwrites the room behind the vectors in every file below the folder; gives how many bytes that were.

    For indexes that nobody has open. A file of another format is left alone.
    """
    return sum(
        _clear(header.with_name("data_level0.bin"), header.read_bytes()) for header in folder.rglob("header.bin")
    )


def _clear(path: Path, header: bytes) -> int:
    if len(header) < _HEADER.size or not path.is_file():
        return 0
    version, _, room, used, each = _HEADER.unpack_from(header)
    if version != _VERSION or used > room or room * each != path.stat().st_size:
        return 0
    with path.open("r+b") as file:
        file.seek(used * each)
        left = (room - used) * each
        for start in range(0, left, _CHUNK_BYTES):
            file.write(bytes(min(_CHUNK_BYTES, left - start)))
    return int(left)
