"""Times that files note, as seconds from the beginning of the sitting."""

from __future__ import annotations

from datetime import datetime


def seconds_between(begun: str, now: str) -> float | None:
    """Seconds from one ISO time to a later one; None where either is none, or where they do not compare."""
    try:
        seconds = (datetime.fromisoformat(now) - datetime.fromisoformat(begun)).total_seconds()
    except (ValueError, TypeError):  # no time, or only one of them tells its zone
        return None
    return seconds if 0 <= seconds < 172_800 else None
