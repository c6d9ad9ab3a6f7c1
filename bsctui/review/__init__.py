"""Reviewing a change of strategy: two revisions compared by meaning, their effects, merging, and git."""
