"""One sentence read as clauses: which cue belongs to which subject, and from where to where its content goes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from corpus.records import Span
from ingest.attribution.cues import Cue, find_cues
from ingest.attribution.subjects import Head, Known, Subject, is_lead, noun_before, split_heads, subject_before

_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|«[^«»]*»|(?<!\w)'[^'\n]{1,300}'(?!\w)|(?<!\w)‘[^‘’\n]{1,300}’(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RUN_IN = re.compile(r"(?:[^\s:]+[^\S\n]+){0,24}[^\s:]+:\s+(?=[A-Z“\"'‘])")
_ADVERBS = r"(?:[\s,]*\b(?:also|then|first|further|furthermore|again|later|finally|subsequently|even|thus|therefore|therewith|\w{3,}ly)\b)*"
_JOINED = re.compile(
    rf"(?:[\s,;–—]*\b(?:and|but|or|yet|then|while|although|though)\b|[;–—])(?P<adv>{_ADVERBS})[\s,]*$", re.I
)
_WITH_OR_BY = re.compile(r"(?:with|supported by|opposed by)\s+", re.I)
_JOINED_APART = re.compile(r"[\s,;]*\b(?:and|but),\s*(?P<aside>(?:with|supported by|opposed by)\s[^;]{2,100}),\s*$")
_COMMA = re.compile(rf",{_ADVERBS}\s*$", re.I)
_BEFORE_ING = re.compile(
    rf"(?:[\s,;–—-]*\b(?:while|whilst|by|in|before|after|when|and|or|but|through|thereby|without|besides|on|to|for)\b|[,;–—])"
    rf"{_ADVERBS}[\s,]*$",
    re.I,
)
_OPENING_ING = re.compile(
    r"\s*(?:[^,;]{0,60},\s*)?(?:(?:while|whilst|when|by|in|after|before|besides|in addition to|apart from|also|despite|and|on)\s+)?"
    r"(?:also\s+)?$",
    re.I,
)
_NEW_CLAUSE = re.compile(
    r";\s*(?:and\s+|but\s+|while\s+)?|,\s*(?:and|but|while|whereas|though|although)\s+|\s(?:while|whereas)\s+"
)
_ANY_COMMA = re.compile(_NEW_CLAUSE.pattern + r"|,\s+")
_AT_ONCE = re.compile(r"[\s,]*(?:that)?[\s,]*(?:while|whereas|though|although)\s+")
_INSERTED = re.compile(
    r"(?:for|with|on|in|at|by|as|while|who|which|whose|that|including|speaking|supported|opposed|joined|however|\w+ing)\b",
    re.I,
)
_OPENS_CONTENT = re.compile(r"[\s,]*that[\s,]*(?:when|while|by|in|before|after|without)?\s*")
_ENDINGS = frozenset("close end open begin conclude".split())
_ABSOLUTE = re.compile(r"(?:,|;|\sand)\s*with\s+")
_ACCORDING = re.compile(r"\b(?:according to|in the (?:view|opinion|words|eyes) of)\s+", re.I)
_VIEW = re.compile(
    r"['’]s?\s+(?:main |own |key |first |second |final )?(?P<cue>(?:views?|opinion|position|point|argument|concern|suggestion|"
    r"proposal|question|response|answer|reply|message|hope|recommendation|conclusion|advice|contention|objection)\s+"
    r"(?:was|is)\s+(?:that|to|whether|how)\b)"
)
_IN_VIEW = re.compile(
    r"\s*in\s+(?P<who>[^,;]{2,60}?)['’]s?\s+(?:view|opinion|words|eyes|experience|judgement|judgment),\s*", re.I
)
_PUT = re.compile(
    r"\b(?P<cue>(?:questions?|comments?|concerns?|quer(?:y|ies)|suggestions?|requests?|remarks?|interventions?)\s+"
    r"(?:from|by|of|(?:put|raised|posed|asked|made|submitted)\s+by))\s+",
    re.I,
)
_ABOUT = re.compile(r"\s*(?:over|about|on|regarding|concerning|relating to|that|whether|as to|how|why|what)\b\s*", re.I)
_CONTINUING = re.compile(r"\b(?:then|also|further|furthermore|additionally|again)\b")
_ANSWERING = frozenset(
    "respond reply answer speak refer address turn comment present introduce discuss ask conclude follow".split()
)
# Done as often as said: "…, promoting trade" goes on with the content.
_DEEDS = frozenset(
    "promote encourage prioritize uphold embrace defend value resist accept approve follow review list detail provide offer "
    "give make take have raise deliver share seek project estimate anticipate consider expect show reveal demonstrate "
    "address support back oppose discourage challenge celebrate promise compare contrast find hold judge think believe "
    "recognize depict signal relate predict forecast trace set lay bring run walk focus concentrate center put draw".split()
)
_CHORUS = frozenset("support oppose second back echo endorse resist reject challenge contest".split())
_PERFORMERS = re.compile(
    r"\s*(?:(?:all|both|everyone|everybody|attendees|guests)\b|(?:the|each|our|his|her|all|its|two|three|four|five)?\s*"
    r"(?:next |first |second |third |other |keynote |invited |new |guest )?(?:panell?ists?|speakers?|presenters?|panel|guests?|"
    r"participants?|delegates?|members|attendees|audience)\b)",
    re.I,
)
_TALK = re.compile(
    r"\b(?:presentations?|remarks?|speech|lecture|talk|address|keynote|briefing|overview|updates?)$", re.I
)
MAX_CLAUSES = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """One cue with its subject and content. `subject` None: whoever spoke before ("It was then stressed that …")."""

    cue: Cue
    content: Span
    subject: Subject | None
    chorus: bool = True  # whether supporters named with the subject share this content


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as read: its clauses in order of position, and the subject who had the floor, even without a cue."""

    clauses: tuple[Clause, ...]
    floor: Subject | None


