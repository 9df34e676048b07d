"""Every case that is shown, one after the other, with a filter that appears where scripts run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluation.judging import CaseScore
from evaluation.report.cards import BADGES, card
from evaluation.report.choosing import ALL_UP_TO, Chosen, chosen
from evaluation.report.elements import Inside, Markup, el
from evaluation.runs import Run


def listed(run: Run, scores: Iterable[CaseScore]) -> Iterator[Markup]:
    """The section in pieces: no more than one case's answer is in memory at a time."""
    found = chosen(scores)
    wanted = {s.case for s in found.scores}
    cases = {c.id: c for c in run.cases() if c.id in wanted}
    documents = sorted({d for c in cases.values() for d in c.about})
    numbers = {name: n for n, name in enumerate(documents)}
    yield Markup('<section id="cases">')
    yield el("h2", "Cases")
    yield _shown(found)
    yield _filter(found, sorted({c.type for c in cases.values()}), documents)
    for score in found.scores:
        case = cases[score.case]
        yield card(case, run.came(case.id), score, [numbers[d] for d in case.about])
    yield Markup("</section>\n")


def _shown(found: Chosen) -> Markup:
    counts = ", ".join(
        f"{there:,} {BADGES[name]}" + (f" ({shown:,} of them shown)" if shown < there else "")
        for name, (shown, there) in found.of.items()
    )
    told = f"{counts}. What both sides have in common, three words in a row or more, is marked."
    if found.left_out:
        told += (
            f" Of more than {ALL_UP_TO:,} cases some of each outcome are shown, spread evenly over the set; "
            "every case stands in cases.csv."
        )
    return el("p", told)


def _filter(found: Chosen, types: Iterable[str], documents: Iterable[str]) -> Markup:
    outcomes = [(name, f"{BADGES[name]} ({shown:,})") for name, (shown, _) in found.of.items()]
    return el(
        "form",
        _choice("outcome", "Outcome", outcomes),
        _choice("type", "Type", ((name, name) for name in types)),
        _choice("document", "Document", ((str(n), name) for n, name in enumerate(documents))),
        el("label", el("span", "Words"), el("input", type="search", name="words", autocomplete="off")),
        el("button", "Open all", type="button", name="open"),
        el("button", "Close all", type="button", name="close"),
        el("output", aria_live="polite"),
        id="filter",
        hidden=True,
        role="search",
        aria_label="Which cases are shown",
    )


def _choice(name: str, heading: str, options: Iterable[tuple[str, str]]) -> Markup:
    every: Inside = el("option", "all", value="")
    listed = (el("option", label, value=value) for value, label in options)
    return el("label", el("span", heading), el("select", every, listed, name=name))
