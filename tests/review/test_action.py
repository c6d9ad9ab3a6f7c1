"""What teams put into their repositories: the Action's script and the pre-commit hooks, run as those run them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.review.repositories import ENVIRONMENT, commit, git, repository

ROOT = Path(__file__).parents[2]
CARD = """\
calendar quarters 2025-Q1..2025-Q4

scorecard s "S"
  owner "Board"

objective o "O" in s.financial

kpi k "Sales" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 40 50 60 70
"""

GH = """\
#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case "$*" in
  *--paginate*) cat "$EARLIER" ;;
  *body=@*) cp "${@: -1:1}" "$POSTED" 2>/dev/null || { for a; do case $a in body=@*) cp "${a#body=@}" "$POSTED" ;; esac; done; } ;;
esac
exit "${GH_STATUS:-0}"
"""
"""Stands in for the site's command: notes its calls, keeps the body that was posted."""


@pytest.fixture
def folder(tmp_path):
    """A branch that lowers a target, beside the `origin/main` that a checkout of a pull request has."""
    found = repository(tmp_path / "r", {"plan/bsctui.toml": "", "plan/a.bsc": CARD})
    git(found, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(found, "checkout", "-q", "-b", "easier")
    commit(found, {"plan/a.bsc": CARD.replace("target 100", "target 80")}, "lower")
    return found


class Job:
    """One run of the script as the site would run it."""

    def __init__(self, folder: Path, tmp_path: Path) -> None:
        self.folder = folder
        self.calls, self.posted, self.summary = (
            tmp_path / n for n in ("calls", "posted", "summary")
        )
        self.earlier = tmp_path / "earlier"
        self.earlier.touch()
        tools = tmp_path / "tools"
        tools.mkdir()
        (tools / "gh").write_text(GH)
        (tools / "gh").chmod(0o755)
        (tools / "bsctui").write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m bsctui "$@"\n'
        )
        (tools / "bsctui").chmod(0o755)
        self.environment = ENVIRONMENT | {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CALLS": str(self.calls),
            "EARLIER": str(self.earlier),
            "POSTED": str(self.posted),
            "GITHUB_REPOSITORY": "skyline/strategy",
            "GITHUB_BASE_REF": "main",
            "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "INPUT_PATH": "plan",
        }

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        script = ROOT / ".github/action/review.sh"
        return subprocess.run(
            ["bash", str(script)], cwd=self.folder, env=self.environment | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def job(folder, tmp_path):
    return Job(folder, tmp_path)


def test_the_review_stands_on_the_pull_request_with_the_goalpost_first(job):
    done = job.run()
    assert done.returncode == 0, done.stderr
    assert "issues/7/comments -F body=@" in job.calls.read_text()
    posted = job.posted.read_text()
    assert posted.startswith("<!-- bsctui review -->\n### Strategy review\n")
    assert "| **Sales**<br>`a.bsc:10` | target 100 → 80<br>**▼ easier** |" in posted
    assert job.summary.read_text() in posted


def test_a_second_push_replaces_the_comment_of_the_first(job):
    job.earlier.write_text("4711\n4712\n")
    assert job.run().returncode == 0
    (call,) = [line for line in job.calls.read_text().splitlines() if "body=@" in line]
    assert call.startswith("api --method PATCH repos/skyline/strategy/issues/comments/4711 ")


def test_a_moved_goalpost_fails_only_where_that_was_asked_for(job):
    assert job.run(INPUT_FAIL_ON="goalposts").returncode == 1
    assert job.posted.exists()


def test_a_problem_is_annotated_at_its_line_and_fails(job):
    commit(job.folder, {"plan/a.bsc": CARD.replace("in s.o", "in s.p")}, "broken")
    done = job.run()
    assert done.returncode == 1
    assert "::error file=plan/a.bsc,line=8,col=18," in done.stdout


def test_a_token_that_may_only_read_is_a_warning_and_the_summary_stays(job):
    done = job.run(GH_STATUS="1")
    assert done.returncode == 0
    assert "::warning::" in done.stdout
    assert "### Strategy review" in job.summary.read_text()


def test_a_base_that_was_not_fetched_says_what_to_do(job):
    done = job.run(GITHUB_BASE_REF="release")
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stdout


@pytest.mark.parametrize(
    "name", ["$(touch owned)", "`touch owned`", "--output=owned", "; touch owned"]
)
def test_what_a_pull_request_may_name_is_never_a_command(job, name):
    assert job.run(GITHUB_BASE_REF=name).returncode == 2
    assert job.run(INPUT_BASE=name, INPUT_PATH="plan").returncode == 2
    assert not (job.folder / "owned").exists()


def test_a_long_review_is_cut_to_what_the_site_takes(job):
    kpis = "".join(
        f'\nkpi k{n} "{"A long label " * 12}{n}" in s.o\n  baseline 0\n  target 90 "{"why " * 50}"\n  actual 2025-Q1: 5 6 7 8\n'
        for n in range(200)
    )
    commit(job.folder, {"plan/a.bsc": CARD + kpis}, "many")
    git(job.folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    commit(job.folder, {"plan/a.bsc": CARD + kpis.replace("target 90", "target 80")}, "lower")
    assert job.run().returncode == 0
    posted = job.posted.read_text()
    assert len(posted) < 65536
    assert "the whole review is in the summary" in posted
    assert len(job.summary.read_text()) > len(posted)


def test_the_action_hands_its_inputs_over_as_environment_alone():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    for step in steps:
        assert "${{" not in step.get("run", "")
    environment = steps[-1]["env"]
    used = {name.removeprefix("INPUT_").lower().replace("_", "-") for name in environment}
    assert used | {"python-version", "token"} == {*action["inputs"], "gh-token"}
    script = (ROOT / ".github/action/review.sh").read_text()
    assert all(name in script for name in environment if name != "GH_TOKEN")


def _hook(name: str) -> dict[str, object]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return next(hook for hook in hooks if hook["id"] == name)


def test_the_hooks_refuse_what_does_not_load_and_lay_files_out(job):
    check, fmt = _hook("bsctui-check"), _hook("bsctui-fmt")
    (job.folder / "plan/a.bsc").write_text(CARD.replace("  target", "   target"))

    def run(hook, *arguments):
        words = [*str(hook["entry"]).split(), *arguments]
        return subprocess.run(
            words, cwd=job.folder, env=job.environment, capture_output=True, check=False
        ).returncode

    assert run(check, "-C", "plan") == 0
    assert run(fmt, "plan/a.bsc") == 0
    assert (job.folder / "plan/a.bsc").read_text() == CARD
    (job.folder / "plan/a.bsc").write_text(CARD.replace("in s.o", "in s.p"))
    assert run(check, "-C", "plan") == 1
