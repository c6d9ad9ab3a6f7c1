"""Where a score comes from and why it changed.

`provenance` (what stands behind a KPI's figures), `contributions` (what each member adds to the score above it),
`attribution` (the parts of a change, member by member) and `movers` (what moved a score most, wherever it is).
"""
