"""Who is on the roll: listed, named by turn labels, introduced in the text, delegations; and who is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.names import slug
from corpus.records import Participant, Person, RollEntry
from ingest.labels import LabelResolver
from ingest.reading import Block, Reading
from ingest.register import Register, load_register
from ingest.roll import build_roll, named_by


def transcript(*labels: str, listed: tuple[Participant, ...] = (), text: str = "") -> Reading:
    blocks = tuple(Block(0, 0, label) for label in labels)
    return Reading(text, "transcript", "A meeting", blocks, listed)


def report(*paragraphs: str, listed: tuple[Participant, ...] = ()) -> Reading:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Reading("\n\n".join(paragraphs), "report", "A report", tuple(blocks), listed)


def register(folder: Path, text: str) -> Register:
    path = folder / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    return load_register(path)


def names(reading: Reading, known: Register | None = None) -> list[str]:
    return [p.name for p in build_roll(reading, known)]


def resolver(reading: Reading, known: Register | None = None) -> LabelResolver:
    roll = tuple(RollEntry(Person(slug(p.name), p.name), p) for p in build_roll(reading, known))
    return LabelResolver(roll, known)


def meant(reading: Reading, label: str, known: Register | None = None) -> str | None:
    person = resolver(reading, known).resolve(label)
    return person.name if person else None


# --- transcripts


@pytest.mark.parametrize(
    ("label", "name", "affiliation", "role"),
    [
        ("Hon. Ana Vidal (Northside, Ind.)", "Ana Vidal", "Northside, Ind.", None),
        ("Mr. Li Wen (Minister of Fisheries)", "Li Wen", None, "Minister of Fisheries"),
        ("The Chair (Hon. Ana Vidal (Northside, Ind.))", "Ana Vidal", "Northside, Ind.", "Chair"),
        ("The Acting Chair (Mrs. Rhea Moss)", "Rhea Moss", None, "Acting Chair"),
        ("Nia Pryce AM", "Nia Pryce", None, None),
        ("JONAS O'HARE", "Jonas O'Hare", None, None),
        ("EMI Kato", "Emi Kato", None, None),
        ("Dr Frank van der Meer", "Frank van der Meer", None, None),
        ("Mr. Luc d'Aubigny", "Luc d'Aubigny", None, None),
        ("Ana Vidal (via video link)", "Ana Vidal", None, None),
        ("Ana Vidal, Chair", "Ana Vidal", None, "Chair"),
        ("Ana Vidal, Harbour Board", "Ana Vidal", "Harbour Board", None),
    ],
)
def test_a_label_with_a_full_name_makes_a_participant(label, name, affiliation, role):
    found = named_by(label)
    assert found is not None
    assert (found.name, found.affiliation, found.role) == (name, affiliation, role)


@pytest.mark.parametrize(
    "label", ["The Chair", "AV", "Ana", "An hon. member", "The Minister of Finance", "Unknown", "Q"]
)
def test_a_lone_word_initials_or_a_role_make_none(label):
    assert named_by(label) is None


def test_the_bare_chair_is_the_chair_of_that_meeting():
    reading = transcript("The Chair (Hon. Ana Vidal (Northside, Ind.))", "Mr. Li Wen (Port)", "The Chair", "Mr. Li Wen")
    assert meant(reading, "The Chair") == "Ana Vidal"
    assert len(build_roll(reading)) == 2


def test_a_chair_whom_nobody_names_is_nobody():
    assert meant(transcript("The Chair", "Li Wen"), "The Chair") is None


def test_somebody_only_called_by_title_and_surname_is_called_so():
    reading = transcript("Mr. Wen", "Ms. Vidal", "Ana Vidal")
    assert names(reading) == ["Ana Vidal", "Mr. Wen"]
    assert meant(reading, "Ms. Vidal") == "Ana Vidal"


def test_initials_that_nobody_defines_are_nobody():
    assert names(transcript("AV", "LW", "Speaker 1")) == []


def test_initials_defined_in_the_text_hold():
    reading = transcript("AVL", "LW", text="Presenter: Ana Vidal (AVL)\n\nAVL: Thanks to Li Wen (NGO).")
    assert meant(reading, "AVL") == "Ana Vidal"
    assert meant(reading, "LW") is None


def test_one_label_with_two_spellings_of_a_name_is_one_person():
    reading = transcript(
        "DF", text="Presenter: Dan Farrow (DF)", listed=(Participant("Daniel Farrow", labels=("DF",)),)
    )
    assert names(reading) == ["Daniel Farrow"]


def test_two_people_of_one_surname_stay_two():
    listed = (Participant("Tom Miller", labels=("TM",)), Participant("Jane Miller", labels=("JM",)))
    reading = transcript("TM", "JM", "Miller", listed=listed)
    assert (meant(reading, "TM"), meant(reading, "JM"), meant(reading, "Miller")) == ("Tom Miller", "Jane Miller", None)


def test_a_listed_name_loses_its_title_and_keeps_it_as_label():
    listed = (Participant("Ms. Ana Vidal", "Harbour Board (Moderator)"),)
    (found,) = build_roll(transcript("Ana Vidal", listed=listed))
    assert (found.name, found.affiliation, found.role) == ("Ana Vidal", "Harbour Board", "Moderator")
    assert "Ms. Ana Vidal" in found.labels


# --- the register


def test_the_register_names_whom_the_document_does_not(tmp_path):
    known = register(tmp_path, "speakers: [{name: Ana Vidal, labels: [AV]}, {name: Li Wen, labels: [LW]}]")
    reading = transcript("AV")
    assert names(reading, known) == ["Ana Vidal"]
    assert meant(reading, "AV", known) == "Ana Vidal"


def test_the_label_of_this_meeting_goes_before_the_register(tmp_path):
    known = register(tmp_path, "speakers: [{name: Ana Vidal, labels: [AV, AVL]}]")
    reading = transcript("AV", "AVL", listed=(Participant("Abel Voss", labels=("AV",)),))
    assert meant(reading, "AV", known) == "Abel Voss"
    assert meant(reading, "AVL", known) == "Ana Vidal"


def test_a_label_of_the_register_may_mean_somebody_listed(tmp_path):
    known = register(tmp_path, "speakers: [{name: Ana Vidal, labels: [AV]}]")
    reading = transcript("AV", "AVX", listed=(Participant("Ana Vidal", "Harbour Board", labels=("AVX",)),))
    (found,) = build_roll(reading, known)
    assert (found.affiliation, set(found.labels)) == ("Harbour Board", {"AV", "AVX"})


def test_people_of_the_register_who_did_not_speak_are_not_there(tmp_path):
    known = register(tmp_path, "speakers: [{name: Ana Vidal, labels: [AV]}, {name: Li Wen, labels: [LW]}]")
    assert names(transcript("LW"), known) == ["Li Wen"]


# --- people in reports


@pytest.mark.parametrize(
    ("sentence", "name", "affiliation", "role"),
    [
        (
            "Prof. Jun Abe, Deputy Director of the Lake Institute, gave closing remarks.",
            "Jun Abe",
            "Lake Institute",
            "Deputy Director",
        ),
        ("Next, Mr. Pavel Horn, also from LAKENET, stated that weirs hold.", "Pavel Horn", "LAKENET", None),
        ("Hilda McCrae, RIVERS, highlighted three lessons.", "Hilda McCrae", "RIVERS", None),
        (
            "Kamala Uy, Ministry of Waters, Laos, presented the plan.",
            "Kamala Uy",
            "Ministry of Waters, Laos",
            None,
        ),
        ("WGL Chair Tevita Manu (Fiji) said that time was short.", "Tevita Manu", "Fiji", "WGL Chair"),
        ("Janos Farkas from the Interim Office presented the budget.", "Janos Farkas", "Interim Office", None),
        ("Then the Mayor, Barnaby Quill, opened the meeting.", "Barnaby Quill", None, "Mayor"),
        ("Ms. Irma Costa of LAKENET mentioned fairness.", "Irma Costa", "LAKENET", None),
        ("The last to speak was Joana Prado, a salt farmer from Ria.", "Joana Prado", None, None),
        (
            "In the contact group, chaired by Leon Charlot (Grenada), views differed.",
            "Leon Charlot",
            "Grenada",
            "Chair",
        ),
        ("Wytske van der Graaf, Dyke Network, said dykes need care.", "Wytske van der Graaf", "Dyke Network", None),
        ("K.Y. Owusu-Badu, Ghana, said people must be heard.", "K.Y. Owusu-Badu", "Ghana", None),
    ],
)
def test_people_introduced_in_the_text(sentence, name, affiliation, role):
    found = {p.name: p for p in build_roll(report(sentence)) if not p.delegation}
    assert list(found) == [name]
    assert (found[name].affiliation, found[name].role) == (affiliation, role)


@pytest.mark.parametrize(
    "sentence",
    [
        "The hall was named after Ana Vidal in 1990.",
        "Delegates thanked the late Professor Ana Vidal for her work.",
        "On behalf of Ana Vidal the minutes were read.",
        "The Lake Institute said that weirs hold.",
        "Executive Directors noted the report, and Climate Action remained open.",
        "The Chair said that time was short.",
        "Monday Morning Sessions noted progress.",
    ],
)
def test_who_is_only_mentioned_is_no_participant(sentence):
    assert [p.name for p in build_roll(report(sentence)) if not p.delegation] == []


def test_an_introduced_name_merges_with_the_listed_one():
    listed = (Participant("Merle Okafor", "CAIR"), Participant("Jun Abe"))
    reading = report(
        "Ms. Merle Okafor of CAIR spoke. Ms. Merle stressed time. Prof. Abe and Mr. Pavel said no.", listed=listed
    )
    assert names(reading) == ["Merle Okafor", "Jun Abe", "Mr. Pavel"]


def test_a_surname_with_title_is_whoever_was_introduced_in_full():
    assert names(report("Ms. Costa noted costs.", "Irma Costa, RIVERS, said they were low.")) == ["Irma Costa"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ana Vidal, Li Wen, and Eva Lund said no.", {"Ana Vidal": None, "Li Wen": None, "Eva Lund": None}),
        ("Tom Harris and Eva Lund, RIVERS, stressed patience.", {"Tom Harris": None, "Eva Lund": "RIVERS"}),
        ("Ana Vidal, Casa Verde, and Li Wen, LAKENET, said no.", {"Ana Vidal": "Casa Verde", "Li Wen": "LAKENET"}),
        ("Talks were given by Ana Vidal and Li Wen.", {"Ana Vidal": None, "Li Wen": None}),
        ("Echoing Ana Vidal, Li Wen noted costs.", {"Li Wen": None}),
        ("In response to Ms. Ito, Mr. Abe said no.", {"Mr. Abe": None}),
        ("While Ana Vidal said yes, Li Wen said no.", {"Ana Vidal": None, "Li Wen": None}),
    ],
)
def test_members_of_lists_are_told_from_affiliations_and_objects(sentence, expected):
    assert {p.name: p.affiliation for p in build_roll(report(sentence)) if not p.delegation} == expected


# --- delegations


def delegations(*paragraphs: str) -> dict[str, Participant]:
    return {p.name: p for p in build_roll(report(*paragraphs)) if p.delegation}


def test_delegations_in_capitals_and_in_mixed_case():
    found = delegations("JAPAN, supported by Canada and the US, and opposed by SAUDI ARABIA, proposed a new text.")
    assert set(found) == {"Japan", "Canada", "United States", "Saudi Arabia"}


def test_groups_by_their_usual_names():
    found = delegations(
        "Nauru, for AOSIS, called for haste. The G-77/CHINA said finance matters. The UMBRELLA GROUP disagreed. "
        "Algeria, on behalf of the AFRICAN GROUP, stressed equity. The EU emphasized rules."
    )
    expected = {"Nauru", "AOSIS", "G-77/China", "Umbrella Group", "Algeria", "African Group", "European Union"}
    assert set(found) == expected


def test_groups_that_no_list_knows():
    found = delegations(
        "The COASTAL ALLIANCE opposed the plan. Tarn, for the LOW HILLS GROUP, said rain helps. LAKENET agreed."
    )
    assert {"Coastal Alliance", "Low Hills Group", "LAKENET"} <= set(found)


def test_countries_only_mentioned_are_not_there():
    found = delegations("Norway said that trade with Chile and Peru grew. A workshop was held in Kenya.")
    assert set(found) == {"Norway"}


def test_delegations_go_by_what_else_they_are_called():
    reading = report("The REPUBLIC OF KOREA, the RUSSIAN FEDERATION and the US said no. The PHILIPPINES said yes.")
    assert meant(reading, "South Korea") == "Republic of Korea"
    assert meant(reading, "Russia") == "Russian Federation"
    assert meant(reading, "America") == "United States"
    assert "South Korea" in delegations(reading.text)["Republic of Korea"].labels


def test_one_delegation_under_two_names_stands_once():
    assert set(delegations("The EU said no. The European Union added that it meant it.")) == {"European Union"}


def test_a_misspelt_country_is_that_country():
    assert set(delegations("TRINIDAD AND TOBAGGO said no.")) == {"Trinidad and Tobago"}


def test_articles_and_transcripts_have_no_introductions():
    text = "JAPAN said no. Ms. Ana Vidal, RIVERS, said yes."
    reading = report(text)
    assert build_roll(Reading(text, "article", "News", reading.blocks)) == ()
