"""Reviewing a change of strategy: two revisions compared by meaning, and what the change did to the scores.

Read `comparison` first. It takes two sides (`alignment`, named by `revisions`), compares their `facts`, tells `changes`
as `decisions`, says what is easier or harder (`directions`) and what each did to the scores (`counterfactuals`,
`isolated_effects`, `effects`). `as_text`, `as_markdown` and `as_json` write it, in the `wording` that the app shares.
`history` and `blame` follow one item through commits; `gate` holds a change to a workspace's own rules.
"""
