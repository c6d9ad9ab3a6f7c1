"""Files: `workspace_files` says which belong to a workspace, `regular_files` reads within bounds, `atomic_write` writes whole or not at all, `locks` and `leftovers` keep two writers apart."""
