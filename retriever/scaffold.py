"""The words of a question that say how it asks and not what about: they carry no weight when words are matched.

General English, not fitted to any collection: function words, question words, verbs of saying and thinking, and nouns
for talk itself ("discussion", "opinion"). The meaning side of retrieval still sees the whole question.
"""

from __future__ import annotations

import re

FUNCTION_WORDS = frozenset(
    "a an the and or but nor so if then than as at by for from in into of off on onto out over to up with within "
    "without about after again against all also although am any are be because been before being between both can "
    "cannot could did do does doing done during each either else ever every few had has have having he her here "
    "hers herself him himself his i is it its itself just let like may me might mine more most much must my "
    "myself neither no not now only other others ought our ours ourselves own per rather s same shall she should "
    "some such t that their theirs them themselves there these they this those through thus too toward towards "
    "under until upon us very was we were will would yes yet you your yours yourself ve re ll d m don doesn didn "
    "isn wasn weren".split()
)
QUESTION_WORDS = frozenset("what when where which who whom whose why how whether".split())
SAYING = frozenset(
    "say says said saying tell told telling speak speaks spoke spoken talk talks talked talking state stated "
    "mention mentions mentioned mentioning discuss discusses discussed discussing think thinks thought thinking "
    "believe believes believed feel felt argue argued argues arguing claim claimed claims explain explained "
    "explains describe described comment commented remark remarked point pointed note noted stress stressed "
    "emphasize emphasized emphasise emphasised suggest suggested express expressed answer answered answering ask "
    "asked asking asks reply replied respond responded question questioned questioning consider considered want "
    "wanted wonder wondered agree agreed disagree disagreed insist insisted assure assured admit admitted hope "
    "hoped call called".split()
)
TALK = frozenset(
    "summarize summarise summary describe list name discussion discussions debate debates conversation meeting "
    "meetings session talk opinion opinions view views viewpoint thought thoughts position positions stance "
    "attitude attitudes argument arguments idea ideas remark remarks comment comments answer answers response "
    "responses reply question questions regarding concerning according related please give someone somebody "
    "anyone anybody everyone people person speaker speakers member members group participant participants".split()
)
SCAFFOLD = FUNCTION_WORDS | QUESTION_WORDS | SAYING | TALK

_WORD = re.compile(r"[^\W_]+")


def topic_of(question: str) -> str:
    """The question's words without its scaffolding, in order; the question itself where nothing would be left."""
    kept = [w for w in _WORD.findall(question) if w.casefold() not in SCAFFOLD]
    return " ".join(kept) or question


_PEOPLE = (
    r"(?:speakers?|panell?ists?|delegat(?:es?|ions?)|members?|person|people|participants?|witness(?:es)?|part(?:y|ies)|"
    r"countr(?:y|ies))"
)
_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have)"
_WHO = re.compile(
    rf"^\W*(?:and |so |but )?(?:who|whose|(?:which|what) (?:(?!{_AUXILIARY}\b)\w+ ){{0,2}}{_PEOPLE})\b"
    r"(?!\s+(?:did|does|do)\b)",
    re.IGNORECASE,
)


def asks_who(question: str) -> bool:
    """Whether the question asks for the person behind some words, as "Who said that …" and "Which speakers …" do."""
    return _WHO.search(question) is not None
