"""Teaching a repository to merge by meaning: what is already there is asked about, and what was kept is told."""

from __future__ import annotations

import pytest

from bsctui.git.repository import Repository
from bsctui.git.set_up import ATTRIBUTES, hook_path, remove_setup, set_up
from tests.review.repositories import git, repository

CARD = "calendar years 2025..2026\nscorecard a\n"


@pytest.fixture
def found(tmp_path):
    """A repository with one scorecard."""
    return Repository.around(repository(tmp_path / "r", {"a.bsc": CARD}))


class Asked:
    """Answers every question alike, and remembers them."""

    def __init__(self, *, answer: bool) -> None:
        self.questions: list[str] = []
        self._answer = answer

    def __call__(self, question: str) -> bool:
        self.questions.append(question)
        return self._answer


def test_a_new_repository_is_set_up_without_a_question_and_once(found):
    asked = Asked(answer=True)
    first = set_up(found, asked)
    assert len(first.done) == 5
    assert first.unchanged == ()
    again = set_up(found, asked)
    assert (again.done, again.unchanged, asked.questions) == ((), (), [])


@pytest.mark.parametrize(
    ("line", "is_asked"),
    [("*.bsc merge=union", True), ("*.bsc -merge", True), ("*.bsc !diff", True), ("plan.bsc text merge=union", True),
     ("*.bsc text eol=lf", False), ("*.txt merge=union", False), ("", False), ("# *.bsc merge=union", False)],
)  # fmt: skip
def test_attributes_that_speak_of_merging_scorecards_are_asked_about(found, line, is_asked):
    (found.top / ".gitattributes").write_text(f"{line}\n")
    asked = Asked(answer=False)
    told = set_up(found, asked)
    assert bool(asked.questions) is is_asked
    text = (found.top / ".gitattributes").read_text()
    assert text.startswith(f"{line}\n")
    if is_asked:
        assert line in asked.questions[0]
        assert "`.gitattributes` stays as it is" in told.unchanged
        assert ATTRIBUTES not in text
    else:
        assert text == f"{line}\n{ATTRIBUTES}\n"


def test_attributes_whose_last_line_has_no_end_get_one(found):
    (found.top / ".gitattributes").write_text("*.txt text")
    set_up(found, Asked(answer=True))
    assert (found.top / ".gitattributes").read_text() == f"*.txt text\n{ATTRIBUTES}\n"


def test_a_driver_of_the_users_own_stays_where_they_say_so(found):
    git(found.top, "config", "merge.bsctui.driver", "my own")
    asked = Asked(answer=False)
    told = set_up(found, asked)
    assert asked.questions == ["git's `merge.bsctui.driver` is `my own`: change it?"]
    assert told.unchanged == ("`merge.bsctui.driver` stays as it is",)
    assert git(found.top, "config", "merge.bsctui.driver") == "my own\n"
    set_up(found, Asked(answer=True))
    assert "bsctui merge" in git(found.top, "config", "merge.bsctui.driver")


@pytest.mark.parametrize(
    ("hook", "is_asked", "is_ours"),
    [("#!/bin/sh\necho mine\n", True, True), ("#!/usr/bin/env bash\necho mine\n", True, True), ("#!/usr/bin/python3\nprint()\n", False, False),
     ("exec /bin/sh\n", False, False), ("\x7fELF sh\n", False, False), (" \n", False, False)],
)  # fmt: skip
def test_a_hook_that_is_there_runs_the_check_first_or_is_left_alone(found, hook, is_asked, is_ours):
    path = hook_path(found)
    path.parent.mkdir(exist_ok=True)
    path.write_text(hook)
    asked = Asked(answer=True)
    told = set_up(found, asked)
    assert bool(asked.questions) is is_asked
    assert ("bsctui check" in path.read_text()) is is_ours
    assert bool(told.unchanged) is not is_ours
    if is_ours:
        first, rest = hook.split("\n", 1)
        assert path.read_text().startswith(f"{first}\n")
        assert path.read_text().endswith(rest)
        assert path.stat().st_mode & 0o111
    remove_setup(found)
    assert path.read_text() == hook


