"""The evaluator: from a model to scores, on numpy columns in which nan is none.

Read `evaluate` and `result` first: the way through the room, and what comes of it. On that way stand `time_axis`,
`structure` (who counts in what, over `validity`), `values` (numbers in own periods, `formulas` and rollups),
`resampling` (to the view's periods), `targets`, `kpi_view`, `measure_values`, `score_formulas` and `kpi_scores` (a
KPI's score, tolerances too), `roll_up` (the cascade), `tiers` and `status`. `dependencies` and `incremental` keep it
cheap after an edit; `overrides` puts assumed numbers in place of the workspace's own.
"""
