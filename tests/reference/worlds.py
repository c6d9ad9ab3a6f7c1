"""Whole workspaces as text, made by hypothesis: every kind of KPI, grain, span and link turns up."""

from __future__ import annotations

from hypothesis import strategies as st

GRAINS = ("week", "month", "quarter", "half", "year")
STARTS = {
    "week": ["2025-W01", "2024-W50", "2025-W09"],
    "month": ["2025-01", "2024-11", "2025-03"],
    "quarter": ["2025-Q1", "2024-Q4"],
    "half": ["2025-H1", "2024-H2"],
    "year": ["2025", "2024"],
}
numbers = st.sampled_from(["0", "1", "2", "5", "7.5", "10", "12", "20", "33", "-4", "100"])
values = st.one_of(numbers, numbers, numbers, st.just("-"), st.just("~8"))
CELLS = st.sampled_from([values, values, values, values, st.just("-")])
weights = st.sampled_from(["0", "1", "2", "3", "30%"])
spans = st.sampled_from(["", "", " from 2025-Q2", " until 2025-Q2", " from 2025-03 until 2025-09"])
FORMULAS = [
    "{a} + {b}",
    "{a} / {b} * 100",
    "prev({a}) + 1",
    "ytd({a})",
    "rolling({a}, 2)",
    "coalesce({a}, {b}, 3)",
    "if({a} > {b}, {a}, -{b})",
    "round({a} / 3, 1)",
    "avg({a}, {b}) - abs({b})",
    "min({a}, 5) * max({b}, 2)",
    "sum({a}, {b}, 1)",
    "{a} - prev({b}, 2)",
]
METHODS = ("sum", "average", "last", "min", "max")


@st.composite
def definitions(draw, grain):
    """Direction, baseline, target, tolerance or scale of a KPI that load without an error."""
    start = draw(st.sampled_from(STARTS[grain]))
    kind = draw(
        st.sampled_from(
            [
                "constant",
                "dated",
                "waypoints",
                "waypoints, relative",
                "plan",
                "band",
                "tolerance",
                "relative",
                "scale",
                "lower",
                "at most",
                "at most, by plan",
                "alone, by plan",
                "alone, below nothing",
                "none",
                "within",
                "series",
                "series, tolerant",
                "spread",
                "spread by halves",
                "own dates",
                "part of the baseline",
                "parts of the baseline",
            ]
        )
    )
    plan = " ".join(
        draw(st.lists(st.sampled_from(["20", "30", "40", "-"]), min_size=1, max_size=6))
    )
    return {
        "constant": ["baseline 2", "target 20"],
        "dated": ["target 20", "target 30 from 2025-Q3"],
        "waypoints": ["baseline 2 at 2023", "target 20 by 2024", "target 40 by 2026"],
        "waypoints, relative": [
            "baseline 2 at 2023",
            "target 20 by 2024",
            *(["target 40 by 2026"] if draw(st.booleans()) else []),
            "tolerance 50% of target",
        ],
        "plan": ["baseline 1", f"target {start}: {plan}"],
        "band": ["target 5..12", "tolerance 6"],
        "tolerance": ["target 10", "tolerance 8 until 2025-Q3", "tolerance 4 from 2025-Q4"],
        "relative": ["better higher", f"target {start}: {plan}", "tolerance 50% of target"],
        "scale": ["scale 0:0 10:50 20:90 40:120", "cap 110"],
        "lower": ["better lower", "baseline 40", "target 4"],
        "none": [],
        "part of the baseline": ["baseline 40", "target 60% of baseline"],
        "parts of the baseline": [
            "baseline 20 at 2023",
            "target 150% of baseline by 2024",
            "target 55 by 2026",
        ],
        "at most": ["better lower", f"target {draw(st.sampled_from(['0', '4', '25', '-6']))}"],
        "at most, by plan": ["better lower", f"target {start}: {plan}"],
        "alone, by plan": ["better higher", f"target {start}: 20 0 -8 - 12 -20 5"],
        "alone, below nothing": [
            "better higher",
            "target -8 until 2025-Q2",
            "target -2 from 2025-Q3",
            "tolerance 5 from 2025-Q4",
        ][: draw(st.integers(2, 4))],
        "within": ["better within", "target 9", "tolerance 10% of target"],
        "series": [f"baseline {start}: 1 2 3 4 5", "target 20", "better higher"],
        "series, tolerant": [
            f"baseline {start}: 1 - 3 4",
            "target 20",
            "better higher",
            "tolerance 9",
        ],
        "spread": ["target 2025: 120 spread"],
        "spread by halves": ["target 2024-H2: 60 80 - 90 spread"]
        if grain in {"week", "month", "quarter"}
        else ["target 2025: 120 spread"],
        "own dates": [
            "better higher",
            f"target 10 by {STARTS[grain][-1]}",
            f"target 40 by {STARTS[grain][0]}",
            *(["tolerance 30% of target"] if draw(st.booleans()) else []),
        ],
    }[kind]


