"""What would be: assumed facts, forecasts, the points every KPI carries, and the value that a goal takes.

Each question is asked of the evaluator itself. What if: `assumptions`, `whatif`. How much, and by what: `sensitivity`,
`goal_seek` (over `response` and `root_finding`). What comes: `forecast` (over `history`, `outliers` and
`exponential_smoothing`) for KPIs, `outlook` (over `simulation`) for scores; `backtest` tells how good they have been.
`correlation` holds claims of cause and effect against the data.
"""
