"""Facts from tables as edits of a workspace: found again by address, id or label, all of them or none."""
