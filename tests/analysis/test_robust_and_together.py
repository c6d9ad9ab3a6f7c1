"""One value that cannot be right does not bend a forecast, and what moved together is foreseen together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bsctui.analysis.backtest_scores import backtest_scores
from bsctui.analysis.common_shocks import shared_errors, shocks_of_steps, with_common_shock
from bsctui.analysis.correlation import correlate, evidence, left_out
from bsctui.analysis.history import History
from bsctui.analysis.joint_forecasts import ForecastWindow, forecasts
from bsctui.analysis.outliers import believable
from bsctui.analysis.outlook import outlook
from bsctui.model.build import build
from bsctui.model.periods import FiscalYear, Grain
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from bsctui.workspace import Workspace
from tests.scoring.worked import clean_model

FISCAL = FiscalYear()
CASES = Path(__file__).parents[1] / "cases"
SAMPLES = Path(__file__).parents[2] / "samples"
FAR = 10**9


def day(text):
    period = FISCAL.parse(text)
    return FISCAL.end(period.grain, period.ordinal)


def riders(text):
    model = build({"a.bsc": read_document("a.bsc", text.encode())})
    window = ForecastWindow(day("2017-03"), day("2017-03"), day("2017-12"))
    made = forecasts(model.quantities(), FISCAL, window)["p.riders"]
    return [float(made.quantile(part)[-1]) for part in (0.1, 0.5, 0.9)]


def test_one_typo_of_seven_years_ago_does_not_bend_the_forecast():
    text = (CASES / "14-one-typo-and-the-forecast.bsc").read_text(encoding="utf-8")
    low, middle, high = riders(text)
    clean_low, _, clean_high = riders(text.replace("52824798", "-"))
    assert middle == pytest.approx(714_000, rel=0.03)
    assert high - low <= 2 * (clean_high - clean_low)


def past(values, grain=Grain.MONTH):
    return History("a.b", grain, np.arange(len(values)), np.array(values, dtype=float), 1)


CALM = [50, 52, 49, 51, 50, 48, 51, 53, 50, 52, 49, 51]


@pytest.mark.parametrize(
    ("values", "dropped"),
    [
        ([*CALM[:6], 5000, *CALM], [6]),  # cannot be right
        ([*CALM[:6], 150, *CALM], [6]),  # stands alone
        ([*CALM, 150], []),  # the last one may be the first of many
        ([*CALM, 150, 152, 149], []),  # a new level
        ([*CALM, *([150, 50, 51, 49] * 3)], []),  # it happens again and again
        ([1, 2, 4, 8, 16, 32, 64, 128, 256], []),  # growth
        ([0, 0, 0, 5, 0, 0, 0, 4, 0, 0], []),  # rare events
        ([50, 52, 500, 51, 49], []),  # too few to tell from one that moves much
    ],
)
def test_nothing_is_learned_from_a_value_that_stands_alone_far_away(values, dropped):
    assert np.flatnonzero(~believable(past(values))).tolist() == dropped


def test_a_forecast_does_not_change_by_what_it_does_not_learn_from():
    world = """\
calendar months 2024-01..2026-12
  closed 2025-12
scorecard top
objective aim in top.financial
kpi it in top.aim
  actual 2024-01: 50 52 49 51 50 48 51 53 50 52 49 {} 51 50 52 49 51 50 48 51 53 50 52 49
"""
    window = ForecastWindow(day("2025-12"), day("2025-12"), day("2026-06"))
    with_typo, without = (
        forecasts(clean_model(world.format(cell)).quantities(), FISCAL, window)["top.it"]
        for cell in ("51000", "-")
    )
    np.testing.assert_allclose(with_typo.mean, without.mean)
    np.testing.assert_allclose(with_typo.quantile(0.9), without.quantile(0.9))


def test_what_never_was_below_nothing_has_no_range_below_it():
    text = """\
calendar quarters 2024-Q1..2026-Q4
scorecard top
objective aim in top.financial
kpi visits in top.aim
  better higher
  target 9
  actual 2024-Q1: 4 0 6 1 5 0 2 1
