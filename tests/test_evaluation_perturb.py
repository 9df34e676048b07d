"""Robustness sets: what is changed and what never, the same again by seed, and documents that read as before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import BadInput
from corpus.records import Document, Participant, Person, RollEntry, Utterance
from corpus.store import Source
from evaluation.cases import Case, Quote, read_cases
from evaluation.checking import check
from evaluation.perturbing.derived import CASES, MANIFEST, drawing, write
from evaluation.perturbing.documents import files, new_id
from evaluation.perturbing.kinds import KINDS, perturb
from evaluation.perturbing.name_swap import Exchange, name_swap
from evaluation.perturbing.paraphrase import reworded
from evaluation.perturbing.recorded import StoredRecord
from evaluation.perturbing.typos import slip
from ingest.readers.json_reader import ProceedingsJson
from ingest.readers.raw import RawFile
from service.answers import Turn
from service.cli.main import app

TURNS = (
    ("MG", "Maud Galbreth", "The weir must be raised before the autumn floods."),
    ("TP", "Tobin Pell", "Ms Galbreth forgets who pays. A raised weir drowns my meadow."),
    (None, None, "A bell was rung."),
    ("Mr Pell", "Tobin Pell", "GALBRETH was the name on the first plan."),
)


def entry(name: str, *labels: str, group: bool = False) -> RollEntry:
    person = Person(name.lower().replace(" ", "-"), name)
    return RollEntry(person, Participant(name, labels=labels, delegation=group))


ROLL = (entry("Maud Galbreth", "MG"), entry("Tobin Pell", "TP"))


def transcript(roll: Sequence[RollEntry] = ROLL, document_id: str = "weir.txt") -> Document:
    text, utterances = "", []
    for number, (label, name, words) in enumerate(TURNS):
        lead = f"{label}: " if label else ""
        start = len(text) + len(lead)
        speaker = next((e.person for e in roll if e.person.name == name), None)
        utterances.append(Utterance(number, start, start + len(words), label, speaker, "Floods"))
        text += f"{lead}{words}\n\n"
    return Document(
        document_id, document_id, "v1", "The weir", "transcript", text, roll=tuple(roll), utterances=tuple(utterances)
    )


def report(text: str, *roll: RollEntry, document_id: str = "daily.md") -> Document:
    return Document(document_id, document_id, "v1", "Daily", "report", text, date="2031-04-02", roll=roll)


class FakeRecord:
    def __init__(self, *held: Document) -> None:
        self.held = held

    def documents(self) -> Iterator[Document]:
        return iter(self.held)

    def names(self) -> list[str]:
        return [e.person.name for d in self.held for e in d.roll]

    def places(self) -> list[str]:
        return [f"/proceedings/{d.id}" for d in self.held]


WEIR = Case(
    "w1",
    "position",
    "What did Tobin Pell say about the raised weir?",
    speakers=("Tobin Pell",),
    evidence=(Quote("weir.txt", "A raised weir drowns my meadow."),),
    documents=("weir.txt",),
)
RECORD = FakeRecord(transcript())


@pytest.mark.parametrize("kind", KINDS)
def test_a_set_keeps_the_ids_of_its_origin_and_is_the_same_by_seed(kind: str) -> None:
    cases = [replace(WEIR, id=f"w{n}") for n in range(12)]
    found = perturb(kind, cases, RECORD, 3)
    assert sorted(c.id for c in found.cases) == sorted(c.id for c in cases)
    assert perturb(kind, cases, RECORD, 3) == found


@pytest.mark.parametrize("kind", ["typos", "name-typos", "paraphrase"])
def test_another_seed_gives_another_set_and_other_cases_do_not(kind: str) -> None:
    cases = [replace(WEIR, id=f"w{n}") for n in range(12)]
    found = perturb(kind, cases, RECORD, 3).cases
    assert perturb(kind, cases, RECORD, 4).cases != found
    assert perturb(kind, cases[5:6], RECORD, 3).cases == found[5:6]


def test_a_kind_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match=r"'nonsense'.*name-swap, typos"):
        perturb("nonsense", [WEIR], RECORD, 0)


def test_names_are_exchanged_in_documents_and_expectations() -> None:
    found = name_swap([replace(WEIR, stances=(("Tobin Pell", "against"),))], RECORD, 0)
    (case,) = found.cases
    assert case.question == "What did Maud Galbreth say about the raised weir?"
    assert case.speakers == ("Maud Galbreth",)
    assert case.stances == (("Maud Galbreth", "against"),)
    assert case.evidence == (Quote("weir.txt.proceedings.json", "A raised weir drowns my meadow."),)
    assert case.documents == ("weir.txt.proceedings.json",)
    whole = json.loads(found.files[0].text)
    assert [p["name"] for p in whole["participants"]] == ["Tobin Pell", "Maud Galbreth"]
    assert [u["speaker"] for u in whole["utterances"]] == ["TP", "MG", "", "Mr Galbreth"]
    assert whole["utterances"][1]["text"].startswith("Ms Pell forgets")
    assert whole["utterances"][3]["text"].startswith("PELL was")


def test_a_written_transcript_reads_as_before_with_the_same_numbers() -> None:
    document = transcript()
    (file,) = files(document, lambda t: t)
    reading = ProceedingsJson().read(RawFile(file.name, file.text.encode()))
    spoken = [b for b in reading.blocks if b.label]
    assert [b.label for b in spoken] == ["MG", "TP", "Mr Pell"]
    assert reading.title == "The weir"
    for turn in TURNS:
        assert turn[2] in reading.text


def test_a_report_is_written_as_its_text_with_its_facts_beside_it() -> None:
    document = report("Maud Galbreth opened the meeting.", entry("Maud Galbreth"))
    text, side = files(document, str.upper)
    assert (text.name, text.text) == ("daily.md.txt", "MAUD GALBRETH OPENED THE MEETING.\n")
    assert (side.name, side.text) == ("daily.md.txt.meta.yaml", 'title: "DAILY"\ndate: "2031-04-02"\n')


def test_a_name_that_leads_out_of_the_folder_is_refused() -> None:
    with pytest.raises(BadInput, match="no name that a file may have"):
        new_id(transcript(document_id="../weir.txt"))


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ada Moor", "Cyd Moor"), "a surname of two"),
        (("Rose Meadow", "Tobin Pell"), "a surname that is a word of the text"),
        (("Moor", "Tobin Pell"), "a single word"),
        (("A. Moor", "Tobin Pell"), "an initial"),
        (("Ilse van Moor", "Tobin Pell"), "a particle"),
    ],
)
def test_names_that_could_be_confused_are_left_alone(names: tuple[str, str], why: str) -> None:
    document = transcript([entry(n) for n in names])
    found = name_swap([WEIR], FakeRecord(document), 0)
    assert found.notes == ("No two names could be exchanged.",), why
    assert found.cases[0].question == WEIR.question


def test_groups_change_with_groups_as_a_whole_and_keep_their_capitals() -> None:
    words = "The REED CUTTERS' GUILD, opposed by the Otter Society, asked who counts the eels. Maud Galbreth laughed."
    record = FakeRecord(
        report(
            words,
            entry("Reed Cutters' Guild", "REED CUTTERS' GUILD", group=True),
            entry("Otter Society", group=True),
            entry("Maud Galbreth"),
        )
    )
    found = name_swap([WEIR], record, 0)
    assert found.files[0].text.startswith("The OTTER SOCIETY, opposed by the Reed Cutters' Guild, asked")
    assert "Maud Galbreth laughed" in found.files[0].text


def test_groups_that_take_an_article_are_not_exchanged_for_such_that_do_not_and_abbreviations_never() -> None:
    words = "The Otter Society met Norland, MOAT and Sudvik. The Eel League was asked by the Otter Society."
    groups = ("Otter Society", "Norland", "MOAT", "Sudvik", "Eel League")
    found = name_swap([WEIR], FakeRecord(report(words, *(entry(g, group=True) for g in groups))), 0)
    assert (
        found.files[0].text
        == "The Eel League met Sudvik, MOAT and Norland. The Otter Society was asked by the Eel League.\n"
    )


def test_exchanging_twice_gives_the_first_words_again() -> None:
    exchange = Exchange({"Galbreth": "Pell", "Pell": "Galbreth"})
    text = "Galbreth’s mill, Pell's meadow, a Pellet and\nMs Galbreth."
    assert exchange(text) == "Pell’s mill, Galbreth's meadow, a Pellet and\nMs Pell."
    assert exchange(exchange(text)) == text


def test_words_of_a_name_that_must_be_mentioned_stand_for_the_name() -> None:
    exchange = Exchange({"Reed Cutters' Guild": "Otter Society", "Otter Society": "Reed Cutters' Guild"})
    said = ("Reed Cutters", "Otter Society", "otter", "eels")
    assert list(map(exchange.mention, said)) == ["Otter Society", "Reed Cutters' Guild", "otter", "eels"]


def test_ranking_cases_over_reports_are_left_out_of_a_name_swap() -> None:
    ranking = Case("r", "evidence", "Weirs?", document="daily.md", utterances=((0, 1),))
    record = FakeRecord(report("Words.", entry("Maud Galbreth")), transcript())
    kept = name_swap([ranking, replace(ranking, id="t", document="weir.txt")], record, 0).cases
    assert [(c.id, c.document) for c in kept] == [("t", "weir.txt.proceedings.json")]


def distance_at_most_one_slip(one: str, other: str) -> bool:
    """Equal but for one letter replaced, left out, put in, or two neighbours changed about."""
    if len(one) == len(other):
        places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        turned = len(places) == 2 and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
        return len(places) <= 1 or turned
    long, short = sorted((one, other), key=len, reverse=True)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@pytest.mark.parametrize("seed", range(25))
def test_a_slip_is_one_edit_behind_the_first_letter(seed: int) -> None:
    for word in ("meadow", "autumn", "Galbreth", "ééééé", "llama"):
        slipped = slip(word, drawing(seed, word)) if word != "ééééé" else word
        assert slipped[0] == word[0]
        assert distance_at_most_one_slip(word, slipped)
        assert (slipped != word) == (word != "ééééé")


@pytest.mark.parametrize("seed", range(10))
def test_typos_touch_one_ordinary_word_and_no_name(seed: int) -> None:
    (case,) = perturb("typos", [WEIR], RECORD, seed).cases
    changed = [(a, b) for a, b in zip(WEIR.question.split(), case.question.split(), strict=True) if a != b]
    assert [a for a, _ in changed] == ["raised"]
    assert replace(case, question=WEIR.question) == WEIR


@pytest.mark.parametrize("seed", range(10))
def test_name_typos_touch_one_name_and_make_it_nobody_elses(seed: int) -> None:
    asked = replace(WEIR, question="Did Galbreth answer Mr Galbrath?")
    record = FakeRecord(transcript(), report("Words.", entry("Nils Galbrath")))
    (case,) = perturb("name-typos", [asked], record, seed).cases
    changed = [(a, b) for a, b in zip(asked.question.split(), case.question.split(), strict=True) if a != b]
    assert len(changed) == 1
    assert re.sub(r"\W", "", changed[0][1]) not in ("Galbreth", "Galbrath")


def test_a_question_without_a_fit_word_stays_and_is_counted() -> None:
    found = perturb("typos", [replace(WEIR, question="Who is she?")], RECORD, 0)
    assert found.cases[0].question == "Who is she?"
    assert "1 questions" in found.notes[0]


@pytest.mark.parametrize(
    ("question", "ways"),
    [
        (
            "What did Ms. Pell say about eels?",
            {"What was said by Ms. Pell about eels?", "On eels, what did Ms. Pell say?"},
        ),
        ("What was Mr Pell's view on eels?", {"What did Mr Pell think about eels?"}),
        ("Which member counted Pell's eels?", {"Who was it that counted Pell's eels?"}),
        ("Why did Pell leave?", {"For what reason did Pell leave?"}),
        ("Who spoke of eels?", {"Can you tell me who spoke of eels?", "Who was it that spoke of eels?"}),
        ("How do they differ?", {"In what way do they differ?"}),
        ("How many eels were counted?", {"Please tell me: how many eels were counted?"}),
        ("Maud Galbreth on eels?", {"One question: Maud Galbreth on eels?"}),
        ("On what day was it?", {"According to the proceedings, on what day was it?"}),
    ],
)
def test_the_frame_of_a_question_is_reworded_and_its_words_stay(question: str, ways: set[str]) -> None:
    found = {reworded(question, seed, "c") for seed in range(60)}
    assert ways <= found
    assert question not in found
    kept = {w for w in re.findall(r"\w+", question) if w[0].isupper()} & {"Pell", "Maud", "Galbreth"}
    assert all(word in f for f in found for word in kept)


def test_distractors_are_of_the_same_kinds_and_about_nobody_and_nothing_that_is_asked() -> None:
    record = FakeRecord(transcript(), report("Words.", entry("Elspet Quorn")))
    bees = replace(WEIR, question="Who keeps bees on roofs?", documents=("weir.txt", "daily.md"))
    found = perturb("distractors", [bees], record, 0)
    assert found.cases == (bees,)
    assert found.ingest == "beside"
    assert [f.name.split(".", 1)[1] for f in found.files] == ["proceedings.json"] * 3 + ["txt"] * 3
    assert not any("bees" in f.text or "Quorn" in f.text for f in found.files)


def test_shuffling_loses_nothing_and_names_every_file_once() -> None:
    cases = [replace(WEIR, id=f"w{n}") for n in range(30)]
    record = FakeRecord(*(transcript(document_id=f"d{n}.txt") for n in range(30)))
    found = perturb("shuffle", cases, record, 0)
    assert found.cases != tuple(cases)
    assert sorted(found.cases, key=lambda c: c.id) == sorted(cases, key=lambda c: c.id)
    assert sorted(found.files[0].text.split()) == sorted(record.places())
    assert found.files[0].text.split() != record.places()


def test_members_of_an_archive_stand_for_it_and_addresses_for_themselves() -> None:
    class Store:
        def view(self) -> None:
            return None

        def sources(self) -> list[Source]:
            identities = ("a.txt", "z.zip!b.txt", "z.zip!c.txt", "https://example.org/d.html")
            return [Source(i, i, "/proceedings", "v1", "00") for i in identities]

    found = StoredRecord(Store()).places()  # type: ignore[arg-type]
    assert found == ["/proceedings/a.txt", "/proceedings/z.zip", "https://example.org/d.html"]


def test_a_set_is_written_with_what_was_done_and_never_over_something(tmp_path: Path) -> None:
    found = name_swap([WEIR, replace(WEIR, id="w2", history=(Turn("user", "What did Pell say?"),))], RECORD, 0)
    assert write(tmp_path / "set", found, [WEIR, replace(WEIR, id="w2")], kind="name-swap", seed=0) == 2
    assert tuple(read_cases([tmp_path / "set" / CASES])) == found.cases
    told = json.loads((tmp_path / "set" / MANIFEST).read_text())
    assert (told["kind"], told["seed"], told["changed"], told["documents"]) == ("name-swap", 0, 2, "instead")
    assert (tmp_path / "set" / "documents" / "weir.txt.proceedings.json").exists()
    with pytest.raises(BadInput, match="not empty"):
        write(tmp_path / "set", found, [WEIR], kind="name-swap", seed=0)


SITTING = {
    "title": "The mill stream",
    "participants": [{"name": "Maud Galbreth", "labels": ["MG"]}, {"name": "Tobin Pell", "labels": ["TP"]}],
    "utterances": [{"speaker": label, "text": words} for label, _, words in TURNS if label],
}
REPORT = """# The weir, day two

