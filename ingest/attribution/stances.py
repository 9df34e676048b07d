"""The stance of a reported statement: by the cue, and where the cue is neutral by what is said."""

from __future__ import annotations

import re

from corpus.records import Stance
from ingest.attribution.cues import Cue

_GOOD = (
    r"importance|benefits?|value|necessity|need|needs|advantages?|usefulness|significance|strengths?|success(?:es)?|merits?|"
    r"potential|promise|relevance|urgency|effectiveness|contributions?|achievements?|centrality|desirability|worth|"
    r"opportunit(?:y|ies)|soundness"
)
_STRESSED_GOOD = re.compile(rf"(?:(?!of\b|for\b|in\b)\S+\s+){{0,5}}(?:{_GOOD})\b", re.I)
_TROUBLE = re.compile(
    r"(?:(?!of\b|for\b|in\b)\S+\s+){0,4}(?:concerns?|risks?|lack|problems?|challenges?|difficult(?:y|ies)|gaps?|frustrations?|dangers?|"
    r"uncertaint(?:y|ies)|inadequac(?:y|ies)|shortcomings?|limits|limitations?|weakness(?:es)?|threats?|obstacles?|"
    r"differences?|barriers?|costs?|failures?|harms?|disagreements?|shortages?|complexit(?:y|ies)|vulnerabilit(?:y|ies))\b",
    re.I,
)
_IMPORTANT = re.compile(
    r"\b(?:is|are|was|were|remains?)\s+(?:\w+ly\s+|very\s+|of\s+)?(?:important|essential|crucial|vital|invaluable|indispensable|"
    r"valuable|great importance|welcome|praiseworthy)\b(?!\s+to\s)",
    re.I,
)
_SELF_FOR = re.compile(
    r"(?:he|she|it|they|we|his|her|its|their)\s+(?:\w+\s+){0,2}(?:strongly |fully |could |would |can )*"
    r"(?:supports?|supported|welcomes?|welcomed|favou?red|favou?rs|endorsed|agreed|was in favou?r|were in favou?r|"
    r"looked forward|looks forward|hoped|hopes)\b",
    re.I,
)
_SELF_AGAINST = re.compile(
    r"\b(?:could|can|would|will|did|does|do)\s?(?:not|n['’]t)\s+(?:\w+ly\s+)?(?:accept|support|agree|approve|endorse|back)\b"
    r"|\bcannot\s+(?:accept|support|agree|approve|endorse|back)\b|\b(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:unacceptable|opposed|premature|inappropriate|unjustified|illegal|wrong|misguided|unjust|unnecessary)\b",
    re.I,
)
_JUDGED = re.compile(r"\bas\s+(?:¤|['\"“‘]|\w+ly\s+|very\s+|too\s+|a\s+|an\s+|\S+\s+){0,3}(?P<word>[\w-]+)", re.I)
_PRAISE = frozenset(
    "timely useful helpful excellent important valuable effective good essential welcome successful innovative "
    "necessary appropriate constructive positive crucial promising historic key balanced exemplary".split()
)
_BLAME = frozenset(
    "premature inadequate illegal unacceptable inappropriate unnecessary harmful dangerous unfair weak "
    "insufficient wrong misguided counterproductive unworkable unhelpful unjust biased vague discriminatory "
    "flawed ineffective".split()
)
_GUESTS = re.compile(
    r"(?:all|everyone|everybody|(?:the |all |our )?(?:participants|delegates|guests|members|attendees|audience)\b)",
    re.I,
)
_JUDGING = frozenset("consider find deem judge".split())
_NOT = re.compile(r"(?:not\b|against\b)", re.I)


def stance_of(cue: Cue, content: str) -> Stance:
    """Favour for backing, praise, stressed importance and hope; against for opposing and warning; else neither."""
    stance = _plain_stance(cue, content.strip(" \"“”'‘’"))
    if not cue.negated:
        return stance
    return "against" if stance == "favour" and cue.tone in ("favour", "propose") else "neither"


def _plain_stance(cue: Cue, content: str) -> Stance:
    if cue.tone == "favour":
        return "neither" if cue.lemma == "welcome" and _GUESTS.match(content) else "favour"
    if cue.tone == "against":
        return "against"
    if cue.tone == "propose":
        return "neither" if cue.clause or _NOT.match(content) else "favour"
    if cue.tone == "stress":
        return _stressed(cue, content)
    if cue.tone == "say":
        return _said(cue, content)
    return "neither"


def _stressed(cue: Cue, content: str) -> Stance:
    if cue.clause:
        return "favour" if _IMPORTANT.search(content) else "neither"
    return "neither" if _TROUBLE.match(content) and not _STRESSED_GOOD.match(content) else "favour"


def _said(cue: Cue, content: str) -> Stance:
    judged = (
        _JUDGED.search(content)
        if cue.lemma in ("consider", "describe", "view", "regard", "characterize", "see")
        else None
    )
    word = judged["word"].lower() if judged else _last_word(content) if cue.lemma in _JUDGING and not cue.clause else ""
    if word in _PRAISE | _BLAME:
        return "favour" if word in _PRAISE else "against"
    if _SELF_AGAINST.search(content[:120]):
        return "against"
    noun_content = not cue.clause and _STRESSED_GOOD.match(content)
    if noun_content or _SELF_FOR.match(content) or _IMPORTANT.search(content[:160]):
        return "favour"
    return "neither"


def _last_word(content: str) -> str:
    """ "considered the point extremely important": the judgement stands last."""
    return content.rstrip(' ."”').rsplit(" ", 1)[-1].lower()
