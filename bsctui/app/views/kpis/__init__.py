"""View 4: every KPI and measure in one table."""
