"""Verbs and nouns that attribute, by what they say of the stance, with every form made by rule from the lemma.

An entry is `lemma`, `lemma>with,on` (these words belong to the cue where they follow) or `lemma!for,on` (a cue only
with one of them). `!that` asks for a clause behind the verb, `!noun` for one of SPEECH_NOUNS.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

Tone = Literal["say", "favour", "stress", "against", "propose", "ask", "concern", "thank", "phase"]
Form = Literal["past", "third", "base", "ing"]

_VERBS: dict[Tone, str] = {
    "say": """
        say state note explain report>on observe remark>on comment>on add declare assert affirm announce inform>of tell
        mention reply>to respond>to answer argue>for claim contend maintain!that submit!that insist>on indicate
        point!out,to describe clarify specify elaborate>on recall repeat testify confirm acknowledge admit concede
        recognize conclude!that summarize recap outline detail list illustrate demonstrate!that show!that reveal
        disclose predict forecast estimate project!that anticipate expect believe>in think feel>that consider hold!that
        find!that judge!that deem reckon opine posit theorize hypothesize speculate suspect assume!that presume!that
        infer imply intimate hint>at quip joke write!that quote cite refer!to allude!to touch!on,upon dwell!on,upon
        reflect!on,upon talk!about,of,on,through speak!on,about,of,to,in lecture!on,about discuss introduce present>on
        share!noun,that identify attribute single!out review depict portray characterize compare contrast
        exemplify narrate recount relate!that,how
        brief>on remind assure reassure promise pledge vow counter!that retort rejoin!that interject continue!that
        read!out notify proclaim profess allege attest stipulate spell!out set!out lay!out sum!up put!forward,noun
        bring!up run!through walk!through draw!attention,noun focus!on concentrate!on center!on understand!that
        realize!that view!as regard!as see!as give!noun make!noun take!noun have!noun deliver!noun provide!noun
        offer!noun raise!noun pose!noun express!noun,that voice!noun convey!noun,that register!noun highlight
        call!attention
        deny justify rationalize define interpret paraphrase reason!that underestimate!that overemphasize pinpoint
        update>on reconfirm restate concur!in signal expound!on extrapolate!that volunteer!that venture!that muse
        distinguish link chart unveil observe enumerate sketch delineate chronicle preface!that ponder
        contextualize demystify relay explicate
        communicate!that impress!upon inquire!into trace!how advise!that
    """,
    "favour": """
        support back endorse favor advocate>for champion applaud praise commend compliment laud hail celebrate welcome
        appreciate prefer agree>with,on,to,about accept approve!of concur>with second uphold defend embrace
        subscribe!to sympathize!with side!with echo credit value admire promote encourage hope>for look!forward
        acclaim salute associate!with align!with congratulate rejoice!that espouse vindicate long!for aspire!to
        resonate!with identify!with vote!for extol cherish
    """,
    "stress": """
        stress emphasize underline underscore reiterate reaffirm accentuate spotlight prioritize foreground
    """,
    "against": """
        oppose object>to reject criticize condemn deplore denounce decry disagree>with,on,about dispute contest
        dissent>from disapprove!of rebut refute discourage resist refuse warn>of,about,against,that
        caution>about,against,that
        repudiate slam rail!against protest>against lambaste doubt rebuke disavow discount!that advise!against
        argue!against speak!against push!back mock ridicule bemoan assail censure chide vote!against inveigh!against
        recoil!from challenge blame second-guess dismiss
    """,
    "propose": """
        propose recommend suggest urge advise call!for,on,upon appeal!for,to exhort implore plead!for press!for push!for
        lobby!for move!that moot table!noun envisage envision entreat petition!for campaign!for invoke
    """,
    "ask": """
        ask>for,about,whether request enquire>about inquire>about query question demand wonder>about,whether seek!noun
        beg solicit quiz probe interrogate press!on
    """,
    "concern": "worry>about fear!that regret lament complain>about,of rue bewail",
    "thank": "thank apologize>for greet bid!farewell",
    "phase": """
        begin start open conclude close end finish continue follow go proceed rise return speak intervene wish want like
        seek try attempt use take invite help join come choose move pause
    """,
}
_FAVOUR_NOUNS = frozenset(
    "hope hopes appreciation support satisfaction confidence optimism agreement preference enthusiasm admiration "
    "solidarity endorsement approval".split()
)
_AGAINST_NOUNS = frozenset(
    "opposition objection objections reservation reservations disagreement disapproval criticism dissent "
    "scepticism skepticism doubt doubts misgiving misgivings warning warnings issue exception".split()
)
_ASK_NOUNS = frozenset("question questions query queries clarification information request requests advice".split())
_FEELINGS = frozenset(
    "concern concerns view views opinion opinions belief disappointment regret worry worries fear fears thanks "
    "gratitude condolences commitment willingness readiness interest desire wish wishes surprise frustration "
    "understanding caution sympathy pleasure delight intention conviction expectation expectations determination "
    "position unease dismay alarm dissatisfaction anxiety relief pride sadness sorrow outrage anger need "
    "eagerness reluctance ambition aspiration".split()
)
_POINTS = frozenset(
    "point points issue issues concern concerns matter matters possibility need objection objections doubt "
    "doubts question questions topic topics prospect problem problems challenge challenges example examples "
    "importance".split()
)
_TALKS = frozenset(
    "presentation presentations remark remarks overview update updates statement statements speech lecture talk "
    "address account report explanation explanations keynote answer briefing summary introduction comment "
    "comments observation observations intervention argument arguments plea appeal case suggestion suggestions "
    "proposal proposals call recommendation recommendations distinction commentary outline insights insight "
    "perspective perspectives thoughts views view reflections reflection experience experiences example examples "
    "information background definition definitions reasons evidence clarification clarifications description "
    "analysis findings lessons testimony".split()
)
SPEECH_NOUNS: dict[str, frozenset[str]] = {
    "express": _FEELINGS | _FAVOUR_NOUNS | _AGAINST_NOUNS | _TALKS,
    "voice": _FEELINGS | _FAVOUR_NOUNS | _AGAINST_NOUNS | _POINTS,
    "convey": _FEELINGS | _FAVOUR_NOUNS,
    "register": _FEELINGS | _FAVOUR_NOUNS | _AGAINST_NOUNS,
    "raise": _POINTS | _AGAINST_NOUNS | _ASK_NOUNS,
    "pose": frozenset(["question", "questions", "challenge"]),
    "put": frozenset(["forward", "question", "questions"]),
    "seek": frozenset(["clarification", "clarity", "information", "assurance", "assurances", "confirmation", "advice"]),
    "make": _TALKS | frozenset(["point", "points", "commitment", "clear"]),
    "give": _TALKS | frozenset(["assurance", "assurances"]),
    "take": frozenset(["view", "position", "issue", "exception"]),
    "have": frozenset(["question", "questions", "reservations", "doubts", "concerns", "objection", "objections"]),
    "draw": frozenset(["attention", "parallel", "parallels", "comparison", "distinction"]),
    "share": _TALKS | _FEELINGS,
    "table": frozenset(["proposal", "motion", "text", "amendment", "paper"]),
    "deliver": _TALKS,
    "provide": _TALKS,
    "offer": _TALKS | frozenset(["support", "assurance"]),
}
_IRREGULAR = {  # past; further participle
    "say": "said", "tell": "told", "think": "thought", "feel": "felt", "find": "found", "hold": "held",
    "give": "gave given",
    "make": "made", "take": "took taken", "draw": "drew drawn", "put": "put", "speak": "spoke spoken",
    "write": "wrote written",
    "see": "saw seen", "understand": "understood", "show": "showed shown", "read": "read", "set": "set", "lay": "laid",
    "begin": "began begun", "go": "went gone", "rise": "rose risen", "bring": "brought", "run": "ran run",
    "have": "had",
    "seek": "sought", "bid": "bade bid", "forecast": "forecast", "beg": "begged", "come": "came come",
    "choose": "chose chosen", "withdraw": "withdrew withdrawn", "dwell": "dwelt dwelled", "recap": "recapped",
    "focus": "focused focussed", "quiz": "quizzed", "spell": "spelled spelt",
}  # fmt: skip
_DOUBLED = frozenset(
    "admit submit permit refer prefer concur rebut regret recap plan stop quip infer defer run put set beg".split()
)
# Forms that are as often a noun or an adjective: taken as a verb only directly behind a clear subject.
NOUN_LIKE = frozenset(
    "supports calls reports notes comments questions demands claims requests remarks concerns views hopes fears "
    "answers addresses states values doubts details lists reasons presents projects backs seconds challenges "
    "objects protests contrasts echoes offers signals promises talks appeals quotes cites moves focuses stresses "
    "reviews estimates reflects updates shows runs sets reads plans invites outlines worries praises welcomes".split()
)


@dataclass(frozen=True, slots=True)
class Verb:
    """What one word form can be: its lemma, tone and form, and the words that belong or must belong to the cue."""

    lemma: str
    tone: Tone
    form: Form
    optional: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


def forms(lemma: str) -> dict[str, Form]:
    """Word form to grammatical form, British spellings with the American: "emphasised" and "emphasized"."""
    found: dict[str, Form] = {}
    for base in _spellings(lemma):
        found[base] = "base"
        found[_third(base)] = "third"
        found[_ing(base)] = "ing"
        for past in _IRREGULAR.get(lemma, _past(base)).split():
            found[past] = "past"
    return found


def _spellings(lemma: str) -> list[str]:
    british = lemma[:-3] + "ise" if lemma.endswith("ize") else lemma
    british = "favour" if lemma == "favor" else "centre" if lemma == "center" else british
    return [lemma] if british == lemma else [lemma, british]


def _ends_in_consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


def _third(base: str) -> str:
    if _ends_in_consonant_y(base):
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _past(base: str) -> str:
    if _ends_in_consonant_y(base):
        return base[:-1] + "ied"
    if base.endswith("e"):
        return base + "d"
    return base + (base[-1] if base in _DOUBLED else "") + "ed"


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe")):
        return base[:-1] + "ing"
    if base == "begin":
        return "beginning"
    return base + (base[-1] if base in _DOUBLED else "") + "ing"


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Every word form in lower case with its readings; those that need no further word come last."""
    table: dict[str, list[Verb]] = {}
    for tone, entries in _VERBS.items():
        for entry in entries.split():
            lemma, optional, required = _parse(entry)
            for word, form in forms(lemma).items():
                table.setdefault(word, []).append(Verb(lemma, tone, form, optional, required))
    return {word: tuple(sorted(found, key=_looseness)) for word, found in table.items()}


def _looseness(verb: Verb) -> tuple[bool, bool]:
    return verb.tone == "phase", not verb.required


def _parse(entry: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    if "!" in entry:
        lemma, words = entry.split("!")
        return lemma, (), tuple(words.split(","))
    lemma, _, words = entry.partition(">")
    return lemma, tuple(words.split(",")) if words else (), ()


def noun_tone(noun: str, tone: Tone) -> Tone:
    """The tone of "expressed …" by its noun: hope is for, opposition against, concern neither."""
    if noun in _FAVOUR_NOUNS:
        return "favour"
    if noun in _AGAINST_NOUNS and noun not in ("issue", "exception"):
        return "against"
    return "ask" if noun in _ASK_NOUNS else tone