def test_a_second_workspace_is_checked_by_the_same_hook(tmp_path):
    folder = repository(tmp_path / "r", {"one/a.bsc": CARD, "two b/a.bsc": CARD})
    for name in ("one", "two b"):
        set_up(Repository.around(folder / name), Asked(answer=True))
    text = hook_path(Repository.around(folder)).read_text()
    assert text.count("bsctui check") == 2
    assert "-C ./one/" in text
    assert "-C './two b/'" in text


def test_what_was_set_up_is_taken_back_and_nothing_else(found):
    (found.top / ".gitattributes").write_text("*.txt text\n")
    before = git(found.top, "config", "--local", "--list")
    set_up(found, Asked(answer=True))
    told = remove_setup(found)
    assert len(told.done) == 4
    assert (found.top / ".gitattributes").read_text() == "*.txt text\n"
    assert not hook_path(found).exists()
    assert git(found.top, "config", "--local", "--list") == before
    assert remove_setup(found).done == ()


def test_a_hooks_folder_of_all_repositories_is_left_alone_and_told(found, tmp_path):
    shared = tmp_path / "hooks"
    shared.mkdir()
    git(found.top, "config", "core.hooksPath", str(shared))
    told = set_up(found, Asked(answer=True))
    assert list(shared.iterdir()) == []
    (text,) = told.unchanged
    assert str(shared) in text
    assert "bsctui check --select E -C ." in text
    assert remove_setup(found).done


def test_a_hooks_folder_of_the_repository_itself_is_used(found):
    git(found.top, "config", "core.hooksPath", ".hooks")
    assert set_up(found, Asked(answer=True)).unchanged == ()
    assert "bsctui check" in (found.top / ".hooks/pre-merge-commit").read_text()


@pytest.mark.parametrize("hook", [None, "npm test\n", "#!/usr/bin/env sh\nnpm test\n"])
def test_husky_gets_the_hook_that_people_commit_not_the_generated_one(found, hook):
    generated = found.top / ".husky/_"
    generated.mkdir(parents=True)
    git(found.top, "config", "core.hooksPath", ".husky/_")
    path = found.top / ".husky/pre-merge-commit"
    if hook is not None:
        path.write_text(hook)
    told = set_up(found, Asked(answer=True))
    assert any(".husky/pre-merge-commit: commit it" in line for line in told.done)
    assert list(generated.iterdir()) == []
    assert path.read_text().endswith((hook or "").removeprefix("#!/usr/bin/env sh\n"))
    remove_setup(found)
    assert (path.read_text() if path.exists() else None) == hook


@pytest.mark.parametrize("line", ["*.bsc merge=union", "*.bsc -merge", "* binary"])
def test_a_nested_attribute_that_overrules_ours_is_told_with_its_file(tmp_path, line):
    folder = repository(tmp_path / "r", {"plan/a.bsc": CARD, "plan/units/b.bsc": "scorecard b under a\n", "plan/units/.gitattributes": f"{line}\n"})  # fmt: skip
    told = set_up(Repository.around(folder / "plan"), Asked(answer=True))
    (text,) = told.unchanged
    assert text.startswith("plan/units/b.bsc: ")
    assert "plan/units/.gitattributes says so" in text


def test_the_check_of_an_earlier_version_is_replaced(found):
    set_up(found, Asked(answer=True))
    path = hook_path(found)
    new = path.read_text()
    old = "! command -v bsctui >/dev/null 2>&1 || bsctui check --select E -C . >&2 || exit 1"
    path.write_text("\n".join(old if "bsctui check" in line else line for line in new.split("\n")))
    set_up(found, Asked(answer=True))
    assert path.read_text() == new
