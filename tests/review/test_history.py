"""The history of one item, and who set each of its facts: by meaning, at every commit that touched it and at no other."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bsctui.edits import SetField
from bsctui.git.objects import GitObjects, ancestors
from bsctui.git.repository import Repository
from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ChangeKind, single_changes
from bsctui.review.decisions import changes_between
from bsctui.review.history import ItemHistory
from bsctui.review.perspectives import blame_of, item_commits_of
from bsctui.review.revisions import branch_revisions
from bsctui.review.score_at import CommitModels, item_score
from bsctui.review.score_history import scored_commits
from bsctui.review.wording import change_phrase
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.review.repositories import commit, git, repository
from tests.review.strategies import edit_of, edited, start
from tests.scoring.worked import SKYLINE


def history(folder, *, only=None):
    place = folder / only if only else folder
    return ItemHistory(GitObjects(Repository.around(place)), Workspace.load(place).model)


def told(folder, address):
    """Summary of each commit (None: not committed) with what it changed."""
    with history(folder).objects as objects:
        found = ItemHistory(objects, Workspace.load(folder).model)
        return [
            (
                touch.commit.summary if touch.commit else None,
                [change_phrase(c) for c in touch.changes],
            )
            for touch in item_commits_of(found, address)
        ]


def blamed(folder, address):
    """`field text` -> summary of the commit that set it."""
    found = history(folder)
    with found.objects:
        return {
            f"{row.field} {row.text}".strip(): row.commit.summary if row.commit else None
            for row in blame_of(found, address)
        }


@pytest.fixture
def folder(tmp_path):
    return repository(tmp_path / "plan", {"bsctui.toml": "", "w.bsc": SKYLINE})


def replaced(folder, *pairs, file="w.bsc"):
    text = (folder / file).read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return {file: text}


def test_only_commits_that_changed_what_is_said_of_it_are_told(folder):
    commit(folder, replaced(folder, ("target 35M by 2026-Q4", "target 33M by 2026-Q4")), "easier")
    commit(folder, replaced(folder, ("47\n", "48\n")), "another KPI")
    commit(folder, replaced(folder, ("  target 33M", "      target   33M")), "layout")
    commit(folder, {"w.bsc": "# a comment\n" + (folder / "w.bsc").read_text()}, "a comment")
    assert told(folder, "skyline.revenue") == [
        ("easier", ["target 35M by 2026-Q4 → 33M by 2026-Q4"]),
        ("the beginning", ["kpi added"]),
    ]


def test_what_is_not_committed_comes_first(folder):
    (folder / "w.bsc").write_text(replaced(folder, ("47\n", "48\n"))["w.bsc"])
    assert told(folder, "skyline.on_ground") == [
        (None, ["actual 2025-Q4: 47 → 48"]),
        ("the beginning", ["kpi added"]),
    ]


def test_unsaved_edits_are_what_the_files_say(folder):
    workspace = Workspace.load(folder)
    workspace.apply(SetField("skyline.on_ground", "target", "28 by 2026-Q4"))
    with GitObjects(Repository.around(folder)) as objects:
        first = next(ItemHistory(objects, workspace.model).item_commits("skyline.on_ground"))
    assert first.commit is None
    assert [change_phrase(change) for change in first.changes] == [
        "target 30 by 2026-Q4 → 28 by 2026-Q4"
    ]


def test_renames_moves_and_other_files_are_followed(folder):
    commit(folder, replaced(folder, ("47\n", "48\n")), "a number")
    commit(
        folder,
        replaced(
            folder,
            ("skyline.on_ground", "skyline.ground_time"),
            ('kpi on_ground "Time on the ground" in skyline.turnaround\n',
             'kpi ground_time "Time on the ground" in skyline.turnaround\n  was on_ground\n'),
        ),
        "another name",
    )  # fmt: skip
    text = (folder / "w.bsc").read_text()
    at = text.index("kpi ground_time")
    end = text.index("\n\n", at) + 2
    commit(folder, {"w.bsc": text[:at] + text[end:], "kpis/time.bsc": text[at:end]}, "another file")
    commit(folder, replaced(folder, ("in skyline.turnaround", "in skyline.profit"), file="kpis/time.bsc"), "moved")  # fmt: skip
    assert told(folder, "skyline.ground_time") == [
        ("moved", ["moved from skyline.turnaround to skyline.profit"]),
        ("another name", ["renamed from skyline.on_ground", "was added: on_ground"]),
        ("a number", ["actual 2025-Q4: 47 → 48"]),
        ("the beginning", ["kpi added"]),
    ]


def test_a_renamed_scorecard_or_objective_changes_nothing_of_what_stands_in_it(folder):
    text = SKYLINE.replace("skyline.", "airline.").replace(
        'scorecard skyline "Skyline Airlines"',
        'scorecard airline "Skyline Airlines"\n  was skyline',
    )
    commit(folder, {"w.bsc": text.replace("under skyline", "under airline")}, "the airline")
    assert told(folder, "airline.revenue") == [("the beginning", ["kpi added"])]
    assert told(folder, "airline")[0] == (
        "the airline",
        ["renamed from skyline", "was added: skyline"],
    )


def test_what_is_gone_still_has_its_history(folder):
    at = SKYLINE.index("kpi plane_cost")
    end = SKYLINE.index("\n\n", at) + 2
    commit(folder, {"w.bsc": SKYLINE[:at] + SKYLINE[end:]}, "no longer")
    assert told(folder, "skyline.plane_cost") == [
        ("no longer", ["kpi removed"]),
        ("the beginning", ["kpi added"]),
    ]
    assert told(folder, "skyline.never_was") == []


def test_commits_of_a_branch_are_told_and_a_clean_merge_is_not(folder):
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, replaced(folder, ("target 30 by 2026-Q4", "target 32 by 2026-Q4")), "proposed", "Marek")  # fmt: skip
    git(folder, "checkout", "-q", "main")
    commit(folder, replaced(folder, ('"Skyline Airlines"', '"Skyline"')), "meanwhile")
    commit(folder, replaced(folder, ("  leading\n  unit minutes", "  lagging\n  unit minutes")), "another role")  # fmt: skip
    git(folder, "merge", "-q", "-m", "merged", "proposal")
    found = told(folder, "skyline.on_ground")
    assert sorted(found[:2]) == [
        ("another role", ["role leading → lagging"]),
        ("proposed", ["target 30 by 2026-Q4 → 32 by 2026-Q4"]),
    ]
    assert found[2:] == [("the beginning", ["kpi added"])]
    assert blamed(folder, "skyline.on_ground")["target 32 by 2026-Q4"] == "proposed"


def test_what_a_merge_itself_decided_is_its_own(folder):
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, replaced(folder, ("target 30 by 2026-Q4", "target 32 by 2026-Q4")), "proposed")
    git(folder, "checkout", "-q", "main")
    commit(folder, replaced(folder, ("target 30 by 2026-Q4", "target 28 by 2026-Q4")), "kept")
    git(folder, "merge", "-q", "-s", "ours", "--no-commit", "proposal")
    commit(
        folder, replaced(folder, ("target 28 by 2026-Q4", "target 31 by 2026-Q4")), "met halfway"
    )
    found = told(folder, "skyline.on_ground")
    assert found[0] == ("met halfway", ["target 28 by 2026-Q4 → 31 by 2026-Q4"])
    assert {summary for summary, _ in found} == {"met halfway", "kept", "proposed", "the beginning"}


def test_of_what_a_merge_decided_the_period_is_told_that_no_branch_has(folder):
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, replaced(folder, ("58 52 - 47", "58 51 - 47")), "second")
    git(folder, "checkout", "-q", "main")
    commit(folder, replaced(folder, ("58 52 - 47", "58 52 - 46")), "fourth")
    git(folder, "merge", "-q", "-s", "ours", "--no-commit", "proposal")
    commit(folder, replaced(folder, ("58 52 - 46", "57 51 - 46")), "first, too")
    found = dict(told(folder, "skyline.on_ground"))
    (phrase,) = found["first, too"]
    assert phrase.startswith("actual 2025-Q1: 58")
    assert "46" not in phrase


def test_a_header_is_credited_to_the_commit_that_moved_its_scorecard(folder):
    more = "\nscorecard other under skyline\n\nscorecard third under skyline\n"
    commit(folder, replaced(folder, ("\nscorecard ground", f"{more}\nscorecard ground")), "more")
    commit(folder, replaced(folder, ("scorecard third under skyline", "scorecard third under other")), "moved")  # fmt: skip
    found = blamed(folder, "third")
    assert found["scorecard third under other"] == "moved"


def test_of_a_scorecard_the_commits_are_told_that_moved_its_score_results_and_rules_apart(folder):
    commit(folder, replaced(folder, ("58 52 - 47", "58 52 - 50")), "a worse fourth quarter")
    commit(folder, replaced(folder, ("target 30 by 2026-Q4", "target 40 by 2026-Q4")), "an easier target")  # fmt: skip
    commit(folder, replaced(folder, ('"Time on the ground"', '"Ground time"')), "another label")
    found = history(folder)
    with found.objects:
        commits = list(scored_commits(found, CommitModels(found.objects), "skyline", None, None))
    told = [(one.touch.commit.summary, one.effect) for one in commits]
    assert [summary for summary, _ in told] == ["an easier target", "a worse fourth quarter", "the beginning"]  # fmt: skip
    rules, results = told[0][1], told[1][1]
    assert rules.results == 0
    assert rules.rules > 1
    assert results.results < -1
    assert results.rules == 0
    assert rules.before == results.after
    assert told[2][1] is None


def test_a_commit_that_takes_a_scorecard_its_score_is_told_though_nothing_is_left_to_compare(
    folder,
):
    lines = SKYLINE.splitlines(keepends=True)
    kept = "".join(raw for raw in lines if not raw.lstrip().startswith("actual"))
    commit(folder, {"w.bsc": kept}, "no results")
    found = history(folder)
    with found.objects:
        last = next(scored_commits(found, CommitModels(found.objects), "skyline", None, None))
    assert last.touch.commit.summary == "no results"
    assert last.effect.structure
    assert last.effect.before is not None
    assert last.effect.after is None


def test_a_file_of_a_single_file_workspace_has_its_own_history(tmp_path):
    folder = repository(tmp_path / "r", {"w.bsc": SKYLINE, "x.bsc": "# nothing\n"})
    found = history(folder, only="w.bsc")
    commit(folder, {"x.bsc": SKYLINE}, "a copy")
    with found.objects:
        assert [touch.commit.summary for touch in found.item_commits("skyline")] == [
            "the beginning"
        ]


def test_each_period_of_a_series_has_who_entered_it(folder):
    commit(folder, replaced(folder, ("58 52 - 47", "58 52 51 47")), "the third quarter")
    commit(folder, replaced(folder, ("58 52 51 47", "58 52 51 46")), "restated")
    found = blamed(folder, "skyline.on_ground")
    assert found["actual 2025-Q1: 58 52"] == "the beginning"
    assert found["actual 2025-Q3: 51"] == "the third quarter"
    assert found["actual 2025-Q4: 46"] == "restated"


def test_reformatting_moving_and_renaming_set_no_fact(folder):
    commit(folder, replaced(folder, ("  target 30 by", "        target 30   by")), "layout")
    text = (folder / "w.bsc").read_text()
    at = text.index("scorecard ground")
    commit(folder, {"w.bsc": text[:at], "ground.bsc": text[at:]}, "another file")
    (folder / "w.bsc").write_text(text[:at].replace("  leading\n", "  leading\n  weight 2\n", 1))
    found = blamed(folder, "skyline.on_ground")
    assert found["target 30 by 2026-Q4"] == "the beginning"
    assert found["weight 2"] is None
    assert set(blamed(folder, "ground.gate_time").values()) == {"the beginning"}


def test_reasons_are_told_with_the_facts(folder):
    commit(folder, replaced(folder, ("target 30 by 2026-Q4", 'target 32 by 2026-Q4 "As agreed"')), "easier")  # fmt: skip
    found = history(folder)
    with found.objects:
        (row,) = [row for row in blame_of(found, "skyline.on_ground") if row.field == "target"]
    assert (row.reason, row.commit.summary, row.path) == ("As agreed", "easier", "w.bsc")
    assert (folder / "w.bsc").read_text().splitlines()[row.line - 1].strip().startswith("target 32")


def test_margin_lines_and_blocks_belong_to_what_they_speak_of(folder):
    commit(folder, {"data.bsc": "actual skyline.on_ground 2026-Q1: 44\n"}, "a margin line")
    commit(
        folder,
        {"block.bsc": "actuals 2026-Q2\n  skyline.revenue 30M\n  skyline.on_ground 43\n"},
        "a block",
    )
    assert told(folder, "skyline.on_ground")[:2] == [
        ("a block", ["actual 2026-Q2: 43"]),
        ("a margin line", ["actual 2026-Q1: 44"]),
    ]
    found = blamed(folder, "skyline.on_ground")
    assert found["actual 2026-Q2: 43"] == "a block"
    assert found["actual 2026-Q1: 44"] == "a margin line"


def test_a_perspective_has_the_history_of_its_line_in_the_scorecard(folder):
    commit(folder, replaced(folder, ("perspective financial weight 40%", "perspective financial weight 50%"),
                            ("perspective process weight 60%", "perspective process weight 50%")), "half and half")  # fmt: skip
    assert told(folder, "skyline.financial") == [
        ("half and half", ["perspective financial weight 40% → financial weight 50%"]),
        ("the beginning", ["scorecard added"]),
    ]
    assert blamed(folder, "skyline.financial") == {
        "perspective financial weight 50%": "half and half"
    }


def test_the_score_then_is_that_of_the_whole_workspace_then(folder):
    commit(folder, replaced(folder, ("target 35M by 2026-Q4", "target 33M by 2026-Q4")), "easier")
    found = history(folder)
    with found.objects as objects:
        past = CommitModels(objects)
        scores = [
            item_score(past.model(touch.ancestor.tree), touch.address).score
            for touch in found.item_commits("skyline.revenue")
        ]
    # The line to 33M stands at 29M in 2025-Q4, the one to 35M at 30M: 29M scores 100, and 80 before.
    assert scores == pytest.approx([100, 80])


def test_a_shallow_clone_says_where_it_ends(folder, tmp_path):
    commit(folder, replaced(folder, ("47\n", "48\n")), "a number")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", str(clone))
    found = history(clone)
    with found.objects:
        (touch,) = found.item_commits("skyline.on_ground")
    assert touch.is_cut
    assert touch.commit.summary == "a number"


def test_names_that_mean_something_to_git_are_names_here(tmp_path):
    folder = repository(
        tmp_path / "r", {"[p]*/bsctui.toml": "", "[p]*/w.bsc": SKYLINE, "p/x.bsc": ""}
    )
    assert len(ancestors(Repository.around(folder / "[p]*"), "HEAD")) == 1
    commit(folder, {"p/x.bsc": "# other\n"}, "outside")
    assert told(folder / "[p]*", "skyline") == [("the beginning", ["scorecard added"])]


@pytest.mark.slow
@given(st.data())
@settings(
    max_examples=budget(25), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # git is too slow to shrink by
def test_the_history_of_an_item_is_what_comparing_all_revisions_whole_tells_of_it(data):
    workspace = start()
    with tempfile.TemporaryDirectory() as name:
        folder = repository(Path(name), {"a.bsc": workspace.documents["a.bsc"].to_bytes().decode()})
        models = [workspace.model]
        for number in range(data.draw(st.integers(1, 4))):
            for _ in range(data.draw(st.integers(1, 3))):
                edit_of(data.draw, workspace)
            commit(folder, {"a.bsc": workspace.documents["a.bsc"].to_bytes().decode()}, str(number))
            models.append(workspace.model)
        with GitObjects(Repository.around(folder)) as objects:
            found = ItemHistory(objects, workspace.model)
            for address in workspace.model.names.declared:
                assert _by_slices(found, address) == _by_models(models, address)


def _by_slices(found, address):
    return [
        (touch.commit.summary, touch.address, {_said(change) for change in touch.changes})
        for touch in found.item_commits(address)
    ]


def _by_models(models, address):
    rows = []
    name = address
    for at in reversed(range(1, len(models))):
        sides = AlignedSides(models[at - 1], models[at])
        mine = {_said(change) for change in single_changes(sides) if change.address == name and change.kind is not ChangeKind.REMOVED}  # fmt: skip
        if mine:
            rows.append((str(at - 1), name, mine))
        if name not in sides.matching.old_of:
            return rows
        name = sides.matching.old_of[name]
    return [*rows, ("the beginning", name, {(ChangeKind.ADDED, None, None, models[0].names.declared[name].kind, None)})]  # fmt: skip


def _said(change):
    return change.kind, change.field, change.old, change.new, change.reason


@given(edited())
@settings(max_examples=budget(40))
def test_what_is_pending_is_what_comparing_both_sides_whole_tells(started, new):
    found = started.of(new)
    whole = changes_between(AlignedSides(start().model, new))
    assert {_said(one) for one in found.pending()} == {_said(one) for one in whole}


@pytest.fixture(scope="module", name="started")
def started_(tmp_path_factory):
    workspace = start()
    text = workspace.documents["a.bsc"].to_bytes().decode()
    folder = repository(tmp_path_factory.mktemp("start"), {"a.bsc": text})
    with GitObjects(Repository.around(folder)) as objects:
        yield ItemHistory(objects, workspace.model)


def test_changed_settings_and_layout_are_told_apart_too(folder):
    text = SKYLINE.replace("2025-Q1..2026-Q4", "2025-Q1..2027-Q4", 1).replace("  leading", "    leading")  # fmt: skip
    (folder / "w.bsc").write_text(text)
    found = history(folder)
    with found.objects:
        assert [(change.record_kind, change_phrase(change)) for change in found.pending()] == [
            ("calendar", "calendar quarters 2025-Q1..2026-Q4 → quarters 2025-Q1..2027-Q4")
        ]


def test_edits_that_are_not_saved_are_blamed_on_nobody_yet(folder):
    commit(folder, replaced(folder, ("47\n", "48\n")), "a number", "Marek")
    workspace = Workspace.load(folder)
    workspace.apply(SetField("skyline.revenue", "owner", '"Somebody"'))
    pair = branch_revisions(folder, None, "HEAD~1", workspace.model)
    found = {change.address: pair.author(change) for change in changes_between(AlignedSides(pair.old.model, pair.new.model))}  # fmt: skip
    assert found == {"skyline.revenue": "not committed yet", "skyline.on_ground": "Marek"}
