"""How many examples a property test draws: a quarter by default, all of them in a thorough run."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def budget(examples: int) -> int:
    """Of so many examples a quarter (8 at least), where nobody asked for all (`HYPOTHESIS_PROFILE=thorough`)."""
    return examples if THOROUGH else max(8, examples // 4)
