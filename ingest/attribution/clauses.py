"""One sentence read as clauses: which cue belongs to which subject, and from where to where its content goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.records import Span
from ingest.attribution.cues import Cue, find_cues
from ingest.attribution.subjects import Head, Known, Subject, noun_before, split_heads, subject_before

_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|«[^«»]*»|(?<!\w)'[^'\n]{1,300}'(?!\w)|(?<!\w)‘[^‘’\n]{1,300}’(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RUN_IN = re.compile(r"(?:[^\s:]+[^\S\n]+){0,24}[^\s:]+:\s+(?=[A-Z“\"'‘])")
_ADVERBS = r"(?:[\s,]*\b(?:also|then|first|further|furthermore|again|later|finally|subsequently|even|thus|therefore|therewith|\w{3,}ly)\b)*"
_JOINED = re.compile(
    rf"(?:[\s,;–—]*\b(?:and|but|or|yet|then|while|although|though)\b|[;–—])(?P<adv>{_ADVERBS})[\s,]*$", re.I
)
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
_NEW_CLAUSE = re.compile(r";\s*(?:and\s+|but\s+|while\s+)?|,\s*(?:and|but|while|whereas|though|although)\s+|\s(?:while|whereas)\s+")
_ABSOLUTE = re.compile(r"(?:,|;|\sand)\s*with\s+")
_ACCORDING = re.compile(r"\b(?:according to|in the (?:view|opinion|words|eyes) of)\s+", re.I)
_PUT = re.compile(
    r"\b(?P<cue>(?:questions?|comments?|concerns?|quer(?:y|ies)|suggestions?|requests?|remarks?|interventions?)\s+"
    r"(?:from|by|of|(?:put|raised|posed|asked|made|submitted)\s+by))\s+",
    re.I,
)
_ABOUT = re.compile(r"\s*(?:over|about|on|regarding|concerning|relating to|that|whether|as to|how|why|what)\b\s*", re.I)
_CONTINUING = re.compile(r"\b(?:then|also|further|furthermore|additionally|again)\b")
_ANSWERING = frozenset("respond reply answer speak refer address turn comment present introduce discuss ask conclude follow".split())
_CHORUS = frozenset("support oppose second back echo endorse resist reject challenge contest".split())
_PERFORMERS = re.compile(
    r"\s*(?:(?:all|both|everyone|everybody|attendees|guests)\b|(?:the|each|our|his|her|all|its|two|three|four|five)?\s*"
    r"(?:next |first |second |third |other |keynote |invited |new |guest )?(?:panell?ists?|speakers?|presenters?|panel|guests?|"
    r"participants?|delegates?|members|attendees|audience)\b)",
    re.I,
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
    text = _BRACKETS.sub(lambda m: " " * len(m.group()), text)
    return _QUOTED.sub(lambda m: "¤" * len(m.group()), text)


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
        self.end = start + len(masked[start:end].rstrip(" \n.¤;:")) if masked[start:end].rstrip().endswith(".") else end
        self.clauses: list[Clause] = []
        self.pending: list[Cue] = []
        self.subject: Subject | None = None
        self.floor: Subject | None = None
        self.low = start  # where the present clause begins
        self.edge = start  # end of the last accepted cue
        self.last: Cue | None = None

    def read(self) -> Read:
        self._questions_put()
        for cue in find_cues(self.text, self.start, self.end):
            if cue.start >= self.edge and len(self.clauses) < MAX_CLAUSES:
                getattr(self, "_" + cue.form)(cue)
        if not self.clauses or self.subject is None:
            self._according()
        return Read(tuple(self._finished()), self.floor)

    # --- one method for each form of cue

    def _finite(self, cue: Cue) -> None:
        if self.subject is None:
            subject = subject_before(self.text, self.low, cue.begin, self.known) or self._inverted(cue)
            if subject and not (cue.weak and not _plural(subject)):
                self._open(cue, subject)
            return
        before = self.text[max(self.edge, cue.begin - 80) : cue.begin]
        joint = _JOINED.search(before) or (_COMMA.search(before) if self._listing(cue) else None)
        if joint and not cue.weak:
            self._accept(cue, self.subject, cue.begin - len(before) + joint.start())
        else:
            self._new_subject(cue)

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
        if self.subject and self.last and self.last.phase and not re.search(r"[,;:.]", self.text[self.edge : cue.begin][:60]):
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
        if subject.subordinate:
            comma = self.text.find(",", cue.end, self.end)
            self.subject = None
            self.low = self.edge = comma + 1 if comma >= 0 else self.end
            self._close(comma if comma >= 0 else self.end)

    def _accept(self, cue: Cue, subject: Subject | None, cut: int) -> None:
        self._close(cut)
        self.last, self.edge, self.subject = cue, cue.end, subject
        self.floor = subject or self.floor
        if not cue.phase and not self._only_hosts(cue):
            begin, end = cue.end, self.end
            self.clauses.append(Clause(cue, (begin, end), subject, chorus=cue.form == "finite"))

    def _only_hosts(self, cue: Cue) -> bool:
        """Whether somebody merely opens the floor to others: "introduced the speakers", "welcomed Ms. Ito"."""
        after = self.text[cue.end : cue.end + 80]
        if cue.lemma not in ("introduce", "present", "welcome", "invite", "thank", "greet", "ask", "request"):
            return False
        return cue.lemma in ("introduce", "present", "invite") and bool(_PERFORMERS.match(after) or self._known_next(cue.end))

    def _known_next(self, position: int) -> bool:
        heads, _ = self._names_at(position)
        return bool(heads) and self.known(self.text[slice(*heads[0].span)])

    def _close(self, cut: int) -> None:
        if self.clauses and self.clauses[-1].content[1] > cut >= self.clauses[-1].cue.end:
            last = self.clauses[-1]
            self.clauses[-1] = replace(last, content=(last.content[0], cut))

    def _listing(self, cue: Cue) -> bool:
        """Whether verbs may follow one another with commas alone: "outlined the plan, described the costs and …"."""
        return self.last is not None and not self.last.clause and self.last.lemma not in ("say", "think", "feel", "add")

    def _new_subject(self, cue: Cue) -> None:
        low = max(self.edge, cue.begin - 240)
        joints = list(_NEW_CLAUSE.finditer(self.text, low, cue.begin))[-6:]
        for joint in reversed(joints):
            subject = subject_before(self.text, joint.end(), cue.begin, self.known)
            if not subject or subject.begin != joint.end() or cue.weak:
                continue
            if _is_he(self.text, subject):
                return self._accept(cue, self.subject, joint.start())
            if all(h.kind == "unnamed" or self.known(self.text[slice(*h.span)]) for h in subject.heads):
                return self._accept(cue, subject, joint.start())
        again = re.search(r",\s*(?:he|she)\s+(?:\w+\s+)?$", self.text[max(self.edge, cue.begin - 40) : cue.begin])
        if again:
            self._accept(cue, self.subject, cue.begin - len(again.group()))
        return None

    def _absolute(self, cue: Cue) -> bool:
        """", with Peru adding that …": somebody else, for this clause alone."""
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
        """"“…,” said Ms. Ito": the name behind the verb, where a quotation stands in front of it."""
        if not re.search(r"¤\s*,?\s*$", self.text[max(self.low, cue.begin - 6) : cue.begin]):
            return None
        heads, _ = self._names_at(cue.end)
        return Subject(cue.begin, heads, lead=(self.low, cue.begin)) if heads else None

    def _names_behind(self, preposition: re.Match[str] | None) -> tuple[tuple[Head, ...], int]:
        return self._names_at(preposition.end()) if preposition else ((), 0)

    def _names_at(self, position: int) -> tuple[tuple[Head, ...], int]:
        """The names that begin at the position, as long a list as reads as one, and where they end."""
        window = self.text[position : min(self.end, position + 200)]
        position += len(window) - len(window.lstrip())
        names = re.match(r"(?:(?!\b(?:on|about|over|regarding|concerning|that|whether|who|which|to|in)\b)[^;:.?!¤]|(?<=\b[A-Z])\.|(?<=\b[DM][rs])\.|(?<=\bProf)\.|(?<=\bMrs)\.)+", window.lstrip())
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
            if not re.match(r"\s*(?:[\w-]+,?\s+)?(?:in |responding|replying|answering|on |following|after|addressing|asked)", self.text[self.start : m.start()], re.I):
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
        """"It was proposed by Peru that …", "Concern was expressed by Peru about …", "The text was opposed by Peru."."""
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
        """"Peru proposed a fund, supported by Chile": Chile shares the content in front."""
        before = self.text[max(self.edge, cue.begin - 20) : cue.begin]
        joint = re.search(r"(?:,|\band|\bbut)\s*(?:and\s+|but\s+)?$", before)
        if cue.lemma in _CHORUS and joint and self.clauses and self.last:
            content = (self.clauses[-1].content[0], cue.begin - len(before) + joint.start())
            if self.clauses[-1].content[1] > content[1]:
                self._close(content[1])
            self.clauses.append(Clause(cue, self._chorus_content(content), Subject(heads[0].span[0], heads), chorus=False))
            self.edge = heads[-1].span[1]

    def _chorus_content(self, content: Span) -> Span:
        earlier = [c for c in self.clauses if c.cue.form != "by"]
        return earlier[-1].content if earlier else content

    def _according(self) -> None:
        for m in list(_ACCORDING.finditer(self.text, self.start, self.end))[:2]:
            heads, after = self._names_at(m.end())
            first = not self.text[self.start : m.start()].strip()
            if not heads or any(h.kind == "pronoun" for h in heads):
                continue
            cue = Cue(m.start(), m.start(), m.start() + len(m.group().rstrip()), "say", "finite", "accord", clause=True)
            content = (after, self.end) if first else (self.start, m.start())
            subject = Subject(heads[0].span[0], heads)
            self.clauses.append(Clause(cue, content, subject, chorus=False))
            self.floor = self.floor or subject
            return

    def _finished(self) -> list[Clause]:
        done = [replace(c, content=self._content(c)) for c in self.clauses]
        return sorted(done, key=lambda c: c.cue.start)

    def _content(self, clause: Clause) -> Span:
        """The content without "that", commas and quotation marks; what stands in front where nothing follows."""
        begin, end = _trim(self.text, *clause.content)
        subject = clause.subject
        if begin < end and not (self.text[clause.cue.end : clause.cue.end + 1] == "," and clause.cue.form == "finite"):
            return begin, end
        lead = _trim(self.text, *subject.lead) if subject else (0, 0)
        if clause.cue.form == "finite" and len(self.text[slice(*lead)].split()) > 2 or "¤" in self.text[slice(*lead)]:
            return (lead[0], end) if begin < end else lead
        return (begin, end) if begin < end else (clause.cue.start, clause.cue.end)


def _trim(text: str, start: int, end: int) -> Span:
    lead = re.match(r"[\s,;:–—]*(?:that\b)?[\s,:]*", text[start:end])
    start += lead.end() if lead else 0
    return start, start + len(text[start:end].rstrip(" ,;:\n–—"))


def _edge_of_pending(early: Cue, main: Cue, subject: Subject) -> int:
    return subject.begin if early.begin < subject.begin else main.begin


def _plural(subject: Subject) -> bool:
    return len(subject.heads) > 1 or any(h.kind == "crowd" for h in subject.heads)


def _is_he(text: str, subject: Subject) -> bool:
    return len(subject.heads) == 1 and text[slice(*subject.heads[0].span)].lower() in ("he", "she", "they", "it")
