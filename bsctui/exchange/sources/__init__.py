"""Numbers from where they live: queries run by their own engines, results that come in as edits.

A query stands in a file that others may change, so nothing here runs by itself: `pull` alone asks for it, and only for
what `bsctui.exchange.trust` says the user has seen. Each source runs in a process of its own (`worker`), which can be
ended whatever the engine does; what comes back are rows as texts (`cells`), read against the model (`answers`) and
turned into one edit (`source_edit`).
"""
