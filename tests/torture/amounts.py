"""How much: a little in every run of the tests, much where `make torture` asks for it."""

from __future__ import annotations

import os
import random

IS_LONG = os.environ.get("TORTURE") == "long"
SEED = int(os.environ.get("TORTURE_SEED", "1"))


def rounds(short, long):
    """The seeds of as many rounds as are asked for."""
    return range(SEED, SEED + (long if IS_LONG else short))


def drawing(seed):
    """What draws at random, the same for the same seed."""
    return random.Random(seed)
