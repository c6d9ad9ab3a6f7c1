"""The app in a web browser on this machine, and on this machine alone: textual-serve behind a gate of its own."""
