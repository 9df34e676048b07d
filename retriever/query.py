"""Reading a question: whom it names, what kind of thing it asks, and what is left as its topic.

Rules over the shape of English questions, never over their subject matter. A name that fits several people keeps all
of them as alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.records import Person, Span, Stance
from corpus.territories import place_key
from retriever.namebook import Mention, NameBook

QuestionKind = Literal["position", "who", "relation", "compare", "list", "fact", "summary"]


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """What a question says of itself.

    `subjects` are those whose words are asked for, `others` everybody else it names. `unknown` is a name in the
    place of the subject that nobody in the record bears. `topic` is the question without its scaffolding and without
    the subjects; `stance` what it presumes ("Why did X criticise …" presumes against), None where it presumes nothing.
    """

    question: str
    kind: QuestionKind
    topic: str
    subjects: tuple[Mention, ...] = ()
    others: tuple[Mention, ...] = ()
    unknown: str | None = None
    stance: Stance | None = None
    plural: bool = False  # several people are asked for
    singular: bool = False  # exactly one is: "which delegate"

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(dict.fromkeys(p for m in self.subjects for p in m.people))


_AUX = r"(?:did|does|do|was|were|is|are|has|have|had|would|could|might|should|will|can)"
_WHO = re.compile(
    r"^\W*(?:(?:on|in|at|during|regarding|as for|concerning) [^,?]{3,80}, )?(?:and |so |but )?"
    r"(?:(?:who|whose|whom)\b|(?:which|what)\s+(?:\w+[\s-]){0,3}?"
    r"(?P<noun>speakers?|panell?ists?|delegat(?:es?|ions?)|countr(?:y|ies)|part(?:y|ies)|groups?|groupings?|members?|"
    r"witness(?:es)?|person|people|participants?|organi[sz]ations?|representatives?|ministers?|experts?|observers?|"
    r"companies|company|states?|nations?|presenters?|discussants?|attendees?|chairs?)\b(?!\s+(?:did|does|do)\b))",
    re.I,
)
# Asking who touched a topic, which several may have done, rather than who held one view.
_TOPICAL = re.compile(
    r"\bwho (?:else |all )?(?:spoke|talked|commented|said (?:anything|something)) (?:about|on|to)\b|"
    r"\bwho (?:else |all )?(?:discussed|addressed|touched|mentioned|brought up|raised)\b",
    re.I,
)
_LIST = re.compile(
    r"^\W*(?:please )?(?:name|list|enumerate|identify|give me|tell me)\b|\bwho (?:all )?(?:were|are) the\b", re.I
)
_TAKING_PART = (
    r"(?:speakers?|panell?ists?|panel|participants?|attend\w*|presenters?|discussants?|moderators?|chairs?|members?|"
    r"delegates?|witnesses|guests?|invited)"
)
_ROLL = re.compile(
    rf"\b(?:who (?:were|are|was|is) (?:the |on the |in the |at the |present|there)*{_TAKING_PART}"
    r"|who (?:took part|attended|participated|moderated|chaired|represented|was present|were present|sat on|joined)"
    rf"|(?:list|name) (?:all )?(?:of )?(?:the )?{_TAKING_PART}(?=\W*$|\W+(?:and|at|of|in|on|with)\b)"
    rf"|(?:which|what) (?:people|persons|{_TAKING_PART}) (?:took part|attended|were (?:there|present))"
    rf"|(?:who|which (?:people|persons|{_TAKING_PART})) (?:all )?(?:spoke|presented|came|appeared|was|were) "
    r"(?:at|to|before|on) (?:the |this )?(?:[\w-]+ ){0,5}?"
    r"(?:events?|panel|meeting|forum|conference|symposium|workshop|hearing|session|summit))\b",
    re.I,
)
_FACT = re.compile(
    r"^\W*(?:and )?(?:when|where|how (?:many|much|long|often|large|big|old|far)|(?:roughly |about |approximately )?"
    r"(?:what|which) (?:\w+ ){0,2}(?:number|share|percentage|proportion|date|day|year|time|place|venue|city|room|"
    r"amount|sum|cost|price|title|name|outcome|result|vote|decision|role|position of))\b",
    re.I,
)
_COMPARE = re.compile(
    r"\b(?:differ(?:s|ed|ent\w*|ences?)?|compar\w+|contrast\w*|versus|vs\.?|disagree\w*|at odds|diverge[sd]?|"
    r"part(?:ed)? (?:ways|company))\b",
    re.I,
)
_SUMMARY = re.compile(
    r"^\W*(?:please )?(?:summari[sz]e|sum up|outline|recap|give (?:me )?(?:a|an) (?:summary|overview))\b", re.I
)
_EVERYBODY = re.compile(
    r"^\W*(?:and )?(?:what|how|why)\b.{0,60}?\b(?:panel|panell?ists|speakers|participants|experts|delegates|"
    r"delegations|"
    r"committee|meeting|members|witnesses|they|people|everyone|everybody|discussion|debate|parties|countries|others)"
    r"\s+(?:\w+ly\s+)?(?:say|think|argue|discuss|suggest|propose|agree|recommend|conclude|respond|feel|believe|want|"
    r"call|see|talk|raise|cover|touch)\b"
    r"|^\W*what (?:was|were|has been|is) (?:said|discussed|argued|proposed|raised|suggested)\b"
    r"|^\W*what (?:views|positions|opinions|arguments|concerns)\b",
    re.I,
)
RELATIONS = re.compile(
    r"\b(?:agree[ds]?|concur(?:red|s)?|side[ds]?|back(?:ed|s)?|support(?:ed|s)?|"
    r"st(?:oo|an)d (?:by|behind|with)|"
    r"went along|go along|in support of|second(?:ed|s)|endors(?:ed|es)|echo(?:ed|es)|oppos(?:ed|es)|disagree[ds]?|"
    r"object(?:ed|s)|resist(?:ed|s)|reject(?:ed|s)|challeng(?:ed|es)|contradict(?:ed|s)|against|rebut(?:ted|s)|"
    r"disput(?:ed|es)|criticism)\b",
    re.I,
)
AGAINST = re.compile(
    r"\b(?:critici[sz]\w*|oppos\w+|reject\w*|against|object(?:ed|s|ing)?|condemn\w*|resist\w*|dismiss\w*|den(?:y|ied|ies)|disapprov\w+|"
    r"disagree\w*|attack\w*|distrust\w*|dislik\w+|refus\w+|stand in the way|stood in the way|block\w*|unhappy|doubt\w*|"
    r"argue[ds]? against|veto\w*|deplor\w+|denounc\w+|oppose|rule[ds]? out|warn\w* against)\b",
    re.I,
)
FAVOUR = re.compile(
    r"\b(?:support\w*|prais\w+|welcom\w+|favou?r\w*|endors\w+|back(?:ed|s|ing)|approv\w+|applaud\w*|commend\w*|"
    r"defend\w*|champion\w*|advocat\w+|embrac\w+|lik(?:e|ed) the|agree[ds]? (?:with|to|that)|in favou?r|enthusias\w+|"
    r"celebrat\w+|recommend\w*|appreciat\w+|st(?:oo|an)d (?:by|behind|with)|lin(?:ed|e) up (?:behind|with)|"
    r"side[ds]? with|went along|go along|second(?:ed|s)?|echo(?:ed|es)?)\b",
    re.I,
)
_VIEW_NOUN = (
    r"(?:views?|positions?|opinions?|arguments?|stances?|remarks?|comments?|concerns?|points?|answers?|replies|reply|"
    r"responses?|take|statements?|suggestions?|proposals?|thoughts?|attitude|warnings?|recommendations?|questions?|objections?)"
)
_SCAFFOLD = re.compile(
    r"^\W*(?:and |so |but )?(?:(?:on what grounds|in what way|in which way|what|how|why|where|when|which|whose|who|"
    r"whom)\b|(?:did|does|do|was|were|is|are|has|have)\b"
    r"|(?:please )?(?:summari[sz]e|describe|explain|compare|list|name|tell me)\b)"
    rf"(?:\s+{_AUX}\b)?",
    re.I,
)
_SAY = re.compile(
    r"^\W*(?:(?:say|said|argue[ds]?|think|thought|state[ds]?|mention(?:ed)?|explain(?:ed)?|describe[ds]?|tell|told|believe[ds]?|"
    r"claim(?:ed)?|note[ds]?|feel|felt|make of|come down|point(?:ed)? out|stress(?:ed)?|emphasi[sz]ed?|discuss(?:ed)?|"
    r"talk(?:ed)?|speak|spoke|comment(?:ed)?|have|give|gave|put forward|suggest(?:ed)?|remark(?:ed)?|"
    r"respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|see|saw|view(?:ed)?|consider(?:ed)?|express(?:ed)?)\b"
    r"|(?:about|on|of|regarding|concerning|that|with regard to|as regards|when it comes to|to|for|as|in terms of)\b"
    r")\s*",
    re.I,
)
_NAME_LIKE = re.compile(
    r"\b(?:(?:Mr|Ms|Mrs|Dr|Prof|Professor|Minister|Senator|Sir|Dame|Hon|Ambassador)\.?\s+)?"
    r"[A-Z][\w'’\-]+(?:\s+(?:(?:de|van|von|der|del|da|di|bin|al|el|la|le)\s+)*[A-Z][\w'’.\-]*)*"
)
_SAYING = (
    r"(?:say|argu|think|feel|believ|state|mention|explain|describ|propos|suggest|recommend|want|ask|call|claim|note|"
    r"stress|emphasi|warn|critici|oppos|support|reject|favou?r|prais|respon|repl|answer|make|see|view|speak|talk|comment|"
    r"raise|promis|demand|urg|hope|fear|worr|predict|conclud|point|give|put|disagree|agree|regret|defend|insist|admit|"
    r"deny|find|like|prefer|consider|come|tell|against|in favour|have to|express|draw|advi[sc]|refus|object|turn down)"
)
_TITLED = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Prof|Professor|Sir|Dame|Hon)\b\.?\s+[A-Z]")


_COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|hi|hello|hey|thanks|thank you|excuse me|sorry|well)\b[\s,.!:;–—-]+)*"
    r"(?:(?:(?:one|a|another|my|just (?:one|a))\s+)?(?:(?:more|quick|short|last|next|first|final|simple|further)\s+)*"
    r"question\s*[:,–—-]+\s*)?"
    r"(?:(?:please\s+)?(?:(?:can|could|would|will) (?:you|anyone|somebody|someone)(?: please| kindly| perhaps)?\s+"
    r"(?:tell (?:me|us)|say|explain(?: to (?:me|us))?|remind (?:me|us)|let (?:me|us) know)"
    r"|(?:tell|remind) (?:me|us)|do you (?:happen to )?know|(?:I|we)(?:'d|’d| would)? (?:like|love|want|need) to know"
    r"|(?:I|we)(?: am|'m|’m| are|'re|’re| was| were)?(?: just)? wonder(?:ing|ed)?|please)\s*[,:]?\s+"
    r"(?=(?:(?:in|for|on|by|to|at|with|from|of|about) )?(?:who|whom|whose|what|which|when|where|why|how)\b))?",
    re.I,
)


def plain_question(question: str) -> str:
    """The question without the courtesy before it ("Could you please tell me …", "One question: …"), if any is left."""
    return question[_COURTESY.match(question).end() :].strip() or question  # type: ignore[union-attr]


def read_question(question: str, names: NameBook) -> QuestionReading:
    """The reading of one stand-alone question; people resolve against `names`, never beyond it."""
    question = plain_question(question)
    mentions = names.mentions(question)
    subjects, region = _subjects(question, mentions)
    others = tuple(m for m in mentions if m not in subjects)
    kind = _kind(question, subjects, others)
    if kind in ("who", "relation", "list"):
        subjects, others = (), tuple(mentions)
    unknown = None if subjects or kind in ("who", "relation", "list") else _unknown_subject(question, region)
    return QuestionReading(
        question=question,
        kind=kind,
        topic=_topic(question, subjects),
        subjects=subjects,
        others=others,
        unknown=unknown,
        stance=_presumed(question, subjects),
        plural=asks_several(question),
        singular=_singular(question),
    )


def asks_for_roll(question: str) -> bool:
    """Whether the question asks who took part, rather than who said something."""
    return bool(_ROLL.search(question))


def _kind(question: str, subjects: tuple[Mention, ...], others: tuple[Mention, ...]) -> QuestionKind:
    if asks_for_roll(question):
        return "list"
    if (_SUMMARY.search(question) or _EVERYBODY.search(question)) and not subjects:
        return "summary"
    if len(subjects) > 1 and (_COMPARE.search(question) or len(subjects) == 2):
        return "compare"
    asks_who = _WHO.search(question)
    if asks_who or re.match(r"^\W*(?:and |but )?did any(?:one|body)?\b", question, re.I):
        return "relation" if RELATIONS.search(question) and (others or subjects) else "who"
    if _LIST.search(question):
        return "list"
    if subjects:
        return "position"
    if _FACT.search(question):
        return "fact"
    return "fact" if re.match(r"^\W*(?:what|which)\b", question, re.I) else "summary"


def _subjects(question: str, mentions: list[Mention]) -> tuple[tuple[Mention, ...], Span | None]:
    """Whose words are asked for, and the stretch of the question where such a name would stand.

    A comparison asks for the words of everybody it names.
    """
    if _COMPARE.search(question) and len(mentions) > 1 and not _WHO.match(question):
        return tuple(mentions[:4]), None
    according = re.search(
        r"\b(?:according to|in the (?:view|opinion|words) of|(?:view|opinion|position|stance)s? of)\s+", question, re.I
    )
    if according:
        found = tuple(m for m in mentions if m.start >= according.end() and _near(question, according.end(), m.start))
        if found:
            return _coordinated(question, found[0], mentions), None
    region = _subject_region(question)
    if region is not None:
        inside = [m for m in mentions if region[0] <= m.start < region[1]]
        if inside and _near(question, region[0], inside[0].start) and not _owns_something_else(question, inside[0]):
            return _coordinated(question, inside[0], mentions), region
        described = _described(question, inside)
        if described is not None:
            return _coordinated(question, described, mentions), region
    owned = [m for m in mentions if re.match(rf"['’]s?\s+(?:\w+\s+){{0,2}}{_VIEW_NOUN}\b", question[m.end :], re.I)]
    if owned and not _WHO.search(question):
        return (owned[0],), region
    return (), region


def _subject_region(question: str) -> Span | None:
    """From behind the first auxiliary to the end of the question."""
    m = re.match(rf"^\W*(?:and |so |but )?(?:[\w'’-]+[\s,]+){{0,12}}?{_AUX}\s+", question, re.I)
    asks_who = _WHO.match(question) and not re.match(r"^\W*(?:which|what)\b", question, re.I)
    if m is None or asks_who:
        return None
    return m.end(), len(question)


def _near(question: str, start: int, end: int) -> bool:
    """Whether only a description stands between: no verb-like scaffold, at most a dozen words."""
    between = question[start:end]
    return len(between.split()) <= 12 and not re.search(
        r"\b(?:say|argue|think|mean|want|agree|respond|explain|propose|support|oppose|about|that|when|if|whether)\b",
        between,
        re.I,
    )


def _owns_something_else(question: str, mention: Mention) -> bool:
    """Whether a possessive makes the mention an owner ("X's worry"), other than of a view or of a name."""
    owned = re.match(r"['’]s?\s+(?P<rest>.*)", question[mention.end :])
    return bool(owned) and not re.match(rf"(?:\w+\s+){{0,2}}{_VIEW_NOUN}\b", owned["rest"] if owned else "", re.I)


def _described(question: str, inside: list[Mention]) -> Mention | None:
    """The person behind a possessive: "Ruritania's panellist Ann Li" and "Acme's Ann Li" ask for Ann Li."""
    if len(inside) < 2 or not re.fullmatch(r"['’]s?\s+(?:[a-z-]+\s+){0,3}", question[inside[0].end : inside[1].start]):
        return None
    return inside[1]


def _coordinated(question: str, first: Mention, mentions: list[Mention]) -> tuple[Mention, ...]:
    """The mention and those joined to it by "and", "or" or commas."""
    found = [first]
    for m in mentions:
        if m.start >= found[-1].end and re.fullmatch(
            r"(?:['’]s)?(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|versus|vs\.?|with)\s+)(?:\w+\.\s*|the\s+)?",
            question[found[-1].end : m.start],
        ):
            found.append(m)
    return tuple(found)


def _unknown_subject(question: str, region: Span | None) -> str | None:
    """A name in the subject's place that resolved to nobody: two capitalised words or more, or a title and a name."""
    according = re.search(r"\baccording to\s+", question, re.I)
    start = according.end() if according else region[0] if region else None
    if start is None:
        return None
    m = _NAME_LIKE.match(question, start)
    if m is None or (len(m.group().split()) < 2 and not _TITLED.match(m.group()) and place_key(m.group()) is None):
        return None
    rest = question[m.end() :]
    named_last = according is not None or re.match(rf"['’]s?\s+(?:\w+\s+){{0,2}}{_VIEW_NOUN}\b", rest)
    return m.group() if named_last or re.match(rf"\s+(?:\w+ly\s+)?{_SAYING}", rest) else None


