"""Proceedings in further styles, read and resolved from end to end: recordings, councils, bullets, forums."""

from __future__ import annotations

from corpus.names import slug
from corpus.records import Participant, Person, RollEntry
from ingest.labels import LabelResolver
from ingest.readers import read
from ingest.reading import Reading
from ingest.roll import build_roll


def _read(name: str, text: str) -> tuple[Reading, tuple[Participant, ...], LabelResolver]:
    reading = read(name, text.encode())
    roll = build_roll(reading, None)
    return reading, roll, LabelResolver([RollEntry(Person(slug(p.name), p.name), p) for p in roll])


def _speakers(text: str, name: str = "notes.md") -> list[tuple[str | None, str | None]]:
    """(label, name of the speaker) of each block of a document."""
    reading, _, resolver = _read(name, text)
    people = [(b.label, resolver.resolve(b.label) if b.label else None) for b in reading.blocks if b.role == "text"]
    return [(label, person.name if person else None) for label, person in people]


_RECORDING = """Ana Bell   0:03
Hello everyone, this is the second round.

Jo Abe   0:09
Thanks Ana. I have two points.
The first is money.

Ana Bell   1:15
Go on.
"""

_BULLETS = """# Committee 2022-05-06

## Attendance

Committee: Tilda Frey, Owen Rask (first half), Maja Quill
Observers: Bo Lind, Kit

## Minutes

- Assign roles
    - Scribe: Owen Rask
- Boat house (tfrey, 10 minutes)
    - **Goal**: Decide on the roof.
    - tfrey: the roof leaks again
    - Owen: How much would a new one cost?
        - Last time it was nine thousand
        - Wood has become dearer since
    - tfrey: twelve thousand, I asked
    - Bo: The library has some tiles left
    - Nobody objects
    - **Goal**: Decide on the door.
    - Maja: Wait for spring
"""

_FORUM = """Map Forum 2019

Moderator: Lena Faber, Radio North

LENA FABER: Welcome. Who owns the map?

KOFI MENSAH-BOYD: Nobody should, and I say so as one who draws them.

AUDIENCE MEMBER: What about the view from above?

LENA FABER: Kofi, please.

KOFI MENSAH-BOYD: From above one sees roofs, not owners.
"""


def test_names_with_times_on_their_own_lines_are_labels_and_the_first_is_no_title() -> None:
    reading, _, _ = _read("second-round.txt", _RECORDING)
    assert reading.kind == "transcript"
    assert [(b.label, b.time_s) for b in reading.blocks] == [("Ana Bell", 3), ("Jo Abe", 9), ("Ana Bell", 75)]
    assert reading.title == "second round"


def test_bullets_below_a_turn_belong_to_it_and_beside_it_to_nobody() -> None:
    reading, _, _ = _read("2022-05-06.md", _BULLETS)
    owen = next(b for b in reading.blocks if b.label == "Owen")
    assert "Wood has become dearer" in reading.text[owen.start : owen.end]
    assert any(reading.text[b.start : b.end] == "Nobody objects" and b.label is None for b in reading.blocks)


def test_handles_given_names_and_observers_are_people_of_the_list() -> None:
    spoken = [pair for pair in _speakers(_BULLETS) if pair[0]]
    assert spoken == [
        ("tfrey", "Tilda Frey"),
        ("Owen", "Owen Rask"),
        ("tfrey", "Tilda Frey"),
        ("Bo", "Bo Lind"),
        ("Maja", "Maja Quill"),
    ]


def test_how_long_somebody_stayed_is_no_affiliation() -> None:
    _, roll, _ = _read("2022-05-06.md", _BULLETS)
    assert next(p for p in roll if p.name == "Owen Rask").affiliation is None


def test_a_body_behind_the_moderators_name_is_no_person() -> None:
    _, roll, _ = _read("forum.txt", _FORUM)
    moderators = [(p.name, p.affiliation) for p in roll if p.role == "Moderator"]
    assert moderators == [("Lena Faber", "Radio North")]
    assert "Radio North" not in [p.name for p in roll]


def test_somebody_in_the_audience_is_nobody_known() -> None:
    _, roll, _ = _read("forum.txt", _FORUM)
    assert ("AUDIENCE MEMBER", None) in _speakers(_FORUM, "forum.txt")
    assert [p.name for p in roll] == ["Lena Faber", "Kofi Mensah-Boyd"]


def test_offices_that_speak_make_a_report() -> None:
    text = (
        "The Clerk said that the path was shut. The Chair asked for how long. The Minister replied that it was not.\n"
    )
    assert _read("path.txt", text)[0].kind == "report"


def test_things_that_are_said_of_nobody_make_no_report() -> None:
    text = "The path was shut for years. It proposed a risk. This raised costs. These suggested a repair to come.\n"
    assert _read("path.txt", text)[0].kind == "article"


def test_laughter_heads_nothing() -> None:
    text = """KIM AAS: I paid for it myself, twice, and never got it.

(Laughter.)

LI OHM: So did I, as all of us here did, and gladly.

"""
    reading = read("hearing.txt", (text * 2).encode())
    assert all(b.section is None for b in reading.blocks)


def test_a_talk_of_two_turns_is_a_transcript() -> None:
    text = (
        "Karl Otte: I think the lamps on the pier should burn all night.\n\n"
        "Anna Reed: I disagree. Light on the water drives the herring away.\n"
    )
    reading = read("pier.txt", text.encode())
    assert reading.kind == "transcript"
    assert [b.label for b in reading.blocks] == ["Karl Otte", "Anna Reed"]


def test_terms_explained_in_an_article_are_no_speakers() -> None:
    text = (
        "Why harbours change\n\nHarbours face new demands from ships, towns and weather alike.\n\n"
        "Rapid Growth: ships are twice as long as they were.\n\nRising Water: quays are flooded every spring.\n\n"
        "All of this costs money, which towns do not have.\n\nNobody knows who will pay for the new quays in the end.\n"
    )
    assert [b.label for b in read("harbours.txt", text.encode()).blocks] == [None] * len(
        read("harbours.txt", text.encode()).blocks
    )
