"""Who may speak in the Congressional Record, by the way it prints names; and what its reporters say themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.names import fold, normal_case

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Messrs|Mx)\.?"
# Surnames stand in capitals: "SMITH", "McADAM", "DeLANE", "O'DELL", "ST. CLAIR", "van der BERG".
_WORD = r"(?:(?:Mc|Mac|De|Del|Des|Di|Du|La|Le|Van|Von|Fitz|O'|D'|L'|d')?[A-ZÀ-Þ]['’.A-ZÀ-Þ]*[A-ZÀ-Þ](?:['’][a-z])?)"
_CAPITALS = rf"{_WORD}(?:-{_WORD}){{0,3}}"
_INITIAL = r"(?:[A-Z]\.)+"
_SMALL = r"(?:de|del|de la|da|la|van|von|van der|der|ten|St\.|ST\.|El|Al|II|III|IV|Jr\.|JR\.)"
_SURNAME = rf"(?:(?:{_SMALL}|{_INITIAL}|{_CAPITALS}),? ){{0,5}}{_CAPITALS}(?:,? (?:JR|SR|Jr|Sr|II|III|IV)\.?)?"
_STATE = r"(?: of (?:the )?[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+){0,2})?"
_LEAD = r"(?:(?:Manager|Counsel|Leader|Delegate|Representative|Senator) )?"  # trials of impeachment and the like
_MEMBER = rf"{_TITLE} {_LEAD}{_SURNAME}{_STATE}"
_GUEST = (
    r"(?:President|Prime Minister|Vice President|Chancellor|Secretary General|King|Queen|Chairman|Ambassador|General|"
    rf"Admiral|Senator|Representative|Delegate|Governor|Justice|Rabbi|Reverend|Bishop|Cardinal|Pope) {_SURNAME}"
)
_OFFICE = (
    r"The (?:(?:VICE|ACTING|Acting|DEPUTY|Deputy|ASSISTANT|Assistant|TEMPORARY|LEGISLATIVE|READING|BILL) )*"
    r"(?:PRESIDING OFFICER|PRESIDENT|SPEAKER|CHAIRMAN|CHAIRWOMAN|CHAIRPERSON|CHAIR|CLERK|CHIEF JUSTICE|"
    r"SERGEANT[ -]AT[ -]ARMS|DOORKEEPER|CHAPLAIN|SECRETARY|PARLIAMENTARIAN|TELLERS?)"
    r"(?: (?:of|to) the [A-Z][A-Za-z]+)?(?:,? pro tempore)?"
)
_SEVERAL = r"(?:SEVERAL|Several|MANY) (?:SENATORS|MEMBERS)"
_ASIDE = r"(?: ?[(\[](?P<inside>[^()\[\]]{1,120})[)\]])?"
_LABEL = re.compile(rf"(?P<who>{_MEMBER}|{_GUEST}|(?P<office>{_OFFICE})|{_SEVERAL}){_ASIDE}(?:\.(?=\s|$)|:(?=\s|$))\s*")
_NAMED = re.compile(rf"(?:{_TITLE}|Senator|Representative) (?P<name>[^\W\d_][\w.'’\- ]+?)(?P<state> of [A-Z][\w ]+)?$")
_PREFIXED = re.compile(r"^([A-Z]['’]?[a-z]+['’]?)([A-ZÀ-Þ]{2,}.*)$")
_NOBODY = frozenset("SPEAKER PRESIDENT CHAIRMAN CHAIR CHAIRWOMAN VICE CLERK".split())

_CLERK = r"(?:\w+ ){0,3}?(?:clerk|Clerk|editor|parliamentarian|Chaplain|Parliamentarian|Sergeant at Arms)\b"
_DONE = (
    r"(?:read|called|proceeded|reported|designated|resumed|announced|concluded|continued|offered|submitted|moved|"
    r"addressed|rose|appointed|laid|proposed|introduced|asked|led|advised|thereupon|assumed|resumes|entered|objected)"
)
_TOLD = re.compile(
    rf"(?:The {_CLERK}[^.]{{0,80}}?\b{_DONE}\b"
    r"|Several (?:Senators|Members) \w+(?:ed|se)\b|There (?:being|was|were) no objection\b"
    r"|The (?:[\w,.()' -]{0,80}? )?(?:was|were) (?:agreed to|rejected|passed|ordered|confirmed|taken|announced|"
    r"received|considered|withdrawn|sustained|tabled|laid on the table|read (?:the|a) \w+ time)\b"
    r"[^.]{0,160}[.:;]\s*(?:--)?$"
    r"|The (?:yeas and nays|result|question|vote)\b[^.]{0,60}?\b(?:resulted|was announced|was taken|were ordered)\b"
    r"|The (?:[\w,.()' -]{0,80}? )(?:is|are|reads?|read|was|were) (?:as amended )?(?:,? ?in part, )?as follows\b"
    r"|The [Ss]peaker(?: pro tempore)? announced\b|The House divided\b|A recorded vote was ordered\b"
    r"|A motion to reconsider was laid\b|So [^.]{3,120}? (?:was|were) (?:agreed to|rejected|passed|suspended|adopted)\b"
    r"|(?:Thereupon|Whereupon|Accordingly),? (?:at|\(|the)\b|Pending:|Ordered,"
    r"|The (?:House|Senate|Committee) (?:met|reassembled|adjourned|recessed|resumed|proceeded|continued|divided)\b"
    r"|(?:By|With) unanimous consent, [^.]{0,120}\b(?:was|were)\b"
    rf"|(?:{_MEMBER}|{_OFFICE}|{_SEVERAL})(?: and (?:{_MEMBER}|others))?"
    rf"(?:,? (?:from|for|by|on|thereupon)\b[^.]{{0,200}}?,?| ?[(\[](?:for|by|at)[^()\[\]]{{1,300}}[)\]],?)? {_DONE}\b"
    r"|(?:Mr|Mrs|Ms|Miss|Messrs|Mses|Mesdames)\.? [^:;]{2,1500}?\bchanged (?:his|her|their) votes?\b"
    r"|By (?:Mr|Mrs|Ms|Miss)\. )"
)
_WHOLE_ASIDE = re.compile(r"^(?:\([^()]*\)|\[[^\[\]]*\])\.?$")
_FIRST_PERSON = re.compile(
    r"^M(?:r|s|adam|rs)\.? (?:President|Speaker|Chair\w*|Chief Justice)\b|\b(?:I|my|me|we|our|us)\b"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written, where the words begin, and whom it names: "Mr. Kyl" for "The PRESIDING OFFICER (Mr. Kyl)"."""

    text: str
    end: int
    name: str = ""
    office: str = ""


