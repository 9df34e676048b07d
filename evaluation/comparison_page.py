"""A comparison as one HTML file that loads nothing: the verdict, every measure, and each changed case side by side.

Everything that was said, asked or named is escaped; a policy in the page forbids scripts and loading, whatever stands
in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from evaluation import lines
from evaluation.cases import Case
from evaluation.comparing import MAIN, Changed, Compared, Comparison
from evaluation.judging import CaseScore
from evaluation.shown import Shown, shown
from service.contract import Json

UNDEFINED = "–"
_STYLE = """
:root { color-scheme: light dark; --line: #8885; --better: #1a7f37; --worse: #c62828; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 0; }
table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td { overflow-wrap: anywhere; } tr.main td:first-child { font-weight: 600; }
.lost { color: var(--worse); font-weight: 600; } .gained { color: var(--better); font-weight: 600; }
.verdict { border-left: .4rem solid var(--better); background: var(--soft); padding: .6rem 1rem; }
.verdict.bad { border-color: var(--worse); }
article { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .8rem 1rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.sides > div { background: var(--soft); border-radius: .4rem; padding: .6rem .8rem; overflow-wrap: anywhere; }
@media (max-width: 48rem) { .sides { grid-template-columns: 1fr; } }
.quiet { opacity: .75; font-size: .9rem; } blockquote { margin: .4rem 0; padding-left: .7rem; border-left: 3px solid; }
svg { display: block; } svg line { stroke: currentColor; } svg .zero { opacity: .35; }
"""
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Two runs compared</title>
<style>{style}</style>
</head>
<body>
"""


def write(path: Path, found: Comparison) -> None:
    """Raises StoreError."""
    lines.write_text(path, page(found))


def page(found: Comparison) -> Iterator[str]:
    """The parts of the page, in order."""
    yield _HEAD.format(style=_STYLE)
    yield f"<h1>{_e(found.names[1])} <small>against</small> {_e(found.names[0])}</h1>\n"
    yield _verdict(found)
    yield _section("Measures", _measures(found.measures))
    yield from _changed("Lost", found.lost, found.names)
    yield from _changed("Gained", found.gained, found.names)
    yield _section("What was not the same", _differs(found))
    yield "</body>\n</html>\n"


def _verdict(found: Comparison) -> str:
    names = ", ".join(m.measure.title for m in found.losses)
    told = f"Significant loss: {_e(names)}." if names else "No significant loss."
    counted = f"{found.common} cases in common; {found.left_out} left out; {found.failed} failed in one of the runs."
    moved = f"{len(found.lost)} lost, {len(found.gained)} gained."
    return f'<div class="verdict{" bad" if names else ""}"><strong>{told}</strong> {moved}<br>{counted}</div>\n'


def _section(title: str, inside: str) -> str:
    return f"<section><h2>{_e(title)}</h2>\n{inside}</section>\n"


def _measures(found: Sequence[Compared]) -> str:
    heads = ("A", "B", "B − A", "95 % interval", "", "better", "worse", "sign test p", "cases")
    first = "".join(f'<th class="number">{h}</th>' for h in heads)
    rows = "\n".join(_measure(m) for m in found)
    explained = '<p class="quiet">Main measures in bold: a loss in one of them is a significant loss.</p>'
    return f'<div class="wide"><table><tr><th>Measure</th>{first}<th></th></tr>\n{rows}\n</table></div>\n{explained}\n'


def _measure(m: Compared) -> str:
    around = f"{m.around.low:+.3f} … {m.around.high:+.3f}" if m.around else UNDEFINED
    figures = (_figure(m.a), _figure(m.b), _figure(m.difference, "+.3f"), around, _bar(m))
    counts = (str(m.signs.better), str(m.signs.worse), _e(chance(m.signs.p)), str(m.cases))
    cells = "".join(f'<td class="number">{c}</td>' for c in (*figures, *counts))
    main = ' class="main"' if m.measure.name in MAIN else ""
    verdict = f'<span class="{m.verdict}">{m.verdict}</span>' if m.verdict else ""
    return f"<tr{main}><td>{_e(m.measure.title)}</td>{cells}<td>{verdict}</td></tr>"


def _figure(value: float | None, form: str = ".3f") -> str:
    return UNDEFINED if value is None else format(value, form)


def chance(p: float) -> str:
    """A p as people write it."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _bar(m: Compared) -> str:
    """The interval around nought, drawn on a scale of its own half-width; of waits nothing is drawn."""
    if m.around is None or m.measure.unit != "share":
        return ""
    low, high = (50 + 48 * max(-1.0, min(1.0, x)) for x in (m.around.low, m.around.high))
    at = 50 + 48 * (m.difference or 0.0)
    return (
        '<svg width="100" height="14" role="img" aria-hidden="true"><line class="zero" x1="50" x2="50" y1="0" y2="14"/>'
        f'<line x1="{low:.1f}" x2="{max(high, low + 0.5):.1f}" y1="7" y2="7" stroke-width="3"/>'
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="2" y2="12" stroke-width="2"/></svg>'
    )


def _changed(title: str, cases: Sequence[Changed], names: tuple[str, str]) -> Iterator[str]:
    yield f"<section><h2>{title}: {len(cases)}</h2>\n"
    for case in cases:
        yield _case(case, names)
    yield "</section>\n"


def _case(found: Changed, names: tuple[str, str]) -> str:
    case, other = found.case, found.other
    asked = f"<h3>{_e(case.question)}</h3>"
    if other.question != case.question:
        asked += f'<p class="quiet">In B: {_e(other.question)}</p>'
    expected = _expected(case)
    if _expected(other) != expected:
        expected += _expected(other, "In B expected")
    sides = (_side("A", names[0], found.answer_a, found.a), _side("B", names[1], found.answer_b, found.b))
    return (
        f'<article><p class="quiet">{_e(case.id)} · {_e(case.type)}</p>{asked}{expected}'
        f'<div class="sides">{"".join(sides)}</div></article>\n'
    )


def _expected(case: Case, what: str = "Expected") -> str:
    wanted = ["silence"] if case.abstain else []
    wanted += [n for n in (", ".join(case.speakers), case.answer) if n]
    quotes = "".join(f"<blockquote>{_e(q.quote)}</blockquote>" for q in case.evidence)
    return f'<div class="quiet">{what}: {_e(" · ".join(wanted))}{quotes}</div>'


def _side(letter: str, name: str, answer: Json, score: CaseScore) -> str:
    verdict = '<span class="gained">right</span>' if score.right else '<span class="lost">not right</span>'
    why = f'<p class="lost">{_e("; ".join(score.wrongs))}</p>' if score.wrongs else ""
    read = shown(answer)
    message = (answer.get("abstention") or {}).get("message") if read.abstained else None
    said = f"<p>{_e(read.text or message or '')}</p>"
    return f'<div><p class="quiet">{letter} · {_e(name)} · {verdict}</p>{said}{why}{_claims(read)}</div>'


def _claims(answer: Shown) -> str:
    """Who is shown with which words."""
    cited = answer.by_number
    return _list(
        f"<strong>{_e(', '.join(claim.names) or UNDEFINED)}</strong>"
        + "".join(f"<blockquote>{_e(cited[n].quote)}</blockquote>" for n in claim.numbers if n in cited)
        for claim in answer.claims
    )


def _list(items: Iterable[str]) -> str:
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{inside}</ul>" if inside else ""


def _differs(found: Comparison) -> str:
    if not found.differs:
        return "<p>Nothing that the runs tell of.</p>"
    rows = "".join(
        f"<tr><td>{_e(d.what)}</td><td>{_e(d.a or UNDEFINED)}</td><td>{_e(d.b or UNDEFINED)}</td></tr>\n"
        for d in found.differs
    )
    return f'<div class="wide"><table><tr><th></th><th>A</th><th>B</th></tr>\n{rows}</table></div>'


def _e(text: object) -> str:
    return escape(str(text), quote=True)
