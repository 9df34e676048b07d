"""Small documents for tests: a report and a transcript of made-up people, with their spans worked out."""

from __future__ import annotations

from corpus.records import Document, Participant, Person, RollEntry, Statement, Utterance

OKAFOR = Person("nadia-okafor", "Nadia Okafor", "Tidal Board")
LIM = Person("rosa-lim", "Rosa Lim")
BERG = Person("pieter-van-der-berg", "Pieter van der Berg")

REPORT_TEXT = (
    "The forum was held in Port Lumen on 3 May 2022.\n\n"
    "Ms. Okafor stressed that tidal levies must be fair. She warned against raising them in winter.\n\n"
    "Ms. Lim, supported by Mr. van der Berg, proposed a two-year trial."
)


def person_entry(person: Person) -> RollEntry:
    return RollEntry(person, Participant(person.name, person.affiliation))


def span_of(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def statement(utterance: int, sentence: str, content: str, source: Person, cue: str, **more: object) -> Statement:
    start, end = span_of(REPORT_TEXT, sentence)
    label = str(more.pop("label", source.name))
    return Statement(utterance, start, end, span_of(REPORT_TEXT, content), label, cue, source, **more)  # type: ignore[arg-type]


def report() -> Document:
    paragraphs = REPORT_TEXT.split("\n\n")
    utterances = tuple(Utterance(i, *span_of(REPORT_TEXT, p), section="Levies") for i, p in enumerate(paragraphs))
    statements = (
        statement(
            1,
            "Ms. Okafor stressed that tidal levies must be fair.",
            "tidal levies must be fair",
            OKAFOR,
            "stressed",
            stance="favour",
        ),
        statement(
            1,
            "She warned against raising them in winter.",
            "raising them in winter",
            OKAFOR,
            "warned",
            stance="against",
            label="She",
        ),
        statement(2, paragraphs[2], "a two-year trial", LIM, "proposed", stance="favour"),
        statement(2, paragraphs[2], "a two-year trial", BERG, "supported by", stance="favour"),
    )
    return Document(
        id="levies.txt",
        identity="levies.txt",
        version="v1",
        title="Forum on levies",
        kind="report",
        text=REPORT_TEXT,
        date="2022-05-03",
        roll=tuple(map(person_entry, (OKAFOR, LIM, BERG))),
        utterances=utterances,
        statements=statements,
    )


TURNS = (
    ("Ms. Okafor", OKAFOR, "I support the levy. It pays for the dykes. Who would pay otherwise?"),
    ("Mr. van der Berg", BERG, "I don't think we should tax fishermen. They have little."),
    ("Stranger", None, "Nobody asked the harbour towns."),
)


def transcript() -> Document:
    text, utterances = "", []
    for i, (label, person, words) in enumerate(TURNS):
        text += f"{label}: "
        utterances.append(Utterance(i, len(text), len(text) + len(words), label, person, "Levy"))
        text += words + "\n\n"
    return Document(
        id="sitting.txt",
        identity="sitting.txt",
        version="v1",
        title="Sitting on the levy",
        kind="transcript",
        text=text,
        roll=tuple(map(person_entry, (OKAFOR, BERG))),
        utterances=tuple(utterances),
    )
