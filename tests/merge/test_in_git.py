"""The merge driver and the hook in real repositories: with bsctui, without it, and after it is taken back."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest

from bsctui.git.repository import Repository
from bsctui.git.set_up import ATTRIBUTES, hook_path, set_up
from tests.review.repositories import ENVIRONMENT, commit, git, repository

TEXT = """\
calendar quarters 2025-Q1..2025-Q4

scorecard top "Top"

objective aim in top.financial

kpi sales in top.aim
  baseline 5
  target 10
  actual 2025-Q1: 8 9
"""


@pytest.fixture
def program(tmp_path):
    """A folder with a `bsctui` to be put on the path."""
    folder = tmp_path / "a bin"
    folder.mkdir()
    script = folder / "bsctui"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m bsctui "$@"\n')
    script.chmod(0o755)
    return folder


@pytest.fixture
def repo(tmp_path):
    return repository(tmp_path / "repo", {"a.bsc": TEXT, "bsctui.toml": ""})


def run(folder, *words, path=None, answer=""):
    """A command as a user runs it."""
    root = os.getcwd()
    before = f"{path}{os.pathsep}" if path else ""
    environment = ENVIRONMENT | {"PATH": before + os.environ["PATH"], "PYTHONPATH": root}
    return subprocess.run(
        list(words),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        input=answer,
    )


def setup(repo, program, *words):
    return run(repo, "bsctui", "git-setup", *words, path=program)


def without_bsctui(tmp_path):
    """A path on which git is, and no bsctui."""
    folder = tmp_path / "bare bin"
    if not folder.exists():
        folder.mkdir()
        for name in ("git", "sh", "grep", "env", "true"):
            found = next(p for d in os.environ["PATH"].split(os.pathsep) if (p := f"{d}/{name}") and os.access(p, os.X_OK))  # fmt: skip
            (folder / name).symlink_to(found)
    return folder


def branches(repo, ours, theirs, name="a.bsc"):
    """A branch `topic` with their version, and ours checked out."""
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, {name: theirs}, "theirs")
    git(repo, "checkout", "-q", "main")
    commit(repo, {name: ours}, "ours")


OURS = TEXT.replace("target 10", "target 12").replace("8 9", "8 9 10")
THEIRS = TEXT.replace("baseline 5", "baseline 4").replace("8 9", "8.5 9")
BOTH = TEXT.replace("target 10", "target 12").replace("baseline 5", "baseline 4").replace("8 9", "8.5 9 10")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [["merge", "-q", "--no-edit", "topic"], ["cherry-pick", "topic"], ["rebase", "-q", "topic"]],
)
def test_git_merges_by_meaning_whatever_it_merges_for(repo, program, words):
    branches(repo, OURS, THEIRS)
    assert run(repo, "git", *words, path=program).returncode != 0
    git(repo, words[0], "--abort")
    assert setup(repo, program).returncode == 0
    done = run(repo, "git", *words, path=program)
    assert done.returncode == 0, done.stderr + done.stdout
    assert (repo / "a.bsc").read_text() == BOTH


@pytest.mark.slow
def test_what_disagrees_is_left_in_markers(repo, program):
    branches(repo, OURS, THEIRS.replace("target 10", "target 13"))
    setup(repo, program)
    done = run(repo, "git", "merge", "topic", path=program)
    assert done.returncode == 1
    text = (repo / "a.bsc").read_text()
    assert "  baseline 4\n<<<<<<< HEAD\n  target 12\n=======\n  target 13\n>>>>>>> topic\n  actual 2025-Q1: 8.5 9 10\n" in text  # fmt: skip
    assert git(repo, "status", "--porcelain", "a.bsc").startswith("UU")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["-a b.bsc", "a 'b' \"c\" $(touch x).bsc", "new\nline;touch y.bsc"]
)
def test_no_name_reaches_a_shell_or_an_option(tmp_path, program, name):
    repo = repository(tmp_path / "repo", {name: TEXT, "bsctui.toml": ""})
    branches(repo, OURS, THEIRS, name)
    setup(repo, program)
    done = run(repo, "git", "merge", "-q", "--no-edit", "topic", path=program)
    assert done.returncode == 0, done.stderr + done.stdout
    assert (repo / name).read_text() == BOTH
    assert not {"x", "y"} & {path.name for path in repo.iterdir()}


@pytest.mark.slow
def test_the_hook_stops_a_merge_whose_workspace_does_not_load(repo, program):
    ours = TEXT + "\nkpi more in top.aim\n  target 3\n  formula sales * 2\n  aggregate sum\n"
    theirs = TEXT[: TEXT.index("kpi sales")].rstrip("\n") + "\n"
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, {"a.bsc": theirs}, "theirs")
    git(repo, "checkout", "-q", "main")
    commit(repo, {"b.bsc": ours.removeprefix(TEXT)}, "ours")
    setup(repo, program)
    before = git(repo, "rev-parse", "HEAD")
    done = run(repo, "git", "merge", "--no-edit", "topic", path=program)
    assert done.returncode != 0
    assert "sales" in done.stderr
    assert "git merge --abort, then: bsctui merge --workspace topic" in done.stderr
    assert git(repo, "rev-parse", "HEAD") == before


@pytest.mark.slow
def test_after_a_rename_the_hook_tells_the_new_name_and_the_merge_that_follows_it(repo, program):
    renamed = TEXT.replace("kpi sales in top.aim\n", "kpi turnover in top.aim\n  was top.sales\n")
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, {"a.bsc": renamed}, "another name")
    git(repo, "checkout", "-q", "main")
    commit(repo, {"b.bsc": "actuals 2025-Q3\n  top.sales 10\n"}, "a report")
    setup(repo, program)
    done = run(repo, "git", "merge", "--no-edit", "topic", path=program)
    assert done.returncode != 0
    assert "it is called `top.turnover` now" in done.stderr
    assert "bsctui merge --workspace topic" in done.stderr
    git(repo, "merge", "--abort")
    assert run(repo, "bsctui", "merge", "--workspace", "topic", path=program).returncode == 0
    assert (repo / "b.bsc").read_text() == "actuals 2025-Q3\n  top.turnover 10\n"


def test_without_bsctui_git_merges_as_it_would_without_us(repo, program, tmp_path):
    branches(repo, OURS.replace("8 9 10", "8 9"), THEIRS)
    setup(repo, program)
    bare = without_bsctui(tmp_path)
    done = subprocess.run(
        ["git", "merge", "topic"], cwd=repo, env=ENVIRONMENT | {"PATH": str(bare)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert (repo / "a.bsc").read_text().count("<<<<<<<") == 1
    assert "not found" not in done.stderr
    shown = subprocess.run(
        ["git", "diff", "HEAD~1", "--", "a.bsc"], cwd=repo, env=ENVIRONMENT | {"PATH": str(bare)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert shown.returncode == 0
    assert "+" in shown.stdout


def test_hunks_name_the_record_they_belong_to(repo, program):
    setup(repo, program)
    (repo / "a.bsc").write_text(TEXT.replace("8 9", "8 9 10"))
    assert "@@ kpi sales in top.aim" in git(repo, "diff", "-U0", "a.bsc")


@pytest.mark.slow
def test_remove_leaves_nothing_behind(repo, program):
    config = (repo / ".git" / "config").read_bytes()
    (repo / ".git" / "hooks").mkdir()
    (repo / ".git" / "hooks" / "post-commit").write_text("#!/bin/sh\n")
    assert setup(repo, program).returncode == 0
    assert (repo / ".gitattributes").read_text() == ATTRIBUTES + "\n"
    assert setup(repo, program, "--remove").returncode == 0
    assert (repo / ".git" / "config").read_bytes() == config
    assert [path.name for path in (repo / ".git" / "hooks").iterdir()] == ["post-commit"]
    assert not (repo / ".gitattributes").exists()
    assert "nothing to remove" in setup(repo, program, "--remove").stdout


@pytest.mark.slow
def test_what_was_there_is_asked_about_kept_and_given_back(repo, program):
    (repo / ".gitattributes").write_text("*.bsc merge=union\n*.png binary")
    hook = hook_path(Repository.around(repo))
    hook.parent.mkdir()
    hook.write_text("#!/bin/bash\necho hello\n")
    hook.chmod(0o755)
    refused = setup(repo, program)
    assert refused.returncode == 1
    assert "merge=union" in refused.stderr
    assert (repo / ".gitattributes").read_text() == "*.bsc merge=union\n*.png binary"
    assert hook.read_text() == "#!/bin/bash\necho hello\n"
    assert setup(repo, program, "--yes").returncode == 0
    assert "echo hello" in hook.read_text()
    assert git(repo, "check-attr", "merge", "a.bsc").strip() == "a.bsc: merge: bsctui"
    setup(repo, program, "--remove")
    assert (repo / ".gitattributes").read_text() == "*.bsc merge=union\n*.png binary\n"
    assert hook.read_text() == "#!/bin/bash\necho hello\n"


def test_set_up_twice_changes_nothing(repo, program):
    setup(repo, program)
    files = [repo / ".git" / "config", repo / ".gitattributes", hook_path(Repository.around(repo))]
    before = [path.read_bytes() for path in files]
    assert "set already" in setup(repo, program).stdout
    assert [path.read_bytes() for path in files] == before


@pytest.mark.slow
def test_a_workspace_in_a_folder_with_a_strange_name_is_checked(tmp_path, program):
    name = "it's $(here)"
    repo = repository(tmp_path / "repo", {f"{name}/a.bsc": TEXT, f"{name}/bsctui.toml": ""})
    branches(repo, OURS, THEIRS + "\nkpi bad in top.nowhere\n", f"{name}/a.bsc")
    set_up(Repository.around(repo / name), lambda _: False)
    done = run(repo, "git", "merge", "--no-edit", "topic", path=program)
    assert done.returncode != 0
    assert "top.nowhere" in done.stderr


def test_outside_of_a_repository_it_says_so_in_one_line(tmp_path, program):
    done = setup(tmp_path, program)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "not in a git repository" in done.stderr
