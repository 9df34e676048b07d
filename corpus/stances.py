"""The stance that somebody takes in their own words. Cautious: neither, unless it is plain."""

from __future__ import annotations

import re

from corpus.records import Stance

_SELF = (
    r"\b(?:i|we)(?:['’](?:m|d|ve|re|ll))? "
    r"(?:\w+ly |also |still |very much |very |just |quite |would |do |am |are |have |been )*"
)
_NEGATION = (
    r"(?:don['’]?t|do not|cannot|can['’]?t|can not|won['’]?t|will not|wouldn['’]?t|would not|am not|['’]m not|"
    r"are not|aren['’]t|never|not)"
)
_CHOICE = "(?:idea|thing|approach|step|direction|proposal|solution|choice)"
_NEGATED = re.compile(
    rf"\b(?:i|we)\b(?:['’]\w+)? (?:\w+ly |also |really |still )*{_NEGATION} (?:\w+ly |really )*"
    r"(?:support|agree|like|think (?:we|this|that|it)|want|believe|favou?r|accept|"
    r"see (?:the|a|any) (?:need|value|benefit|point)|"
    r"convinced|happy|comfortable|sure (?:this|that|we)|in favou?r|in support|recommend|buy)\b",
    re.I,
)
_NO_OBJECTION = re.compile(
    rf"\b(?:no|without|{_NEGATION} have (?:any )?|{_NEGATION}) (?:further |strong |any )?"
    r"(?:objections?|concerns?|object|oppose|problems? with|issues? with|against)\b",
    re.I,
)
_FAVOUR = re.compile(
    rf"{_SELF}(?:support|agree|like|love|welcome|prefer|favou?r|endorse|applaud|commend|appreciate|happy|glad|"
    r"in favou?r|in support|supportive|convinced|all for|recommend|second)\b"
    rf"|\b(?:good|great|excellent|right|sensible|wonderful) {_CHOICE}\b"
    r"|\b(?:makes (?:a lot of |perfect )?sense|strong(?:ly)? support|is (?:very )?(?:welcome|beneficial))\b",
    re.I,
)
_AGAINST = re.compile(
    rf"{_SELF}(?:disagree|oppose|object|reject|dislike|concerned|worried|opposed|against|uncomfortable|unhappy|"
    r"sceptical|skeptical|fear|doubt)\b"
    rf"|\b(?:bad|terrible|poor|wrong|dangerous) {_CHOICE}\b"
    r"|\b(?:makes no sense|doesn['’]t make sense|does not make sense|should(?:n['’]t| not) (?:be|have|do|go)|"
    r"would be (?:bad|terrible|a mistake|harmful|wrong)|is (?:a mistake|unacceptable|wrong|harmful))\b",
    re.I,
)


def stance_of(words: str) -> Stance:
    """The stance of one spoken sentence or a few; neither for questions and where both or none are to be heard."""
    if words.rstrip("\"'”’) ").endswith("?"):
        return "neither"
    calm = _NO_OBJECTION.search(words)
    against = bool(_NEGATED.search(words)) or (not calm and bool(_AGAINST.search(words)))
    favour = bool(calm) or (bool(_FAVOUR.search(words)) and not _NEGATED.search(words))
    if favour == against:
        return "neither"
    return "favour" if favour else "against"