def mask(text: str) -> str:
    """The same length of text, with what is quoted or in brackets blotted out, so that it neither speaks nor cuts."""
    text = _BRACKETS.sub(
        lambda m: ("×" if m.start() and not text[m.start() - 1].isspace() else " ") * len(m.group()), text
    )
    return _QUOTED.sub(_blotted, text)


def _blotted(m: re.Match[str]) -> str:
    """A comma or a question mark inside the quotation marks still divides the sentence: “Why?” he asked."""
    size = len(m.group())
    return "¤" * (size - 1) + "," if size > 3 and m.group()[-2] in ",?!" else "¤" * size


def without_run_in(masked: str, start: int, end: int) -> int:
    """Where the sentence itself begins behind a heading on the same line ("Closing: Peru said …")."""
    m = _RUN_IN.match(masked, start, min(end, start + 400))
    if not m or any(c.form == "finite" and not c.weak and not c.phase for c in find_cues(masked, start, m.end())):
        return start
    return m.end()


def read_sentence(masked: str, start: int, end: int, known: Known) -> Read:
    """The clauses of the masked sentence; none where it only narrates."""
    return _Reader(masked, start, end, known).read()


class _Reader:
    """Goes through the cues from left to right and remembers who has the floor."""

    def __init__(self, masked: str, start: int, end: int, known: Known) -> None:
        self.text, self.start, self.known = masked, start, known
        self.end = start + len(masked[start:end].rstrip(" \n.;:"))
        self.clauses: list[Clause] = []
        self.pending: list[Cue] = []
        self.subject: Subject | None = None
        self.floor: Subject | None = None
        self.low = start  # where the present clause begins
        self.edge = start  # end of the last accepted cue
        self.last: Cue | None = None
        self.cues: list[Cue] = []

    def read(self) -> Read:
        self._questions_put()
        self.cues = find_cues(self.text, self.start, self.end)
        for cue in self.cues:
            if cue.start >= self.edge and len(self.clauses) < MAX_CLAUSES:
                getattr(self, "_" + cue.form)(cue)
        if not self.clauses or self.subject is None:
            self._according()
        if not self.clauses:
            self._possessive()
        return Read(tuple(self._finished()), self.floor)

    # --- one method for each form of cue

    def _finite(self, cue: Cue) -> None:
        if self.subject is None:
            subject = self._subject_of(cue) or self._inverted(cue)
            if subject and self._fits(cue, subject) and not (subject.subordinate and cue.phase):
                self._open(cue, subject)
            elif subject is None:
                self._relative(cue)
            return
        before = self.text[max(self.edge, cue.begin - 120) : cue.begin]
        aside = _JOINED_APART.search(before)
        if aside and not cue.weak:
            return self._joined_apart(
                cue, cue.begin - len(before) + aside.start(), cue.begin - len(before) + aside.start("aside")
            )
        joint = _JOINED.search(before)
        if joint and cue.lemma in _ENDINGS and not self._leads_on(cue):
            return self._close(cue.begin - len(before) + joint.start())
        if joint is None and (self._relative(cue) or self._new_subject(cue)):
            return None
        joint = joint or (_COMMA.search(before) if self._listing(before, cue) else None)
        if joint and not cue.weak and self._same_tense(cue) and not (cue.phase and not self._leads_on(cue)):
            self._accept(cue, self.subject, cue.begin - len(before) + joint.start())
        elif not self._relative(cue):
            self._new_subject(cue)
        return None

    def _subject_of(self, cue: Cue) -> Subject | None:
        """Who stands in front of the verb; a capitalised participle at the head of the sentence is nobody."""
        subject = subject_before(self.text, self.low, cue.begin, self.known)
        if subject and any(subject.begin <= early.start < subject.heads[0].span[1] for early in self.pending):
            return subject_before(self.text, self.pending[-1].end, cue.begin, self.known)
        return subject

    def _fits(self, cue: Cue, subject: Subject) -> bool:
        """Whether a form that may be a noun is a verb here: "Ms. Ito doubts it", "Members argue"; not "Several questions"."""
        if cue.lemma == "be" and _is_he(self.text, subject):
            return self.text[slice(*subject.heads[0].span)].lower() != "it"
        if cue.phase and not self._all_known(subject) and subject.heads[0].kind == "name":
            return False
        if not cue.weak:
            return True
        if not self.text[cue.start : cue.end].split()[0].endswith("s"):
            return _plural(self.text, subject)
        return len(subject.heads) == 1 and (subject.heads[0].kind == "pronoun" or self._all_known(subject))

    def _all_known(self, subject: Subject) -> bool:
        return all(self.known(self.text[slice(*h.span)]) for h in subject.heads)

    def _relative(self, cue: Cue) -> bool:
        """ "… heard from Ms. Ito, who said that …": the name right in front of "who"."""
        low = max(self.edge, self.low, cue.begin - 160)
        who = re.search(rf"\s*,?\s+who{_ADVERBS}\s*$", self.text[low : cue.begin])
        noun = noun_before(self.text, low, low + who.start()) if who and not cue.weak else None
        if not who or not noun or not self.known(self.text[noun[0] : low + who.start()]):
            return False
        in_lead = self.subject is None and is_lead(self.text[self.low : noun[0]].split() or ["x"])
        self._accept(cue, Subject(noun[0], (Head((noun[0], low + who.start()), noun[1]),)), noun[0])
        if in_lead:
            self._leave_lead(cue)
        return True

    def _leave_lead(self, cue: Cue) -> None:
        """The clause was part of the lead: the sentence's own subject comes behind the next comma."""
        comma = self.text.find(",", cue.end, self.end)
        self.subject = None
        self.low = self.edge = comma + 1 if comma >= 0 else self.end
        if self.text[cue.end : comma].strip() or comma < 0:
            self._close(comma if comma >= 0 else self.end)

    def _joined_apart(self, cue: Cue, cut: int, begin: int) -> None:
        """ ", and, with Peru, opposed …": the same subject, with others who share this clause."""
        assert self.subject is not None
        kept = self.subject
        aside = _WITH_OR_BY.match(self.text, begin)
        heads, _ = self._names_at(aside.end()) if aside else ((), 0)
        kind = self.text[begin : begin + 1].lower()
        if kind == "w":
            both = replace(kept, heads=(*kept.heads, *heads))
        else:
            both = replace(kept, pro=heads) if kind == "s" else replace(kept, con=heads)
        self._accept(cue, both, cut)
        self.subject = self.floor = kept

    def _same_tense(self, cue: Cue) -> bool:
        """A change of tense means that the verb belongs to the content ("said he smokes and regrets it")."""
        return self.last is None or self.last.form != "finite" or self.last.past == cue.past

    def _leads_on(self, cue: Cue) -> bool:
        """Whether a verb that reports nothing itself leads to one that does: "went on to say", "closed by thanking"."""
        return bool(re.match(r"\s+(?:[\w’']+\s+){0,6}(?:by\s+\w+ing|to\s+\w+)\b", self.text[cue.end : cue.end + 90]))

    def _participle(self, cue: Cue) -> None:
        before = self.text[max(self.edge, cue.begin - 80) : cue.begin]
        if self.subject is None:
            opening = self.text[self.low : cue.begin] if cue.begin - self.low < 120 else None
            joined = self.pending and _JOINED.search(before)
            if joined or (opening is not None and _OPENING_ING.fullmatch(opening)):
                self.pending.append(cue)
                self.edge = cue.end
            return
        if self._absolute(cue):
            return
        joint = _BEFORE_ING.search(before)
        if _OPENS_CONTENT.fullmatch(before) or (
            joint and ";" in joint.group() and ":" in self.text[self.edge : cue.begin]
        ):
            return  # the content's own beginning, or an item of a list within it
        if cue.lemma in _DEEDS and not (self.last and self.last.phase):
            return
        if joint and self._after_phase_or_comma(joint.group(), cue):
            self._accept(cue, self.subject, cue.begin - len(before) + joint.start())

    def _after_phase_or_comma(self, joint: str, cue: Cue) -> bool:
        words = joint.strip(" ,;–—-").lower().split()
        lead = words[0] if words else ","
        if lead in ("by", "on", "in", "to", "for", "through"):
            return self.last is not None and self.last.phase
        if lead in ("and", "or", "but"):
            return self.last is not None and (self.last.form == "participle" or joint.lstrip()[:1] == ",")
        return True

    def _infinitive(self, cue: Cue) -> None:
        if (
            self.subject
            and self.last
            and self.last.phase
            and not re.search(r"[,;:.]", self.text[self.edge : cue.begin][:60])
        ):
            if cue.begin - self.edge < 60:
                self._accept(cue, self.subject, self.edge)

    def _impersonal(self, cue: Cue) -> None:
        if self.subject is None and not self.clauses and _CONTINUING.search(self.text[self.start : cue.start][:60]):
            self._accept(cue, None, self.start)

    def _by(self, cue: Cue) -> None:
        heads, after = self._names_behind(re.compile(r"\s*by\s+").match(self.text, cue.end))
        if not heads:
            return
        cue = replace(cue, end=self.text.index("by", cue.end) + 2)
        if self.subject is not None:
            self._chorus_behind(cue, heads)
        elif cue.begin < cue.start:
            self._passive(cue, heads, after)

    # --- what the methods share

    def _open(self, cue: Cue, subject: Subject) -> None:
        for n, early in enumerate(self.pending):
            until = self.pending[n + 1].begin if n + 1 < len(self.pending) else _edge_of_pending(early, cue, subject)
            if early.lemma not in _ANSWERING:
                self.clauses.append(Clause(early, (early.end, until), subject, chorus=False))
        self.pending = []
        self._accept(cue, subject, subject.begin)
        if subject.subordinate and not cue.phase:
            self._leave_lead(cue)

    def _accept(self, cue: Cue, subject: Subject | None, cut: int) -> None:
        self._close(cut)
        self.last, self.edge, self.subject = cue, cue.end, subject
        self.floor = subject or self.floor
        if not cue.phase and not self._only_hosts(cue):
            begin, end = cue.end, self.end
            self.clauses.append(Clause(cue, (begin, end), subject, chorus=cue.form == "finite"))

    def _only_hosts(self, cue: Cue) -> bool:
        """Whether somebody merely opens the floor to others: "introduced the speakers", "welcomed Ms. Ito"."""
        after = self.text[cue.end : min(self.end, cue.end + 80)]
        if _TALK.search(self.text[cue.start : cue.end]) and not after.strip(" .,;:") and cue.form != "by":
            return True
        if cue.lemma not in ("introduce", "present", "welcome", "invite", "thank", "greet", "ask", "request"):
            return False
        return cue.lemma in ("introduce", "present", "invite") and bool(
            _PERFORMERS.match(after) or self._known_next(cue.end)
        )

    def _known_next(self, position: int) -> bool:
        heads, _ = self._names_at(position)
        return bool(heads) and self.known(self.text[slice(*heads[0].span)])

    def _close(self, cut: int) -> None:
        if self.clauses and self.clauses[-1].content[1] > cut >= self.clauses[-1].cue.end:
            last = self.clauses[-1]
            self.clauses[-1] = replace(last, content=(last.content[0], cut))

    def _listing(self, before: str, cue: Cue) -> bool:
        """Whether verbs may follow one another with commas alone: "outlined the plan, described the costs and …"."""
        if self.last is None or self.last.clause or self.last.lemma in ("say", "think", "feel", "add"):
            return False
        part = re.split(r"[,;]", before.rstrip().rstrip(","))[-1].strip()
        return not _INSERTED.match(part) and self._ends_with_and(cue)

    def _ends_with_and(self, cue: Cue) -> bool:
        """Whether a later verb is joined by "and": without one a comma in front of a verb is no list."""
        later = [c for c in self.cues[bisect_right(self.cues, cue.begin, key=_begin) :][:12] if c.form == "finite"]
        return any(
            c.past and re.search(r"\band(?:\s+\w+ly|\s+also)?\s+$", self.text[max(0, c.begin - 24) : c.begin])
            for c in later
        )

    def _new_subject(self, cue: Cue) -> bool:
        """Whether somebody else begins to speak: ", while Peru opposed …". Names that are not on the roll do not."""
        low = max(self.edge, cue.begin - 240)
        joints = list((_ANY_COMMA if self._lists() else _NEW_CLAUSE).finditer(self.text, low, cue.begin))[-8:]
        for joint in reversed(joints):
            subject = subject_before(self.text, joint.end(), cue.begin, self.known)
            at_once = _inserted_at_once(self.text[self.edge : joint.end()][:40])
            if not subject or subject.begin != joint.end() or at_once or not self._fits(cue, subject):
                continue
            if _is_he(self.text, subject):
                self._accept(cue, self.subject, joint.start())
                return True
            if self._may_take_over(subject, cue):
                self._accept(cue, subject, joint.start())
                return True
        again = re.search(r",\s*(?:he|she)\s+(?:\w+\s+)?$", self.text[max(self.edge, cue.begin - 40) : cue.begin])
        if again:
            self._accept(cue, self.subject, cue.begin - len(again.group()))
        return again is not None

    def _lists(self) -> bool:
        return self.last is not None and not self.last.clause and self.last.tone not in ("say", "ask")

    def _may_take_over(self, subject: Subject, cue: Cue) -> bool:
        named = [self.known(self.text[slice(*h.span)]) for h in subject.heads]
        others = [h.kind == "unnamed" or (any(named) and h.kind == "crowd") for h in subject.heads]
        return not cue.phase and all(n or o for n, o in zip(named, others, strict=True))

    def _absolute(self, cue: Cue) -> bool:
        """ ", with Peru adding that …": somebody else, for this clause alone."""
        joints = list(_ABSOLUTE.finditer(self.text, max(self.edge, cue.begin - 160), cue.begin))
        if not joints:
            return False
        subject = subject_before(self.text, joints[-1].end(), cue.begin, self.known)
        if not subject or subject.begin != joints[-1].end():
            return False
        kept = self.subject
        self._accept(cue, subject, joints[-1].start())
        self.subject = self.floor = kept
        return True

    def _inverted(self, cue: Cue) -> Subject | None:
        """ "“…,” said Ms. Ito": the name behind the verb, where a quotation stands in front of it."""
        before = self.text[max(self.low, cue.begin - 6) : cue.begin].rstrip()
        heads, after = self._names_at(cue.end)
        spoken = before.endswith(("¤", "¤,"))
        told = before.endswith(",") and self.text[after : after + 1] in (",", ".", "") and cue.past
        if not spoken and not (told and heads and self.known(self.text[slice(*heads[0].span)])):
            return None
        return Subject(cue.begin, heads[:1], lead=(self.low, cue.begin)) if heads else None

    def _names_behind(self, preposition: re.Match[str] | None) -> tuple[tuple[Head, ...], int]:
        return self._names_at(preposition.end()) if preposition else ((), 0)

    def _names_at(self, position: int) -> tuple[tuple[Head, ...], int]:
        """The names that begin at the position, as long a list as reads as one, and where they end."""
        window = self.text[position : min(self.end, position + 200)]
        position += len(window) - len(window.lstrip())
        names = re.match(
            r"(?:(?!\b(?:on|about|over|regarding|concerning|that|whether|who|which|to|in|but|while|opposed|supported|seconded|as)\b)[^;:.?!¤]|(?<=\b[A-Z])\.|(?<=\b[DM][rs])\.|(?<=\bProf)\.|(?<=\bMrs)\.)+",
            window.lstrip(),
        )
        if not names:
            return (), position
        parts = [m.span() for m in re.finditer(r"[^,]+", names.group())]
        heads: list[Head] = []
        stop = position
        for a, b in parts:
            a, b = a + position, b + position
            a += len(self.text[a:b]) - len(re.sub(r"^\s*(?:and\s+)?", "", self.text[a:b]))
            b = a + len(self.text[a:b].rstrip())
            noun = noun_before(self.text, a, b)
            if noun is None or noun[0] != a:
                break
            if heads and not self.known(self.text[a:b].split(" and ")[0]):
                break
            heads += split_heads(self.text, (a, b), noun[1], self.known)
            stop = b
        return tuple(heads), stop

    def _questions_put(self) -> None:
        """Questions that the lead reports: "In response to a question from Peru on costs, Ms. Ito said …"."""
        for m in list(_PUT.finditer(self.text, self.start, min(self.end, self.start + 300)))[:3]:
            if not re.match(
                r"\s*(?:[\w-]+,?\s+)?(?:in |responding|replying|answering|on |following|after|addressing|asked)",
                self.text[self.start : m.start()],
                re.I,
            ):
                return
            heads, after = self._names_at(m.end())
            about = _ABOUT.match(self.text, after)
            comma = self.text.find(",", after, self.end)
            if heads and about and comma > about.end():
                cue = Cue(m.start(), m.start(), m.end("cue"), "ask", "by", "question")
                begin = about.start() if about.group().strip() in ("how", "why", "what", "whether") else about.end()
                subject = Subject(heads[0].span[0], heads)
                self.clauses.append(Clause(cue, (begin, comma), subject, chorus=False))

    def _passive(self, cue: Cue, heads: tuple[Head, ...], after: int) -> None:
        """ "It was proposed by Peru that …", "Concern was expressed by Peru about …", "The text was opposed by Peru."."""
        subject = Subject(heads[0].span[0], heads, lead=(self.low, cue.begin))
        that = re.match(r"\s*,?\s*(?:that|about|over|on|regarding)\s+", self.text[after : after + 20])
        if that:
            self._accept(replace(cue, clause=True), subject, self.low)
            self.clauses[-1] = replace(self.clauses[-1], content=(after + that.end(), self.end))
            return
        if self.text[self.low : cue.begin].strip().lower() in ("it", "this", "that", "") or cue.phase:
            return
        self._accept(cue, subject, self.low)
        self.clauses[-1] = replace(self.clauses[-1], content=(self.low, cue.begin))

    def _chorus_behind(self, cue: Cue, heads: tuple[Head, ...]) -> None:
        """ "Peru proposed a fund, supported by Chile": Chile shares the content in front."""
        before = self.text[max(self.edge, cue.begin - 20) : cue.begin]
        joint = re.search(r"(?:,|\band|\bbut)\s*(?:and\s+|but\s+)?$", before)
        if re.search(r"\b(?:and|but),\s*$", before):
            return  # "…, and, opposed by Peru, asked for more": Peru opposes what follows
        if cue.lemma in _CHORUS and joint and self.clauses and self.last:
            content = (self.clauses[-1].content[0], cue.begin - len(before) + joint.start())
            if self.clauses[-1].content[1] > content[1]:
                self._close(content[1])
            self.clauses.append(
                Clause(cue, self._chorus_content(content), Subject(heads[0].span[0], heads), chorus=False)
            )
            self.edge = heads[-1].span[1]

    def _chorus_content(self, content: Span) -> Span:
        earlier = [c for c in self.clauses if c.cue.form != "by"] or self.clauses
        return earlier[-1].content if earlier else content

    def _according(self) -> None:
        for m in list(_ACCORDING.finditer(self.text, self.start, self.end))[:2]:
            heads, after = self._names_at(m.end())
            first = not self.text[self.start : m.start()].strip()
            if not heads or any(h.kind == "pronoun" for h in heads):
                continue
            cue = Cue(m.start(), m.start(), m.start() + len(m.group().rstrip()), "say", "finite", "accord", clause=True)
            ahead = self.text[self.start : m.start()].rstrip(" ,").endswith(("that", "and", "but"))
            goes_on = bool(self.text[after : self.end].strip(" ,"))
            content = (after if first or ahead else self.start, self.end if goes_on else m.start())
            subject = Subject(heads[0].span[0], heads)
            self.clauses.append(Clause(cue, content, subject, chorus=False))
            self.floor = self.floor or subject
            return

    def _possessive(self) -> None:
        """ "Ms. Ito's view was that …", "In Ms. Ito's view, …"."""
        m = _IN_VIEW.match(self.text, self.start, self.end)
        view = _VIEW.search(self.text, self.start, min(self.end, self.start + 160))
        if m:
            low, stop, cue_span, content = m.start("who"), m.end("who"), (m.start(), m.end() - 1), (m.end(), self.end)
        elif view:
            low, stop, cue_span, content = self.start, view.start(), view.span("cue"), (view.end(), self.end)
        else:
            return
        noun = noun_before(self.text, low, stop)
        if noun is None or not self.known(self.text[noun[0] : stop]) or (m and noun[0] != low):
            return
        cue = Cue(*cue_span[:1], *cue_span, "say", "finite", "view", clause=True)
        self.floor = Subject(noun[0], (Head((noun[0], stop), noun[1]),))
        self.clauses.append(Clause(cue, content, self.floor, chorus=False))

    def _finished(self) -> list[Clause]:
        done = sorted((replace(c, content=self._content(c)) for c in self.clauses), key=lambda c: c.cue.start)
        for n in range(len(done) - 1):  # "The EU stressed, and Peru agreed, that …"
            if (
                done[n].subject is not done[n + 1].subject
                and done[n].content[1] <= done[n].cue.end
                and self.text[done[n].cue.end : done[n].cue.end + 1] == ","
            ):
                done[n] = replace(done[n], content=done[n + 1].content)
        return done

    def _content(self, clause: Clause) -> Span:
        """The content without "that", commas and quotation marks; what stands in front where nothing follows."""
        begin, end = _trim(self.text, *clause.content)
        subject = clause.subject
        lead = _trim(self.text, *subject.lead) if subject else (0, 0)
        if subject is not None and subject.begin == clause.cue.begin:  # the name stands behind the verb
            last = subject.heads[-1].span[1]
            return (lead[0], end) if self.text[last : last + 1] == "," and "¤" not in self.text[slice(*lead)] else lead
        parted = self.text[clause.cue.end : clause.cue.end + 1] == "," or "¤" in self.text[slice(*lead)]
        if begin < end and not (parted and clause.cue.form == "finite"):
            return begin, end
        if clause.cue.form == "finite" and lead[0] < lead[1] and not is_lead(self.text[slice(*lead)].split()):
            return (lead[0], end) if begin < end else lead
        return (begin, end) if begin < end else self._object(clause.cue)

    def _object(self, cue: Cue) -> Span:
        """ "tabled a text.": what stands behind the verb within the cue; the cue itself where it is one word."""
        words = re.match(r"\S+\s+(?=\S)", self.text[cue.start : cue.end])
        return (cue.start + words.end() if words else cue.start), cue.end


