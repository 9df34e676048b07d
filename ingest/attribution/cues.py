"""Where a sentence attributes: verbs of saying with their auxiliaries, particles and nouns, in order of position."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from corpus.records import Span
from ingest.attribution.lexicon import NOUN_LIKE, SPEECH_NOUNS, Tone, Verb, noun_tone, verbs

CueForm = Literal["finite", "participle", "infinitive", "by", "impersonal"]

_WORD = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*")
_BE = frozenset("was were is are be been being".split())
_HAVE = frozenset("has have had hasn't haven't hadn't".split())
_DO = frozenset("did do does didn't don't doesn't would wouldn't could couldn't can can't cannot wo won't".split())
_NOT = frozenset("not never cannot didn't don't doesn't wouldn't couldn't can't won't hasn't haven't hadn't no".split())
ADVERBS = frozenset(
    "also then first further furthermore again later next now still even only just finally once twice yet ever "
    "subsequently therefore thus however instead rather likewise additionally moreover secondly thirdly lastly "
    "second third too already always often never not soon afterwards meanwhile nevertheless nonetheless both all "
    "in-turn".split()
)
_NO_ADVERBS = frozenset(
    "reply supply apply family assembly ally rely imply multiply comply monopoly anomaly bully rally tally belly "
    "jelly reassembly subassembly butterfly underbelly italy july homily doily".split()
)
_TELLING = frozenset("inform tell remind assure reassure notify advise warn ask urge encourage brief caution".split())
_NOUN_STOP = frozenset("that which who and but or for of on about to in at by from with as because if whether".split())
_FEELING = re.compile(
    r"\b(?:was|were|is|are|remained|had been)\s+(?:(?P<no>not|never)\s+|(?:also|very|quite|deeply|most|\w+ly)\s+){0,3}"
    r"(?:(?P<against>opposed|against|sceptical|skeptical|doubtful|critical|unconvinced|wary|unhappy)"
    r"|(?P<favour>in favou?r|supportive|pleased|happy|glad|hopeful|optimistic|confident|encouraged|willing|delighted)"
    r"|(?P<concern>concerned|worried|disappointed|surprised|alarmed|troubled|puzzled|curious|interested|keen|grateful"
    r"|thankful|convinced|aware|adamant|clear|sure|uncertain|unsure|reluctant|sorry|of the (?:view|opinion|belief)))\b"
    r"(?:\s+(?:that|about|with|of|to|by|in|at|for|over)\b)?"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """[start, end) are the attributing words; the verb with its auxiliaries begins at `begin`; content may follow."""

    begin: int
    start: int
    end: int
    tone: Tone
    form: CueForm
    lemma: str
    negated: bool = False
    weak: bool = False  # as likely a noun: holds only directly behind a clear subject
    clause: bool = False  # "that", "whether", "how" or a colon follows
    past: bool = True  # told in the past, as against "says" and "say"

    @property
    def phase(self) -> bool:
        return self.tone == "phase"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence: their spans, and themselves in lower case."""

    text: str
    spans: tuple[Span, ...]
    lower: tuple[str, ...]

    @staticmethod
    def of(text: str, start: int, end: int) -> Words:
        found = [m.span() for m in _WORD.finditer(text, start, end)]
        return Words(text, tuple(found), tuple(text[a:b].lower().replace("’", "'") for a, b in found))

    def at(self, position: int) -> int:
        """Number of the first word that begins at or behind the position."""
        return bisect_left(self.spans, (position, position))

    def joined(self, i: int, j: int) -> bool:
        """Whether nothing but spaces stands between two neighbouring words."""
        return not self.text[self.spans[i][1] : self.spans[j][0]].strip()


def find_cues(text: str, start: int, end: int) -> list[Cue]:
    """Everything that may attribute in text[start:end], in order; whether it does depends on its subject."""
    words = Words.of(text, start, end)
    found: list[Cue] = []
    for i, word in enumerate(words.lower):
        for verb in verbs().get(word, ()):
            cue = _cue(words, i, verb)
            if cue:
                found.append(cue)
                break
    found += [_feeling(m) for m in _FEELING.finditer(text, start, end)]
    return sorted(found, key=lambda c: c.begin)


