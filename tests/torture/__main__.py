"""`python -m tests.torture`: the long form of the tests in this folder, with other seeds where TORTURE_SEED says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ["TORTURE"] = "long"
sys.exit(pytest.main([str(Path(__file__).parent), "-v", *sys.argv[1:]]))
