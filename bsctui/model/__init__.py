"""What the text means: entities, periods, names, links, problems and advice.

Read `entities` and `model` first: what a workspace says, as immutable values. `build` makes them from documents:
`names` and `settings`, then `cards` and `quantities`, each record at its own `desk`; `update` does the same for what
an edit touched. `checks`, `cycles` and `lookalikes` find errors of meaning; `references` knows who names whom.
"""
