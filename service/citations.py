"""Citations: made from excerpts, numbered once, at the end, by one function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.answers import Citation, Claim
from service.excerpts import Excerpt, text_sha256


def citation_of(excerpt: Excerpt) -> Citation:
    """The unnumbered citation of an excerpt; its key is the same for the same span of the same version."""
    document = excerpt.document
    return Citation(
        key=citation_key(excerpt),
        document=document.id,
        version=document.version,
        title=document.title,
        utterance=excerpt.utterance.number,
        quote=excerpt.text,
        start=excerpt.start,
        end=excerpt.end,
        text_sha256=text_sha256(document),
        date=document.date,
        section=excerpt.utterance.section,
        speaker=excerpt.speaker,
    )


def citation_key(excerpt: Excerpt) -> str:
    return f"{excerpt.document.id}@{excerpt.document.version}:{excerpt.start}-{excerpt.end}"


def numbered(
    claims: Sequence[Claim], citations: Mapping[str, Citation]
) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Claims and the citations that they use, numbered from 1 in order of first use; unused citations are left out.

    Raises KeyError where a claim names a citation that does not exist: no number may point nowhere.
    """
    order: dict[str, int] = {}
    done: list[Claim] = []
    for claim in claims:
        for key in claim.keys:
            order.setdefault(key, len(order) + 1)
        done.append(replace(claim, citations=tuple(order[k] for k in dict.fromkeys(claim.keys))))
    return tuple(done), tuple(replace(citations[key], number=n) for key, n in order.items())


def rendered(claims: Sequence[Claim]) -> str:
    """The answer as running text: every claim with its numbers before the full stop."""
    return " ".join(_sentence(claim) for claim in claims)


def _sentence(claim: Claim) -> str:
    marks = "".join(f" [{n}]" for n in claim.citations)
    text = claim.text.rstrip()
    return f"{text}{marks}." if text[-1:] not in ".!?…" else f"{text}{marks}"