def _topic(question: str, subjects: tuple[Mention, ...]) -> str:
    """The question without its scaffolding and subjects; the whole question where nothing would be left."""
    text = question
    for m in reversed(subjects):
        end = m.end + (2 if text[m.end : m.end + 2] in ("'s", "’s") else 0)
        text = text[: m.start] + " " + text[end:]
    text = re.sub(r"\b(?:according to|in the (?:view|opinion) of)\s*(?=\W|$)", " ", text, flags=re.I)
    text = _SCAFFOLD.sub(" ", text, count=1)
    while True:
        shorter = _SAY.sub("", text, count=1)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"\s+", " ", text).strip(" ?.,;:")
    return text if len(text) > 2 else question


def _presumed(question: str, subjects: tuple[Mention, ...]) -> Stance | None:
    """The stance that a why-question takes for granted; None where it only asks."""
    if not subjects or not re.match(
        r"^\W*(?:and |but )?(?:why|on what grounds|for what reason|how come|what made)\b", question, re.I
    ):
        return None
    head = question[subjects[-1].end :]
    against, favour = AGAINST.search(head), FAVOUR.search(head)
    if against and (not favour or against.start() <= favour.start()):
        return "against"
    return "favour" if favour else None


def _singular(question: str) -> bool:
    m = _WHO.search(question)
    return bool(m and m["noun"]) and not asks_several(question)


def asks_several(question: str) -> bool:
    """Whether the question asks for several people, as "Which delegations …", "Who spoke about …" and "List …" do."""
    m = _WHO.search(question)
    noun = (m["noun"] or "").lower() if m else ""
    several = (noun.endswith("s") and not noun.endswith("ss")) or noun == "people"
    topical = bool(m) and not noun and bool(_TOPICAL.search(question))
    return several or topical or bool(_LIST.search(question) or re.search(r"\bwho (?:were|are|all)\b", question, re.I))
