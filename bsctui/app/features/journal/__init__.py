"""Unsaved edits are journalled, so that nothing is lost when the terminal goes."""
