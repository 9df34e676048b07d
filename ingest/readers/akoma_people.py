"""Who speaks in an Akoma Ntoso debate: the person referred to, as long as that agrees with what the text calls them."""

from __future__ import annotations

import re

from lxml import etree

from corpus.names import clean_name, fold, name_words, normal_case, without_brackets
from ingest.readers.cast import Cast
from ingest.readers.person_ids import bare_id, readable
from ingest.readers.stored_text import one_line
from ingest.readers.xml_tree import attribute, identifier, local
from ingest.roles import is_role

_REFERENCES = ("TLCPerson", "TLCRole", "TLCOrganization")
_MAX_LABEL = 120  # a longer one has taken in words of the speech
_LABEL_END = re.compile(r"(?P<sure>\.\s?[-–—])\s+(?=\w)|:\s+(?=\w)")
_MARKS = " \t.:–—-"
# Titles of address in languages whose labels give them in front of the surname.
_ADDRESS = re.compile(
    r"^(?:(?:el|la|los|las|le|il|lo|o|a|der|die|den|de)\s+)?"
    r"(?:se[ñn]or(?:a|ita|es|as)?|diputad[oa]s?|senador(?:a|es|as)?|honou?rable|onorevole|deputad[oa]|signor[ae]?|"
    r"don|do[ñn]a|sr[as]?\.?|srta\.?|monsieur|madame|mme|m\.|herr|frau|abg\.?|dep\.?|on\.?)\s+",
    re.I,
)
_GIVEN = re.compile(r"^(?:don|do[ñn]a|d\.|dr\.?|dra\.?)\s+", re.I)
_INSIDE = re.compile(r"\((?P<inside>[^()]*)\)\s*$")
_STAFF = re.compile(r"secretari|secrétair|clerk|greff|notari|segretari|schriftführ|stenogra|taqu[ií]graf", re.I)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|md|phd|mp|esq|q\.?c|k\.?c)\b\.?", re.I)


def reference(value: str) -> str:
    """The id that "#bell" points to; the first where there are several."""
    return bare_id(value.split()[0]) if value.split() else ""


def from_label(text: str) -> tuple[str, str]:
    """The label of what `<from>` holds, without the marks behind it, and the words that have slipped into it."""
    text = one_line(text)
    end = _LABEL_END.search(text)
    if end and (end["sure"] or len(text) > _MAX_LABEL):
        return text[: end.start()].strip(_MARKS), text[end.end() :].strip()
    return text.strip(_MARKS), ""


def name_in(label: str) -> str:
    """The name in a label: "El señor BELL (Presidente)" gives "Bell"; "" where there is none, as in "Mr. Speaker"."""
    label = re.sub(r"\b(Mrs?|Ms|Dr|Prof|Hon)\.(?=[A-Z])", r"\1. ", label)
    outer, inside = without_brackets(label), _INSIDE.search(label)
    within = inside["inside"].strip() if inside else ""
    if is_role(outer):
        return name_in(within) if within and not is_role(within) else ""
    given = _GIVEN.sub("", within) if within and _GIVEN.match(within) else ""
    name = _bare(natural_order(outer))
    return " ".join(part for part in (given, name) if part)


def natural_order(name: str) -> str:
    """ "Bell Marsh, doña Ana" as "Ana Bell Marsh"; a name without comma, or with more, as it is."""
    family, comma, given = name.strip(_MARKS).partition(",")
    given = _GIVEN.sub("", given.strip())
    if not comma or not given or "," in given or len(given.split()) > 4 or _SUFFIX.match(given):
        return name.strip(_MARKS) if not comma else name.strip(_MARKS).rstrip(",")
    return f"{given} {_ADDRESS.sub('', family.strip())}"


def _bare(name: str) -> str:
    """The name without forms of address; where some of the words are in capitals, those alone."""
    words = name.split()
    capitals = [i for i, w in enumerate(words) if len(w.strip(".,")) > 1 and w.isupper()]
    if capitals and any(w.islower() for w in words[: capitals[0]]):
        words = words[capitals[0] : capitals[-1] + 1]
    return clean_name(normal_case(_ADDRESS.sub("", " ".join(words))))


