"""View 5: the text itself."""
