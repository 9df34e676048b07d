"""Turns whose speaker the writer did not know, or whose label is written carelessly, are nobody else's words."""

from __future__ import annotations

from ingest.readers import read

_HEAD = """# Tiles working group

AB: We begin with the index. Is everybody here?

CD: Yes, and I have read the draft.

AB: Then please go ahead, we have ten minutes for this.

CD: I shall be short.

"""


def _turns(body: str) -> list[tuple[str | None, str]]:
    reading = read("notes.md", (_HEAD + body).encode())
    return [(b.label, reading.text[b.start : b.end]) for b in reading.blocks][4:]


def test_a_question_mark_for_a_label_is_a_turn_of_nobody_known() -> None:
    assert _turns("??: I object.\n\nCD: Who was that?\n") == [("??", "I object."), ("CD", "Who was that?")]


def test_an_unsure_label_stands_as_written() -> None:
    assert _turns("CD?: Could be me.\n\n?AB?: Or me.\n") == [("CD?", "Could be me."), ("?AB?", "Or me.")]


def test_two_people_at_once_are_one_turn_of_both() -> None:
    assert _turns("AB/CD: Sure.\n") == [("AB/CD", "Sure.")]


def test_a_change_of_speaker_in_captions_ends_the_turn() -> None:
    assert _turns(">> Right. Next, please.\n\nAB: Thanks.\n") == [(">>", "Right. Next, please."), ("AB", "Thanks.")]


def test_a_change_of_speaker_with_a_name_has_that_label() -> None:
    assert _turns(">> CD: Right.\n") == [("CD", "Right.")]


def test_a_label_without_space_behind_its_colon_begins_a_turn() -> None:
    assert _turns("CD:Is that for me?\n\nAB:. So, yes.\n") == [("CD", "Is that for me?"), ("AB", ". So, yes.")]


def test_a_stray_full_stop_in_front_of_a_label_does_not_hide_it() -> None:
    assert _turns(". CD: Exactly.\n") == [("CD", "Exactly.")]


def test_addresses_and_times_are_no_labels() -> None:
    body = "AB: See the page.\n\nHTTPS://example.org/tiles is where it stands, at 12:30.\n"
    assert [label for label, _ in _turns(body)] == ["AB"]


def test_initials_of_one_who_is_listed_begin_a_turn_of_their_own() -> None:
    table = "| Name | Body |\n|---|---|\n| Ada Moor | Quay |\n| Bo Lund | Pier |\n| Cy Ray | Dock |\n\n"
    said = "Ada Moor: We begin.\n\nBo Lund: I have read it.\n\nCy Ray: I have not.\n\nAM: Then we wait.\n\nXY: a note\n"
    reading = read("notes.md", (f"# Quay board\n\n## Attendees\n\n{table}## Start\n\n{said}").encode())
    labels = [b.label for b in reading.blocks if b.label]
    assert labels == ["Ada Moor", "Bo Lund", "Cy Ray", "AM"]
