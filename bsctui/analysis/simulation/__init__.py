"""Many possible futures of a scorecard, drawn from the errors that its forecasts made."""
