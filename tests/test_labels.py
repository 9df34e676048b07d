"""From labels to people: the label of this meeting first, then names, roles and delegations; two fits are none."""

from __future__ import annotations

import time

import pytest

from corpus.names import slug
from corpus.records import Participant, Person, RollEntry
from ingest.labels import LabelResolver
from ingest.register import load_register


def entry(name: str, *labels: str, role: str | None = None, delegation: bool = False) -> RollEntry:
    return RollEntry(Person(slug(name), name), Participant(name, None, role, labels, delegation))


ROLL = (
    entry("Merle Okafor", "MO", role="President"),
    entry("Arisu Endo", role="Moderator"),
    entry("Renata Kumar", role="Chair"),
    entry("Tom Miller"),
    entry("Jane Miller"),
    entry("Anna Bell", role="Minister of Finance and Deputy Premier"),
    entry("Ferdinand von Raesfeld", "FVR"),
    entry("United States", "US", delegation=True),
    entry("South Korea", delegation=True),
    entry("G-77/China", delegation=True),
    entry("European Union", delegation=True),
)


def resolve(label: str, roll: tuple[RollEntry, ...] = ROLL) -> str | None:
    person = LabelResolver(roll).resolve(label)
    return person.name if person else None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MO", "Merle Okafor"),
        ("MO:", "Merle Okafor"),
        ("Merle Okafor", "Merle Okafor"),
        ("Ms. Okafor", "Merle Okafor"),
        ("Ms. Merle", "Merle Okafor"),
        ("M. Okafor", "Merle Okafor"),
        ("Okafor, Merle", "Merle Okafor"),
        ("ENDO Arisu", "Arisu Endo"),
        ("Endo Arisu", "Arisu Endo"),
        ("Associate Prof. Endo", "Arisu Endo"),
        ("von Raesfeld", "Ferdinand von Raesfeld"),
        ("Ferdinand", "Ferdinand von Raesfeld"),
        ("Mr. Tom Miller of the Lake Bank", "Tom Miller"),
        ("Committee Secretary Anna Bell", "Anna Bell"),
    ],
)
def test_a_name_in_any_of_its_forms_is_its_person(label, name):
    assert resolve(label) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("the moderator", "Arisu Endo"),
        ("The Chair", "Renata Kumar"),
        ("Mr. Chairman", "Renata Kumar"),
        ("Madam Chair", "Renata Kumar"),
        ("Chair Kumar", "Renata Kumar"),
        ("the Minister of Finance", "Anna Bell"),
        ("the Deputy Premier", "Anna Bell"),
        ("The President", "Merle Okafor"),
    ],
)
def test_a_role_is_its_one_holder(label, name):
    assert resolve(label) == name


def test_a_role_with_two_holders_is_nobody():
    roll = (entry("Ana Vidal", role="Co-Chair"), entry("Li Wen", role="Co-Chair"))
    assert resolve("the Co-Chair", roll) is None


def test_whoever_is_chair_of_the_meeting_goes_before_the_chair_of_something_else():
    roll = (entry("Ana Vidal", role="Chair"), entry("Li Wen", role="Chair of the Harbour Board"))
    assert resolve("The Chair", roll) == "Ana Vidal"


def test_an_acting_chair_is_not_the_chair():
    assert resolve("The Chair", (entry("Ana Vidal", role="Acting Chair"),)) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("The UNITED STATES", "United States"),
        ("US", "United States"),
        ("the U.S.", "United States"),
        ("America", "United States"),
        ("the delegate of the USA", "United States"),
        ("Republic of Korea", "South Korea"),
        ("the EU", "European Union"),
        ("the Group of 77 and China", "G-77/China"),
    ],
)
def test_a_delegation_goes_by_all_its_names(label, name):
    assert resolve(label) == name


@pytest.mark.parametrize("label", ["us", "US Chamber of Commerce", "North Korea", "China", "Korean", "the delegates"])
def test_what_only_resembles_a_delegation_is_nobody(label):
    assert resolve(label) is None


@pytest.mark.parametrize("label", ["Miller", "Mr. Miller", "J. Okafor", "XX", "Someone Else", "", "the", "x" * 4000])
def test_a_label_of_two_people_or_of_nobody_is_nobody(label):
    assert resolve(label) is None


def test_an_initial_tells_two_people_apart():
    assert resolve("J. Miller") == "Jane Miller"


def test_brackets_name_who_holds_the_role():
    assert resolve("The Chair (Hon. Anna Bell (Northside, Ind.))") == "Anna Bell"
    assert resolve("The Acting Chair (Mr. Tom Miller)") == "Tom Miller"


def test_brackets_behind_a_name_are_left_out():
    assert resolve("Hon. Anna Bell (Northside, Ind.)") == "Anna Bell"


def test_a_label_of_this_meeting_goes_before_a_name():
    roll = (entry("Tom Miller", "Jane"), entry("Jane Abbott"))
    assert resolve("Jane", roll) == "Tom Miller"


def test_a_label_that_the_roll_gives_to_two_is_nobody():
    assert resolve("TM", (entry("Tom Miller", "TM"), entry("Tess Moran", "TM"))) is None


def test_a_short_label_may_be_the_name_of_a_country():
    assert resolve("USA", (entry("Ulla Sand", "USA"),)) == "Ulla Sand"


def test_the_register_helps_only_with_people_on_the_roll(tmp_path):
    path = tmp_path / "speakers.yaml"
    path.write_text("speakers: [{name: Anna Bell, labels: [ABL]}, {name: Not There, labels: [NT]}]", encoding="utf-8")
    labels = LabelResolver(ROLL, load_register(path))
    assert labels.resolve("ABL") == Person("anna-bell", "Anna Bell")
    assert labels.resolve("NT") is None


def test_groups_are_told_from_people():
    labels = LabelResolver(ROLL)
    assert labels.is_group(ROLL[7].person)
    assert not labels.is_group(ROLL[0].person)


def test_many_labels_of_a_long_roll_are_quick():
    letters = "abcdefghij"
    family = ["M" + a + b + c for a in letters for b in letters for c in letters]
    labels = LabelResolver(tuple(entry(f"Given {word}") for word in family))
    begun = time.perf_counter()
    for i in range(20_000):
        labels.resolve(f"Mr. {family[i % 1000]}")
    assert time.perf_counter() - begun < 5
