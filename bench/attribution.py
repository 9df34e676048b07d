"""Measures the attribution rules against gold sentences, by the outside yardstick itself but without a service.

    ROSTRUM_MEASURE_DATA=… python -m bench.attribution [--half odd|even] [--show]

Source precision, recall and F1 over (sentence, source); content token-F1 and stance macro-F1 of the right ones.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus.names import slug
from corpus.records import Participant, Person, RollEntry, Statement, Utterance
from ingest.attribution.extractor import RuleExtractor
from ingest.readers import read
from ingest.roll import build_roll

GOLDS = ("data/enb/enb.attribution.jsonl", "data/enb/ai-safety.attribution.jsonl")


def measure_folder() -> Path:
    folder = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not folder:
        sys.exit("ROSTRUM_MEASURE_DATA is not set: name the folder of measuring data.")
    return Path(folder)


def yardstick(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("yardstick", folder / "yardstick" / "yardstick.py")
    if spec is None or spec.loader is None:
        sys.exit(f"No yardstick in {folder}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find_file(folder: Path, name: str) -> Path:
    return next(p for p in sorted(folder.rglob(name)) if p.is_file())


def read_document(path: Path) -> tuple[str, list[Utterance], list[RollEntry]]:
    """The document as our own reader and roll have it."""
    reading = read(path.name, path.read_bytes())
    blocks = [b for b in reading.blocks if b.role == "text"]
    utterances = [Utterance(n, b.start, b.end, section=b.section) for n, b in enumerate(blocks)]
    return reading.text, utterances, [RollEntry(Person(slug(p.name), p.name), p) for p in build_roll(reading, None)]


def perfect_document(path: Path, gold: Sequence[dict[str, Any]]) -> tuple[str, list[Utterance], list[RollEntry]]:
    """Paragraphs at empty lines and a roll of all countries and gold names: the rules alone."""
    text = re.sub(r"(?<=[a-z,])\n\n(?=[a-z])", " ", path.read_text(encoding="utf-8"))
    utterances, section = [], None
    for m in re.finditer(r"(?:[^\n]+\n?)+", text):
        piece = m.group().strip()
        if piece.startswith("#"):
            section = piece
        elif not piece.startswith(("---", "title:")):
            begin = m.start() + len(m.group()) - len(m.group().lstrip())
            utterances.append(Utterance(len(utterances), begin, begin + len(piece), section=section))
    return text, utterances, perfect_roll(gold)


def perfect_roll(gold: Sequence[dict[str, Any]]) -> list[RollEntry]:
    from babel import Locale

    countries = [n for code, n in Locale("en").territories.items() if len(code) == 2 and code.isalpha()]
    names = {n for row in gold for a in row["attributions"] for n in (a["source"], a.get("via")) if n}
    short = {
        "United States": ("US", "U.S."),
        "United Kingdom": ("UK",),
        "European Union": ("EU",),
        "South Korea": ("Republic of Korea",),
    }
    entries = []
    for name in sorted(names | set(countries)):
        if name.startswith("unnamed"):
            continue
        group = name in countries or len(name.split()) == 1 or any(w.isupper() or w == "Group" for w in name.split())
        participant = Participant(name, labels=short.get(name, ()), delegation=group)
        entries.append(RollEntry(Person(name.lower(), name), participant))
    return entries


def as_json(s: Statement) -> dict[str, Any]:
    person = {"id": s.source.id, "name": s.source.name} if s.source else None
    other = {"id": s.on_behalf_of.id, "name": s.on_behalf_of.name} if s.on_behalf_of else None
    return {"source": person, "for": other, "label": s.label, "cue": s.cue, "start": s.start, "end": s.end,
            "content": list(s.content), "stance": s.stance}  # fmt: skip


def show(document: dict[str, Any], row: dict[str, Any], span: tuple[int, int] | None) -> None:
    print("\n*", row["sentence"])
    for a in row["attributions"]:
        print(f"   gold {a['source']} | {a['cue']} | {a['stance']} {a.get('stance_ok', '')} | {a['content']}")
    for s in document["statements"]:
        if span and min(span[1], s["end"]) - max(span[0], s["start"]) > 0.5 * (span[1] - span[0]):
            who = (s["source"] or {"name": f"({s['label']})"})["name"] + (
                f" for {s['for']['name']}" if s["for"] else ""
            )
            print(f"   ours {who} | {s['cue']} | {s['stance']} | {document['text'][slice(*s['content'])]}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("odd", "even"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--perfect", action="store_true", help="paragraphs and roll by the gold file, not by ours")
    args = parser.parse_args()
    folder = measure_folder()
    ruler = yardstick(folder)
    for name in GOLDS:
        gold = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]
        documents = {}
        began = time.perf_counter()
        for document in {row["document"] for row in gold}:
            path = find_file(folder, document)
            text, utterances, roll = perfect_document(path, gold) if args.perfect else read_document(path)
            found = RuleExtractor().extract(text, utterances, roll)
            documents[document] = {"text": text, "statements": [as_json(s) for s in found]}
        took = time.perf_counter() - began
        if args.half:
            gold = gold[0 if args.half == "odd" else 1 :: 2]
        if args.show:
            for row in gold:
                show(
                    documents[row["document"]],
                    row,
                    ruler.find_span(documents[row["document"]]["text"], row["sentence"]),
                )
        ruler.Record = lambda _url, documents=documents: documents
        print(name, json.dumps(ruler.attribution("", gold, args)), f"{took:.1f} s")


if __name__ == "__main__":
    main()
