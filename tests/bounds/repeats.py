"""Whatever a file may repeat, so many times: one small workspace a thing, `REPEATS[name](10_000)` gives its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CALENDAR = "calendar quarters 2025-Q1..2026-Q4\n  closed 2025-Q4\n"
WEEKS = "calendar weeks 2025-W01..2064-W52\n  closed 2025-W40\n"
CARD = 'scorecard s "S"\n'
OBJECTIVE = 'objective o "O" in s.financial\n'
KPI = 'kpi k "K" in s.o\n  target 10\n  actual 2025-Q1: 4 5 6 7\n'
BASE = CALENDAR + CARD + OBJECTIVE + KPI

Files = dict[str, str]
REPEATS: dict[str, Callable[[int], Files]] = {}


def repeated(function: Callable[[int], Iterable[str]]) -> Callable[[int], Iterable[str]]:
    """A workspace of one file, by the name of what makes its lines."""

    def files(count: int) -> Files:
        return {"a.bsc": "".join(function(count))}

    REPEATS[function.__name__.replace("_", " ")] = files
    return function


def weeks(count: int) -> Iterator[str]:
    """Weeks from 2025 on, at most 40 years of them."""
    return (f"{2025 + at // 52}-W{1 + at % 52:02}" for at in range(min(count, 40 * 52)))


def of_weeks(lines: Iterable[str]) -> Iterator[str]:
    """A KPI measured weekly with some lines."""
    yield f'{WEEKS}{CARD}{OBJECTIVE}kpi k "K" in s.o\n  every week\n'
    yield from lines


# --- Files and records


def files(count: int) -> Files:
    """A KPI each."""
    each = {f"f{at}.bsc": KPI.replace("kpi k", f"kpi k{at}") for at in range(count)}
    return {"a.bsc": BASE} | each


REPEATS["files"] = files


@repeated
def scorecards(count):
    yield BASE
    yield from (f"scorecard c{at} under s\n" for at in range(count))


@repeated
def scorecards_under_one_another(count):
    yield BASE
    yield "scorecard c0 under s\n"
    yield from (f"scorecard c{at} under c{at - 1}\n" for at in range(1, count))


@repeated
def scorecards_in_a_circle(count):
    yield BASE
    yield from (f"scorecard c{at} under c{(at + 1) % count}\n" for at in range(count))


@repeated
def objectives(count):
    yield BASE
    yield from (f"objective o{at} in s.financial\n" for at in range(count))


@repeated
def kpis(count):
    yield BASE
    yield from (KPI.replace("kpi k", f"kpi k{at}") for at in range(count))


@repeated
def measures(count):
    yield BASE
    yield from (f"measure m{at} in s\n  actual 2025-Q1: 1 2\n" for at in range(count))


@repeated
def initiatives(count):
    yield BASE
    yield from (
        f"initiative i{at} in s.k\n  due 2025-11-30\n  progress 5%\n" for at in range(count)
    )


@repeated
def persons(count):
    yield BASE + "  owner p0\n  reporter nobody\n"
    yield from (f'person p{at} "Person {at}" "p{at}@example.com"\n' for at in range(count))


@repeated
def tiers(count):
    yield from (f"tier t{at}\n" for at in range(count))
    yield BASE


@repeated
def a_scorecard_a_tier_and_objectives_that_support_each_other(count):
    yield from (f"tier t{at}\n" for at in range(count))
    yield BASE
    above = "s"
    for at in range(1, count):
        yield f"scorecard c{at} under {above}\nobjective o in c{at}.financial\n  supports {above}.o\n"
        above = f"c{at}"


@repeated
def perspectives(count):
    yield "perspective financial\n"
    yield from (f"perspective p{at}\n  weight {at}\n" for at in range(count))
    yield BASE


@repeated
def perspectives_with_an_objective(count):
    yield "perspective financial\n"
    yield from (f"perspective p{at}\n" for at in range(count))
    yield BASE
    yield from (f"objective o{at} in s.p{at}\n  drives o\n" for at in range(count))


@repeated
def statuses(count):
    yield from (f"status red below {0.001 * at}\n" for at in range(1, count))
    yield "status green\n" + BASE


@repeated
def actuals_blocks(count):
    yield BASE
    for at, week in enumerate(weeks(count)):
        yield f"measure m{at} in s\n  every week\nactuals {week}\n  s.m{at} {at}\n"


@repeated
def lines_in_an_actuals_block(count):
    yield BASE
    yield from (f"measure m{at} in s\n" for at in range(count))
    yield "actuals 2025-Q1\n"
    yield from (f"  s.m{at} {at}\n" for at in range(count))


@repeated
def margin_series(count):
    yield BASE
    yield from (f"measure m{at} in s\nactual s.m{at} 2025-Q1: 1 2\n" for at in range(count))


# --- Statements of a KPI


@repeated
def waypoints(count):
    return of_weeks(f"  target {at} by {week}\n" for at, week in enumerate(weeks(count)))


@repeated
def plan_lines(count):
    return of_weeks(f"  target {week}: {at}\n" for at, week in enumerate(weeks(count)))


@repeated
def baseline_lines(count):
    lines = (f"  baseline {week}: {at}\n" for at, week in enumerate(weeks(count)))
    return of_weeks([*lines, "  target 99999\n"])


@repeated
def actual_lines(count):
    lines = (f"  actual {week}: {at}\n" for at, week in enumerate(weeks(count)))
    return of_weeks([*lines, "  target 99999\n"])


@repeated
def values_in_a_series(count):
    cells = " ".join(str(at) for at in range(min(count, 40 * 52)))
    return of_weeks([f"  target 99999\n  actual 2025-W01: {cells}\n"])


@repeated
def dated_weights(count):
    return of_weeks(
        f"  weight {at} from {week} until {week}\n" for at, week in enumerate(weeks(count))
    )


@repeated
def dated_targets(count):
    return of_weeks(
        f"  target {at} from {week} until {week}\n" for at, week in enumerate(weeks(count))
    )


@repeated
def points_of_a_scale(count):
    points = " ".join(f"{at}:{100 * at / count:.3f}" for at in range(count))
    yield f"{CALENDAR}{CARD}{OBJECTIVE}kpi k in s.o\n  scale {points}\n  actual 2025-Q1: 4 5\n"


@repeated
def notes(count):
    yield BASE
    yield from (f'  note 2025-Q1 "Note {at}"\n' for at in range(count))


@repeated
def tags_on_a_line(count):
    yield BASE + "  tag " + " ".join(f"t{at}" for at in range(count)) + "\n"


@repeated
def lines_of_tags(count):
    yield BASE
    yield from (f"  tag t{at}\n" for at in range(count))


@repeated
def meta(count):
    yield BASE
    yield from (f'  meta m{at} "{at}"\n' for at in range(count))


@repeated
def was(count):
    yield BASE
    yield from (f"  was s.k{at}\n" for at in range(count))


@repeated
def assessments(count):
    return of_weeks(f'  assess red {week} "for a reason"\n' for week in weeks(count))


@repeated
def kpis_like_one(count):
    yield BASE
    yield from (f"kpi k{at} in s.o\n  like k\n  actual 2025-Q1: 1 2\n" for at in range(count))


@repeated
def kpis_like_one_another(count):
    yield BASE + "kpi k0 in s.o\n  like k\n"
    yield from (f"kpi k{at} in s.o\n  like k{at - 1}\n" for at in range(1, count))


@repeated
def kpis_that_are_one(count):
    yield BASE
    yield from (f"kpi k{at} in s.o\n  same k\n" for at in range(count))


@repeated
def feeds_into_one(count):
    yield BASE + "kpi r in s.o\n  rollup sum\n  target 9\n"
    yield from (f"measure m{at} in s\n  actual 2025-Q1: 1 2\n  feeds r\n" for at in range(count))


@repeated
def monthly_parts_of_one(count):
    yield BASE + "kpi r in s.o\n  rollup sum\n  target 9\n"
    yield from (
        f"kpi k{at} in s.r\n  aggregate sum\n  target 9\n  actual 2025-01: 1 2 3 4\n"
        for at in range(count)
    )


@repeated
def parts_of_parts_each_with_a_span(count):
    yield BASE + "kpi p0 in s.k\n"
    yield from (f"kpi p{at} in s.p{at - 1}\n  until 2025-Q3\n" for at in range(1, count))


@repeated
def teams_behind_a_ratio_of_incomplete_sums(count):
    yield (
        BASE + "measure hits in s\n  rollup sum partial\nmeasure tries in s\n  rollup sum partial\n"
    )
    yield "kpi r in s.o\n  formula hits / tries\n  aggregate recompute\n  target 1\n"
    for at in range(count):
        yield f"scorecard c{at} under s\n"
        yield f"measure h in c{at}\n  actual 2025-Q1: 1 - 3\n  feeds s.hits\n"
        yield f"measure t in c{at}\n  actual 2025-Q1: 2 2 -\n  feeds s.tries\n"


@repeated
def feeds_of_one(count):
    yield BASE + "measure m in s\n  actual 2025-Q1: 1 2\n"
    yield from (f"  feeds r{at}\n" for at in range(count))
    yield from (f"measure r{at} in s\n  rollup sum\n" for at in range(count))


@repeated
def rollups_in_a_chain(count):
    yield BASE + "  feeds r0\n"
    yield from (f"measure r{at} in s\n  rollup sum\n  feeds r{at + 1}\n" for at in range(count))
    yield f"measure r{count} in s\n  rollup sum\n"


# --- Formulas


@repeated
def terms_of_a_formula(count):
    yield BASE + "kpi f in s.o\n  target 9\n  formula k" + " + k" * count + "\n"


@repeated
def arguments_of_a_formula(count):
    yield BASE + "kpi f in s.o\n  target 9\n  formula sum(k" + ", k" * count + ")\n"


@repeated
def inputs_of_a_formula(count):
    yield BASE
    yield from (f"measure m{at} in s\n  actual 2025-Q1: 1 2\n" for at in range(count))
    yield (
        "kpi f in s.o\n  target 9\n  formula sum("
        + ", ".join(f"m{at}" for at in range(count))
        + ")\n"
    )


@repeated
def nested_functions(count):
    yield BASE + "kpi f in s.o\n  formula " + "abs(" * count + "k" + ")" * count + "\n"


@repeated
def formulas_of_one(count):
    yield BASE
    yield from (f"kpi f{at} in s.o\n  target 9\n  formula k * 2\n" for at in range(count))


@repeated
def formulas_in_a_chain(count):
    yield BASE + "kpi f0 in s.o\n  target 9\n  formula k + 1\n"
    yield from (
        f"kpi f{at} in s.o\n  target 9\n  formula f{at - 1} + 1\n" for at in range(1, count)
    )


@repeated
def formulas_in_a_chain_of_looking_back(count):
    yield BASE + "measure f0 in s\n  formula prev(k)\n"
    yield from (f"measure f{at} in s\n  formula prev(f{at - 1})\n" for at in range(1, count))


@repeated
def formulas_in_a_circle(count):
    yield BASE
    yield from (f"kpi f{at} in s.o\n  formula f{(at + 1) % count} + 1\n" for at in range(count))


# --- Links


@repeated
def objectives_that_support_one(count):
    yield BASE + "scorecard c under s\n"
    yield from (f"objective o{at} in c.financial\n  supports s.o\n" for at in range(count))


@repeated
def supports_of_one(count):
    yield BASE
    yield from (f"objective o{at} in s.financial\n" for at in range(count))
    yield "scorecard c under s\nobjective o in c.financial\n"
    yield from (f"  supports s.o{at}\n" for at in range(count))


@repeated
def supporters_of_one(count):
    yield CALENDAR + CARD + OBJECTIVE
    yield from (f"  supporter c.o{at} weight {at}\n" for at in range(count))
    yield "scorecard c under s\n"
    yield from (f"objective o{at} in c.financial\n  supports s.o\n" for at in range(count))


@repeated
def aligns_of_one(count):
    yield BASE
    yield from (f"objective o{at} in s.financial\n" for at in range(count))
    yield "scorecard c under s\nobjective o in c.financial\n"
    yield from (f"  aligns s.o{at}\n" for at in range(count))


@repeated
def drives_of_one(count):
    yield BASE
    yield from (f"objective o{at} in s.customer\n" for at in range(count))
    yield "objective x in s.process\n"
    yield from (f"  drives o{at}\n" for at in range(count))


@repeated
def drives_in_a_chain(count):
    yield BASE
    lanes = ("financial", "customer", "process", "learning")
    for at in range(count):
        yield f"objective o{at} in s.{lanes[4 * at // count]}\n"
        yield f"  drives o{at - 1} after 2 quarters\n" if at else "  drives o\n"


@repeated
def drives_in_a_circle(count):
    yield BASE
    yield from (
        f"objective o{at} in s.financial\n  drives o{(at + 1) % count}\n" for at in range(count)
    )


@repeated
def drives_from_all_to_all(count):
    yield BASE
    side = int(count**0.5)
    for at in range(side):
        yield f"objective a{at} in s.customer\nobjective b{at} in s.process\n"
        yield from (f"  drives a{to}\n" for to in range(side))


@repeated
def drives_to_other_scorecards(count):
    yield BASE
    yield "scorecard c under s\n"
    yield from (f"objective o{at} in c.financial\n  drives s.o\n" for at in range(count))


@repeated
def drives_between_kpis(count):
    yield BASE + "  drives k0\n"
    for at in range(count):
        yield f"kpi k{at} in s.o\n  actual 2025-Q1: {at} 2 {at % 7} 4\n  drives k{(at + 1) % count} after 1 quarter\n"


@repeated
def drives_with_long_lags(count):
    yield WEEKS + CARD + OBJECTIVE
    cells = " ".join(str((at * 7919) % 101) for at in range(40))
    for at in range(count):
        yield f"kpi k{at} in s.o\n  actual 2025-W01: {cells}\n  drives k{(at + 1) % count} after 60 years\n"


# --- What is wrong


@repeated
def comments(count):
    yield BASE
    yield from (f"# Comment {at}\n" for at in range(count))
    yield "kpi z in s.o\n"


@repeated
def blank_lines(count):
    yield BASE + "\n" * count + "kpi z in s.o\n"


@repeated
def unknown_words(count):
    yield BASE
    yield from (f"  tragte{at} 5\n" for at in range(count))


@repeated
def bad_numbers(count):
    yield BASE
    yield from (f"  weight 1,{at:03}\n" for at in range(count))


@repeated
def statements_without_a_record(count):
    yield from ("  weight 5\n" for _ in range(count))
    yield BASE


@repeated
def statements_in_the_wrong_record(count):
    yield BASE
    yield from ('  vision "V"\n' for _ in range(count))


@repeated
def statements_that_stand_twice(count):
    yield BASE
    yield from (f'  owner "{at}"\n' for at in range(count))


@repeated
def settings_that_stand_twice(count):
    yield from (f"coverage {at % 100}\n" for at in range(count))
    yield BASE


@repeated
def names_that_are_taken(count):
    yield BASE
    yield from (f"kpi k in s.o\n  weight {at}\n" for at in range(count))


@repeated
def names_that_are_alike(count):
    yield BASE
    yield from (f"measure \u0430b{at} in s\nmeasure ab{at} in s\n" for at in range(count))


@repeated
def names_that_are_unknown(count):
    yield BASE
    yield from (f"kpi k{at} in s.o\n  feeds s.unknown{at}\n" for at in range(count))


@repeated
def unknown_persons(count):
    yield BASE + 'person anna "Anna"\n'
    yield from (f"kpi k{at} in s.o\n  owner nobody{at}\n" for at in range(count))


@repeated
def periods_that_stand_twice(count):
    yield BASE
    yield from (f"  actual 2025-Q1: {at}\n" for at in range(count))


@repeated
def overlapping_dated_lines(count):
    yield BASE
    yield from (f"  weight {at} from 2025-Q1\n" for at in range(count))


@repeated
def waypoints_at_one_place(count):
    yield CALENDAR + CARD + OBJECTIVE + "kpi k in s.o\n  baseline 1 at 2024-Q4\n"
    yield from (f"  target {at} by 2025-Q4\n" for at in range(count))


@repeated
def targets_of_several_kinds(count):
    yield BASE
    yield from (f"  target {at}\n  target {at} by 2025-Q4\n" for at in range(count))


@repeated
def conflicts(count):
    yield BASE
    for at in range(count):
        yield f"kpi c{at} in s.o\n<<<<<<< ours\n  weight 1\n=======\n  weight 2\n>>>>>>> theirs\n"


@repeated
def a_long_line(count):
    yield BASE + f'  note "{"word " * 10 * count}"\n'


@repeated
def a_long_bad_line(count):
    yield BASE + f"  weight {'word ' * 10 * count}\n"
