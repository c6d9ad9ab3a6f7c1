"""How hypothesis runs here: never against the clock, the same examples every time; more and new ones where asked for."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.budget import PROFILE, budget
from tests.review.repositories import ENVIRONMENT

settings.register_profile(
    "fast",
    deadline=None,
    derandomize=True,
    max_examples=budget(100),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("full", settings.get_profile("fast"))
settings.register_profile(
    "thorough", settings.get_profile("fast"), derandomize=False, max_examples=1000
)
settings.load_profile(PROFILE)

os.environ.pop(
    "PYTHONDONTWRITEBYTECODE", None
)  # hundreds of processes are started: none compiles it all anew
os.environ["BSCTUI_NO_CACHE"] = "1"  # a test reads what it is about, not what another kept
for shell_setting in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "BSCTUI_ASCII"):
    os.environ.pop(
        shell_setting, None
    )  # what the shell that runs the tests says of itself decides no test


@pytest.hookimpl(optionalhook=True)  # nor is there one where tests judge mutants
def pytest_xdist_auto_num_workers():
    """One worker more than processors: a third of the time tests wait for a terminal, a program or a timer."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # whoever sets it is obeyed, as without this
    may_use = getattr(os, "sched_getaffinity", None)
    return (len(may_use(0)) if may_use else os.cpu_count() or 1) + 1


@pytest.fixture
def nobodys_configuration(monkeypatch):
    """Git as on a new machine, with the name and the day that tests expect; for code that calls git itself."""
    for name, value in ENVIRONMENT.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
