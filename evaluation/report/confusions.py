"""Who was shown in whose place, and where the system was silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from evaluation.metrics.abstention import ANSWERED, KINDS
from evaluation.report import calibration
from evaluation.report.elements import DASH, Markup, el, section, table
from evaluation.report.numbers import counted
from service.contract import Json

PEOPLE_SHOWN = 60
PLACES_SHOWN = 6
UNNAMED = "unnamed"
Pairs = Sequence[Json]


def speakers(summary: Json) -> Markup:
    pairs: Pairs = summary["speaker_confusion"]
    if not pairs:
        return section("confusion", "Who was shown for whom", el("p", "No case expects a speaker."))
    people = _people(pairs)
    wrong = sorted(people, key=lambda name: (name is None, -_wrongly(people[name], name), name or ""))
    confused = [name for name in wrong if _wrongly(people[name], name)]
    met = len(people) - len(confused)
    told = f"{counted(met, 'expected speaker was', 'expected speakers were')} always shown, and are left out."
    caption = (
        f"Those who were missed, or others shown in their place, worst first. {told if met else ''} "
        "One who was missed is paired with each who was shown wrongly in that answer."
    )
    if not confused:
        return section("confusion", "Who was shown for whom", el("p", "Nobody was missed, and nobody shown wrongly."))
    if len(confused) > PEOPLE_SHOWN:
        caption += f" The first {PEOPLE_SHOWN} of {len(confused):,} are shown; the others are in summary.json."
    rows = (_person(name, people[name]) for name in confused[:PEOPLE_SHOWN])
    headings = ("expected", "shown rightly", "missed, nobody instead", "shown in their place")
    return section("confusion", "Who was shown for whom", table(caption, headings, rows))


def _people(pairs: Pairs) -> dict[str | None, Counter[str | None]]:
    found: defaultdict[str | None, Counter[str | None]] = defaultdict(Counter)
    for pair in pairs:
        found[pair["expected"]][pair["shown"]] += pair["cases"]
    return dict(found)


def _wrongly(shown: Counter[str | None], name: str | None) -> int:
    return shown.total() - (shown[name] if name is not None else 0)


def _person(name: str | None, shown: Counter[str | None]) -> tuple[Markup | str, ...]:
    others = [(other, n) for other, n in shown.most_common() if other is not None and other != name]
    named = [el("li", f"{other} × {n}") for other, n in others[:PLACES_SHOWN]]
    if len(others) > PLACES_SHOWN:
        named.append(el("li", f"and {len(others) - PLACES_SHOWN} others"))
    places = el("ul", *named, class_="plain") if named else DASH
    if name is None:
        return "nobody: shown besides those expected", DASH, DASH, places
    return name, str(shown[name]), str(shown[None]), places


def silence(summary: Json) -> Markup:
    counts = Counter({(p["expected"], p["shown"]): p["cases"] for p in summary["abstention_confusion"]})
    if not counts:
        table_of = el("p", "No question was answered, so there is nothing to be told of silence.")
    else:
        table_of = _silences(counts)
    return section("silence", "Silence", table_of, calibration.drawn(summary["calibration"]))


def _silences(counts: Counter[tuple[str, str]]) -> Markup:
    there = {name for pair in counts for name in pair}
    known = [name for name in (ANSWERED, *KINDS, UNNAMED) if name in there]
    names = [*known, *sorted(there - set(known))]
    caption = "Answers and silences: expected in the rows, shown in the columns; what agrees is framed."
    rows = ((_plainly(e), *(_cell(counts, e, s) for s in names)) for e in names)
    return table(caption, ("expected", *(f"shown: {_plainly(s)}" for s in names)), rows)


def _cell(counts: Counter[tuple[str, str]], expected: str, shown: str) -> Markup | str:
    number = counts[expected, shown]
    if not number:
        return "0"
    agrees = expected == shown or (expected != ANSWERED and shown != ANSWERED and UNNAMED in (expected, shown))
    return el("span", f"{number:,}", class_="agrees" if agrees else "differs")


def _plainly(name: str) -> str:
    return "silence, kind not said" if name == UNNAMED else "an answer" if name == ANSWERED else name.replace("_", " ")
