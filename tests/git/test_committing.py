"""Commits of some files and nothing else."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.git.committing import (
    CommitError,
    PendingFile,
    commit_files,
    diff_against_head,
    pending_files,
)
from bsctui.git.repository import Repository
from tests.git.test_git import disagreeing
from tests.review.repositories import git, repository

FILES = {"plan/a.bsc": "bsc 1\n", "plan/b.bsc": "# b\n", "code.py": "pass\n"}


pytestmark = pytest.mark.usefixtures("nobodys_configuration")


@pytest.fixture
def folder(tmp_path):
    return repository(tmp_path / "work", FILES)


def documents(folder):
    return {path.name for path in (folder / "plan").glob("*.bsc")}


def test_only_the_workspaces_own_files_are_pending(folder):
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    (folder / "plan/c.bsc").write_text("# new\n")
    (folder / "plan/b.bsc").unlink()
    (folder / "code.py").write_text("print()\n")
    found = pending_files(Repository.around(folder / "plan"), documents(folder))
    assert found == [
        PendingFile("a.bsc", "changed"),
        PendingFile("b.bsc", "deleted"),
        PendingFile("c.bsc", "new"),
    ]


def test_nothing_is_pending_after_a_commit(folder):
    assert pending_files(Repository.around(folder / "plan"), documents(folder)) == []


def test_the_difference_shows_changed_and_new_lines(folder):
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    (folder / "plan/c.bsc").write_text("# new\n")
    found = Repository.around(folder / "plan")
    lines = diff_against_head(found, pending_files(found, documents(folder)))
    assert "+# more" in lines
    assert lines[-2:] == ["new file c.bsc", "+# new"]


def test_a_commit_holds_the_files_asked_for_and_leaves_what_else_is_staged(folder):
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    (folder / "plan/c.bsc").write_text("# new\n")
    (folder / "code.py").write_text("print()\n")
    git(folder, "add", "code.py")
    name = commit_files(
        Repository.around(folder / "plan"), ["a.bsc", "c.bsc"], "-m is no option here"
    )
    assert git(folder, "log", "-1", "--format=%s").strip() == "-m is no option here"
    assert git(folder, "rev-parse", "HEAD").startswith(name)
    shown = git(folder, "show", "--name-only", "--format=", "HEAD").split()
    assert shown == ["plan/a.bsc", "plan/c.bsc"]
    assert git(folder, "status", "--porcelain") == "M  code.py\n"


def test_a_name_is_taken_literally(folder):
    (folder / "plan/[ab].bsc").write_text("# odd\n")
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    commit_files(Repository.around(folder / "plan"), ["[ab].bsc"], "odd")
    assert git(folder, "show", "--name-only", "--format=", "HEAD").split() == ["plan/[ab].bsc"]


def test_the_first_commit_of_a_repository_can_be_made(tmp_path):
    folder = tmp_path / "fresh"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.bsc").write_text("bsc 1\n")
    found = Repository.around(folder)
    files = pending_files(found, {"a.bsc"})
    assert diff_against_head(found, files) == ["new file a.bsc", "+bsc 1"]
    assert commit_files(found, ["a.bsc"], "start")


def test_without_an_identity_it_says_what_to_set(folder, monkeypatch):
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{name}_NAME")
        monkeypatch.delenv(f"GIT_{name}_EMAIL")
    git(folder, "config", "user.useConfigOnly", "true")
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    with pytest.raises(CommitError, match=r"git config user\.name"):
        commit_files(Repository.around(folder), ["plan/a.bsc"], "x")


def test_a_hook_that_refuses_is_named_with_what_it_said(folder):
    hook = folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'no target, no commit' >&2\necho 'line two' >&2\nexit 1\n")
    hook.chmod(0o755)
    (folder / "plan/a.bsc").write_text("bsc 1\n# more\n")
    with pytest.raises(CommitError) as refused:
        commit_files(Repository.around(folder), ["plan/a.bsc"], "x")
    assert refused.value.message == "a hook refused the commit: no target, no commit"
    assert refused.value.output == ("no target, no commit", "line two")


def test_an_unchanged_file_is_not_committed(folder):
    with pytest.raises(CommitError, match="git did not commit"):
        commit_files(Repository.around(folder), ["plan/a.bsc"], "x")


@pytest.mark.parametrize("words", ["merge", "cherry-pick", "rebase"])
def test_in_the_midst_of_a_merge_nothing_is_staged(tmp_path, words):
    folder = disagreeing(tmp_path / "r")
    subprocess.run(["git", words, "other"], cwd=folder, capture_output=True, check=False)
    before = git(folder, "status", "--porcelain"), git(folder, "ls-files", "--stage")
    found = Repository.around(folder)
    (file,) = pending_files(found, {"a.bsc"})
    assert file.state == "unmerged"
    with pytest.raises(
        CommitError,
        match=rf"a {words} is under way: end it first \(git add what is settled, then git {words} --cont",
    ):
        commit_files(found, ["a.bsc"], "x")
    assert before == (git(folder, "status", "--porcelain"), git(folder, "ls-files", "--stage"))


def test_a_file_in_conflict_is_not_staged_where_nothing_is_under_way_either(tmp_path):
    folder = disagreeing(tmp_path / "r")
    git(folder, "checkout", "-q", "other")
    (folder / "a.bsc").write_text("# stashed\n")
    git(folder, "stash")
    git(folder, "checkout", "-q", "main")
    subprocess.run(["git", "stash", "pop"], cwd=folder, capture_output=True, check=False)
    before = git(folder, "ls-files", "--stage")
    with pytest.raises(CommitError, match="is in conflict"):
        commit_files(Repository.around(folder), ["a.bsc"], "x")
    assert git(folder, "ls-files", "--stage") == before


def test_what_holds_no_change_is_not_pending(folder):
    (folder / "plan/a.bsc").touch()
    (folder / "plan/b.bsc").write_text("# other\n")
    git(folder, "add", "plan/b.bsc")
    (folder / "plan/b.bsc").write_text(FILES["plan/b.bsc"])
    (folder / "plan/empty.bsc").write_text("")
    assert pending_files(Repository.around(folder / "plan"), documents(folder)) == []


def test_the_lines_of_a_difference_end_where_gits_do(folder):
    (folder / "plan/a.bsc").write_text("bsc 1\n# one\u2028line\x0cof text\n")
    (folder / "plan/c.bsc").write_text("# one\u2028line\n")
    found = Repository.around(folder / "plan")
    lines = diff_against_head(found, pending_files(found, documents(folder)))
    assert "+# one\u2028line\x0cof text" in lines
    assert lines[-1] == "+# one\u2028line"
