"""Git, by its command: one call path with a configuration of its own.

`command` calls it, `unconfigured` keeps others' settings out; `repository`, `objects` and `linked_files` read,
`committing` writes, `set_up` makes a repository know the drivers.
"""