kpi profit in top.aim
  better higher
  target 9
  actual 2024-Q1: 4 -1 6 1 5 -2 2 1
"""
    window = ForecastWindow(FAR, day("2025-Q4"), day("2026-Q4"))
    made = forecasts(clean_model(text).quantities(), FISCAL, window)
    assert made["top.visits"].quantile(0.01).min() == 0
    assert made["top.visits"].draw((1,), 500).min() >= 0
    assert made["top.profit"].quantile(0.01).min() < 0


# --- Together


def errors(count, periods, rho, seed):
    random = np.random.default_rng(seed)
    common = random.standard_normal(periods)
    own = random.standard_normal((count, periods))
    return np.sqrt(rho) * common + np.sqrt(1 - rho) * own


def correlation(felt):
    """The mean correlation of two different series that the shared shocks make."""
    made = felt @ felt.T
    return float((made.sum() - np.trace(made)) / (len(felt) * (len(felt) - 1)))


def test_errors_that_moved_together_share_their_shocks():
    assert correlation(shared_errors(errors(30, 40, 0.6, 1))) == pytest.approx(0.6, abs=0.15)


def test_errors_that_have_nothing_in_common_share_hardly_any():
    assert abs(correlation(shared_errors(errors(30, 40, 0.0, 2)))) < 0.05


def test_no_series_shares_more_than_it_has():
    felt = shared_errors(errors(12, 20, 0.9, 3))
    assert ((felt**2).sum(axis=1) <= 1 + 1e-9).all()


def test_too_few_errors_share_nothing():
    assert not shared_errors(errors(5, 3, 0.9, 4)).any()
    assert not shared_errors(errors(1, 40, 0.9, 5)).any()


def cascade(rho, seed, kpis=12, months=48):
    """Objectives of KPIs whose walks share a part of their steps."""
    walks = 100 + 2 * errors(kpis, months, rho, seed).cumsum(axis=1)
    lines = [
        "calendar months 2020-01..2023-12",
        f"  closed {2020 + (months - 1) // 12}-{(months - 1) % 12 + 1:02}",
        "scorecard top",
    ]
    for at, walk in enumerate(walks):
        if at % 3 == 0:
            place = ("financial", "customer", "process", "learning")[at // 3 % 4]
            lines.append(f"objective o{at // 3} in top.{place}")
        lines += [f"kpi k{at} in top.o{at // 3}", "  baseline 50", "  target 150"]
        lines += ["  aggregate last", f"  actual 2020-01: {' '.join(f'{v:.2f}' for v in walk)}"]
    return clean_model("\n".join(lines) + "\n")


def top_width(model):
    seen = outlook(model, FISCAL.parse("2024-03"), runs=500)
    row = seen.scores.row["top"]
    return seen.score.high[row] - seen.score.low[row]


@pytest.mark.slow
def test_a_score_of_kpis_that_move_together_has_a_wider_range():
    assert top_width(cascade(0.6, 7)) > 1.5 * top_width(cascade(0.0, 7))


@pytest.mark.slow
@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_eight_of_ten_scores_come_within_their_range(rho):
    tried = inside = 0
    for seed in (11, 12):
        for part in backtest_scores(cascade(rho, seed)):
            tried, inside = tried + part.tried, inside + part.inside
    assert tried > 150
    assert 0.70 <= inside / tried <= 0.90


def improving(seed, kpis=24, months=24):
    """KPIs measured every month or quarter that all come nearer to their targets, each at a pace of its own."""
    random = np.random.default_rng(seed)
    lines = ["calendar quarters 2020-Q1..2022-Q4", "  closed 2021-Q4", "scorecard top"]
    for at in range(kpis):
        if at % 3 == 0:
            place = ("financial", "customer", "process", "learning")[at // 3 % 4]
            lines.append(f"objective o{at // 3} in top.{place}")
        line = 100 + random.uniform(0.5, 2) * np.arange(months) + 2 * random.standard_normal(months)
        lower = at % 2
        walk = 240 - line if lower else line
        ends = (140, 100) if lower else (100, 140)
        lines += [f"kpi k{at} in top.o{at // 3}"]
        lines += [f"  baseline {ends[0]} at 2019-Q4", f"  target {ends[1]} by 2021-Q4"]
        if at % 3 == 2:
            quarters = " ".join(f"{v:.2f}" for v in walk.reshape(-1, 3).mean(axis=1))
            lines += ["  every quarter", f"  actual 2020-Q1: {quarters}"]
        else:
            months_told = " ".join(f"{v:.2f}" for v in walk)
            lines += ["  every month", f"  actual 2020-01: {months_told}"]
    return clean_model("\n".join(lines) + "\n")


@pytest.mark.slow
def test_where_all_improve_whatever_their_grain_tops_are_foreseen_too():
    """Each for itself carries its last value on, and all together miss to the same side."""
    tried = inside = 0
    for seed in (1, 2):
        _, tops = backtest_scores(improving(seed))
        tried, inside = tried + tops.tried, inside + tops.inside
    assert tried >= 12
    assert inside / tried >= 0.7


def test_a_shock_towards_better_moves_what_falls_and_what_rises_apart():
    felt = with_common_shock(np.zeros((3, 8)), np.array([1.0, -1.0, 0.0]), 0.36)
    np.testing.assert_allclose(felt[:, 8], [0.6, -0.6, 0.0])
    assert not felt[:, :8].any()


def test_what_other_shocks_tell_is_not_told_again():
    alike = np.zeros((4, 8))
    alike[:, 0] = 0.6
    felt = with_common_shock(alike, np.ones(4), 0.36)
    np.testing.assert_allclose(felt[:, 8], 0, atol=1e-9)
    np.testing.assert_allclose(felt[:, 0], 0.6)


def test_a_long_step_feels_what_the_short_ones_in_it_felt():
    """A quarter's shock is that of its three months, as wide as any."""
    months = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]])
    quarters = shocks_of_steps(months, np.array([6, 3, 0]))
    np.testing.assert_allclose(quarters[:, 0], [6 / np.sqrt(3), 15 / np.sqrt(3)])
    assert shocks_of_steps(months, np.array([6, 5, 4, 3, 2, 1, 0])) is months


