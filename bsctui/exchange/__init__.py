"""Other forms of what a workspace says, out and in.

Out: `maps` and `exporting`. In: `tables` opens files, `reading` finds what their cells mean, `importing` makes edits of
that; `sources` asks databases, for what `trust` says the user has seen. `model_document` goes both ways.
"""
