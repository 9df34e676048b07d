"""Corrections of one document: whatever they are, the document stays sound."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.originals import people_in
from corpus.records import Document, Person
from ingest.amending import Order, amended, followed
from ingest.corrections import Correction
from tests.proceedings import BERG, LIM, OKAFOR, report, transcript

PEOPLE = (OKAFOR, LIM, BERG)
QUOTES = (
    "levies must be fair",
    "She warned",
    "a two-year trial",
    "the",
    "taxes",
    "I support the levy",
    "winter. Ms. Lim",
)
LABELS = ("Stranger", "Ms. Okafor", "She")


def order(
    do: str, document: str | None, about: tuple[str | None, str | None, int | None], person: Person, to: Person | None
) -> Order:
    quote, label, occurrence = about
    return Order(Correction(do, document, quote, occurrence, label), person, to)  # type: ignore[arg-type]


ABOUT = st.one_of(
    st.just((None, None, None)),
    st.tuples(st.sampled_from(QUOTES), st.none(), st.sampled_from((None, 1, 2))),
    st.tuples(st.none(), st.sampled_from(LABELS), st.none()),
)
# What the file of corrections may hold: a merge is about a whole person, and into somebody else.
MERGES = st.permutations(PEOPLE).map(lambda people: order("merge", None, (None, None, None), people[0], people[1]))
ORDERS = MERGES | st.builds(
    order,
    st.sampled_from(("reassign", "withdraw", "withhold")),
    st.sampled_from((None, "levies.txt", "sitting.txt")),
    ABOUT,
    st.sampled_from(PEOPLE),
    st.sampled_from((None, *PEOPLE)),
)
DOCUMENTS = st.sampled_from((report(), transcript()))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.lists(ORDERS, max_size=5))
def test_positions_stay_and_nothing_is_made_up(document: Document, orders: list[Order]) -> None:
    new = amended(document, orders).document
    assert len(new.text) == len(document.text)
    places = [(u.number, u.start, u.end) for u in document.utterances]
    assert [(u.number, u.start, u.end) for u in new.utterances] == places
    spans = {(s.start, s.end, s.content) for s in document.statements}
    assert {(s.start, s.end, s.content) for s in new.statements} <= spans
    assert amended(document, orders).document == new


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.lists(ORDERS, max_size=4), st.sampled_from(PEOPLE))
def test_nothing_is_left_of_whoever_is_withheld_last(document: Document, orders: list[Order], person: Person) -> None:
    """Whoever the person is by then: merged people are one."""
    last = Order(Correction("withhold", person=person.id), person)
    person = followed([*orders, last])[-1].person or person
    new = amended(document, [*orders, last]).document
    assert person.id not in {p.id for p in people_in(new)}
    assert person.name not in repr(new)
    assert not any(s.label.endswith(person.name.split()[-1]) for s in new.statements)


def test_what_is_said_of_a_merged_person_is_said_of_whoever_stayed() -> None:
    merge, back = (Order(Correction("merge", person=a.id, to=b.id), a, b) for a, b in ((OKAFOR, LIM), (LIM, OKAFOR)))
    hide = Order(Correction("withhold", person=OKAFOR.id), OKAFOR)
    assert [o.person for o in followed([merge, hide])] == [OKAFOR, LIM]
    assert [(o.person, o.to) for o in followed([merge, back, hide])] == [(OKAFOR, LIM), (LIM, OKAFOR), (OKAFOR, None)]
    assert followed([merge, merge])[1].person == LIM


def test_words_that_a_split_gave_to_another_are_not_withheld_with_the_first() -> None:
    split = Order(
        Correction("split", "levies.txt", person=OKAFOR.id, to="other"), OKAFOR, Person("other", "Nadia Okafor")
    )
    hide = Order(Correction("withhold", person=OKAFOR.id), OKAFOR)
    assert amended(report(), [split, hide]).document.text == report().text
