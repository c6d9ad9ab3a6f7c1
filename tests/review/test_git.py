"""Reading revisions: from git's object store, without touching the work tree, whatever their names."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.__main__ import run
from bsctui.review.git import GitError, Repository
from tests.review.repositories import commit, git, repository

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


@pytest.mark.parametrize("revision", ["--output=stolen", "-h", "--all", "--git-dir=/", "-c", "--exec=touch"])  # fmt: skip
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

    monkeypatch.setattr("bsctui.review.git.subprocess.run", watched)
    monkeypatch.chdir(folder)
    words = [word.format(revision) for word in command]
    assert run([words[0], "-C", str(folder), *words[1:]]) == 2
    named = [call for call in called if any(revision in word for word in call)]
    assert named
    for call in named:
        first = next(at for at, word in enumerate(call) if revision in word)
        assert "--end-of-options" in call[:first], call
    assert git(folder, "status", "--porcelain") == ""


def test_without_a_repository_or_a_commit_one_line_says_so(tmp_path):
    with pytest.raises(GitError, match="is in no git repository"):
        Repository.around(tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(GitError, match="has no commit yet"):
        Repository.around(tmp_path).commit("HEAD")


def test_blame_tells_commits_from_what_is_not_committed(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    second = commit(folder, {"a.bsc": CARD + '  owner "Board"\n'}, "an owner", author="Marek")
    (folder / "a.bsc").write_text(CARD + '  owner "Board"\n  weight 2\n')
    lines = Repository.around(folder).blame("a.bsc", None)
    assert [line.author for line in lines] == [
        "Ines Aldaba",
        "Ines Aldaba",
        "Marek",
        "not committed yet",
    ]
    assert lines[2].commit == second
    assert (lines[2].date, lines[2].summary) == ("2026-03-31", "an owner")
    assert lines[3].commit == ""
