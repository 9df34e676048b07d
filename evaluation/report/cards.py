"""One case, as a person looks at it: the question; what was expected and what was shown, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evaluation.answers import Answered
from evaluation.cases import Case
from evaluation.judging import CaseScore
from evaluation.metrics.mentions import mentioned
from evaluation.metrics.speakers import is_expected, is_shown, required
from evaluation.metrics.stance import stances
from evaluation.report.choosing import ERROR, RIGHT, SEARCHED, WRONG, outcome
from evaluation.report.elements import DASH, Inside, Markup, cropped, el, joined
from evaluation.report.numbers import figure
from evaluation.report.overlap import common
from evaluation.shown import Shown, shown
from service.contract import Json

MOST_CHARS = 4_000  # of any one text
MOST_QUOTE_CHARS = 1_500  # of a quote, which should have 80 words
MOST_NAME_CHARS = 200
MOST_QUOTES = 30  # of a case and of an answer
MOST_NAMES = 60
HITS_SHOWN = 10
BADGES = {WRONG: "wrong", ERROR: "failed", RIGHT: "right", SEARCHED: "searched for"}


def card(case: Case, came: Answered | None, score: CaseScore, documents: Sequence[int]) -> Markup:
    """The case as an article; `documents` are the numbers of its documents, for the filter."""
    how = outcome(score)
    answer = None if came is None or came.answer is None else shown(came.answer)
    heading = el(
        "summary",
        el("span", BADGES[how], class_=f"badge {how}"),
        " ",
        el("h3", cropped(case.question, MOST_CHARS), dir="auto"),
    )
    whole = el("details", heading, _why(score), _body(case, came, answer, score), open=how in (WRONG, ERROR))
    known = {"data_type": case.type, "data_outcome": how, "data_documents": " ".join(map(str, documents))}
    return joined((el("article", whole, class_="case", **known), Markup("\n")))


def _why(score: CaseScore) -> Inside:
    if score.error is not None:
        return el("p", "It failed, and stands in no figure: ", cropped(score.error, MOST_CHARS), class_="why")
    told = (
        [el("p", "Not right: ", cropped("; ".join(score.wrongs), MOST_CHARS), ".", class_="why")]
        if score.wrongs
        else []
    )
    if score.search_error:
        text = cropped(score.search_error, MOST_CHARS)
        told.append(el("p", "Answered, but could not be searched for: ", text, class_="why"))
    return told


def _body(case: Case, came: Answered | None, answer: Shown | None, score: CaseScore) -> Inside:
    both = (_ranked(case), _hits(came)) if case.ranking else (_expected(case, answer), _shown(case, came, answer))
    return (
        _history(case),
        el("div", _side("Expected", both[0]), _side("Shown", both[1]), class_="sides"),
        _facts(case, score),
    )


def _side(heading: str, inside: Inside) -> Markup:
    return el("div", el("h4", heading), inside, class_="side")


def _history(case: Case) -> Markup | None:
    if not case.history:
        return None
    turns = (
        el("li", el("b", "Reader: " if t.role == "user" else "Answer: "), cropped(t.content, MOST_CHARS), dir="auto")
        for t in case.history[:MOST_QUOTES]
    )
    return el("ol", turns, class_="history", aria_label="What was said before")


def _expected(case: Case, answer: Shown | None) -> Iterator[Inside]:
    if case.abstain:
        kind = f": {case.abstention.replace('_', ' ')}" if case.abstention else ""
        yield el("p", f"Silence{kind}.")
    if case.answer:
        yield el("p", cropped(case.answer, MOST_CHARS), dir="auto")
    if case.speakers:
        yield _names("Speakers", (_chip(n, _met(n, case, answer)) for n in case.speakers[:MOST_NAMES]))
    if case.speakers_allowed:
        yield _names("May be shown", (_chip(n, None) for n in case.speakers_allowed[:MOST_NAMES]))
    if case.must_mention:
        found = mentioned(case, answer) if answer else [None] * len(case.must_mention)
        pairs = list(zip(case.must_mention, found, strict=True))[:MOST_NAMES]
        yield _names("Must mention", (_chip(m, there) for m, there in pairs))
    if case.stances:
        yield _names("Stances", _stances(case, answer))
    cited = answer.citations[:MOST_QUOTES] if answer else ()
    for expected in case.evidence[:MOST_QUOTES]:
        others = [c.quote for c in cited if c.document == expected.document]
        yield _quote(expected.quote, others, (expected.document,))
    if len(case.evidence) > MOST_QUOTES:
        yield el("p", f"… and {len(case.evidence) - MOST_QUOTES} more quotes.", class_="soft")


def _met(name: str, case: Case, answer: Shown | None) -> bool | None:
    """Whether somebody who must be shown is; None where nothing is to be said."""
    return is_shown(name, answer) if answer and name in required(case) and not case.abstain else None


def _stances(case: Case, answer: Shown | None) -> list[Markup]:
    """Each stance that the case gives; where another one is shown, that one too."""
    met = stances(case, answer) if answer and not case.abstain else ()
    found = [got for _, got in met] or [None] * len(case.stances)
    chips = []
    for (name, wanted), got in list(zip(case.stances, found, strict=True))[:MOST_NAMES]:
        other = f" (shown: {got})" if got and got != wanted else ""
        chips.append(_chip(f"{name}: {wanted}{other}", got == wanted if got else None))
    return chips


def _chip(name: str, good: bool | None) -> Markup:
    """A name with a sign: met, missed, or neither."""
    sign, how = {True: ("✓ ", "good"), False: ("✗ ", "bad"), None: ("", "plain-chip")}[good]
    return el("span", sign, el("bdi", cropped(name, MOST_NAME_CHARS)), class_=f"chip {how}")


def _names(heading: str, chips: Iterable[Markup]) -> Markup:
    return el("p", el("span", f"{heading}: ", class_="soft"), ((chip, " ") for chip in chips))


def _shown(case: Case, came: Answered | None, answer: Shown | None) -> Iterator[Inside]:
    if answer is None or came is None or came.answer is None:
        yield el("p", "Nothing came back.")
        return
    if answer.abstained:
        kind = (answer.kind or "kind not said").replace("_", " ")
        yield el("p", el("b", f"Silence: {kind}. "), dir="auto")
    yield el("p", cropped(answer.text, MOST_CHARS) or DASH, dir="auto")
    if answer.said_by:
        yield _names("Credited", _credited(case, answer))
    speakers = _speakers_of(came.answer)
    expected = case.evidence[:MOST_QUOTES]
    for cited in answer.citations[:MOST_QUOTES]:
        others = [e.quote for e in expected if e.document == cited.document]
        yield _quote(cited.quote, others, (f"[{cited.number}]", speakers.get(cited.number), cited.document))
    if len(answer.citations) > MOST_QUOTES:
        yield el("p", f"… and {len(answer.citations) - MOST_QUOTES} more citations.", class_="soft")


def _credited(case: Case, answer: Shown) -> list[Markup]:
    """Each one credited, with the numbers of the citations; good where expected."""
    found: dict[str, tuple[bool | None, list[int]]] = {}
    for claim in answer.claims:
        good = is_expected(claim, case) if case.speakers and not case.abstain else None
        for name in claim.names:
            found.setdefault(name, (good, []))[1].extend(claim.numbers)
    return [
        _chip(f"{name} {''.join(f'[{n}]' for n in dict.fromkeys(numbers))}", good)
        for name, (good, numbers) in list(found.items())[:MOST_NAMES]
    ]


def _speakers_of(answer: Json) -> dict[int, str]:
    """Who the citation says has said it, by number."""
    people = ((c["number"], c.get("speaker")) for c in answer.get("citations") or ())
    return {n: str(p["name"]) for n, p in people if isinstance(p, dict) and p.get("name")}


def _quote(words: str, others: Sequence[str], where: Sequence[str | None]) -> Markup:
    """A quote in which the words that it shares with the other side are marked."""
    text = cropped(words, MOST_QUOTE_CHARS)
    reached, parts = 0, []
    for start, end in common(text, (o[:MOST_QUOTE_CHARS] for o in others)):
        parts += [text[reached:start], el("mark", text[start:end])]
        reached = end
    told = " · ".join(cropped(w, MOST_NAME_CHARS) for w in where if w)
    return el("blockquote", el("p", *parts, text[reached:], dir="auto"), el("footer", el("bdi", told)))


def _ranked(case: Case) -> Iterator[Inside]:
    yield el("p", "Utterances of ", el("bdi", case.document or ""), ", by grade:")
    best = sorted(case.utterances, key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMES]
    yield el("p", ((_chip(f"{number} (grade {grade})", None), " ") for number, grade in best))


def _hits(came: Answered | None) -> Iterator[Inside]:
    hits = came.hits if came else None
    if not hits:
        yield el("p", "Nothing was found." if hits is not None else "Nothing came back.")
        return
    yield el("ol", (el("li", _place(hit), dir="auto") for hit in hits[:HITS_SHOWN]))
    if len(hits) > HITS_SHOWN:
        yield el("p", f"… and {len(hits) - HITS_SHOWN} more hits.", class_="soft")


def _place(hit: Json) -> str:
    first, last = hit["utterances"]
    return f"{hit['document']}, {first}" + (f" to {last}" if last != first else "")


def _facts(case: Case, score: CaseScore) -> Markup:
    ndcg = dict(score.retrieval).get("ndcg@10")
    known = (
        ("", cropped(case.id, MOST_NAME_CHARS)),
        ("", cropped(case.type, MOST_NAME_CHARS)),
        ("", cropped(", ".join(case.about), MOST_CHARS)),
        ("speaker precision ", figure(score.speaker_precision)),
        ("speaker recall ", figure(score.speaker_recall)),
        ("citation precision ", figure(score.citation_precision)),
        ("citation recall ", figure(score.citation_recall)),
        ("nDCG@10 ", figure(ndcg)),
        ("waited ", figure(score.wall_ms / 1000, "s")),
    )
    items = (el("li", f"{name}{value}") for name, value in known if value and value != DASH)
    note = el("li", cropped(case.speaker_note, MOST_CHARS), dir="auto") if case.speaker_note else None
    return el("ul", items, note, class_="facts")
