"""Lists and tables of participants: who took part, and which pieces of the text say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.names import TITLES, fold, name_key
from corpus.records import Participant
from ingest.readers.headings import has_body
from ingest.readers.metadata import field_of
from ingest.readers.participant_tables import tables_of
from ingest.readers.person_lines import has_role_word, looks_like_name, person_of
from ingest.readers.pieces import Piece
from ingest.readers.vocabulary import BODY_WORDS

_KEYWORDS = frozenset(
    "speaker speakers panelist panelists panellist panellists participant participants attendee attendees attendance "
    "present roll delegates delegations presenters discussants contributors roster".split()
)
# Groups that are a list of people only with further signs: "Members of the board", "Council: A, B".
_GROUPS = frozenset(
    "members council committee board moderator moderators chair chairs witnesses guests staff panel secretariat "
    "observers visitors officers councillors commissioners trustees facilitators rapporteurs organisers organizers "
    "hosts".split()
)
_FILLERS = frozenset(
    "and or the of in on at list our remote remotely person online onsite invited confirmed registered keynote main & "
    "also meeting session event programme program who was were there took part with for from by to a an other "
    "call additional regular virtual virtually voting non non-voting in-person on-site physical physically today "
    "members member council committee board panel featured guest principal full delegate register".split()
)
_ABSENT = frozenset("apologies regrets absent excused absence absentees".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|&")
_INLINE = re.compile(r"^(?P<head>[^:\n]{3,60}):\s+(?P<list>\S.*)$")
_ONE = re.compile(
    r"^(?:presenters?|presented by|speakers?|moderators?|moderated by|chair(?:ed by)?|facilitat(?:ors?|ed by)|"
    r"rapporteurs?|interviewees?|interviewers?|scribes?|note[ -]?takers?)\s*:\s*(?P<list>\S.*)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"([^\W\d_]{3,})[.!?][\"”]?\s+\S")
_AND = re.compile(r"\s+(?:and|&)\s+(?=[^\W\d_a-z])")
_SEPARATOR = re.compile(r"[,;](?![^()]{0,200}\))\s*")
_MAX_HEAD_CHARS = 80


@dataclass(frozen=True, slots=True)
class Roll:
    """Participants in order of first mention, and the numbers of the pieces that list them."""

    participants: tuple[Participant, ...] = ()
    lines: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()  # pieces that are headings of such lists


def roll_of(pieces: Sequence[Piece]) -> Roll:
    """All lists and tables of participants of the document; an empty roll where there are none."""
    found: list[tuple[int, Participant]] = []
    lines: set[int] = set()
    heads: set[int] = set()
    for numbers, listed in tables_of(pieces):
        lines.update(numbers)
        found += listed
    for i, piece in enumerate(pieces):
        if i not in lines and len(piece.text) <= _MAX_HEAD_CHARS and is_roll_heading(piece.text):
            listed = list(_under(pieces, i + 1))
            if listed or (i + 1 in lines):
                heads.add(i)
            lines.update(n for n, _ in listed)
            found += [(n, p) for n, p in listed if p and not is_absent(piece.text)]
        elif i not in lines and piece.form in ("paragraph", "item"):
            named = inline_people(piece.text)
            if named or names_absent(piece.text):
                lines.add(i)
                found += [(i, p) for p in named]
    found.sort(key=lambda pair: pair[0])
    return Roll(merged(p for _, p in found), frozenset(lines), frozenset(heads))


def is_roll_heading(text: str) -> bool:
    """Whether the text heads a list of people: "Speakers and Panelists", "Members present", "Attendees:"."""
    words = [fold(w) for w in _WORD.findall(text)]
    if not words or len(words) > 8 or "." in text.strip(" .")[3:]:
        return False
    weighty = [w for w in words if w not in _FILLERS]
    known = _KEYWORDS | _GROUPS | _ABSENT
    if all(w in known for w in weighty):
        listed = set(words) & (_KEYWORDS | _ABSENT | _GROUPS | {"members"})
        return bool(listed) or words[:3] == ["who", "took", "part"] or words[:3] == ["who", "was", "there"]
    return words[0] in _KEYWORDS and len(words) > 1 and words[1] in ("of", "at", "in", "from")


def is_absent(text: str) -> bool:
    """Whether a heading speaks of those who were not there."""
    return bool(_ABSENT & {fold(w) for w in _WORD.findall(text)})


def names_absent(text: str) -> bool:
    """Whether a line lists who was not there: "Apologies: A, B"."""
    m = _INLINE.match(text)
    return bool(m and is_roll_heading(m["head"]) and is_absent(m["head"]))


def _under(pieces: Sequence[Piece], first: int) -> Iterator[tuple[int, Participant]]:
    """Pieces from `first` on that name one person each, until one does not."""
    above: Participant | None = None
    for i in range(first, len(pieces)):
        piece = pieces[i]
        if above and not above.affiliation and piece.near and is_body(piece.text) and not person_of(piece.text):
            above = replace(above, affiliation=piece.text)
            yield i, above
            continue
        person = (
            person_of(piece.text) if piece.form in ("paragraph", "item") and not is_roll_heading(piece.text) else None
        )
        if person is None or is_prose(piece.text):
            return
        has_details = bool(person.affiliation or person.role or person.labels)
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        if not has_details and not piece.near and _before_body(piece, following):
            return
        several = several_people(piece.text)
        above = None if several else person
        for one in several or [person]:
            yield i, one


def is_body(text: str) -> bool:
    """Whether a short line names a body: the affiliation of the person on the line above."""
    words = [fold(w) for w in _WORD.findall(text)]
    return len(text) <= 120 and bool(BODY_WORDS & set(words)) and not text.endswith((".", ":"))


def several_people(text: str) -> list[Participant]:
    """All the people of a line "Mayor A B, Councillor C D, E F, G H"; [] where it is about one."""
    parts = [p for part in _SEPARATOR.split(text.rstrip(".")) for p in _AND.split(part)]
    people = [p for p in map(person_of, parts) if p and len(p.name.split()) > 1]
    sure = len(parts) > 3 or sum(bool(p.role) for p in people) > 1
    return people if len(people) == len(parts) > 1 and sure else []


def _before_body(piece: Piece, following: Piece | None) -> bool:
    """Whether a bare line stands before sentences: then it is rather their heading than the last name of a list."""
    return piece.form == "paragraph" and following is not None and has_body(following) and is_prose(following.text)


def is_prose(text: str) -> bool:
    """Whether the text is sentences rather than a line of a list."""
    ends = any(fold(m[1]) not in TITLES for m in _SENTENCE_END.finditer(text))
    return ends or (len(text) > 150 and text.endswith((".", "!", "?")))


def inline_people(text: str) -> list[Participant]:
    """People of a line "Attendance: A, B (City), C" or "Presenter: A (AB)"; [] where the line is none."""
    one = _ONE.match(text)
    m = one or _INLINE.match(text)
    if not m or len(text) > 6000:
        return []
    head = text[: text.index(":")]
    if not one and not is_roll_heading(head):
        return []
    people = _one_with_body(head, m["list"]) or people_of(m["list"].rstrip("."), single=bool(one))
    if is_absent(head):
        return []
    if one and people and not fold(head).startswith(("present", "speak")):
        role = head.strip().removesuffix("ed by").removesuffix("s")
        people = [p if p.role else replace(p, role=role[:1].upper() + role[1:]) for p in people]
    return people


def _one_with_body(head: str, text: str) -> list[Participant]:
    """The one person of "Moderator: Ana Bell, Radio North": a body stands behind the comma, or initials would too."""
    several = head.rstrip().lower().endswith("s") or ";" in text or _AND.search(text) or text.count(",") != 1
    whole = None if several or not _ONE.match(f"{head}: {text}") else person_of(text.rstrip("."))
    second = person_of(text.partition(",")[2].strip(" ."))
    return [whole] if whole and not (second and second.labels) else []


def people_of(text: str, *, single: bool = False) -> list[Participant]:
    """The people of one line, parted by commas or semicolons; [] where a part names nobody."""
    if ";" in text:
        parts = [p for part in text.split(";") for p in _AND.split(part)]
    else:
        parts = [p for part in _SEPARATOR.split(text) for p in _AND.split(part)]
    parts = [re.sub(r"^(?:and|&)\s+", "", p.strip()) for p in parts]
    parts = with_offices([p for p in parts if p])
    whole = person_of(text)
    people = [person_of(p) for p in parts]
    if single and whole and len(parts) > 1 and (has_role_word(" ".join(parts[1:])) or not all(people)):
        return [whole]
    named = [p for p in people if p is not None]
    if len(named) < len(parts) or (not single and len(named) < 2):
        return [whole] if single and whole else []
    return named


def with_offices(parts: Sequence[str]) -> list[str]:
    """The parts, those that only name an office put to the person before: "Pat Dooley", "clerk"."""
    whole: list[str] = []
    for part in parts:
        if whole and (part[:1].islower() or (has_role_word(part) and not looks_like_name(part))):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    return whole


def starts_entry(line: str) -> bool:
    """Whether a line opens a list of people or a field: "Absent: …", "Date: …"."""
    m = _INLINE.match(line.strip().replace("*", "")[:200])
    return bool(m and (is_roll_heading(m["head"]) or field_of(m.group())))


def merged(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each person once, in order, with what any line says of them; labels of all lines together."""
    by_key: dict[str, Participant] = {}
    for person in people:
        key = name_key(person.name)
        known = by_key.get(key)
        if known is None:
            by_key[key] = person
            continue
        labels = tuple(dict.fromkeys(known.labels + person.labels))
        by_key[key] = Participant(
            known.name, known.affiliation or person.affiliation, known.role or person.role, labels, known.delegation
        )
    return tuple(by_key.values())