def _begin(cue: Cue) -> int:
    return cue.begin


def _trim(text: str, start: int, end: int) -> Span:
    lead = re.match(r"[\s,;:–—]*(?:that\b)?[\s,:]*", text[start : min(end, start + 60)])
    start += lead.end() if lead else 0
    return start, start + len(text[start:end].rstrip(" ,;:\n–—"))


def _inserted_at_once(text: str) -> bool:
    """Whether the content itself begins with "while": "said that, while it was late, …"."""
    return bool(_AT_ONCE.fullmatch(text))


def _edge_of_pending(early: Cue, main: Cue, subject: Subject) -> int:
    return subject.begin if early.begin < subject.begin else main.begin


def _plural(text: str, subject: Subject) -> bool:
    """Whether a bare verb form fits: "Members argue", "Peru and Chile argue"; not "Several questions"."""
    many = any(h.kind == "crowd" and len(text[slice(*h.span)].split()) > 1 for h in subject.heads)
    return (
        len(subject.heads) > 1 or many or text[slice(*subject.heads[0].span)].lower() in ("they", "delegates", "others")
    )


def _is_he(text: str, subject: Subject) -> bool:
    return len(subject.heads) == 1 and text[slice(*subject.heads[0].span)].lower() in ("he", "she", "they", "it")