class People:
    """References of the file, and the people of its roll calls; who takes the floor goes to the cast."""

    def __init__(self, debate: etree._Element, cast: Cast) -> None:
        self._cast = cast
        self._shown = {
            identifier(e): (local(e), one_line(attribute(e, "showAs")))
            for e in debate.iter(*(f"{{*}}{name}" for name in _REFERENCES))
            if identifier(e)
        }
        self._labels: dict[str, str] = {}  # by key: the last one
        self._names: dict[str, str] = {}  # by key, of those who are listed
        self._families: dict[str, set[str]] = {}  # folded first surname: keys of those who attend
        self._named: dict[str, set[str]] = {}  # the same of those whom the first page names
        for front in (c for c in debate if local(c) in ("coverPage", "preface")):
            self._listed(front, self._named, on_roll=False)

    def attending(self, element: etree._Element) -> None:
        """Puts the people of one line of a roll call on the roll."""
        self._listed(element, self._families, on_roll=True)

    def _listed(self, element: etree._Element, families: dict[str, set[str]], *, on_roll: bool) -> None:
        for person in element.iter("{*}person"):
            written = one_line("".join(person.itertext()))
            name = natural_order(written)
            if len(name_words(name)) < 2:
                continue
            key = f"roll {' '.join(sorted(name_words(name)))}"
            self._names[key] = normal_case(name)
            if on_roll:
                self._cast.named(key, self._names[key])
            family = written.partition(",")[0] if "," in written else name.split()[-1]
            families.setdefault(fold(family).split()[0], set()).add(key)

    def speaking(self, by: str, label: str, role_id: str, source: etree._Element | None) -> tuple[str, str]:
        """Key and label of a turn; where the text gives no label it is the last of that person, or the name."""
        person, called = self._person(by), name_in(label)
        role = self._role(role_id, label, source)
        key, name = self._who(by, person, called, label)
        listed = self._listed_as(name, label)
        key, name = (listed, self._names[listed]) if listed else (key, name)
        if key and name:
            self._cast.named(key, name)
        if key and role:
            self._cast.named(key, "", role=role)
        label = label or self._labels.get(key, "") or self._cast.name(key) or "?"
        if key:
            self._labels[key] = label
        return key, label

    def _who(self, by: str, person: str, called: str, label: str) -> tuple[str, str]:
        """Key and name. A reference that shares no word with the name in the text is not believed."""
        if not called:
            return by, person
        hint = person or readable(by)
        shares = bool(_words(hint) & _words(called))
        if shares and person:
            return by, person if len(name_words(person)) >= len(name_words(called)) else called
        return (by, called) if shares else (f"label {fold(called)}", called)

    def _person(self, by: str) -> str:
        """The name that the file gives to the reference; "" for a role, or for words that are no name."""
        kind, shown = self._shown.get(by, ("", ""))
        name = natural_order(shown)
        is_name = kind == "TLCPerson" and bool(name_words(name)) and not is_role(name) and "/" not in name
        return name if is_name and all(w[:1].isupper() for w in (name.split()[0], name.split()[-1])) else ""

    def _role(self, role_id: str, label: str, source: etree._Element | None) -> str | None:
        kind, shown = self._shown.get(role_id, ("", ""))
        if kind == "TLCRole" and shown and "/" not in shown:
            return shown
        roles = source.iter("{*}role") if source is not None else ()
        marked = next((one_line("".join(e.itertext())) for e in roles), "")
        outer = without_brackets(label)
        return marked or (outer if is_role(outer) and name_in(label) else None)

    def _listed_as(self, name: str, label: str) -> str:
        """The one listed whom a lone surname means; "" where there is none or more than one.

        Secretaries and clerks are no members: the roll call says nothing of them, the first page may.
        """
        words = name_words(name)
        if len(words) != 1:
            return ""
        found = set(self._named.get(words[0], ()))
        if not _STAFF.search(label):
            found |= self._families.get(words[0], set())
        return next(iter(found)) if len(found) == 1 else ""


def _words(name: str) -> set[str]:
    return set(name_words(name)) | {fold(w) for w in name.split() if len(w) > 2}
