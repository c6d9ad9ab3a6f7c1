"""What teams put into their repositories: the Action's script and the pre-commit hooks, run as those run them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.review.forge import Comment, Forge
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

MARK = "<!-- bsctui review: plan -->\n"


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

    def __init__(self, folder: Path, tmp_path: Path, forge: Forge) -> None:
        self.folder, self.forge = folder, forge
        self.summary = tmp_path / "summary"
        tools = tmp_path / "tools"
        tools.mkdir()
        python = shlex.quote(sys.executable)
        for name, command in (("bsctui", f"{python} -m bsctui"), ("python", python)):
            (tools / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
            (tools / name).chmod(0o755)
        self.environment = ENVIRONMENT | {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GH_TOKEN": "secret",
            "GITHUB_API_URL": forge.address,
            "GITHUB_GRAPHQL_URL": f"{forge.address}/graphql",
            "GITHUB_REPOSITORY": "skyline/strategy",
            "GITHUB_BASE_REF": "main",
            "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "INPUT_PATH": "plan",
        }

    @property
    def posted(self) -> str:
        """The body of the last comment."""
        return self.forge.comments[-1].body

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        script = ROOT / ".github/action/review.sh"
        return subprocess.run(
            ["bash", str(script)], cwd=self.folder, env=self.environment | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def job(folder, tmp_path):
    with Forge() as forge:
        yield Job(folder, tmp_path, forge)


@pytest.mark.slow
def test_the_review_stands_on_the_pull_request_with_the_goalpost_first(job):
    done = job.run()
    assert done.returncode == 0, done.stderr
    assert job.posted.startswith(MARK + "### ")
    assert "target 100 → 80" in job.posted
    assert job.summary.read_text() in job.posted


@pytest.mark.slow
def test_a_second_push_replaces_the_comment_of_the_first(job):
    others = [Comment(at, "hello", is_own=False) for at in range(4)]
    job.forge.comments = [*others, Comment(5, MARK + "old"), Comment(6, "later", is_own=False)]
    assert job.run().returncode == 0
    assert [one.number for one in job.forge.comments] == [0, 1, 2, 3, 5, 6]
    assert "target 100 → 80" in job.forge.comments[4].body


@pytest.mark.slow
def test_nobody_elses_comment_is_edited_and_no_other_workspaces(job):
    job.forge.comments = [
        Comment(1, MARK + "a trap", is_own=False),
        Comment(2, "<!-- bsctui review: other -->\nof another workspace"),
    ]
    assert job.run().returncode == 0
    assert [one.body for one in job.forge.comments[:2]] == [MARK + "a trap", "<!-- bsctui review: other -->\nof another workspace"]  # fmt: skip
    assert len(job.forge.comments) == 3


@pytest.mark.slow
def test_a_comment_that_cannot_be_changed_is_followed_by_a_new_one(job):
    job.forge.comments = [Comment(5, MARK + "old")]
    job.forge.refused = frozenset({"PATCH"})
    assert job.run().returncode == 0
    assert job.posted.startswith(MARK + "### ")


@pytest.mark.slow
def test_where_nothing_changes_there_is_no_first_comment_but_an_earlier_one_says_so(job):
    git(job.folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert job.run().returncode == 0
    assert job.forge.comments == []
    job.forge.comments = [Comment(5, MARK + "a cut target")]
    assert job.run().returncode == 0
    assert "Nothing in the strategy changes" in job.posted


@pytest.mark.slow
def test_a_moved_goalpost_fails_only_where_that_was_asked_for(job):
    assert job.run(INPUT_FAIL_ON="goalposts").returncode == 1
    assert job.posted


@pytest.mark.slow
def test_a_problem_is_annotated_at_its_line_and_fails(job):
    commit(job.folder, {"plan/a.bsc": CARD.replace("in s.o", "in s.p")}, "broken")
    done = job.run()
    assert done.returncode == 1
    assert "::error file=plan/a.bsc,line=8,col=18," in done.stdout


@pytest.mark.slow
def test_a_token_that_may_only_read_is_a_warning_and_the_summary_stays(job):
    job.forge.refused = frozenset({"POST"})
    done = job.run()
    assert done.returncode == 0
    assert "::warning::" in done.stdout
    assert job.summary.read_text().startswith("### ")


@pytest.mark.slow
def test_a_forge_that_does_not_answer_is_a_warning(job):
    assert "::warning::" in job.run(GITHUB_GRAPHQL_URL="http://127.0.0.1:9/graphql").stdout


@pytest.mark.slow
def test_advice_that_was_there_before_is_not_annotated(job):
    assert "::warning file=" not in job.run().stdout
    more = CARD.replace("target 100", "target 80") + "\nobjective p in s.customer\n"
    commit(job.folder, {"plan/a.bsc": more}, "an objective without a KPI")
    done = job.run()
    assert "title=A101" in done.stdout
    assert "line=8," not in done.stdout


def test_a_path_that_is_not_there_says_so(job):
    done = job.run(INPUT_PATH="nowhere")
    assert done.returncode == 2
    assert "the input `path` names no folder" in done.stdout
    assert "fetch-depth" not in done.stdout


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


@pytest.mark.slow
def test_a_long_review_is_cut_to_what_the_site_takes(job):
    kpis = "".join(
        f'\nkpi k{n} "{"A long label " * 12}{n}" in s.o\n  baseline 0\n  target 90 "{"why " * 50}"\n  actual 2025-Q1: 5 6 7 8\n'
        for n in range(200)
    )
    commit(job.folder, {"plan/a.bsc": CARD + kpis}, "many")
    git(job.folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    commit(job.folder, {"plan/a.bsc": CARD + kpis.replace("target 90", "target 80")}, "lower")
    assert job.run().returncode == 0
    posted = job.posted
    assert len(posted) < 65536
    assert "the whole review is in the summary" in posted
    assert posted.count("<details>") == posted.count("</details>")
    assert len(job.summary.read_text()) > len(posted)


def test_the_action_hands_its_inputs_over_as_environment_alone():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    for step in steps:
        assert "${{" not in step.get("run", "")
    environment = steps[-1]["env"]
    used = {name.removeprefix("INPUT_").lower().replace("_", "-") for name in environment}
    assert used | {"python-version", "token"} == {*action["inputs"], "gh-token"}
    folder = ROOT / ".github/action"
    script = (folder / "review.sh").read_text() + (folder / "comment.py").read_text()
    assert all(name in script for name in environment)
    pinned = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one) for one in pinned)


def _hook(name: str) -> dict[str, object]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return next(hook for hook in hooks if hook["id"] == name)


@pytest.mark.slow
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
