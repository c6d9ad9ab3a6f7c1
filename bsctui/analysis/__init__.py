"""What would be: assumed facts, forecasts, the points every KPI carries, and the value that a goal takes.

Three questions, each asked of the evaluator itself. What if: `assumptions`, `whatif`. How much, and by what:
`leverage`, `goal` (over `response` and `solving`). What comes: `forecasting` (over `histories` and `smoothing`) for
KPIs, `outlook` (over `runs` and `simulating`) for scores, `backtesting` for how good they have been. `links` holds
claims of cause and effect against the data.
"""
