"""Values of an answer: claims, citations, coverage. The JSON of them stands in `service/api/schemas.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Attribution, Person, Stance

AbstentionKind = Literal["not_in_record", "speaker_silent", "unclear"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of one version of a document: `quote == text[start:end]`. `number` is 0 until the answer is final."""

    key: str  # stable: "<document>@<version>:<start>-<end>"
    document: str
    version: str
    title: str
    utterance: int
    quote: str
    start: int
    end: int
    text_sha256: str
    date: str | None = None
    section: str | None = None
    speaker: Person | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer. `speaker` is whom the record holds to have said it, None for narration.

    `keys` name its citations until numbers are given; `citations` are those numbers, empty before that.
    """

    text: str
    keys: tuple[str, ...]
    speaker: Person | None = None
    on_behalf_of: Person | None = None
    about: tuple[Person, ...] = ()
    cue: str | None = None
    stance: Stance = "neither"
    attribution: Attribution = "narration"
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstention:
    kind: AbstentionKind
    message: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the speakers who touch the topic are shown, and who is not."""

    shown: int = 0
    touching: int = 0
    others: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Abstained means that claims and citations are empty and `abstention` says why."""

    question: str
    standalone_question: str
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstention: Abstention | None = None
    premise_contradicted: bool = False
    coverage: Coverage = Coverage()
    related: tuple[Citation, ...] = ()
    composer: str = "extractive"
    prompt_version: str | None = None
    timings_ms: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation, as the reader's browser or our own database holds it."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a stream shows before anything is composed: citations without numbers, best first."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ClaimReady:
    """One verified claim, numbered finally, with the citations that it is the first to use or uses again."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    answer: Answer


Event = Evidence | ClaimReady | Done
