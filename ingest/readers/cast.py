"""The people of one file that gives them ids: what each is called, as what they sit there, and by which labels."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.names import fold, name_key
from corpus.records import Participant
from ingest.readers.stored_text import clean, one_line
from ingest.roles import role_of


@dataclass
class _Member:
    name: str = ""
    affiliation: str | None = None
    role: str | None = None
    labels: dict[str, None] = field(default_factory=dict)


class Cast:
    """Labels of one meeting are those of one person each: where two go by the same label, the name is put behind it."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}
        self._holders: dict[str, list[_Member]] = {}  # of a label

    def named(self, key: str, name: str, *, affiliation: str | None = None, role: str | None = None) -> None:
        """Says who goes by this key; of what is said twice the first holds."""
        member = self._members.setdefault(key, _Member())
        member.name = member.name or one_line(clean(name))
        member.affiliation = member.affiliation or _line(affiliation)
        member.role = member.role or _line(role)

    def renamed(self, key: str, name: str) -> None:
        """Puts a better form of the name in place of the one known."""
        self._members.setdefault(key, _Member()).name = one_line(clean(name))

    def called(self, key: str, label: str) -> None:
        """Notes that whoever goes by this key takes the floor under this label; "" are turns of nobody known."""
        member = self._members.setdefault(key, _Member()) if key and label else None
        if member and label not in member.labels:
            member.labels[label] = None
            self._holders.setdefault(label, []).append(member)

    def members(self) -> tuple[str, ...]:
        """All the keys, in order of first mention."""
        return tuple(self._members)

    def called_so(self, label: str) -> str:
        """The key of the one who goes by this label or this name; "" where it is nobody or more than one."""
        found = [k for k, m in self._members.items() if label in m.labels or (m.name and fold(label) == fold(m.name))]
        return found[0] if len(found) == 1 else ""

    def name(self, key: str) -> str:
        """The name that the file gives; "" where it gives none."""
        member = self._members.get(key)
        return member.name if member else ""

    def label(self, key: str, label: str) -> str:
        """The label as stored: as written, with the name behind it where somebody else goes by it too."""
        name = self.name(key)
        return f"{label} ({name})" if name and fold(name) not in fold(label) and self._is_shared(label) else label

    def participants(self) -> tuple[Participant, ...]:
        """Those with a name, who take the floor or were given a place on the roll; in the order of first mention."""
        return tuple(self._participant(key, m) for key, m in self._members.items() if m.name)

    def _participant(self, key: str, member: _Member) -> Participant:
        labels = tuple(dict.fromkeys(self.label(key, label) for label in member.labels))
        own = tuple(label for label in labels if not (label in member.labels and self._is_shared(label)))
        role = None if member.role and self._is_held_twice(member.role) else member.role
        return Participant(member.name, member.affiliation, role, own)

    def _is_shared(self, label: str) -> bool:
        """Whether people of different names, or somebody unnamed beside them, go by this label."""
        holders = self._holders.get(label, ())
        return len({name_key(m.name) if m.name else str(id(m)) for m in holders}) > 1

    def _is_held_twice(self, role: str) -> bool:
        """Whether somebody unnamed is called by this role as well: it is then nobody's label."""
        key = role_of(role)
        return bool(key) and any(role_of(x) == key for m in self._members.values() if not m.name for x in m.labels)


def _line(value: str | None) -> str | None:
    return one_line(clean(value)) or None if value else None
