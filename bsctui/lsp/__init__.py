"""The language server: an editor's texts in, diagnostics and answers out, by the rules of `check` and of the app.

One worker thread holds the texts and answers in the order of arrival (`server`, `session`), so that no answer speaks of
another text than the one it was asked about; advice is found beside it. The protocol's loop only passes messages on.
"""
