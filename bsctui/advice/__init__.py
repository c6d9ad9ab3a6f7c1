"""Alignment advice: what a strategy reviewer would remark on a workspace that has no error."""
