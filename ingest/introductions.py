"""People introduced in the running text of a report."""

from __future__ import annotations

from corpus.records import Participant
from ingest.reading import Reading
from ingest.roster import Roster


def introduced(reading: Reading, roster: Roster) -> list[Participant]:
    return []
