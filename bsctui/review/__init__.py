"""Reviewing a change of strategy: two revisions compared by meaning, their effects, merging, and git.

Read `comparison` first. It takes two `sides` (named by `revisions`), matches their records (`matching`), compares
their `facts`, counts `changes` as decisions (`units`), says what is easier or harder (`directions`) and what each
did to the scores (`corners`, `alone`, `effects`). `as_text`, `as_markdown` and `as_json` write it, in the `wording`
that the app shares. `history` and `blaming` follow one item through commits; `merging` makes one text of three.
Only `git`, `objects`, `committing` and `setting_up` talk to git.
"""
