"""Reading revisions: from git's object store, without touching the work tree, whatever their names."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.__main__ import run_cli
from bsctui.git.command import GitError
from bsctui.git.objects import ancestors
from bsctui.git.repository import Commit, Repository
from tests.review.repositories import ENVIRONMENT, commit, git, repository

CARD = "calendar years 2025..2026\nscorecard a\n"


def test_a_revisions_files_are_those_of_the_workspace(tmp_path):
    folder = repository(
        tmp_path / "r",
        {
            "plan/bsctui.toml": "",
            "plan/a.bsc": CARD,
            "plan/unit/b.bsc": "scorecard b under a\n",
            "plan/.draft.bsc": "x",
            "plan/other/bsctui.toml": "",
            "plan/other/c.bsc": "scorecard c\n",
            "top.bsc": "scorecard top\n",
        },
    )
    (folder / "plan/a.bsc").write_text("changed\n")
    found = Repository.around(folder / "plan")
    assert found.prefix == "plan/"
    assert found.files(found.commit("HEAD")) == {
        "a.bsc": CARD.encode(),
        "unit/b.bsc": b"scorecard b under a\n",
    }
    assert (folder / "plan/a.bsc").read_text() == "changed\n"


def test_a_workspace_of_one_file_is_that_file_at_every_revision(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD, "b.bsc": "scorecard b\n"})
    found = Repository.around(folder / "a.bsc")
    assert found.files(found.commit("HEAD")) == {"a.bsc": CARD.encode()}


def test_a_name_that_looks_like_an_option_is_a_revision_nobody_knows(tmp_path):
    found = Repository.around(repository(tmp_path / "r", {"a.bsc": CARD}))
    for name in ("--output=/tmp/x", "-h", "--", "nowhere", "HEAD; touch x", "@{u}"):
        with pytest.raises(GitError, match="git knows no revision"):
            found.commit(name)


def test_a_branch_whose_name_begins_with_a_dash_is_a_revision(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    head = git(folder, "rev-parse", "HEAD").strip()
    found = Repository.around(folder)
    for name in ("-x", "--all", "--output=x"):
        git(folder, "update-ref", f"refs/heads/{name}", head)
        assert found.commit(name) == head
        assert found.merge_base(name, "HEAD") == head


@pytest.mark.parametrize("revision", ["--output=stolen", "-h", "--all", "--git-dir=/", "-Ox", "--exec=touch"])  # fmt: skip
@pytest.mark.parametrize(
    "command",
    [
        ["diff", "--", "{}"],
        ["diff", "--", "HEAD", "{}"],
        ["diff", "--", "{}...HEAD"],
        ["score", "--rules={}"],
        ["score", "--data={}"],
        ["report", "--since={}"],
        ["merge", "--workspace={}"],
    ],
    ids=" ".join,
)
def test_git_never_takes_a_revision_for_an_option(command, revision, tmp_path, monkeypatch):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    called = []
    real = subprocess.run

    def watched(arguments, **options):
        called.append(list(arguments))
        return real(arguments, **options)

    monkeypatch.setattr("bsctui.git.command.subprocess.run", watched)
    monkeypatch.chdir(folder)
    words = [word.format(revision) for word in command]
    assert run_cli([words[0], "-C", str(folder), *words[1:]]) == 2
    named = [call for call in called if any(revision in word for word in call)]
    assert named
    for call in named:
        first = next(at for at, word in enumerate(call) if revision in word)
        assert "--end-of-options" in call[:first], call
    assert git(folder, "status", "--porcelain") == ""


def test_without_a_repository_or_a_commit_one_line_says_so(tmp_path):
    with pytest.raises(GitError, match="is not in a git repository"):
        Repository.around(tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(GitError, match="has no commit yet"):
        Repository.around(tmp_path).commit("HEAD")


def test_each_line_has_its_author_but_for_what_is_not_committed(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    commit(folder, {"a.bsc": CARD + '  owner "Board"\n'}, "an owner", author="Marek")
    (folder / "a.bsc").write_text(CARD + '  owner "Board"\n  weight 2\n')
    assert Repository.around(folder).line_authors("a.bsc", None) == [
        "Ines Aldaba",
        "Ines Aldaba",
        "Marek",
        "not committed yet",
    ]


BREAKS = "a\u2028b\u2029c\x85d\x0ce\x1cf\x0bg"
"""What Python, though no git, takes for the ends of lines."""


def test_no_subject_or_author_shifts_a_field(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    old = git(folder, "rev-parse", "HEAD").strip()
    new = commit(folder, {"a.bsc": CARD + "# x\n"}, BREAKS, author=BREAKS)
    found = Repository.around(folder)
    (told,) = found.log_between(old, None, "a.bsc")
    assert told == Commit(new, "2026-03-31", BREAKS, BREAKS)
    assert next(iter(ancestors(found, "HEAD"))).commit == told
    assert found.line_authors("a.bsc", None)[-1] == BREAKS


def test_no_configuration_of_the_user_changes_what_is_read(tmp_path):
    folder = repository(tmp_path / "r", {"ä.bsc": CARD})
    for name, value in {
        "log.showSignature": "true",
        "color.ui": "always",
        "core.quotePath": "true",
        "i18n.logOutputEncoding": "UTF-16",
        "diff.noprefix": "true",
        "alias.log": "!false",
    }.items():
        git(folder, "config", name, value)
    old = git(folder, "rev-parse", "HEAD").strip()
    new = commit(folder, {"ä.bsc": CARD + "# x\n"}, "ümlaut")
    found = Repository.around(folder)
    assert found.log_between(old, None, "ä.bsc") == [
        Commit(new, "2026-03-31", "Ines Aldaba", "ümlaut")
    ]
    assert found.branches() == ["main"]


def test_the_base_is_the_branch_that_others_grow_from(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    found = Repository.around(folder)
    assert found.base_branch() == "main"
    git(folder, "branch", "-m", "master")
    assert found.base_branch() == "master"
    git(folder, "branch", "-m", "trunk")
    assert found.base_branch() == "HEAD"
    git(folder, "config", "init.defaultBranch", "trunk")
    assert found.base_branch() == "trunk"
    git(tmp_path, "clone", "-q", str(folder), "clone")
    clone = Repository.around(tmp_path / "clone")
    assert clone.base_branch() == "trunk"
    git(tmp_path / "clone", "checkout", "-q", "-b", "work")
    git(tmp_path / "clone", "branch", "-D", "trunk")
    assert clone.base_branch() == "origin/trunk"


@pytest.mark.parametrize(
    ("words", "doing", "branch"),
    [
        (("merge", "other"), "merge", "main"),
        (("rebase", "other"), "rebase", "main"),
        (("cherry-pick", "other"), "cherry-pick", "main"),
        (("revert", "HEAD~1"), "revert", "main"),
        (("bisect", "start"), "bisect", "main"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_is_under_way_is_told_with_its_branch(tmp_path, words, doing, branch):
    folder = disagreeing(tmp_path / "r")
    found = Repository.around(folder)
    assert found.under_way is None
    subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert found.under_way == doing
    assert found.branch == branch


def disagreeing(folder):
    """Two branches that say one line otherwise; `main`, which has it said twice, is checked out."""
    repository(folder, {"a.bsc": "# a\n"})
    git(folder, "checkout", "-q", "-b", "other")
    commit(folder, {"a.bsc": "# theirs\n"}, "theirs")
    git(folder, "checkout", "-q", "main")
    commit(folder, {"a.bsc": "# ours\n"}, "ours")
    commit(folder, {"a.bsc": "# ours again\n"}, "ours again")
    return folder


def test_a_checked_out_commit_is_on_no_branch(tmp_path):
    found = Repository.around(disagreeing(tmp_path / "r"))
    assert not found.is_detached
    git(found.top, "checkout", "-q", "--detach")
    assert found.is_detached
    assert found.under_way is None


def test_a_folder_whose_name_holds_a_line_end_is_a_repository_too(tmp_path):
    folder = repository(tmp_path / "two\nlines", {"in\nside/a.bsc": CARD})
    found = Repository.around(folder / "in\nside")
    assert (found.top.name, found.prefix) == ("two\nlines", "in\nside/")
    assert found.files(found.commit("HEAD")) == {"a.bsc": CARD.encode()}