@st.composite
def workspaces(draw):
    """The text of a workspace."""
    calendar = draw(
        st.sampled_from(
            [
                "months 2025-01..2025-12",
                "quarters 2025-Q1..2026-Q2",
                "halves 2024-H2..2025-H2",
                "weeks 2025-W05..2025-W20",
                "years 2024..2026",
            ]
        )
    )
    lines = [f"calendar {calendar}"]
    if draw(st.booleans()):
        lines.append(f"  starts {draw(st.sampled_from(['April', 'October named end', 'July']))}")
    if draw(st.booleans()) and not calendar.startswith("years"):
        lines.append(
            "  closed 2025-Q1"
            if calendar[0] in "mq"
            else "  closed 2024-H2"
            if calendar[0] == "h"
            else "  closed 2025-W10"
        )
    lines += [
        f"coverage {draw(st.sampled_from(['0', '50', '80']))}",
        "perspective financial",
        f"  weight {draw(weights)}",
        "perspective process",
    ]
    lines += [
        "scorecard top",
        *_maybe(draw, "  score worst"),
        *_maybe(draw, "  perspective financial weight 3 from 2025-Q2"),
        "scorecard low under top",
        *_maybe(draw, "  from 2025-Q2"),
        f"  weight {draw(weights)}",
    ]
    names = {"top": ["t0", "t1"], "low": ["l0", "l1", "l2"]}
    for card, found in names.items():
        for at, name in enumerate(found):
            lines += [
                f"objective {name} in {card}.{('financial', 'process')[at % 2]}",
                f"  weight {draw(weights)}{draw(spans)}",
            ]
            lines += _maybe(
                draw,
                f"  score {draw(st.sampled_from(['worst', 'average', 'average from kpis', 'worst from all', 'average from supporters']))}",
            )
            lines += _maybe(draw, '  assess red 2025-Q2 "as we see it"')
            if card == "low":
                lines.append(
                    f"  supports top.{draw(st.sampled_from(names['top']))} weight {draw(weights)}{draw(spans)}"
                )
    if draw(st.booleans()):
        lines += draw(ratios_of_sums())
    count = draw(st.integers(2, 7))
    sources = []
    for number in range(count):
        lines += draw(quantities(number, sources))
    return "\n".join(lines) + "\n"


@st.composite
def ratios_of_sums(draw):
    """A ratio of two sums, each fed from both scorecards, in which values are missing."""
    grain = draw(st.sampled_from(["month", "quarter"]))
    start, lines = STARTS[grain][0], []
    weight = draw(st.sampled_from(["", " weight 2", " from 2025-Q2"]))
    for name in ("hits", "tries"):
        lines += [
            f"measure all_{name} in top",
            f"  every {grain}",
            "  aggregate sum",
            "  rollup sum partial",
        ]
        for card in ("top", "low"):
            cells = " ".join(
                draw(st.lists(st.sampled_from(["10", "30", "80", "-"]), min_size=3, max_size=9))
            )
            lines += [
                f"measure {name} in {card}",
                f"  every {grain}",
                "  aggregate sum",
                f"  feeds top.all_{name}{weight if name == 'tries' else ''}",
                f"  actual {start}: {cells}",
            ]
    over = _maybe(draw, "  over 2") or _maybe(draw, "  carry")
    return [
        *lines,
        "kpi rate in top.t0",
        "  better higher",
        "  target 40",
        "  formula all_hits / all_tries * 100",
        "  aggregate recompute",
        *over,
    ]