## Participants

- Orla Finch, Mill Society
- Bram Tolliver, Meadow Owners

Orla Finch stressed that the sluice must be opened by hand. Mr. Tolliver warned that a hand-opened sluice opens late.
"""
ASKED = (
    WEIR,
    Case(
        "w2",
        "who",
        "Who warned about the sluice?",
        speakers=("Bram Tolliver",),
        evidence=(Quote("day-two.md", "Mr. Tolliver warned that a hand-opened sluice opens late."),),
    ),
)


def test_derived_sets_pass_the_check_over_their_documents(tmp_path: Path) -> None:
    """The whole way: ingest, perturb, ingest what was written, check."""
    from evaluation import lines
    from evaluation.cases import case_json
    from evaluation.systems import RecordInProcess
    from service.settings import load
    from service.wiring import open_record

    def rostrum(*arguments: object) -> str:
        done = CliRunner().invoke(app, [*map(str, arguments)])
        assert done.exit_code == 0, done.output
        return done.stdout

    sources = tmp_path / "proceedings"
    sources.mkdir()
    (sources / "weir.proceedings.json").write_text(json.dumps(SITTING))
    (sources / "day-two.md").write_text(REPORT)
    ids = {"weir.txt": "weir.proceedings.json"}
    moved = [
        replace(c, documents=(), evidence=tuple(Quote(ids.get(q.document, q.document), q.quote) for q in c.evidence))
        for c in ASKED
    ]
    lines.write(tmp_path / "set.jsonl", map(case_json, moved))
    rostrum("--data", tmp_path / "data", "ingest", sources)
    for kind in ("name-swap", "shuffle"):
        out = tmp_path / kind
        told = rostrum(
            "--data", tmp_path / "data", "eval", "perturb", tmp_path / "set.jsonl", "--kind", kind, "--out", out
        )
        assert f"{out} holds 2 cases" in told
    rostrum("--data", tmp_path / "swapped", "ingest", tmp_path / "name-swap" / "documents")
    assert sorted((tmp_path / "shuffle" / "order.txt").read_text().split()) == sorted(map(str, sources.iterdir()))
    for data, kind in (("swapped", "name-swap"), ("data", "shuffle")):
        record = RecordInProcess(open_record(load(data=tmp_path / data)))
        assert list(check([tmp_path / kind / CASES], record)) == []
    (swapped,) = (c for c in read_cases([tmp_path / "name-swap" / CASES]) if c.id == "w2")
    assert swapped.speakers == ("Orla Finch",)
    assert swapped.evidence[0].quote.startswith("Mr. Finch warned")
