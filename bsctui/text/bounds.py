"""How large the numbers in a text may be: every bound of one stands here, and in `grammar/README.md`."""

from __future__ import annotations

from typing import Final

LARGEST: Final = 1e15
"""Beyond this, sums of values would lose their last digits."""

MOST_PERIODS: Final = 10_000
"""How far `over`, `prev` and `rolling` look back: more periods than any calendar has."""

MOST_DIGITS: Final = 15
"""To how many decimals `round` rounds: all that a value of this size has."""

LONGEST_EFFECT: Final = 60
"""Years that an effect may come `after` its cause."""
