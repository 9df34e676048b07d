"""An answer as a reader is shown it: claims with their names and numbers, citations, whether it abstained."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evaluation.held import names_of
from service.contract import Json


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """`names` are the speaker and those on whose behalf; `about` are never shown as having said it."""

    names: tuple[str, ...]
    about: tuple[str, ...]
    numbers: tuple[int, ...]
    stance: str


@dataclass(frozen=True, slots=True)
class ShownCitation:
    number: int
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    text: str
    abstained: bool
    kind: str | None
    claims: tuple[ShownClaim, ...]
    citations: tuple[ShownCitation, ...]
    evidence_score: float | None = None

    @property
    def by_number(self) -> dict[int, ShownCitation]:
        return {c.number: c for c in self.citations}

    @property
    def said_by(self) -> tuple[str, ...]:
        """Everybody who is shown as having said something, each once, in order."""
        return tuple(dict.fromkeys(n for c in self.claims for n in c.names))

    @property
    def about(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for c in self.claims for n in c.about))


def shown(answer: Json) -> Shown:
    """The answer of the contract's JSON, once it was checked (evaluation/answers.py)."""
    score = answer.get("evidence_score")
    return Shown(
        text=answer.get("text") or "",
        abstained=bool(answer.get("abstained")),
        kind=(answer.get("abstention") or {}).get("kind"),
        claims=tuple(_claim(c) for c in answer.get("claims") or []),
        citations=tuple(
            ShownCitation(c["number"], c["document"], c["start"], c["end"], c["quote"])
            for c in answer.get("citations") or []
        ),
        evidence_score=float(score) if isinstance(score, int | float) and math.isfinite(score) else None,
    )


def _claim(claim: Json) -> ShownClaim:
    return ShownClaim(
        names=tuple(names_of(claim, "speaker", "for")),
        about=tuple(names_of(claim, "about")),
        numbers=tuple(claim.get("citations") or ()),
        stance=str(claim.get("stance") or "neither"),
    )