def label_of(paragraph: str) -> Label | None:
    """The label that the paragraph begins with; None where it begins with none."""
    m = _LABEL.match(paragraph)
    if m is None or (set(m["who"].split()[1:]) <= _NOBODY and not m["office"]):
        return None
    text = paragraph[: m.end()].rstrip().rstrip(".:")
    if m["office"]:
        return Label(text, m.end(), _named(m["inside"] or ""), m["office"])
    if m["who"].split()[0].upper() in ("SEVERAL", "MANY"):
        return Label(text, m.end())
    return Label(text, m.end(), in_normal_case(m["who"]))


def _named(inside: str) -> str:
    return in_normal_case(inside) if _NAMED.fullmatch(inside) else ""


def in_normal_case(name: str) -> str:
    """ "Mr. McADAM of Ohio" as "Mr. McAdam of Ohio"."""
    return normal_case(" ".join(_PREFIXED.sub(_lowered, word) for word in name.split()))


def _lowered(prefixed: re.Match[str]) -> str:
    """ "McADAM-BELL" as "McAdam-Bell"."""
    return prefixed[1] + re.sub(r"[^\W\d_]{2,}", lambda m: m.group().capitalize(), prefixed[2])


def in_small_letters(office: str) -> str:
    """ "Acting CHAIRMAN" as "Acting Chairman"."""
    return " ".join(w.capitalize() if w.isupper() else w for w in office.split())


def surname_in(name: str) -> str:
    """The last word of the name, of "Mr. McAdam of Ohio" as of "Ana B. McAdam, Jr."; "" where there is none."""
    words = re.sub(r",? (?:Jr|Sr|JR|SR|II|III|IV)\.?$", "", re.split(r" of (?=[A-Z])", name)[0]).split()
    return words[-1] if words else ""


def key_of(name: str) -> str:
    """The same for one member however the name is printed on a page."""
    return fold(name).replace(".", "")


def is_told(paragraph: str) -> bool:
    """Whether the paragraph is the reporter's: what the clerk did, how a vote ended, remarks in brackets."""
    return bool(_TOLD.match(paragraph) or _WHOLE_ASIDE.match(paragraph))


def is_major(heading: str) -> bool:
    """Whether a heading, or a rule, begins another matter: in capitals, unlike those within a speech."""
    return not any(c.islower() for c in heading.replace("Mc", "MC"))


def is_first_person(paragraph: str) -> bool:
    """Whether somebody speaks for himself or addresses the chair."""
    return bool(_FIRST_PERSON.search(paragraph))
