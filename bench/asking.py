"""How long a reader waits for an answer, over HTTP, as the page does it."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.processes import serving


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds of each call, in order of asking, and the peak memory of the service in bytes."""

    ask_ms: Sequence[float]
    search_ms: Sequence[float]
    peak_bytes: int


def waits(data: Path, questions: Sequence[str]) -> Waits:
    """Asks and searches each question once, one after the other; raises HTTPStatusError where the service fails."""
    with serving(data) as service, httpx.Client(base_url=service.url, timeout=120) as client:
        _timed(client, "/api/ask", {"question": questions[-1]})
        ask = [_timed(client, "/api/ask", {"question": q}) for q in questions[:-1]]
        search = [_timed(client, "/api/search", {"query": f"{q} "}) for q in questions[:-1]]
        return Waits(ask, search, service.peak_bytes())


def _timed(client: httpx.Client, path: str, body: dict[str, str]) -> float:
    started = time.perf_counter()
    client.post(path, json=body).raise_for_status()
    return 1000 * (time.perf_counter() - started)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]
