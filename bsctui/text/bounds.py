"""How much of everything there may be; past a bound there is one clear error, never a wait without end.

The language's page shows them as a table. What has no bound here grows with the text, and no faster (`tests/bounds`).
"""

from __future__ import annotations

from typing import Final

LONGEST_LINE: Final = 500_000
"""Characters of a header or statement: fifty for each of ten thousand values."""

LARGEST: Final = 1e15
"""Numbers reach so far on both sides of 0: beyond it a double no longer holds cents."""

MOST_PERIODS: Final = 10_000
"""How far `over`, `prev` and `rolling` look back: more periods than any calendar has."""

MOST_DIGITS: Final = 15
"""To how many decimals `round` rounds: all that a value of this size has."""

FARTHEST_YEARS: Final = 100
"""Periods lie within so many years of the calendar, which itself spans as many at most."""

LONGEST_EFFECT: Final = 60
"""An effect (`drives … after`) comes so much later at most; no series is long enough to show a longer one."""

MOST_IN_ORDER: Final = 100
"""Tiers, perspectives and bands of a status have a rank: more than so many nobody could tell apart."""

ERRORS_SHOWN: Final = 1_000
"""So many errors are written out as text; further ones are counted. Forms for programs hold all of them."""

ADVICE_SHOWN: Final = 5
"""So many of each code of advice and warnings are written out as text; `--all` shows every one."""
