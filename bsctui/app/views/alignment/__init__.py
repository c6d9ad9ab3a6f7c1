"""View 3: who contributes to what, and what has no line of sight."""
