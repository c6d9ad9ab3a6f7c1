"""What is written: bytes, lines and records, read by the grammar and edited line by line.

Read `document` first: a file as records, kept byte for byte. `lines` reads one line by the parsers of `grammar`,
`literals` and `expressions` say what its tokens mean; `forms` has a row for each form of a line (`form_row` says what a
row holds); `line_errors` (with `expected_tokens` and `foreign_notation`) tells what is wrong with a line that cannot be
read, as `diagnostics`. `edits` replaces lines, `formatting` lays them out, `bounds` has every limit.
"""
