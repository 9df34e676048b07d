"""`.proceedings.json`: numbers, labels, sections and the roll at the end."""

from __future__ import annotations

import json
from typing import Any

from ingest.readers import read
from ingest.reading import Reading

SITTING: dict[str, Any] = {
    "title": "Committee on Buoys", "date": "2020-05-04", "place": "Harbour Hall", "event": "Spring sittings",
    "participants": [
        {"name": "Odile Marsh", "role": "Chair", "affiliation": "Port of Wend", "labels": ["The Chair", "OM"]},
        {"name": "Bay Union", "delegation": True},
    ],
    "utterances": [
        {"speaker": "The Chair", "text": "We begin.", "section": "Opening", "time_s": 1.5},
        {"speaker": "Bay Union", "text": ""},
        {"speaker": "", "text": "(Applause)"},
        {"speaker": "The Chair", "text": "First the red ones.\nAll of them.\n\nThen the green.", "section": "Colours"},
    ],
}  # fmt: skip


def sitting(**changes: Any) -> Reading:
    return read("2020-05-04-buoys.proceedings.json", json.dumps(SITTING | changes).encode())


def test_block_i_is_utterance_i_even_without_words_or_speaker():
    reading = sitting()
    said = [(b.label, reading.text[b.start : b.end], b.section) for b in reading.blocks[:4]]
    assert said == [
        ("The Chair", "We begin.", "Opening"),
        ("Bay Union", "", "Opening"),
        (None, "(Applause)", "Opening"),
        ("The Chair", "First the red ones. All of them.\n\nThen the green.", "Colours"),
    ]
    assert reading.blocks[0].time_s == 1.5


def test_label_stands_in_the_text_in_front_of_the_words():
    reading = sitting()
    assert reading.text.startswith("Opening\n\nThe Chair: We begin.\n\n")


def test_roll_stands_at_the_end():
    reading = sitting()
    roll = [reading.text[b.start : b.end] for b in reading.blocks if b.role == "roll"]
    assert [b.role for b in reading.blocks] == ["text"] * 4 + ["roll"] * 6
    assert roll[:4] == ["Committee on Buoys", "Spring sittings", "2020-05-04", "Harbour Hall"]
    assert roll[4:] == ["Odile Marsh (The Chair, OM): Chair, Port of Wend", "Bay Union"]
    assert {b.section for b in reading.blocks if b.role == "roll"} == {"Participants"}


def test_what_the_file_says_of_itself_is_kept():
    reading = sitting()
    assert (reading.kind, reading.title, reading.date, reading.place, reading.event) == (
        "transcript", "Committee on Buoys", "2020-05-04", "Harbour Hall", "Spring sittings",
    )  # fmt: skip
    assert reading.participants[0].labels == ("The Chair", "OM")
    assert reading.participants[1].delegation


def test_only_speaker_and_text_are_required():
    data = json.dumps({"utterances": [{"speaker": "KG", "text": "Yes."}]}).encode("utf-16")
    reading = read("folder/wharf-talk.proceedings.json", data)
    assert (reading.title, reading.date, reading.participants) == ("wharf talk", None, ())
    assert reading.text == "KG: Yes."


def test_date_as_people_write_it_becomes_iso():
    assert sitting(date="4th of May 2020").date == "2020-05-04"


def test_unknown_fields_are_no_error():
    assert sitting(minutes_by="nobody").title == "Committee on Buoys"
