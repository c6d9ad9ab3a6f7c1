"""What an editor asks about a text: colours, what may stand at a place, what a name means, who names it. Pure.

`here` is the question (lines with a place in them); `tokens`, `completing` (with `candidates`) and `meaning` answer.
"""
