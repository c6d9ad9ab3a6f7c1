"""View 8: a period's reporting sheet."""
