"""The pages of a PDF as runs of words with their places, taken out by a process of its own; faults told in words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument

MAX_SECONDS = 120
MAX_MEMORY_BYTES = 2_000_000_000
_WORKER = Path(__file__).with_name("pdf_worker.py")
_OCR = "run it through text recognition (ocrmypdf, say) and read what comes of that"
_FAULTS = {
    "password": "is protected by a password; save a copy without one",
    "security": "is protected in a way that cannot be opened; save a copy without protection",
    "broken": "is damaged or no PDF; open it in a viewer and save or print it as PDF anew",
    "chars": "holds more text than proceedings do; split it into several files",
}
_STOPPED = "is damaged, or takes too much time or memory to be taken apart; print it as PDF anew, or split it"
_MAX_UNKNOWN = 0.2  # share of the letters
_MAX_SCANNED = 0.5  # share of the pages


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side on one line; places in points, counted upwards and to the right.

    `bold` counts its bold letters, `lead` those at the beginning; `order` is its place in the file.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: int = 0
    lead: int = 0
    order: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    number: int  # from 0
    runs: tuple[Run, ...]


def pages_of(name: str, data: bytes, max_bytes: int = MAX_MEMORY_BYTES, max_seconds: int = MAX_SECONDS) -> list[Page]:
    """The pages in order. Raises UnreadableDocument for a file without readable text or one that takes too long."""
    found = _taken_out(name, data, max_bytes, max_seconds)
    _refuse_unreadable(name, found)
    return [Page(i, _runs(page.get("runs", ()))) for i, page in enumerate(found)]


def _runs(rows: Iterable[Sequence[Any]]) -> tuple[Run, ...]:
    return tuple(
        Run(text[:-1].replace("\u00ad", "") + text[-1:], left, right, base, size, bold, lead, order)
        for order, (text, left, right, base, size, bold, lead) in enumerate(rows)
        if text.strip()
    )


def _taken_out(name: str, data: bytes, max_bytes: int, max_seconds: int) -> list[Mapping[str, Any]]:
    """What the process told of each page."""
    command = [sys.executable, "-I", str(_WORKER), str(max_bytes), str(max_seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=max_seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(name, _STOPPED) from error
    except OSError as error:
        raise UnreadableDocument(name, "cannot be read, for no process can be started for it here") from error
    if done.returncode:
        raise UnreadableDocument(name, _STOPPED)
    head, *told = (json.loads(line) for line in done.stdout.splitlines() or [b'{"fault": "broken"}'])
    fault = head.get("fault") or next((page["fault"] for page in told if "fault" in page), None)
    if fault == "pages":
        raise UnreadableDocument(name, f"has {head['count']} pages; split it into several files")
    if fault:
        raise UnreadableDocument(name, _FAULTS[fault])
    if len(told) != head.get("pages"):
        raise UnreadableDocument(name, _STOPPED)
    return told


def _refuse_unreadable(name: str, pages: Sequence[Mapping[str, Any]]) -> None:
    """Raises UnreadableDocument where too much of the file could not be looked at to say what it holds."""
    broken = sum("broken" in page for page in pages)
    if not pages or broken:
        what = f"{broken} of its {len(pages)} pages are damaged" if broken < len(pages) else "is damaged"
        raise UnreadableDocument(name, f"{what}; open it in a viewer and save or print it as PDF anew")
    scanned = sum(page["pictures"] for page in pages)
    if scanned > _MAX_SCANNED * len(pages):
        raise UnreadableDocument(name, f"holds pictures of pages without their words (a scan); {_OCR}")
    letters = sum(page["letters"] for page in pages)
    if sum(page["unknown"] for page in pages) > _MAX_UNKNOWN * letters:
        raise UnreadableDocument(name, f"does not say which letters its signs stand for; {_OCR}")
