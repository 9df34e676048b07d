"""One sentence read as clauses: which cue belongs to which subject, and from where to where its content goes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from ingest.attribution import joints
from ingest.attribution.contents import Clause, Read, finished
from ingest.attribution.cues import Cue, find_cues
from ingest.attribution.nouns import is_lead, noun_before
from ingest.attribution.subjects import Head, Known, Subject, subject_before
from ingest.attribution.voices import according, names_at, possessive, questions_put

MAX_CLAUSES = 40  # of one sentence; what is longer is no sentence
_BY = re.compile(r"\s*by\s+")
_ABOUT = re.compile(r"\s*,?\s*(?:that|about|over|on|regarding)\s+")


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
        self.addressed: tuple[Head, ...] = ()
        self.relative = False  # whether the verb before stands in a clause with "who"

    def read(self) -> Read:
        self.clauses += questions_put(self.text, self.start, self.end, self.known)
        self.cues = find_cues(self.text, self.start, self.end)
        for cue in self.cues:
            if cue.start >= self.edge and len(self.clauses) < MAX_CLAUSES:
                getattr(self, "_" + cue.form)(cue)
        self._aside_voices()
        return Read(finished(self.text, self.clauses), self.floor, self.addressed)

    def _aside_voices(self) -> None:
        voice = according(self.text, self.start, self.end, self.known) if self.subject is None else None
        if voice is None and not self.clauses:
            voice = possessive(self.text, self.start, self.end, self.known)
        if self.clauses and self.subject:
            self._as_did()
        if voice:
            self.clauses.append(voice)
            self.floor = self.floor or voice.subject

    def _as_did(self) -> None:
        """ "Peru opposed the fee, as did Chile": Chile shares the content."""
        m = joints.AS_DID.search(self.text, self.edge, self.end)
        heads, _ = self._names_at(m.end()) if m else ((), 0)
        if m and heads:
            self._close(m.start())
            last = self.clauses[-1]
            self.clauses.append(replace(last, subject=Subject(heads[0].span[0], heads), chorus=False))

    # --- one method for each form of cue

    def _finite(self, cue: Cue) -> None:
        if self.subject is None:
            self._first(cue)
            return
        low = max(self.edge, cue.begin - 120)
        before = self.text[low : cue.begin]
        apart = joints.JOINED_APART.search(before)
        joint = joints.JOINED.search(before)
        if apart and not cue.weak:
            self._joined_apart(cue, self.subject, low + apart.start(), low + apart.start("aside"))
        elif joint and cue.lemma in joints.ENDINGS and not joints.leads_on(self.text, cue):
            self._close(low + joint.start())
        elif joint is None and (self._relative(cue) or self._new_subject(cue)):
            return
        else:
            listed = self.relative or self._listing(before, cue)
            joint = joint or (joints.COMMA.search(before) if listed else None)
            self._coordinated(cue, joint and low + joint.start())

    def _first(self, cue: Cue) -> None:
        """The first verb of the sentence, or of its main clause: it needs a subject of its own."""
        subject = self._subject_of(cue) or self._inverted(cue)
        if subject is None:
            self._relative(cue)
        elif self._fits(cue, subject) and not (subject.subordinate and cue.phase):
            self._open(cue, subject)

    def _coordinated(self, cue: Cue, cut: int | None) -> None:
        """A verb with the subject of the one before it, if it was joined at `cut`; else perhaps somebody else's."""
        holds = not cue.weak and joints.same_tense(self.last, cue) and not joints.bare_object(self.text, cue)
        if cut is not None and holds and (not cue.phase or joints.leads_on(self.text, cue)):
            self._accept(cue, self.subject, cut)
        elif not self._relative(cue):
            self._new_subject(cue)

    def _subject_of(self, cue: Cue) -> Subject | None:
        """Who stands in front of the verb; a capitalised participle at the head of the sentence is nobody."""
        subject = subject_before(self.text, self.low, cue.begin, self.known)
        if subject and any(subject.begin <= early.start < subject.heads[0].span[1] for early in self.pending):
            return subject_before(self.text, self.pending[-1].end, cue.begin, self.known)
        return subject

    def _fits(self, cue: Cue, subject: Subject) -> bool:
        """Whether what may be a noun is a verb here: "Ms. Ito doubts it", "Members argue"; not "Several questions"."""
        if cue.lemma == "be" and joints.is_he(self.text, subject):
            return self.text[slice(*subject.heads[0].span)].lower() != "it"
        if cue.phase and not self._all_known(subject) and subject.heads[0].kind == "name":
            return False
        if not cue.weak:
            return True
        if not self.text[cue.start : cue.end].split()[0].endswith("s"):
            return joints.plural(self.text, subject)
        return len(subject.heads) == 1 and (subject.heads[0].kind == "pronoun" or self._all_known(subject))

    def _all_known(self, subject: Subject) -> bool:
        return all(self.known(self.text[slice(*h.span)]) for h in subject.heads)

    def _relative(self, cue: Cue) -> bool:
        """ "… heard from Ms. Ito, who said that …": the name right in front of "who"."""
        low = max(self.edge, self.low, cue.begin - 160)
        who = re.search(rf"\s*,?\s+who{joints.ADVERBS}\s*$", self.text[low : cue.begin])
        noun = noun_before(self.text, low, low + who.start()) if who and not cue.weak else None
        if not who or not noun or not self.known(self.text[noun[0] : low + who.start()]):
            return False
        in_lead = self.subject is None and is_lead(self.text[self.low : noun[0]].split() or ["x"])
        self._accept(cue, Subject(noun[0], (Head((noun[0], low + who.start()), noun[1]),)), noun[0])
        self.relative = True
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

    def _joined_apart(self, cue: Cue, kept: Subject, cut: int, begin: int) -> None:
        """ ", and, with Peru, opposed …": the same subject, with others who share this clause."""
        aside = joints.WITH_OR_BY.match(self.text, begin)
        heads, _ = self._names_at(aside.end()) if aside else ((), 0)
        if self.text[begin] in "wW":
            both = replace(kept, heads=(*kept.heads, *heads))
        else:
            both = replace(kept, pro=heads) if self.text[begin] in "sS" else replace(kept, con=heads)
        self._accept(cue, both, cut)
        self.subject = self.floor = kept

    def _participle(self, cue: Cue) -> None:
        low = max(self.edge, cue.begin - 80)
        before = self.text[low : cue.begin]
        if self.subject is None and not self._absolute(cue):
            self._early(cue, before)
        if self.subject is None:
            return
        if self._absolute(cue) or joints.begins_content(before, self.text[self.edge : cue.begin]):
            return
        joint = joints.BEFORE_ING.search(before)
        led = self.last is not None and self.last.phase
        if joint and (led or cue.lemma not in joints.DEEDS) and joints.keeps_subject(joint.group(), self.last):
            self._accept(cue, self.subject, low + joint.start())

    def _early(self, cue: Cue, before: str) -> None:
        """ "Noting the cost and stressing the risk, Peru …": kept until the subject is found."""
        opening = self.text[self.low : cue.begin] if cue.begin - self.low < 120 else None
        joined = self.pending and joints.JOINED.search(before)
        if joined or (opening is not None and joints.OPENING_ING.fullmatch(opening)):
            self.pending.append(cue)
            self.edge = cue.end

    def _infinitive(self, cue: Cue) -> None:
        near = cue.begin - self.edge < 60 and not re.search(r"[,;:.]", self.text[self.edge : cue.begin])
        if self.subject and self.last and self.last.phase and near:
            self._accept(cue, self.subject, self.edge)

    def _impersonal(self, cue: Cue) -> None:
        if (
            self.subject is None
            and not self.clauses
            and joints.CONTINUING.search(self.text[self.start : cue.start][:60])
        ):
            self._accept(cue, None, self.start)

    def _by(self, cue: Cue) -> None:
        by = _BY.match(self.text, cue.end)
        heads, after = self._names_at(by.end()) if by else ((), 0)
        if by is None or not heads:
            return
        cue = replace(cue, end=by.end() - len(by.group()) + len(by.group().rstrip()))
        if self.subject is not None:
            self._chorus_behind(cue, heads)
        elif cue.begin < cue.start:
            self._passive(cue, heads, after)

    # --- what the methods share

    def _open(self, cue: Cue, subject: Subject) -> None:
        for n, early in enumerate(self.pending):
            until = self.pending[n + 1].begin if n + 1 < len(self.pending) else _edge_of_pending(early, cue, subject)
            if early.lemma not in joints.ANSWERING:
                self.clauses.append(Clause(early, (early.end, until), subject, chorus=False))
        self.pending = []
        self._accept(cue, subject, subject.begin)
        if subject.subordinate and not cue.phase:
            self._leave_lead(cue)

    def _accept(self, cue: Cue, subject: Subject | None, cut: int) -> None:
        self._close(cut)
        self.last, self.edge, self.subject, self.relative = cue, cue.end, subject, False
        self.floor = subject or self.floor
        self.addressed = self._known_next(cue.end) if cue.lemma in joints.ADDRESSING else ()
        if self.addressed and cue.lemma in joints.HOSTING:  # "introduced Ms. Ito": the floor is hers
            self.floor, self.addressed = Subject(self.addressed[0].span[0], self.addressed), ()
        if not cue.phase and not self._only_hosts(cue):
            begin, end = cue.end, self.end
            self.clauses.append(Clause(cue, (begin, end), subject, chorus=cue.form == "finite"))

    def _only_hosts(self, cue: Cue) -> bool:
        """Whether somebody merely opens the floor: "introduced the speakers", "gave closing remarks"."""
        after = self.text[cue.end : min(self.end, cue.end + 80)]
        if joints.performs(cue, self.text[cue.start : cue.end], after):
            return True
        hosts = cue.lemma in (*joints.HOSTING, "present")
        return hosts and bool(joints.PERFORMERS.match(after) or self._known_next(cue.end))

    def _known_next(self, position: int) -> tuple[Head, ...]:
        """Names on the roll that begin at the position; () where none do."""
        heads, _ = self._names_at(position)
        return heads if heads and self.known(self.text[slice(*heads[0].span)]) else ()

    def _close(self, cut: int) -> None:
        if self.clauses and self.clauses[-1].content[1] > cut >= self.clauses[-1].cue.end:
            last = self.clauses[-1]
            self.clauses[-1] = replace(last, content=(last.content[0], cut))

    def _listing(self, before: str, cue: Cue) -> bool:
        """Whether verbs may follow one another with commas alone: "outlined the plan, described the costs and …"."""
        if self.last is None or self.last.clause or self.last.lemma in ("say", "think", "feel", "add"):
            return False
        part = re.split(r"[,;]", before.rstrip().rstrip(","))[-1].strip()
        return not joints.INSERTED.match(part) and (cue.clause or self._ends_with_and(cue))

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
        pattern = joints.ANY_COMMA if self._lists() else joints.NEW_CLAUSE
        for joint in reversed(list(pattern.finditer(self.text, low, cue.begin))[-8:]):
            subject = subject_before(self.text, joint.end(), cue.begin, self.known)
            if not subject or subject.begin != joint.end() or not self._fits(cue, subject):
                continue
            if joints.inserted_at_once(self.text[self.edge : joint.end()][:40]):
                continue
            same = joints.is_he(self.text, subject)
            if same or self._may_take_over(subject, cue):
                self._accept(cue, self.subject if same else subject, joint.start())
                return True
        again = joints.pronoun_again(self.text[max(self.edge, cue.begin - 40) : cue.begin])
        if again:
            self._accept(cue, self.subject, cue.begin - again)
        return again is not None

    def _lists(self) -> bool:
        return self.last is not None and not self.last.clause and self.last.tone not in ("say", "ask")

    def _may_take_over(self, subject: Subject, cue: Cue) -> bool:
        named = [self.known(self.text[slice(*h.span)]) for h in subject.heads]
        others = [h.kind == "unnamed" or (any(named) and h.kind == "crowd") for h in subject.heads]
        return not cue.phase and all(n or o for n, o in zip(named, others, strict=True))

    def _absolute(self, cue: Cue) -> bool:
        """ ", with Peru adding that …": somebody else, for this clause alone."""
        chained = self.last is not None and self.last.form == "participle"
        pattern = joints.ABSOLUTE_CHAIN if chained else joints.ABSOLUTE
        found = list(pattern.finditer(self.text, max(self.edge, cue.begin - 160), cue.begin))
        subject = subject_before(self.text, found[-1].end(), cue.begin, self.known) if found else None
        if not subject or subject.begin != found[-1].end() or (chained and not self._all_known(subject)):
            return False
        kept = self.subject
        self._accept(cue, subject, found[-1].start())
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

    def _names_at(self, position: int) -> tuple[tuple[Head, ...], int]:
        return names_at(self.text, position, self.end, self.known)

    def _passive(self, cue: Cue, heads: tuple[Head, ...], after: int) -> None:
        """ "It was proposed by Peru that …", "Concern was voiced by Peru about …", "The text was opposed by Peru"."""
        subject = Subject(heads[0].span[0], heads, lead=(self.low, cue.begin))
        about = _ABOUT.match(self.text, after)
        if about:
            cue, content = replace(cue, clause=True), (about.end(), self.end)
        elif self.text[self.low : cue.begin].strip().lower() in ("it", "this", "that", "") or cue.phase:
            return
        else:
            content = (self.low, cue.begin)
        self._accept(cue, subject, self.low)
        if self.clauses and self.clauses[-1].cue is cue:
            self.clauses[-1] = replace(self.clauses[-1], content=content)

    def _chorus_behind(self, cue: Cue, heads: tuple[Head, ...]) -> None:
        """ "Peru proposed a fund, supported by Chile": Chile shares the content in front."""
        low = max(self.edge, cue.begin - 20)
        joint = joints.CHORUS_JOINT.search(self.text[low : cue.begin])
        if not joint or cue.lemma not in joints.CHORUS or not self.clauses:
            return
        self._close(low + joint.start())
        earlier = [c for c in self.clauses if c.cue.form != "by"] or self.clauses
        subject = Subject(heads[0].span[0], heads)
        self.clauses.append(Clause(cue, earlier[-1].content, subject, chorus=False))
        self.edge = heads[-1].span[1]


def _begin(cue: Cue) -> int:
    return cue.begin


def _edge_of_pending(early: Cue, main: Cue, subject: Subject) -> int:
    return subject.begin if early.begin < subject.begin else main.begin
