"""WebVTT and SRT captions: voices, times, sentences over several cues, and what is no speech."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableDocument
from ingest.readers import read
from ingest.reading import Reading
from ingest.roll import build_roll


def clock(seconds: float, mark: str = ".") -> str:
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{seconds % 60:06.3f}".replace(".", mark)


def srt(*cues: tuple[float, str]) -> bytes:
    """Cues of two seconds each at these times."""
    made = (f"{n}\n{clock(t, ',')} --> {clock(t + 2, ',')}\n{text}\n" for n, (t, text) in enumerate(cues, 1))
    return "\n".join(made).encode()


def vtt(*cues: tuple[float, str], head: str = "WEBVTT") -> bytes:
    made = (f"{clock(t)} --> {clock(t + 2)} align:start\n{text}\n" for t, text in cues)
    return "\n".join([f"{head}\n", *made]).encode()


def said(reading: Reading) -> list[tuple[float | None, str | None, str]]:
    return [(b.time_s, b.label, reading.text[b.start : b.end]) for b in reading.blocks]


def reason(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(name, data)
    return caught.value.reason


def test_sentences_that_run_over_cues_of_one_voice_are_one_utterance_with_the_time_of_the_first():
    data = vtt((1, "<v Ana Bell>We shall mend the mole,"), (3, "<v Ana Bell>and that soon."), (5.5, "<v Bo Li>When?"))
    reading = read("a.vtt", data)
    assert said(reading) == [(1.0, "Ana Bell", "We shall mend the mole, and that soon."), (5.5, "Bo Li", "When?")]
    assert reading.kind == "transcript"
    assert [p.name for p in build_roll(reading)] == ["Ana Bell", "Bo Li"]


def test_two_voices_of_one_cue_are_two_utterances():
    assert said(read("a.vtt", vtt((1, "<v.loud Ana Bell>Yes.</v> <v Bo Li>No.</v>"), (4, "<v Ana Bell>Why?")))) == [
        (1.0, "Ana Bell", "Yes."), (1.0, "Bo Li", "No."), (4.0, "Ana Bell", "Why?"),
    ]  # fmt: skip


def test_words_outside_of_voice_tags_are_nobodys_unless_they_end_the_sentence_before():
    data = vtt((1, "<v Ana Bell>We shall mend</v>"), (3, "the mole."), (5, "That is good news."))
    assert [(label, text) for _, label, text in said(read("a.vtt", data))] == [
        ("Ana Bell", "We shall mend the mole."), (None, "That is good news."),
    ]  # fmt: skip


def test_change_mark_without_a_name_is_to_an_unknown_speaker_and_never_the_former_one():
    data = srt((1, ">> ANA BELL: It will be mended."), (3, ">> When?"), (5, "Nobody told us."), (7, "&gt;&gt; Or why?"))
    reading = read("a.srt", data)
    assert said(reading) == [
        (1.0, "ANA BELL", "It will be mended."), (3.0, ">>", "When? Nobody told us."), (7.0, ">>", "Or why?"),
    ]  # fmt: skip
    assert [p.name.upper() for p in build_roll(reading)] == ["ANA BELL"]


def test_name_with_a_colon_holds_until_the_next_one():
    data = srt(
        (1, "ANA BELL: It will be"),
        (3, "mended. Soon."),
        (5, "BO LI: I have one thing to say: no."),
        (7, "ANA BELL: Oh."),
    )
    assert [(label, text) for _, label, text in said(read("a.srt", data))] == [
        ("ANA BELL", "It will be mended. Soon."), ("BO LI", "I have one thing to say: no."), ("ANA BELL", "Oh."),
    ]  # fmt: skip


def test_name_in_front_of_every_cue_makes_one_utterance():
    data = vtt(
        *((2.0 * n, f"Ana Bell: Part {n} of it,") for n in range(4)), (9, "Bo Li: Thanks."), (11, "Bo Li: Really.")
    )
    assert [label for _, label, _ in said(read("a.vtt", data))] == ["Ana Bell", "Bo Li"]


def test_common_words_with_a_colon_are_no_speaker():
    data = srt((1, "Here is the thing:"), (3, "It was short: three days."), (5, "And one more thing:"), (7, "rain."))
    assert {label for _, label, _ in said(read("a.srt", data))} == {None}


def test_dashes_tell_two_unknown_speakers_of_one_cue_and_a_dash_within_a_sentence_does_not():
    data = srt(
        (1, "- Will it hold?\n- It will."), (5, "ANA BELL: It will hold\n- or so we think."), (8, "ANA BELL: Yes.")
    )
    assert [(label, text) for _, label, text in said(read("a.srt", data))] == [
        (">>", "Will it hold?"), (">>", "It will."), ("ANA BELL", "It will hold - or so we think. Yes."),
    ]  # fmt: skip


def test_dash_that_only_happens_to_begin_a_cue_does_not_take_the_name_away():
    data = srt(
        (1, "ANA BELL: We shall mend the mole"),
        (3, "- I said so in May - and the lamp."),
        (6, "BO LI: Good."),
        (8, "ANA BELL: Yes."),
    )
    assert [label for _, label, _ in said(read("a.srt", data))] == ["ANA BELL", "BO LI", "ANA BELL"]


def test_remarks_in_brackets_are_nobodys_and_the_speaker_goes_on_after_them():
    data = srt((1, "ANA BELL: Thank you all."), (3, "[Applause]"), (5, "Now the mole."), (7, "ANA BELL: It leaks."))
    assert [(label, text) for _, label, text in said(read("a.srt", data))] == [
        ("ANA BELL", "Thank you all."), (None, "[Applause]"), ("ANA BELL", "Now the mole. It leaks."),
    ]  # fmt: skip


def test_rolling_captions_keep_every_word_once():
    shown = ["we shall mend", "we shall mend\nthe mole", "the mole\nif the money", "if the money\nallows it"]
    data = vtt(*((2.0 * n, text) for n, text in enumerate(shown)))
    assert read("a.vtt", data).text == "we shall mend the mole if the money allows it"


def test_captions_that_build_up_word_by_word_keep_every_word_once():
    words = "we shall mend the mole".split()
    data = srt(*((0.3 * n, " ".join(words[: n + 1])) for n in range(len(words))))
    assert read("a.srt", data).text == "we shall mend the mole"


def test_words_said_twice_stay_where_captions_do_not_roll():
    data = srt((1, "ANA BELL: Yes."), (3, "BO LI: Yes."), (5, "Yes."), (7, "ANA BELL: It is"), (9, "agreed."))
    assert [text for _, _, text in said(read("a.srt", data))] == ["Yes.", "Yes. Yes.", "It is agreed."]


def test_notes_styles_names_of_cues_mark_up_and_music_are_left_out():
    data = (
        "WEBVTT - Reed council of 4 May 2021\nLanguage: en-GB\n\nNOTE made by hand\nover two lines\n\nSTYLE\n"
        "::cue { color: red }\n\nintro\n00:01.000 --> 00:03.000 position:10%\n"
        "<c.yellow><i>Tea</i></c> &amp; {\\an8}toast,\n<00:02.000><font color='red'>please.</font>\n"
        "\nNOTE\nthe end\n\n2\n00:04.000 --> 00:05.000\n♪ ♫\n"
    )
    reading = read("a.vtt", data.encode())
    assert reading.text == "Tea & toast, please."
    assert (reading.title, reading.date, reading.language) == ("Reed council of 4 May 2021", "2021-05-04", "en-GB")


def test_long_pauses_begin_new_utterances_of_the_same_voice():
    data = srt(
        (1, "ANA BELL: The first matter."), (3, "The mole."), (60, "The second matter."), (62, "ANA BELL: The lamp.")
    )
    reading = read("a.srt", data)
    assert [(t, label) for t, label, _ in said(reading)] == [(1.0, "ANA BELL"), (60.0, "ANA BELL")]
    assert reading.text.count("ANA BELL") == 1


def test_hour_of_captions_without_any_speaker_has_times_throughout():
    data = srt(*((2.5 * n, f"This is sentence number {n} about the reeds.") for n in range(1400)))
    times = [t for t, _, _ in said(read("a.srt", data))]
    assert len(times) > 40
    assert times == sorted(times)


def test_habits_of_either_format_are_read_in_the_other():
    data = b"1\n0:01.5 --> 0:02\nThe mole.\n2\n00:00:03.000 --> 00:00:04,000\nThe lamp.\n\n\n"
    data += b"3\n00:05,000 --> 00:06,000\nIt is\n\nout."
    for name in ("a.srt", "a.vtt"):
        reading = read(name, data)
        assert reading.text == "The mole. The lamp. It is out."
        assert reading.blocks[0].time_s == 1.5


@pytest.mark.parametrize("data", [srt((1, "The mole.")), vtt((1, "The mole."))])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.srt", "a.vtt", "a.html"])
def test_captions_of_another_name_are_read_by_their_content(name, data):
    reading = read(name, data)
    assert (reading.text, reading.blocks[0].time_s) == ("The mole.", 1.0)


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize("data", [b"WEBVTT\n\n", b"The council met.", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_file_without_cues_is_refused(name, data):
    assert "no cue" in reason(name, data)
