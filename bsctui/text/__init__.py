"""What is written: bytes, lines and records, read by the grammar and edited line by line.

Read `document` first: a file as records, kept byte for byte. `lines` reads one line by the parsers of `grammar`,
`values` and `expressions` say what its tokens mean, and `diagnosis` (with `wanted`) what is wrong with a line that
cannot be read; `problems` holds such faults as values. `edits` replaces lines, `formatting` lays them out.
"""
