"""Everything in one run: speed of ingest and readers, waits, memory, size, and retrieval beside a LangChain pipeline.

    python -m bench [--questions 100] [--without-baseline]

ROSTRUM_MEASURE_DATA names the measuring data.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from rich.console import Console
from rich.table import Table

from bench import baseline_langchain, qmsum
from bench.asking import Waits, percentile, waits
from bench.ingest_speed import IngestSpeed, ingest_speed
from bench.opening import retriever_over
from bench.processes import folder_bytes
from bench.readers import ingest_share, measure_folders, reading_speeds, share_table, speeds_table
from bench.retrieval_speed import speeds

MEGA = 1e6
LEAST_RATIO = 0.8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=100, help="how many questions to ask for the waits")
    parser.add_argument("--passages", type=int, default=10_000, help="for the speed of search: records of so many")
    parser.add_argument("--without-baseline", action="store_true")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the service and its folder go too
    console, source = Console(), qmsum.folder()
    ranking, who = qmsum.cases(source)
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        console.print(_speed(ingest_speed(source / "documents", data)))
        console.print(_waits(waits(data, [c.question for c in ranking][: args.questions + 1]), data))
        console.print(speeds_table(reading_speeds(measure_folders())))
        console.print(share_table(ingest_share(measure_folders())))
        questions = [c.question for c in ranking][: args.questions]
        console.print(speeds(data, [args.passages], questions, beside=not args.without_baseline))
        rows = {"ours": qmsum.measure(retriever_over(data).search, ranking, who)}
    if not args.without_baseline:
        rows = {"LangChain + Chroma": baseline_langchain.measure(source, ranking, who)} | rows
    console.print(_retrieval(rows))
    return 0


def _speed(speed: IngestSpeed) -> Table:
    table = Table("ingest", "figure", title=f"{speed.utterances} utterances, {speed.passages} passages")
    table.add_row("utterances/s", f"{speed.utterances / speed.ingest.seconds:.1f}")
    table.add_row("seconds, with the start of the program", f"{speed.ingest.seconds:.1f}")
    table.add_row("seconds of plain sentence-transformers on the same texts", f"{speed.plain.seconds:.1f}")
    table.add_row(f"speed beside it (at least {LEAST_RATIO})", f"{speed.ratio:.2f}")
    table.add_row("peak memory, MB", f"{speed.ingest.peak_bytes / MEGA:.0f}")
    return table


def _waits(found: Waits, data: Path) -> Table:
    table = Table("waiting", "p50 ms", "p95 ms", title=f"{len(found.ask_ms)} questions, one at a time")
    for name, values in (("/api/ask", found.ask_ms), ("/api/search, same questions again", found.search_ms)):
        table.add_row(name, f"{percentile(values, 0.5):.1f}", f"{percentile(values, 0.95):.1f}")
    table.caption = (
        f"peak memory of the service {found.peak_bytes / MEGA:.0f} MB; "
        f"indexes {folder_bytes(data / 'indexes') / MEGA:.1f} MB of {folder_bytes(data) / MEGA:.1f} MB"
    )
    return table


def _retrieval(rows: dict[str, qmsum.Figures]) -> Table:
    table = Table("retrieval", "nDCG@10, meeting known", "nDCG@10, whole collection", "who@1")
    for name, figures in rows.items():
        table.add_row(name, f"{figures.scoped:.3f}", f"{figures.unscoped:.3f}", f"{figures.who:.3f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
