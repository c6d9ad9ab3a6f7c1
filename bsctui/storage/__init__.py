"""Files: which belong to a workspace, reading within bounds, writing whole or not at all, locks."""
