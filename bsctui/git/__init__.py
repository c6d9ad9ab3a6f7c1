"""Git, by its command: reading objects, committing, setting a repository up."""
