"""Headline figures, every measure with its interval, and the figures of each type, document and speaker."""

from __future__ import annotations

from collections.abc import Iterator

from evaluation.measures import BY_NAME, IN_GROUPS, MEASURES
from evaluation.report.elements import DASH, Markup, el, joined, section, table
from evaluation.report.numbers import around, counted, figure, share
from evaluation.report.plots import interval_bar, share_bar
from evaluation.summary import NOBODY
from service.contract import Json

# What is seen first, and what it says, in a line.
HEADLINE = {
    "right": "answers that meet all that their case asks",
    "right_speaker": "claims whose words are those of whom they credit",
    "speaker_f1": "those expected are shown, and nobody else",
    "citation_recall": "letters of the expected quotes that are cited",
    "abstention_f1": "silent where the record is, and only there",
    "ndcg@10": "what answers stands at the top of the search",
    "latency_s_p50": "half of the answers came in this time",
    "latency_s_p95": "95 of 100 answers came in this time",
}
GROUPS = {"type": "By type", "document": "By document", "speaker": "By expected speaker"}
GROUPS_SHOWN = 60
UNDEFINED: Json = {"value": None, "count": 0}


def headline(summary: Json) -> Markup:
    tiles = (_tile(name, meaning, summary) for name, meaning in HEADLINE.items())
    return section("figures", "Figures", el("ul", *tiles, class_="tiles"), _faults(summary), every_measure(summary))


def _tile(name: str, meaning: str, summary: Json) -> Markup:
    found, measure = summary["measures"].get(name, UNDEFINED), BY_NAME[name]
    bar = interval_bar(found["value"], found.get("low"), found.get("high")) if measure.unit == "share" else None
    return el(
        "li",
        el("span", measure.title, class_="name"),
        el("strong", figure(found["value"], measure.unit)),
        el("span", around(found, measure.unit), " · ", counted(found["count"], "case", "cases"), class_="soft"),
        bar,
        el("span", meaning, class_="soft"),
    )


def _faults(summary: Json) -> Markup | None:
    """What stands in no figure, or in fewer of them."""
    told = []
    if summary["errors"]:
        told.append(f"Failed, and in no figure: {counted(summary['errors'], 'case', 'cases')}.")
    if summary["search_errors"]:
        told.append(f"Answered, but could not be searched for: {counted(summary['search_errors'], 'case', 'cases')}.")
    return el("p", " ".join(told), class_="warn") if told else None


def every_measure(summary: Json) -> Markup:
    caption = (
        "Every measure, with the interval in which 95 % of the figures lie when as many cases are drawn anew. "
        f"“{DASH}” is undefined."
    )
    rows = (_measured(m.name, summary) for m in MEASURES)
    return table(caption, ("measure", "figure", "95 % interval", "cases"), rows)


def _measured(name: str, summary: Json) -> tuple[Markup | str | int | None, ...]:
    found, measure = summary["measures"].get(name, UNDEFINED), BY_NAME[name]
    bar = interval_bar(found["value"], found.get("low"), found.get("high")) if measure.unit == "share" else None
    title = joined((measure.title, " ", el("code", name)))
    value = el("span", figure(found["value"], measure.unit), class_="figure")
    between = el("div", el("span", around(found, measure.unit), class_="figure"), bar, class_="between")
    return title, value, between, f"{found['count']:,}"


def groups(summary: Json) -> Iterator[Markup]:
    for of, heading in GROUPS.items():
        yield section(f"by-{of}", heading, _grouped(of, summary))


def _grouped(of: str, summary: Json) -> Markup:
    found: Json = summary[f"by_{of}"]
    most = sorted(found, key=lambda name: (name == NOBODY, -found[name]["cases"], name))
    caption = f"Figures by {of}, and of how many cases."
    if of != "type":
        caption += " A case of several counts for each of them."
    if len(most) > GROUPS_SHOWN:
        caption += (
            f" The {GROUPS_SHOWN} with the most cases are shown, of {len(most):,}; the others are in summary.json."
        )
    shown = (_group(name, of, found[name]) for name in most[:GROUPS_SHOWN])
    titles = [BY_NAME[name].title for name in IN_GROUPS]
    macro = [summary["macro"][name][f"by_{of}"] for name in IN_GROUPS]
    foot = (f"Macro: each {of} counts the same", None, *(share(m) for m in macro))
    return table(caption, (of, "cases", *titles), shown, foot=foot)


def _group(name: str, of: str, row: Json) -> tuple[Markup | str | int | None, ...]:
    named = f"no {of} expected" if name == NOBODY else el("a", name, href="#cases", data_by=of, data_value=name)
    first, *others = (share(row[m]) for m in IN_GROUPS)
    return named, f"{row['cases']:,}", joined((first, share_bar(row["right"]["value"]))), *others
