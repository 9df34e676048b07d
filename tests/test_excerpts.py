"""What may be quoted from a passage, and whose words it is."""

from dataclasses import replace

from corpus.protocols import Hit
from corpus.records import Document, Passage, Statement, Utterance
from service.excerpts import Excerpt, excerpts, joined_quotation, widened, word_count
from service.wording import told
from tests.proceedings import BERG, LIM, OKAFOR, report, transcript


def whole(document: Document, number: int) -> Hit:
    u = document.utterances[number]
    passage = Passage(document.id, document.version, number, u.start, u.end, document.text[u.start : u.end])
    return Hit(passage, 0.5, 1)


def of(document: Document, *numbers: int) -> list[Excerpt]:
    return excerpts({(document.id, document.version): document}, [whole(document, n) for n in numbers])


def test_every_statement_of_a_report_is_an_excerpt_of_its_source() -> None:
    found = of(report(), 1, 2)
    assert [(e.speaker, e.cue) for e in found] == [
        (OKAFOR, "stressed"),
        (OKAFOR, "warned"),
        (LIM, "proposed"),
        (BERG, "supported by"),
    ]


def test_sentence_without_a_statement_is_narration() -> None:
    (found,) = of(report(), 0)
    assert (found.speaker, found.attribution, found.spoken) == (None, "narration", False)


def test_sentences_of_a_turn_are_the_speakers_own_words() -> None:
    (found,) = of(transcript(), 0)
    assert (found.speaker, found.attribution, found.cue) == (OKAFOR, "own_words", "said")


def test_question_is_asked_and_not_said() -> None:
    words = "Who would pay for the dykes otherwise?"
    document = Document("d", "d", "v", "d", "transcript", words, utterances=(Utterance(0, 0, len(words), "A", OKAFOR),))
    assert of(document, 0)[0].cue == "asked"


def test_turn_of_an_unknown_label_is_nobodys_narration() -> None:
    (found,) = of(transcript(), 2)
    assert (found.speaker, found.label, found.attribution, found.spoken) == (None, "Stranger", "own_words", True)


def test_quotation_of_a_turn_grows_within_the_turn_only() -> None:
    document = transcript()
    grown = widened(of(document, 1)[0])
    assert grown.text == "I don't think we should tax fishermen. They have little."


def test_overlong_sentence_is_cut_at_eighty_words() -> None:
    words = " ".join(f"word{i}" for i in range(500))
    document = Document("d", "d", "v", "d", "transcript", words, utterances=(Utterance(0, 0, len(words), "A", OKAFOR),))
    (found,) = of(document, 0)
    assert word_count(found.text) == 80


def test_cut_is_never_within_a_word() -> None:
    words = "don't " * 200
    document = Document("d", "d", "v", "d", "transcript", words, utterances=(Utterance(0, 0, len(words), "A", OKAFOR),))
    (found,) = of(document, 0)
    assert word_count(found.text) <= 80
    assert found.text.endswith("don't")


def test_same_passage_twice_gives_each_excerpt_once() -> None:
    assert len(of(report(), 1, 1)) == 2


def test_statements_of_one_source_in_one_sentence_are_told_as_one() -> None:
    text = "Ms. Okafor agreed with Mr. Berg, praised the board and warned of delays."
    spans = [(text.index(p), text.index(p) + len(p)) for p in ("Mr. Berg", "the board", "delays")]
    cues = ("agreed with", "praised", "warned")
    said = tuple(Statement(0, 0, len(text), c, "Ms. Okafor", cue, OKAFOR) for c, cue in zip(spans, cues, strict=True))
    document = Document("d", "d", "v", "d", "report", text, utterances=(Utterance(0, 0, len(text)),), statements=said)
    (found,) = of(document, 0)
    assert told(found) == "Nadia Okafor agreed with Mr. Berg, praised the board and warned of delays"


def test_quotations_that_overlap_become_one_and_others_stay_apart() -> None:
    document = transcript()
    (whole,) = of(document, 1)
    first = replace(whole, end=whole.start + 30)
    second = replace(whole, start=whole.start + 20)
    joined = joined_quotation(first, second)
    assert joined is not None
    assert joined.text == whole.text
    assert joined_quotation(first, of(document, 0)[0]) is None
    assert joined_quotation(whole, first) == whole


def test_verb_is_told_rather_than_the_participle_before_it() -> None:
    text = "Ms. Okafor, while agreeing with Mr. Berg, objected to the levy."
    spans = [(text.index(p), text.index(p) + len(p)) for p in ("Mr. Berg", "the levy")]
    cues = ("agreeing with", "objected to")
    said = tuple(Statement(0, 0, len(text), c, "Ms. Okafor", cue, OKAFOR) for c, cue in zip(spans, cues, strict=True))
    document = Document("d", "d", "v", "d", "report", text, utterances=(Utterance(0, 0, len(text)),), statements=said)
    assert [told(e) for e in of(document, 0)] == ["Nadia Okafor objected to the levy"]
