"""What is written: bytes, lines and records, read by the grammar and edited line by line."""