@pytest.mark.slow
def test_the_airlines_sample_is_foreseen_as_often_as_its_ranges_say():
    model = Workspace.load(SAMPLES / "skyline").model
    objectives, tops = backtest_scores(model)
    assert 0.7 <= objectives.coverage <= 0.95
    assert tops.inside >= 4


@pytest.mark.slow
def test_the_same_seed_draws_the_same_and_the_last_shock_is_the_same_for_all():
    model = cascade(0.6, 7)
    first, second = (outlook(model, FISCAL.parse("2024-03"), runs=200) for _ in range(2))
    np.testing.assert_array_equal(first.score.high, second.score.high)


# --- The close


CLAIM = """\
calendar months 2024-01..2025-12
  {closed}
scorecard top
objective aim in top.financial
kpi cause in top.aim
  drives effect
  actual 2024-01: {cause}
kpi effect in top.aim
  actual 2024-01: {effect}
"""


def claim(months, closed):
    random = np.random.default_rng(1)
    steps = random.standard_normal((2, 24)).cumsum(axis=1) + 50
    cause, effect = (" ".join(f"{v:.2f}" for v in row[:months]) for row in steps)
    text = CLAIM.format(closed=closed, cause=cause, effect=effect)
    model = clean_model(text.replace("  \nscorecard", "scorecard"))
    scores = evaluate(model)
    claims = evidence(scores)
    return claims[0].correlation, left_out(scores, claims)


def test_links_know_nothing_after_the_close_and_say_how_much():
    closed, unseen = claim(24, "closed 2025-06")
    shorter, _ = claim(18, "closed 2025-06")
    assert closed == shorter
    assert unseen == 12
    assert claim(24, "")[1] == 0
    assert correlate(np.arange(3.0), np.arange(3.0), 0).points == 2