def _maybe(draw, *lines):
    return list(lines) if draw(st.integers(0, 3)) == 0 else []


def _shown_only(draw):
    """Lines that change what is shown and no figure: decimals, and a status that somebody judged."""
    judged = draw(st.sampled_from(["green 2025", "red 2025-Q2", "amber 2025-03", "red 2025-H1"]))
    return _maybe(draw, "  unit EUR decimals 1") + _maybe(draw, f'  assess {judged} "as we see it"')


@st.composite
def quantities(draw, number, sources):
    """One KPI or measure; later ones look at earlier ones, so that no circle arises."""
    card, objective = draw(
        st.sampled_from([("top", "t0"), ("top", "t1"), ("low", "l0"), ("low", "l1"), ("low", "l2")])
    )
    name = f"q{number}"
    grain = draw(st.sampled_from(GRAINS))
    kind = draw(
        st.sampled_from(
            [
                "actual",
                "actual",
                "actual",
                "formula",
                "formula",
                "rollup",
                "same",
                "like",
                "measure",
            ]
        )
    )
    if kind in {"formula", "rollup", "same"} and not sources:
        kind = "actual"
    header = (
        f"measure {name} in {card}" if kind == "measure" else f"kpi {name} in {card}.{objective}"
    )
    lines = [header]
    if kind in {"like", "same"}:
        taken = _of_another(draw, kind, sources, f"{card}.{name}")
        if taken:
            return [header, *taken]
        kind = "actual"
    if kind != "measure":
        lines += (
            [f"  {line}" for line in draw(definitions(grain))]
            + ([f"  weight {draw(weights)}{draw(spans)}"] if draw(st.booleans()) else [])
            + _maybe(draw, "  leading")
            + _maybe(draw, "  until 2025-Q3")
            + _shown_only(draw)
        )
    if kind == "formula":
        lines = _formula(draw, lines, sources)
    elif kind == "rollup":
        lines = _rollup(draw, lines)
    else:
        method = draw(st.sampled_from(METHODS))
        lines += [f"  every {grain}", f"  aggregate {method}"]
        if method != "sum" and draw(st.integers(0, 2)) == 0:
            lines.append("  carry")
        elif kind != "measure":
            lines += _maybe(draw, f"  over {draw(st.sampled_from(['ytd', '2', '3']))}")
        cells = " ".join(draw(st.lists(draw(CELLS), min_size=1, max_size=14)))
        lines.append(f"  actual {draw(st.sampled_from(STARTS[grain]))}: {cells}")
    if kind == "rollup":
        fine = draw(st.sampled_from(GRAINS))
        for feeder in [f"f{number}", f"ff{number}"][: draw(st.integers(1, 2))]:
            lines += _feeder(draw, feeder, f"{card}.{objective}", f"{card}.{name}", fine)
    if kind != "measure":
        lines += _parts(draw, f"{card}.{name}", number, is_rollup=kind == "rollup")
    measured = grain if kind == "actual" else None
    sources.append((f"{card}.{name}", kind not in {"measure", "same"}, measured))
    return lines


def _feeder(draw, name, objective, fed, grain):
    """A KPI or a measure that feeds a rollup; two of one grain need not be measured at the same times."""
    is_kpi = draw(st.booleans())
    cells = " ".join(draw(st.lists(values, min_size=1, max_size=12)))
    return [
        f"kpi {name} in {objective}" if is_kpi else f"measure {name} in {objective.split('.')[0]}",
        *([f"  target {STARTS[grain][0]}: 20 - 30 - 40 40", "  baseline 1"] if is_kpi else []),
        f"  every {grain}",
        f"  aggregate {draw(st.sampled_from(METHODS))}",
        f"  actual {draw(st.sampled_from(STARTS[grain]))}: {cells}",
        f"  feeds {fed} weight {draw(weights)}{draw(spans)}",
    ]


