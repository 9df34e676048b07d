"""Words that tell an organisation, a group or a thing from a person."""

from __future__ import annotations

import re

from corpus.names import fold

_WORDS = frozenset(
    "academy action administration agency agreement alliance assembly association authority authorities bank board "
    "body bodies bureau caucus center centre chamber city coalition college commission committee community company "
    "conference confederation congress consortium convention corporation council countries country court "
    "declaration delegation department development directorate district division economic environment environmental "
    "europe european exchange facility faculty federation forum foundation fund global government group groups "
    "hospital house inc initiative institute institution international laboratory league library llc ltd mechanism "
    "meeting ministry mission movement museum national nations negotiators network ngo ngos office organisation "
    "organization panel parliament partners partnership party parties platform plan police programme program "
    "project protocol region regional report republic research school secretariat section sector senate service "
    "services session society state states summit syndicate team treaty tribunal trust union unit united university "
    "workshop world youth women farmers workers peoples indigenous africa african america american americas asia "
    "asian arab caribbean pacific south east southern northern eastern western central latin islands coast kingdom "
    "monday tuesday wednesday thursday friday saturday sunday january february july september october november "
    "december article annex decision chapter table figure paragraph friends process principles code strategy "
    "framework accord accords guidelines index system model technology conservancy observatory university "
    "universities press".split()
)


def is_organisation(name: str) -> bool:
    """Whether a word of the name belongs to bodies and things rather than people ("Lake Institute")."""
    return bool(_WORDS.intersection(re.findall(r"[^\W\d_]+", fold(name))))
