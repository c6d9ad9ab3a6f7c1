"""What the text means: entities, periods, names, links and errors of meaning.

Read `entities`, `workspace_settings` and `model` first: what a workspace says, as immutable values. `build` makes them
from documents: `settings` and `names`, then `resolve_structure` and `resolve_measures`, each record by its own
`record_reader`; `update` does the same for what an edit touched. `checks`, `cycles` and `confusables` find errors of
meaning; `references` knows who names whom.
"""
