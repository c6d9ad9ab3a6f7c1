"""Merging by meaning: three versions of a scorecard's text into one in which no fact is lost or stands twice.

`workspaces` merges all files, `files` one, as git's driver; where lines alone merge (`line_merge`) nothing else is done.
Else: `pieces` cuts a file into things with keys, `identity` and `renames` give each side the names of the other,
`pairing` lays three versions side by side, `merger` and `trees` decide each thing, `series` and its kin the values
period by period, `relocations` what one side moved, `conflicts` what stays in dispute. `equivalence` and `normal_form`
say when two lines mean the same.
"""
