"""What an editor asks about a text: colours, what may stand at a place, what a name means, who names it. Pure.

`cursor` is the question (lines with a place in them); `tokens`, `completion` (with `completion_items` and `skeletons`),
`symbols`, `outline` and `fixes` answer.
"""
