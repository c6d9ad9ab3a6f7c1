"""Alignment advice: what a strategy reviewer would remark on a workspace that has no error.

`advise` asks the advisers of `structure`, `substance` and `values`; each gives `remark`s, and `codes` explains them.
"""
