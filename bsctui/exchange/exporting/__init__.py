"""A workspace in the forms of other programs: csv, json, toml, a workbook that calculates, tables for a database."""
