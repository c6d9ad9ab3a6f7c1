"""What any view is drawn with: lists, forms, prompts, charts, layers, styles. Knows the core, no view and no feature."""
