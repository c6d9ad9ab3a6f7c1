"""What every part of the app stands on: the session, commands and keys, what a view is; nothing that is drawn."""