def is_adverb(word: str) -> bool:
    lowered = word.lower()
    manner = lowered.endswith("ly") and len(lowered) > 4 and word[:1].islower() and lowered not in _NO_ADVERBS
    return lowered in ADVERBS or manner


def _feeling(m: re.Match[str]) -> Cue:
    tone: Tone = "against" if m["against"] else "favour" if m["favour"] else "concern"
    if m["no"]:
        tone = {"favour": "against", "against": "say"}.get(tone, tone)  # type: ignore[assignment]
    return Cue(m.start(), m.start(), m.end(), tone, "finite", "be", False, False, m.group().endswith("that"))


def _cue(words: Words, i: int, verb: Verb) -> Cue | None:
    frame = _frame(words, i, verb)
    end = _complement(words, i, verb)
    if frame is None or end is None:
        return None
    modal = words.text.startswith(("did", "could", "would"), frame.begin)
    past = verb.form in ("past", "ing") or (frame.form == "finite" and modal)
    if verb.tone == "phase" and (frame.form == "participle" or not past):
        return None
    tone = verb.tone
    if "noun" in verb.required or "attention" in verb.required:
        tone = noun_tone(_noun_of(words, i, end), tone)
    end = _with_particle(words, end, verb)
    clause = _opens_clause(words.text, end)
    return Cue(
        frame.begin, words.spans[i][0], end, tone, frame.form, verb.lemma, frame.negated, frame.weak, clause, past
    )


def _noun_of(words: Words, i: int, end: int) -> str:
    """The noun that tells the tone: the last of the cue, or of "Concern was expressed by …" the subject."""
    last = words.at(end) - 1
    if last > i:
        return words.lower[last]
    return next((w for w in reversed(words.lower[max(0, i - 4) : i]) if w not in _BE and w not in ADVERBS), "")


def _opens_clause(text: str, end: int) -> bool:
    return bool(re.match(r"\s*(?::|(?:that|whether|how|why|what|if)\b)", text[end : end + 12]))


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a verb stands: where it begins with its auxiliaries, its form, whether negated and whether likely a noun."""

    begin: int
    form: CueForm
    negated: bool
    weak: bool = False


def _frame(words: Words, i: int, verb: Verb) -> _Frame | None:
    """None where the form does not attribute: "was discussed"."""
    k, negated = _auxiliary(words, i)
    before = words.lower[k] if k >= 0 and words.joined(k, k + 1) else ""
    begin = words.spans[k][0] if before else words.spans[i][0]
    own = words.spans[k + 1][0] if negated else words.spans[i][0]
    if verb.form == "past":
        if before in _HAVE:
            modal = k > 0 and words.lower[k - 1] in _DO and words.joined(k - 1, k)
            return _Frame(words.spans[k - 1][0] if modal else begin, "finite", negated)
        if _passive_by(words, i, verb, before):
            return _Frame(begin if before in _BE else words.spans[i][0], "by", negated)
        return _impersonal(words, i, k, begin, negated) if before in _BE else _Frame(own, "finite", negated)
    if verb.form == "ing":
        going_on = before in ("was", "were", "is", "are")
        return _Frame(begin, "finite", negated) if going_on else _Frame(words.spans[i][0], "participle", negated)
    if verb.form == "third":
        return _Frame(own, "finite", negated, weak=words.lower[i] in NOUN_LIKE)
    if before in _DO:
        return _Frame(begin, "finite", negated)
    return _Frame(own, "infinitive" if before == "to" else "finite", negated, weak=before != "to")


def _auxiliary(words: Words, i: int) -> tuple[int, bool]:
    """Number of the word in front of the verb's adverbs and negation, and whether there is a negation."""
    k, negated = i - 1, False
    while k >= 0 and i - k < 5 and words.joined(k, k + 1) and (is_adverb(words.lower[k]) or words.lower[k] in _NOT):
        if words.lower[k] in _NOT:
            negated = True
            if words.lower[k] in _DO or words.lower[k] in _HAVE:
                break
        k -= 1
    return k, negated


