"""What opens over a view and is closed by `esc`: prompts, choices, forms, the palette, the help."""
