"""How people are called: titles, folding, and whether a label can mean a name. Pure functions; no guessing.

A label that fits two people fits nobody: callers get every candidate of the best tier and decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Words in front of a name that are not part of it. "chair", "minister", "president" are roles as well as titles.
TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor assoc associate assistant hon honourable honorable rt right sir dame lord "
    "lady rev reverend father sister brother judge justice ambassador amb excellency he she senator sen rep "
    "representative congressman congresswoman deputy minister secretary president vice chair chairman chairwoman "
    "chairperson cochair commissioner director dir general governor gov mayor captain capt colonel col lt gen major "
    "sgt officer the madam mme mlle mm m herr frau señor señora sra doña dato datuk sheikh "
    "sama sensei councillor councilmember cllr alderman baroness baron moderator facilitator rapporteur delegate "
    "panelist panellist speaker".split()
)
# Letters behind a name that are not part of it; those that are also surnames ("Jack Ma") only in capitals.
SUFFIXES = frozenset("jr sr ii iii iv phd md mp am as ms mep mla msp qc kc esq cbe obe mbe llm mba ba ma frs".split())
_SURE_SUFFIXES = frozenset("jr sr phd md mp mep esq".split())
PARTICLES = frozenset(
    "de del della der den di da do dos du la le van von ter ten bin ibn al el abu st san santa y e".split()
)

_BRACKET = re.compile(r"[(\[（［)\]）］]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`.\-‐‑–](?=[^\W\d_]))*\.?")


def fold(text: str) -> str:
    """Lower case without accents, with plain apostrophes and hyphens and single spaces; for comparing only."""
    return _folded_name(text) if len(text) <= 80 else _folded(text)  # whole texts are not kept


@lru_cache(maxsize=32_768)
def _folded_name(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[’‘`´]", "'", plain)
    return re.sub(r"\s+", " ", re.sub(r"[‐‑‒–—]", "-", plain)).strip()


def without_brackets(label: str) -> str:
    """The label without what stands in brackets: "Hon. Li (York, Ind.)" gives "Hon. Li"."""
    kept, depth, last = [], 0, 0
    for bracket in _BRACKET.finditer(label):
        if depth == 0:
            kept.append(label[last : bracket.start()])
        depth = depth + 1 if bracket.group() in "([（［" else max(0, depth - 1)
        last = bracket.end()
    if depth == 0:
        kept.append(label[last:])
    return re.sub(r"\s+", " ", " ".join(kept)).strip(" ,;:")


@lru_cache(maxsize=32_768)
def name_words(label: str) -> tuple[str, ...]:
    """The folded words of the name itself: titles in front, letters behind and brackets are gone.

    "Associate Prof. Ema" gives ("ema",); "Carys Madoc AM" gives ("carys", "madoc"). () where nothing is left.
    """
    return tuple(fold(w).strip(".") for w in bare_words(label))


def bare_words(label: str) -> list[str]:
    """The same words as written, with their capitals and accents."""
    words = _WORD.findall(without_brackets(label).split(",")[0])
    while words and fold(words[0]).replace(".", "") in TITLES:
        words.pop(0)
    while len(words) > 1 and _is_suffix(words[-1]):
        words.pop()
    return words


def _is_suffix(word: str) -> bool:
    plain = fold(word).replace(".", "")
    return plain in _SURE_SUFFIXES or (plain in SUFFIXES and word.isupper())


def normal_case(name: str) -> str:
    """The name without words in capitals: "EMA Arisa" gives "Ema Arisa"; initials ("JJ", "K.") stay."""
    return " ".join(_capitalised(w, n) for n, w in enumerate(name.split()))


def _capitalised(word: str, place: int) -> str:
    initials = "." in word or len(word) < 2 or (place == 0 and len(word) == 2 and not set(word) & set("AEIOUY"))
    if initials or not word.isupper():
        return word
    if place and word.lower() in PARTICLES:
        return word.lower()
    lowered = re.sub(r"(?:^|[-‐‑–'’])\w", lambda m: m.group().upper(), word.lower())
    return re.sub(r"^Mc(\w)", lambda m: "Mc" + m[1].upper(), lowered)


def clean_name(label: str) -> str:
    """The name as shown: without titles, letters behind and brackets, in normal case; "" where nothing is left."""
    words = bare_words(label)
    return normal_case(" ".join(w if len(w.split(".")[0]) == 1 else w.rstrip(".") for w in words))


def has_title(label: str) -> bool:
    """Whether a title such as "Ms." or "Professor" stands in front."""
    words = [fold(w).strip(".") for w in _WORD.findall(label)]
    return bool(words) and words[0] in TITLES


def name_key(name: str) -> str:
    """The same key for one name however it is written: titles, accents, case and word order do not count."""
    return " ".join(sorted(name_words(name))) or fold(name)


@lru_cache(maxsize=32_768)
def surname(name: str) -> tuple[str, ...]:
    """Folded words of the surname, particles included: "Joost van der Molen" gives ("van", "der", "molen")."""
    words = name_words(name)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return words[start:] if words else ()


def slug(name: str) -> str:
    """An id from a name: "Merve Hickok" gives "merve-hickok"; letters of any script are kept."""
    return re.sub(r"[^\w]+", "-", fold(without_brackets(name) or name)).strip("-_") or "unnamed"


@lru_cache(maxsize=32_768)
def _capitals_surname(label: str) -> tuple[str, ...]:
    """The surname where exactly one of several words is in capitals ("EMA Arisa"); else ()."""
    words = [w.strip(".") for w in _WORD.findall(without_brackets(label))]
    capital = [w for w in words if len(w) > 1 and w.isupper()]
    return (fold(capital[0]),) if len(capital) == 1 and len(words) > 1 else ()


def tier(label: str, name: str) -> int | None:
    """How well a label fits a name, 0 best; None where it does not.

    0 same words · 1 same words in another order · 2 initials or a middle name left out · 3 surname alone ·
    4 given name alone. A longer label never fits a shorter name unless the extra words are initials.
    """
    want, have = name_words(label), name_words(name)
    if not want or not have:
        return 0 if fold(label) == fold(name) else None
    if want == have or "".join(want) == "".join(have):
        return 0
    if sorted(want) == sorted(have):
        return 1
    if len(want) == 1 and _capitals_surname(name):
        return _family_first(want[0], have, name)
    if want == surname(name) or (len(want) == 1 and want[0] in (have[-1], "".join(surname(name)))):
        return 3
    if len(want) > 1:
        return 2 if len(have) > 1 and _with_initials(want, have) else None
    return 4 if len(have) > 1 and want[0] == have[0] else None


def _family_first(word: str, have: tuple[str, ...], name: str) -> int | None:
    """A lone word against a name written family name first, as its capitals tell ("EMA Arisa")."""
    family = _capitals_surname(name)
    if not family or word not in have:
        return None
    return 3 if word == family[0] else 4


def _with_initials(want: tuple[str, ...], have: tuple[str, ...]) -> bool:
    """Whether two full names agree when initials and middle names are allowed for; surnames must be equal."""
    short, long = sorted((want, have), key=len)
    if short[-1] != long[-1]:
        return False
    first, other = short[0], long[0]
    given = first == other or (1 in (len(first), len(other)) and first[0] == other[0])
    rest = iter(long[1:-1])
    return given and all(any(m == w or (m[0] == w[0] and 1 in (len(m), len(w))) for w in rest) for m in short[1:-1])


def handles(name: str) -> frozenset[str]:
    """What a person of this name may be called in lower case: "Ana Bell" gives ana, abell, anab, ana.bell and so on."""
    words = name_words(name)
    if len(words) < 2:
        return frozenset(words)
    first, last = words[0], words[-1]
    return frozenset((first, first[0] + last, first + last[0], f"{first}.{last}", first + last))


def best_matches(label: str, names: Iterable[str]) -> list[str]:
    """The names of the best tier that the label fits, in the order given; several mean that it is ambiguous."""
    found: dict[int, list[str]] = {}
    for name in names:
        level = tier(label, name)
        if level is not None:
            found.setdefault(level, []).append(name)
    return list(dict.fromkeys(found[min(found)])) if found else []


def names_in(text: str, names: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    """Mentions of known people in running text: (start, end, the names it could mean), in order, never overlapping.

    Full names first, then surnames and given names as capitalised words. A name of one common word is found only
    with its capital.
    """
    by_word: dict[str, list[str]] = {}
    for name in names:
        for word in name_words(name):
            by_word.setdefault(word, []).append(name)
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    mentions: list[tuple[int, int, list[str]]] = []
    i = 0
    while i < len(words):
        step = 1
        for length in range(min(5, len(words) - i), 0, -1):
            start, end = words[i][0], _bare_end(text, words[i + length - 1])
            candidates = _mention(text[start:end], words[i : i + length], by_word)
            if candidates:
                mentions.append((start, end, candidates))
                step = length
                break
        i += step
    return mentions


def _bare_end(text: str, word: tuple[int, int, str]) -> int:
    """End of the word without a possessive "'s" or a closing full stop."""
    m = re.search(r"(['’]s|['’]|\.)$", text[word[0] : word[1]])
    return word[1] - len(m.group()) if m and word[1] - word[0] > 2 else word[1]


def _mention(label: str, words: list[tuple[int, int, str]], by_word: dict[str, list[str]]) -> list[str]:
    folded = name_words(label)
    if not folded or (len(words) == 1 and fold(words[0][2]).strip(".") in TITLES):
        return []
    if len(folded) != len(words) or not words[-1][2][:1].isupper():
        return []
    pool = list(dict.fromkeys(n for w in folded for n in by_word.get(w, ())))
    if len(folded) == 1 and not words[0][2][:1].isupper():
        return []
    return best_matches(label, pool)
