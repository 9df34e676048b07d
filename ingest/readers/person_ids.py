"""Ids of people that hold their name: "#BellAna", "#Ana.Bell", "#Bell_Ana_1960" to words; an opaque id stays."""

from __future__ import annotations

import re
from urllib.parse import unquote

from corpus.names import normal_case, without_brackets

_SEPARATORS = re.compile(r"[._\s+]+")
# Offices and titles that stand in front of names in the notes of parliaments, by how the words begin.
_TITLE = re.compile(
    r"(?:vice|alter)?-?(?:präsid|presid|présid|predsed|předsed|predsj|elnök|marszał|voorzit|forma|talman|forset|puhemies|"
    r"speaker|chair|председ|πρόεδρ|başkan|kanzler|bundes|minist|secret|staats|abgeord|deput|député|senat|sénat|poslan|"
    r"poseł|posł|képvisel|народен|депутат|lord|lady|baron|sir|dame|mr|mrs|ms|dr|mag|ing|prof|hon|señor|sr|sra|don|doña|"
    r"herr|frau|mevrouw|heer|monsieur|madame|mme|onorevole|onor)",
    re.I,
)
_YEAR = re.compile(r"[-.]?\d{1,4}(?:-\d{1,4})?$")


def bare_id(reference: str) -> str:
    """The id that a reference such as "#BellAna" or "ppl:BellAna" points to."""
    return unquote(reference.strip()).rpartition("#")[2].rpartition(":")[2].strip()


def readable(person_id: str) -> str:
    """The words of the id as they stand, without a year behind them; the id itself where it holds no name."""
    words = words_of(person_id)
    return " ".join(words) if words else person_id


def words_of(person_id: str) -> list[str]:
    """The capitalised words that an id is made of, in its order; [] where it is no name of two words or more."""
    parts = [p for part in _SEPARATORS.split(_YEAR.sub("", person_id)) for p in _humps(part)]
    is_name = len(parts) > 1 and all(p[0].isupper() and p[-1].isalpha() for p in parts)
    return parts if is_name and all(c.isalpha() or c in "-'’" for p in parts for c in p) else []


def name_in_note(note: str) -> str:
    """The name in a speaker's note such as "Präsidentin Mag. Ana Bell (ABC)"; "" where nothing tells it from titles."""
    words = without_brackets(note).split(",")[0].split()
    titles = [i for i, word in enumerate(words) if _TITLE.match(word) or (len(word) > 2 and word.endswith("."))]
    name = words[titles[-1] + 1 :] if titles else words
    is_name = 2 <= len(name) <= 4 and all(w[0].isupper() for w in (name[0], name[-1]))
    return normal_case(" ".join(name)) if is_name else ""


def _humps(part: str) -> list[str]:
    """ "BellAna" as two words; capitals of any script count."""
    found: list[str] = []
    for k, sign in enumerate(part):
        begins = sign.isupper() and k and part[k - 1].islower() and found[-1] not in ("Mc", "Mac")
        if begins or not found:
            found.append(sign)
        else:
            found[-1] += sign
    return found
