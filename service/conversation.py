"""Follow-ups made to stand alone: whom "she" means, what "that" is about, what "who else?" repeats. No model needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retriever.namebook import Mention, NameBook
from retriever.query import read_question
from service.answers import Turn

_PERSONAL = re.compile(r"\b(?P<word>she|he|they|her|his|their|him|them)\b", re.I)
_POSSESSIVE = frozenset({"her", "his", "their"})
_POINTING = re.compile(
    r"\b(?:on|about|to|with|of|for|against|over)\s+(?:that|this|it|these|those)\b|\b(?:that|this|it)\b(?=\W*$)", re.I
)
_SAME_FOR = re.compile(r"^\W*(?:and |but )?(?:what|how) about (?P<who>.+?)\W*$", re.I)
_ELSE = re.compile(r"^\W*(?:and |but )?(?:who|anyone|anybody|which \w+) else\b(?P<rest>.*?)\W*$", re.I)
_WHY = re.compile(r"^\W*(?:and |but )?(?P<word>why|how|when|where)(?: so| is that| was that)?\W*$", re.I)
_LEAD = re.compile(r"^\W*(?:and|but|so|also|then)[,\s]+", re.I)


def stand_alone(question: str, history: Sequence[Turn], names: NameBook) -> str:
    """The question as it would be asked without the conversation before it; unchanged where it needs none."""
    asked = [t.content for t in history if t.role == "user"]
    if not asked:
        return question
    previous = asked[-1]
    for earlier in reversed(asked[:-1]):
        previous = _resolved(previous, earlier, "", names) if _needs(previous) else previous
    answers = [t.content for t in history if t.role == "assistant"]
    return _resolved(question, previous, answers[-1] if answers else "", names)


def _needs(question: str) -> bool:
    return bool(
        _PERSONAL.search(question) or _POINTING.search(question) or _SAME_FOR.match(question) or _LEAD.match(question)
    )


def _resolved(question: str, previous: str, answer: str, names: NameBook) -> str:
    same_for = _SAME_FOR.match(question)
    if same_for:
        return _for_another(previous, same_for["who"], names)
    other = _ELSE.match(question)
    if other:
        rest = other["rest"].strip(" ?")
        return f"Who else {rest}?" if len(rest.split()) > 2 else _who_else(previous, names)
    bare = _WHY.match(question)
    if bare:
        return _why(bare["word"], previous)
    text = _LEAD.sub("", question)
    pointed = _points_back(text)
    text = _with_person(text, previous, answer, names)
    if pointed or _thin(text, names):
        text = _with_topic(text, previous, names)
    return text[:1].upper() + text[1:]


def _points_back(text: str) -> bool:
    """Whether "that" or "it" can only mean the question before: what it could mean has not been named in this one."""
    pointing = _POINTING.search(text)
    return pointing is not None and len([w for w in re.findall(r"\w+", text[: pointing.start()]) if len(w) > 3]) < 5


def _for_another(previous: str, who: str, names: NameBook) -> str:
    """ "What about X?": the question before with X in the place of its subject, or about X as a topic."""
    reading = read_question(previous, names)
    mention = reading.subjects[0] if reading.subjects else None
    if mention is None or not names.mentions(who):
        return f"{_before_topic(previous, reading.topic)} {who}?" if mention else f"What was said about {who}?"
    return previous[: mention.start] + who + previous[mention.end :]


def _before_topic(previous: str, topic: str) -> str:
    at = previous.find(topic)
    return previous[:at].strip() if at > 0 else "What was said about"


def _who_else(previous: str, names: NameBook) -> str:
    reading = read_question(previous, names)
    if reading.subjects:
        return f"Who else spoke about {reading.topic}?"
    return re.sub(r"^\W*(?:and )?who\b", "Who else", previous, count=1, flags=re.I)


def _why(word: str, previous: str) -> str:
    changed = re.sub(r"^\W*(?:and )?(?:what|how|when|where|why)\b", word.capitalize(), previous, count=1, flags=re.I)
    return changed if changed != previous else f"{word.capitalize()}: {previous}"


def _with_person(text: str, previous: str, answer: str, names: NameBook) -> str:
    """The pronoun replaced by the person last spoken of: the subject of the question before, or who was answered."""
    if not _PERSONAL.search(text):
        return text
    person = _last_person(previous, answer, names)
    if person is None:
        return text
    named = {p.id for m in names.mentions(text) for p in m.people}
    if named & {p.id for p in person.people}:
        return text
    return _PERSONAL.sub(lambda m: person.text + ("'s" if _owns(m, text) else ""), text, count=1)


def _owns(match: re.Match[str], text: str) -> bool:
    follows = re.match(r"\s+[a-z]", text[match.end() :])
    return match["word"].lower() in _POSSESSIVE and bool(follows)


def _last_person(previous: str, answer: str, names: NameBook) -> Mention | None:
    reading = read_question(previous, names)
    if reading.subjects:
        return reading.subjects[0]
    spoken = names.mentions(answer)
    if spoken:
        return spoken[0]
    return reading.others[0] if reading.others else None


def _thin(text: str, names: NameBook) -> bool:
    """Whether next to nothing is left to search for."""
    topic = read_question(text, names).topic
    return len([w for w in re.findall(r"\w+", topic) if len(w) > 3]) < 2 and len(topic.split()) < 4


def _with_topic(text: str, previous: str, names: NameBook) -> str:
    topic = read_question(previous, names).topic
    bare = _POINTING.sub("", text).rstrip(" ?.!,")
    return f"{bare} about {topic}?"