def _passive_by(words: Words, i: int, verb: Verb, before: str) -> bool:
    if words.lower[i + 1 : i + 2] != ("by",) or not words.joined(i, i + 1):
        return False
    doing = i + 2 < len(words.lower) and words.lower[i + 2].endswith("ing")
    return not (verb.tone == "phase" and before not in _BE and doing)  # "closed by thanking" is no passive


def _impersonal(words: Words, i: int, k: int, begin: int, negated: bool) -> _Frame | None:
    """ "It was then stressed that …"."""
    told = k > 0 and words.lower[k - 1] == "it" and words.lower[i + 1 : i + 2] == ("that",)
    return _Frame(begin, "impersonal", negated) if told else None


def _complement(words: Words, i: int, verb: Verb) -> int | None:
    """Where the cue ends, with the word it requires; None where that is missing."""
    if not verb.required:
        return words.spans[i][1]
    for j in range(i + 1, min(i + 4, len(words.lower))):
        if not words.joined(j - 1, j):
            break
        word = words.lower[j]
        if word == "that" and "that" in verb.required:
            return words.spans[i][1]
        if word in verb.required:
            return words.spans[j][1]
        if not (is_adverb(words.text[slice(*words.spans[j])]) or word.endswith(("self", "selves"))):
            break
    if "as" in verb.required and "as" in words.lower[i + 2 : i + 16]:
        return words.spans[i][1]
    if "noun" in verb.required:
        passive = verb.form == "past" and words.lower[i + 1 : i + 2] == ("by",)
        return words.spans[i][1] if passive else _speech_noun(words, i, SPEECH_NOUNS[verb.lemma])
    quoted = "that" in verb.required and "¤" in words.text[max(0, words.spans[i][0] - 200) : words.spans[i][0]]
    if quoted and words.text[words.spans[i][1] : words.spans[i][1] + 1] in (".", ",", ""):
        return words.spans[i][1]
    said = "that" in verb.required and re.match(r"\s*[:,]?\s*[\"“¤:]", words.text[words.spans[i][1] :][:6])
    return words.spans[i][1] if said else None


def _speech_noun(words: Words, i: int, nouns: frozenset[str]) -> int | None:
    last = None
    for j in range(i + 1, min(i + 8, len(words.lower))):
        if not words.joined(j - 1, j) or words.lower[j] in _NOUN_STOP:
            break
        last = words.spans[j][1] if words.lower[j] in nouns else last
    return last


def _with_particle(words: Words, end: int, verb: Verb) -> int:
    j = words.at(end)
    if j >= len(words.lower) or (j and not words.joined(j - 1, j)):
        return end
    if verb.lemma in _TELLING:
        return _told(words, j, end, verb)
    wanted = (*verb.optional, "to") if end != words.spans[j - 1][1] or verb.required else verb.optional
    attention = words.lower[j - 1] in ("attention", "forward")
    if words.lower[j] in wanted and (attention or words.lower[j] in verb.optional):
        return words.spans[j][1]
    return end


def _told(words: Words, j: int, end: int, verb: Verb) -> int:
    """ "reminded participants that …": the cue reaches to whoever was told, the content begins at "that"."""
    if words.lower[j] in verb.optional and words.lower[j] != "that":
        return words.spans[j][1]
    for k in range(j, min(j + 7, len(words.lower))):
        if k > j and not words.joined(k - 1, k):
            break
        if words.lower[k] in ("and", "or", "but"):
            break
        if words.lower[k] in ("that", "whether", "how", "why", "what", "if"):
            return words.spans[k - 1][1] if k else end
    return end
