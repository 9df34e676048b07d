"""How fast each format is read, and how much of an ingest is not embedding.

    python -m bench.readers [FOLDER …] [--without-ingest]

Files of the folders (else those of ROSTRUM_MEASURE_DATA, where it is set) are read, each format from its own; a format
without any is read from a made-up file. Files that a reader refuses are left out and counted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.made_files import made
from corpus.errors import UnreadableDocument
from corpus.store import RecordStore
from ingest.attribution.extractor import RuleExtractor
from ingest.pipeline import ingest
from ingest.readers import READERS, readable
from ingest.readers.raw import RawFile
from retriever.embedding import SentenceEmbedder
from retriever.encoding import Encoded

MAX_BYTES_PER_FORMAT = 3_000_000
MAX_BYTES_INGESTED = 150_000  # of each format, in the measure of a whole ingest
LEAST_S = 1.0
MAX_ROUNDS = 5
MEGA = 1e6

Named = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """`seconds` are for reading all the files once, the best of several rounds; `characters` are of stored text."""

    format: str
    files: int
    refused: int
    bytes: int
    characters: int
    seconds: float
    is_made: bool

    @property
    def megabytes_per_s(self) -> float:
        return self.bytes / MEGA / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class IngestShare:
    seconds: float
    embedding_s: float

    @property
    def not_embedding(self) -> float:
        """The share of the time that goes into reading, resolving, extracting, cutting, storing and indexing."""
        return 1 - self.embedding_s / self.seconds


class TimedEmbedder(SentenceEmbedder):
    """The packaged model, with the seconds that it has spent."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        started = time.perf_counter()
        try:
            return super().encode(texts)
        finally:
            self.seconds += time.perf_counter() - started


def format_of(name: str, data: bytes) -> str | None:
    """Name of the reader that takes the file; None where it is refused before that."""
    file = RawFile(name, data)
    try:
        return next((type(r).__name__ for r in READERS if r.fits(file)), None)
    except UnreadableDocument:
        return None


def by_format(folders: Iterable[Path]) -> dict[str, Named]:
    """Files by reader and name, the larger first, at most a few megabytes of each format."""
    found: dict[str, Named] = {}
    files = (p for folder in folders for p in folder.rglob("*") if p.is_file() and readable(p.name))
    for path in sorted(files, key=lambda p: (-p.stat().st_size, p)):
        data = path.read_bytes()
        name = format_of(path.name, data)
        held = found.setdefault(name, {}) if name and name != "OtherXml" else None
        if held is not None and sum(map(len, held.values())) + len(data) <= MAX_BYTES_PER_FORMAT:
            held[path.name] = data
    return {name: held for name, held in found.items() if held}


def reading_speeds(folders: Sequence[Path]) -> list[ReadingSpeed]:
    """One a format, in order of name."""
    real = by_format(folders)
    made_up = {format_of(name, data) or name: {name: data} for name, data in made().items()}
    return [
        _timed(name, real.get(name) or made_up[name], is_made=name not in real) for name in sorted({*real, *made_up})
    ]


def _timed(name: str, files: Named, *, is_made: bool) -> ReadingSpeed:
    reader = next(r for r in READERS if type(r).__name__ == name)
    spent: list[float] = []
    while sum(spent) < LEAST_S and len(spent) < MAX_ROUNDS:
        refused = characters = 0
        started = time.perf_counter()
        for file_name, data in files.items():
            try:
                characters += len(reader.read(RawFile(file_name, data)).text)
            except UnreadableDocument:
                refused += 1
        spent.append(time.perf_counter() - started)
    total = sum(map(len, files.values()))
    return ReadingSpeed(name, len(files), refused, total, characters, min(spent), is_made)


def ingest_share(folders: Sequence[Path]) -> IngestShare:
    """One ingest of a little of every format into a folder of its own; the model is loaded before the clock starts."""
    embedder = TimedEmbedder()
    embedder.encode(["A sentence that loads the model."])
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "proceedings"
        source.mkdir()
        for name, data in _sample(folders).items():
            (source / name).write_bytes(data)
        with closing(RecordStore(Path(temporary) / "data")) as store:
            embedder.seconds, started = 0.0, time.perf_counter()
            ingest([source], store, embedder, RuleExtractor())
            return IngestShare(time.perf_counter() - started, embedder.seconds)


def _sample(folders: Sequence[Path]) -> Named:
    """The largest file of each format that is not too large, made up where there is none."""
    real = by_format(folders)
    chosen = {n: d for files in real.values() for n, d in _largest(files).items()}
    formats = {format_of(n, d) for n, d in chosen.items()}
    return chosen | {n: d for n, d in made(40).items() if format_of(n, d) not in formats}


def _largest(files: Named) -> Named:
    fitting = {name: data for name, data in files.items() if len(data) <= MAX_BYTES_INGESTED}
    return dict(sorted(fitting.items(), key=lambda item: -len(item[1]))[:1])


def speeds_table(speeds: Sequence[ReadingSpeed]) -> Table:
    table = Table("reader", "files", "MB", "MB/s", "characters/s", title="Reading")
    for s in speeds:
        files = f"{s.files} made up" if s.is_made else f"{s.files}" + (f", {s.refused} refused" if s.refused else "")
        table.add_row(
            s.format, files, f"{s.bytes / MEGA:.2f}", f"{s.megabytes_per_s:.2f}", f"{s.characters / s.seconds:,.0f}"
        )
    return table


def share_table(share: IngestShare) -> Table:
    table = Table("ingest of a little of each format", "figure")
    table.add_row("seconds", f"{share.seconds:.1f}")
    table.add_row("of these embedding", f"{share.embedding_s:.1f}")
    table.add_row("share that is not embedding", f"{share.not_embedding:.0%}")
    return table


def measure_folders() -> list[Path]:
    folder = os.environ.get("ROSTRUM_MEASURE_DATA")
    return [Path(folder) / "data", Path(folder) / "proceedings"] if folder else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--without-ingest", action="store_true")
    args = parser.parse_args()
    folders, console = args.folders or measure_folders(), Console()
    console.print(speeds_table(reading_speeds(folders)))
    if not args.without_ingest:
        console.print(share_table(ingest_share(folders)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
