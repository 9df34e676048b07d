"""Speakers of the Congressional Record against gold pages, counted as the outside yardstick does, without a service.

    ROSTRUM_MEASURE_DATA=… python -m bench.congressional [FOLDER]

FOLDER holds html/*.htm and gold/*.json of the same names; the measuring data's own where it is left out.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.attribution import measure_folder, yardstick
from ingest.readers import read


def measured(pages: Path, folder: Path) -> dict[str, float]:
    """Precision and recall of the sequence of labels; consecutive equal ones are one on both sides."""
    words = yardstick(folder).words
    same = gold_count = given_count = 0
    for path in sorted((pages / "gold").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8")).get("content", [])
        gold = _joined([_plain(i.get("speaker"), words) for i in content if i.get("kind") == "speech"])
        page = pages / "html" / f"{path.stem}.htm"
        given = _joined([_plain(b.label, words) for b in read(page.name, page.read_bytes()).blocks])
        matcher = difflib.SequenceMatcher(a=gold, b=given, autojunk=False)
        same += sum(block.size for block in matcher.get_matching_blocks())
        gold_count, given_count = gold_count + len(gold), given_count + len(given)
    return {
        "gold": gold_count,
        "given": given_count,
        "precision": same / given_count if given_count else 0.0,
        "recall": same / gold_count if gold_count else 0.0,
    }


def _plain(label: str | None, words) -> str:  # type: ignore[no-untyped-def]
    return " ".join(words(re.sub(r"\(.*?\)", "", label or "")))


def _joined(labels: Sequence[str]) -> list[str]:
    return [s for i, s in enumerate(labels) if s and (i == 0 or s != labels[i - 1])]


if __name__ == "__main__":
    base = measure_folder()
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else base / "data" / "formats" / "us-congressional-record"
    print(json.dumps(measured(chosen, base)))
