"""Reading questions: who is asked for, what kind of thing, what is left as the topic."""

import pytest

from corpus.records import Participant, Person, RollEntry
from retriever.namebook import NameBook
from retriever.query import asks_for_roll, plain_question, read_question


def entry(
    name: str, *labels: str, role: str | None = None, affiliation: str | None = None, delegation: bool = False
) -> RollEntry:
    person = Person(name.lower().replace(" ", "-"), name, affiliation)
    return RollEntry(person, Participant(name, affiliation, role, labels=labels, delegation=delegation))


NAMES = NameBook(
    [
        entry("Nadia Okafor", "NO"),
        entry("Pieter van der Berg", "PB"),
        entry("Lena Brandt", "LB"),
        entry("Otto Brandt", "OB"),
        entry("Rosa Lim", role="Professor (Moderator)"),
        entry("South Ruritania", delegation=True),
        entry("Ruritania", delegation=True),
        entry("Coastal Alliance", delegation=True),
        entry("Russian Federation", delegation=True),
        entry("Mara Quill", affiliation="Institute of Rivers (IoR)"),
        entry("Teo Quist", affiliation="Institute of Rivers (IoR)"),
    ]
)


def subjects(question: str) -> list[str]:
    return [p.name for p in read_question(question, NAMES).people]


def others(question: str) -> list[str]:
    return [p.name for m in read_question(question, NAMES).others for p in m.people]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Nadia Okafor say about tides?", ["Nadia Okafor"]),
        ("What did Ms. Okafor warn about?", ["Nadia Okafor"]),
        ("How does Prof. van der Berg see the levy?", ["Pieter van der Berg"]),
        ("According to NO, what is too slow?", ["Nadia Okafor"]),
        ("What is too slow, according to Okafor?", ["Nadia Okafor"]),
        ("What was Okafor's view on the levy?", ["Nadia Okafor"]),
        ("What did the moderator ask?", ["Rosa Lim"]),
        ("What did Acme's Nadia Okafor suggest?", ["Nadia Okafor"]),
        ("What did Ruritania's delegate Pieter van der Berg suggest?", ["Pieter van der Berg"]),
        ("Which levy did South Ruritania prefer?", ["South Ruritania"]),
        ("On what grounds did the Coastal Alliance object to the levy?", ["Coastal Alliance"]),
        ("How did Okafor respond to Ruritania's worry about costs?", ["Nadia Okafor"]),
    ],
)
def test_subject_is_the_person_whose_words_are_asked_for(question: str, expected: list[str]) -> None:
    assert subjects(question) == expected


def test_surname_of_two_people_keeps_both_as_alternatives() -> None:
    assert subjects("What did Brandt say about tiles?") == ["Lena Brandt", "Otto Brandt"]


def test_a_country_inside_a_longer_name_is_not_named() -> None:
    assert others("Who agreed with South Ruritania?") == ["South Ruritania"]


def test_country_is_found_by_its_other_names() -> None:
    assert subjects("What reservation did Russia voice?") == ["Russian Federation"]


def test_body_stands_for_all_its_people() -> None:
    (mention,) = read_question("What did the Institute of Rivers propose?", NAMES).subjects
    assert mention.together
    assert [p.name for p in mention.people] == ["Mara Quill", "Teo Quist"]
    assert subjects("What did the IoR propose?") == ["Mara Quill", "Teo Quist"]


def test_who_question_has_no_subject_but_names_others() -> None:
    reading = read_question("Who agreed with Ms. Okafor on the levy?", NAMES)
    assert (reading.kind, reading.subjects) == ("relation", ())
    assert others("Who agreed with Ms. Okafor on the levy?") == ["Nadia Okafor"]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who argued that levies are unfair?", "who"),
        ("Which delegation wanted a longer trial?", "who"),
        ("Who supported Ruritania's plan?", "relation"),
        ("Did anyone back Okafor?", "relation"),
        ("On the levy, who went along with Ruritania?", "relation"),
        ("How do Okafor and van der Berg differ on tides?", "compare"),
        ("How did Okafor's plan differ from that of Rosa Lim?", "compare"),
        ("Where do the Coastal Alliance and Ruritania part ways on tides?", "compare"),
        ("Who were the panellists?", "list"),
        ("Name the groups that asked for a levy.", "list"),
        ("How many people attended?", "fact"),
        ("When and where was the forum held?", "fact"),
        ("Summarise the debate on the levy.", "summary"),
        ("What did the panellists say about the levy?", "summary"),
        ("What was said about the levy?", "summary"),
        ("What did Okafor say?", "position"),
    ],
)
def test_kind(question: str, kind: str) -> None:
    assert read_question(question, NAMES).kind == kind


def test_unknown_name_in_the_place_of_the_subject_is_told() -> None:
    assert read_question("What did Wilhelm Tell say about apples?", NAMES).unknown == "Wilhelm Tell"
    assert read_question("What did the report say about Wilhelm Tell?", NAMES).unknown is None
    assert read_question("What did Okafor say about Wilhelm Tell?", NAMES).unknown is None


def test_country_that_never_spoke_is_unknown_as_a_subject() -> None:
    assert read_question("What position did Germany take on tides?", NAMES).unknown is None
    assert read_question("What did Germany say about tides?", NAMES).unknown == "Germany"


def test_number_of_people_asked_for() -> None:
    assert read_question("Which delegate wanted a levy?", NAMES).singular
    assert read_question("Which delegates wanted a levy?", NAMES).plural
    assert read_question("Who spoke about the levy?", NAMES).plural
    assert not read_question("Who wanted the levy?", NAMES).plural


def test_topic_is_without_scaffolding_and_subject() -> None:
    assert read_question("What did Nadia Okafor say about the tidal levy?", NAMES).topic == "the tidal levy"
    assert read_question("According to Okafor, how high is the levy?", NAMES).topic.endswith("high is the levy")


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("Why did Okafor oppose the levy?", "against"),
        ("Why did Okafor criticise the levy?", "against"),
        ("Why was Okafor against the levy?", "against"),
        ("Why did Okafor welcome the levy?", "favour"),
        ("What did Okafor say about opposing the levy?", None),
    ],
)
def test_why_question_presumes_a_stance(question: str, stance: str | None) -> None:
    assert read_question(question, NAMES).stance == stance


def test_asking_who_took_part_is_not_asking_who_said() -> None:
    assert asks_for_roll("Who were the speakers?")
    assert asks_for_roll("Who took part in the panel?")
    assert not asks_for_roll("Who were against the levy?")
    assert not asks_for_roll("Name the participants that opposed the levy.")


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("Could you please tell me who opposed the levy?", "who opposed the levy?"),
        ("One question: what did Nadia Okafor say?", "what did Nadia Okafor say?"),
        ("OK, thanks. Do you know in which year it was?", "in which year it was?"),
        ("I'd like to know why", "why"),
        ("Do you know Nadia Okafor?", "Do you know Nadia Okafor?"),
        ("A question of order was put by whom?", "A question of order was put by whom?"),
        ("Thanks!", "Thanks!"),
    ],
)
def test_courtesy_before_a_question_is_no_part_of_it(asked: str, plain: str) -> None:
    assert plain_question(asked) == plain
    assert read_question(asked, NAMES) == read_question(plain, NAMES)
