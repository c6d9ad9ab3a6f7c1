"""View 9: every initiative, by when it is due."""
