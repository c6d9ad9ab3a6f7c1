"""View 2: the strategy map of the scorecard that the selected item belongs to."""
