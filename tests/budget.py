"""How many examples a property test draws: few while somebody works, more before a change is taken, all for hours."""

from __future__ import annotations

import os
from typing import Final

SHARE: Final = {"full": 4, "thorough": 1}
"""By the profile that was asked for (`HYPOTHESIS_PROFILE`): `make test TESTS=all` is `full`; without one it is a twelfth."""
PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "fast")
THOROUGH: Final = PROFILE == "thorough"


def budget(examples: int) -> int:
    """The profile's share of so many examples, eight at least."""
    share = SHARE.get(PROFILE, 12)
    return examples if share == 1 else max(8, examples // share)
