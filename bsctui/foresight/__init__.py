"""What would be: assumed facts, the points every KPI carries, and the value that a goal takes."""
