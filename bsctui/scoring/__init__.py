"""The evaluator: from a model to scores, on numpy columns, none is nan.

Read `evaluate` and `scores` first: the way through the room, and its result. On that way stand `axes` (time),
`layout` (who counts in what), `values` and `goals` (numbers in own periods), `bringing` (to the view's periods),
`figures` and `scoring` (a KPI's score), `rolling_up` (the cascade) and `statuses`. `explain`, `changes` and `movers`
ask a result why; `ties`, `touching` and `narrowing` keep it cheap after an edit.
"""
