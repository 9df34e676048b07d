"""Countries and groups that take the floor under their own names."""

from __future__ import annotations

from corpus.records import Participant
from ingest.reading import Reading
from ingest.roster import Roster


def delegations(reading: Reading, roster: Roster) -> list[Participant]:
    return []
