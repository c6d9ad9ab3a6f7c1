"""The whole workspace for readers who do not know the format: content gathered once, then written as html or markdown."""
