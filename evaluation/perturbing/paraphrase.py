"""Paraphrase: the frame of each question in other words; what it asks for, its names and its things stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evaluation.cases import Case
from evaluation.perturbing.derived import Derived, Record, drawing

# The first that fits. General English, in the order from the most particular frame to the least.
_FRAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"what did (?P<who>.+?) say (?:about|on|regarding) (?P<what>.+)",
        (
            "What was said by {who} about {what}?",
            "On {what}, what did {who} say?",
            "What remarks did {who} make on {what}?",
        ),
    ),
    (
        r"what did (?P<who>.+?) think (?:about|of) (?P<what>.+)",
        ("What was {who}'s opinion of {what}?", "How did {who} see {what}?", "What was the view of {who} on {what}?"),
    ),
    (
        r"what was (?P<who>.+?)(?:['’]s|(?<=s)['’]) (?:view|opinion|position|stance) (?:about|of|on) (?P<what>.+)",
        ("What did {who} think about {what}?", "How did {who} see {what}?"),
    ),
    (
        r"which (?:speaker|person|participant|member|delegate|witness) (?P<rest>(?!did\b|does\b|do\b).+)",
        ("Who was it that {rest}?", "Do you know who {rest}?"),
    ),
    (r"why (?P<aux>did|does|do|was|were|is|are|has|have|had) (?P<rest>.+)", ("For what reason {aux} {rest}?",)),
    (r"how (?P<aux>did|does|do|was|were|is|are) (?P<rest>.+)", ("In what way {aux} {rest}?",)),
    (
        r"who (?P<rest>(?!did\b|does\b|do\b).+)",
        ("Who was it that {rest}?", "Can you tell me who {rest}?", "Do you know who {rest}?"),
    ),
)
# Where no frame fits: around the question as it is.
_AROUND = ("Please tell me: {lowered}", "According to the proceedings, {lowered}", "One question: {lowered}")
# First words that are written small inside a sentence, for sure.
_OPENERS = frozenset(
    "what who whom whose which when where why how did does do was were is are has have had can could would should and "
    "but so in on at for from by to with under during after before of".split()
)


def paraphrase(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """Every question in another frame; histories stay as they are."""
    found = (replace(c, question=reworded(c.question, seed, c.id)) for c in cases)
    return Derived(tuple(found), notes=("Questions are asked in other frames.",))


def reworded(question: str, seed: int, case_id: str) -> str:
    """The question in one of the frames that fit; drawn by seed and id."""
    draw = drawing(seed, f"paraphrase:{case_id}")
    asked = " ".join(question.split())
    bare = asked.removesuffix("?").rstrip()
    for pattern, ways in _FRAMES:
        found = re.fullmatch(pattern, bare, re.IGNORECASE)
        if found and asked.endswith("?"):
            return draw.choice(ways).format(**found.groupdict())
    first = asked.split()[0].strip(",").lower()
    lowered = asked[0].lower() + asked[1:] if first in _OPENERS else asked
    return draw.choice(_AROUND).format(lowered=lowered)
