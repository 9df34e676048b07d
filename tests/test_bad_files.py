"""Files that cannot be read are refused with a reason; odd ones that can be read are."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from ingest.readers import read, readable
from ingest.reading import Reading

MINUTES = (
    "Minutes of the reed council\n\nMs. Orsolya Brandvik said that the reeds were “too high” for the café’s boats.\n"
)


def reason(name: str, data: bytes, **options: int) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(name, data, **options)
    assert caught.value.name == name
    return caught.value.reason


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"...\n---\n"])
def test_file_without_words_is_refused(data):
    assert "empty" in reason("a.txt", data) or "no words" in reason("a.txt", data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1 Hello}", "rich-text"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 500, "binary"),
    ],
)
def test_binary_file_with_a_text_ending_is_refused(data, what):
    assert what in reason("minutes.txt", data)


def test_too_large_file_is_refused_with_its_size_and_what_to_do():
    said = reason("a.txt", b"word " * 500_000, max_bytes=1_000_000)
    assert "2.5 MB" in said
    assert "1 MB" in said
    assert "split" in said


def test_unknown_ending_is_refused_with_those_that_are_read():
    assert ".proceedings.json" in reason("a.xlsx", b"Some words here.")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252"]
)
def test_text_in_any_common_encoding_is_read(encoding):
    assert read("a.txt", MINUTES.encode(encoding)).text == read("a.txt", MINUTES.encode()).text


@pytest.mark.parametrize(("encoding", "text"), [("shift_jis", "議長は、葦の高さについて質問がないか尋ねた。\n" * 8)])
def test_older_japanese_encoding_is_read(encoding, text):
    assert "葦の高さ" in read("a.txt", text.encode(encoding)).text


def test_broken_utf8_is_refused_with_the_place_and_value_of_the_byte():
    data = ("Zoë spoke of the dyke in Zürich. " * 3).encode() + b"then \xff and more"
    place = data.index(b"\xff")
    assert f"byte {place} (0xff)" in reason("a.txt", data)


def test_a_few_bytes_of_no_encoding_are_refused_and_not_guessed_at():
    data = "The café was shut, said ".encode("cp1252") + b"Ms. \x81\x8d. " + b"Nobody answered her. " * 5
    assert f"byte {data.index(0x81)} (0x81)" in reason("a.txt", data)


def test_cut_utf16_is_refused_with_the_place_of_the_byte():
    assert "byte" in reason("a.txt", "Council met.".encode("utf-16") + b"\x41")


def test_old_mac_and_windows_line_ends_are_line_ends():
    for ends in ("\r\n", "\r", "\u2028"):
        assert read("a.txt", MINUTES.replace("\n", ends).encode()).text == read("a.txt", MINUTES.encode()).text


def test_invisible_signs_and_nul_are_removed_and_accents_composed():
    text = read("a.txt", "The cafe\u0301 mana\u00adger\u200b said\x00 yes.".encode()).text
    assert text == "The café manager said yes."


def test_lone_surrogates_of_json_are_removed():
    data = b'{"utterances": [{"speaker": "A\\ud800da", "text": "One \\udfff two"}]}'
    reading = read("a.proceedings.json", data)
    assert reading.text == "Ada: One two"


def test_xml_that_was_cut_off_is_named_with_what_to_do():
    assert "fetch it anew" in reason("a.xml", b"<Hansard><HansardBody><Intervention><ParaText>The qu")


def test_broken_json_names_line_and_column():
    assert "line 2, column" in reason("a.proceedings.json", b'{"utterances":\n  [{"speaker": }]}')


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "utterances"),
        ({"utterances": [{"speaker": "A", "text": "b"}, {"speaker": "A"}]}, "utterances[1].text"),
        ({"utterances": [{"speaker": 3, "text": "b"}]}, "utterances[0].speaker"),
        ({"utterances": [{"speaker": "A", "text": "b", "time_s": -1}]}, "utterances[0].time_s"),
        ({"participants": [{"role": "x"}], "utterances": []}, "participants[0].name"),
        ([], "whole file"),
    ],
)
def test_wrong_json_names_the_field(value, field):
    assert field in reason("a.proceedings.json", json.dumps(value).encode())


def test_json_without_any_words_is_refused():
    data = json.dumps({"utterances": [{"speaker": "A", "text": " "}]}).encode()
    assert "no utterance" in reason("a.proceedings.json", data)


def test_deeply_nested_json_is_refused():
    assert reason("a.proceedings.json", b'{"utterances":' + b"[" * 100_000)


def test_json_with_a_number_of_thousands_of_digits_is_refused():
    data = b'{"utterances": [{"speaker": "A", "text": "b", "time_s": %s}]}' % (b"9" * 6000)
    assert "number" in reason("a.proceedings.json", data)


@pytest.mark.parametrize(
    "name", ["a.txt", "folder/b.MD", "c.html", "d.htm", "2024-05-01.proceedings.json", "deep/er/e.txt"]
)
def test_documents_of_a_folder_are_readable(name):
    assert readable(name)


@pytest.mark.parametrize(
    "name", ["speakers.yaml", ".hidden.txt", "x/.git.md", "a.py", "a.json", "a", "a.txt~", ".txt", "~$a.txt", "a.xlsx"]
)
def test_other_files_of_a_folder_are_not(name):
    assert not readable(name)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "sign", ["a", "*", "_ a", "`", "[a](", "<", "(", "|", "\\", "a: ", "- ", "Mr. ", "A, ", "\n\n#"]
)
def test_odd_signs_repeated_do_not_take_long(name, sign):
    started = time.process_time()
    with suppress(UnreadableDocument):
        read(name, ("Ada said so. " + sign * (100_000 // len(sign))).encode())
    assert time.process_time() - started < 10  # what grows with the square would take hours


def test_utterance_of_a_hundred_thousand_words_is_one_block():
    words = "and so the reeds grew higher " * 17_000
    data = json.dumps({"utterances": [{"speaker": "Ada", "text": words}]}).encode()
    reading = read("a.proceedings.json", data)
    assert reading.text[reading.blocks[0].start : reading.blocks[0].end] == words.strip()


def check(reading: Reading) -> None:
    position = 0
    for block in reading.blocks:
        assert position <= block.start <= block.end <= len(reading.text)
        position = block.end
    assert reading.title
    assert "\0" not in reading.text
    assert "\r" not in reading.text
    reading.text.encode()


LINES = """
# Heading|**Bold line**|AB: yes|- item|1. one|Ada Brun, Director, Lake Institute|Speakers|---|===
Page 3 of 9|12|\f|||```|> quoted|The Chair said that the|reeds were high.|[00:01:02] AB: no|Q: why?|A: because|<!-- x|
-->|title: x|e\u0301|\u0301|Attendance: Ada Brun, Bo Li|<p>x</p>|<div>|&nbsp;|(Applause)|\\*|Presenter: Ada Brun (AB)
"""
SNIPPETS = st.sampled_from([*LINES.replace("\n", "|").split("|"), "| Name | Initials |", "| Ada | AB |"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(["a.txt", "a.md", "a.html"]), lines=st.lists(SNIPPETS | st.text(max_size=30), max_size=30))
@example(name="a.md", lines=["**\u0301**a", "e**\u0301**"])
def test_any_lines_give_the_same_sound_reading_twice_or_a_refusal(name, lines):
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    with suppress(UnreadableDocument):
        first = read(name, data)
        check(first)
        assert read(name, data) == first


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(["a.txt", "a.md", "a.html", "a.proceedings.json"]), data=st.binary(max_size=300))
def test_any_bytes_give_a_sound_reading_or_a_refusal(name, data):
    with suppress(UnreadableDocument):
        check(read(name, data))


UTTERANCE = st.fixed_dictionaries(
    {"speaker": st.text(max_size=10), "text": st.text(max_size=40)},
    optional={"section": st.none() | st.text(max_size=10), "time_s": st.floats(0, 1e6)},
)


@settings(max_examples=150, deadline=None)
@given(st.lists(UTTERANCE, max_size=12))
def test_each_utterance_of_json_keeps_its_number(utterances):
    data = json.dumps({"title": "Reeds", "utterances": utterances}).encode()
    try:
        reading = read("a.proceedings.json", data)
    except UnreadableDocument:
        return
    check(reading)
    spoken = [b for b in reading.blocks if b.role == "text"]
    assert reading.blocks[: len(spoken)] == tuple(spoken)
    assert [b.time_s for b in spoken] == [u.get("time_s") for u in utterances]
