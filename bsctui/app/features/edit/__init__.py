"""Commands that edit the selected record: its fields, values, targets, its place, and many records at once."""
