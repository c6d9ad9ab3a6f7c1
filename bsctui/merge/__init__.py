"""Merging by meaning: three versions of a scorecard's text into one in which no fact is lost or stands twice."""