def _parts(draw, whole, number, *, is_rollup):
    """Perhaps a KPI in the KPI, and one in that; they feed a rollup by standing in it."""
    if draw(st.integers(0, 2)):
        return []
    grain = draw(st.sampled_from(GRAINS))
    card = whole.split(".")[0]
    cells = " ".join(draw(st.lists(values, min_size=1, max_size=8)))
    lines = [
        f"kpi p{number} in {whole}",
        f"  every {grain}",
        f"  aggregate {draw(st.sampled_from(METHODS))}",
        *(f"  {line}" for line in draw(st.sampled_from([[], ["target 20", "baseline 1"]]))),
        *_maybe(draw, "  until 2025-Q3"),
        f"  actual {draw(st.sampled_from(STARTS[grain]))}: {cells}",
    ]
    if is_rollup:
        lines += _maybe(draw, f"  feeds {whole} weight {draw(weights)}{draw(spans)}")
    if draw(st.booleans()):
        lines += [f"kpi pp{number} in {card}.p{number}", "  target 5", "  actual 2025-Q1: 4 - 6"]
    return lines


def _of_its_own(draw, grain):
    """Lines beside a `like`, of kinds that override nothing that goes together with others."""
    lines = _maybe(draw, "  leading") + _maybe(draw, "  cap 130") + _maybe(draw, "  weight 2")
    lines += _maybe(
        draw, draw(st.sampled_from(["  target 30", "  tolerance 7", "  scale 0:0 30:100"]))
    )
    cells = " ".join(draw(st.lists(values, min_size=1, max_size=6)))
    return [*lines, f"  actual {draw(st.sampled_from(STARTS[grain]))}: {cells}"]


def _formula(draw, lines, sources):
    """The lines of a KPI with those that compute it; plans and series of baselines would have to be in its inputs' grain."""
    if any(
        "spread" in line or ":" in line
        for line in lines[1:]
        if not line.strip().startswith("scale")
    ):
        lines = [lines[0], "  target 20"]
    a, b = (draw(st.sampled_from(sources))[0] for _ in range(2))
    text = draw(st.sampled_from(FORMULAS)).format(a=a, b=b)
    lines.append(f"  formula {text}")
    looks_back = any(word in text for word in ("prev", "ytd", "rolling"))
    method = draw(
        st.sampled_from(
            [None, *METHODS] if looks_back else [None, *METHODS, "recompute", "recompute"]
        )
    )
    lines += [f"  aggregate {method}"] if method else []
    if method != "sum":
        lines += _maybe(draw, "  carry")
    if "  carry" not in lines:
        lines += _maybe(draw, f"  over {draw(st.sampled_from(['ytd', '2', '3']))}")
    return lines


def _rollup(draw, lines):
    """The lines of a KPI or measure with those that roll it up every year."""
    lines += [
        "  every year",
        f"  rollup {draw(st.sampled_from(['sum', 'sum partial', 'average', 'min', 'max']))}",
        f"  aggregate {draw(st.sampled_from(METHODS))}",
    ]
    if any(
        line.strip().startswith(
            ("target 2025-", "target 2024-", "baseline 20", "target 2024", "target 2025:")
        )
        for line in lines
    ):
        lines = [
            line
            for line in lines
            if not line.strip().startswith(("target", "baseline", "tolerance", "better"))
        ] + ["  target 20"]
    return lines


def _of_another(draw, kind, sources, address):
    """The lines of a KPI that is the same as another, or like one that is measured; none where there is none."""
    if kind == "same":
        kpis = [other for other, is_kpi, _ in sources if is_kpi]
        return (
            [f"  same {draw(st.sampled_from(kpis))}", f"  weight {draw(weights)}"] if kpis else []
        )
    kpis = [(other, grain) for other, is_kpi, grain in sources if is_kpi and grain is not None]
    if not kpis:
        return []
    other, grain = draw(st.sampled_from(kpis))
    sources.append((address, True, grain))
    return [f"  like {other}", *_of_its_own(draw, grain)]
