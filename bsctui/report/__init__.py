"""The whole workspace for readers who do not know the format: content gathered once, then written as html or markdown.

`content` says what a report holds, as values, with `scorecard_rows` and `changes`; `gather` fills it, a part from
each of `overview`, `details`, `reasons`, `strategy_changes` and `outlook`, which look through one `reading` of the
scores; `html` and `markdown` write it.
"""
