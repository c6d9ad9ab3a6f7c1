"""The workspace's own settings: what they say, and what cannot be used."""

from __future__ import annotations

from bsctui.config import matches_code, read_config
from bsctui.model.build import build
from bsctui.text.document import read_document


def test_settings_of_checking_are_read():
    config = read_config('[check]\nselect = ["A1", "E"]\nignore = ["A103"]\nstrict = true\n')
    assert (config.select, config.ignore, config.strict) == (("A1", "E"), ("A103",), True)
    assert config.problems == ()


def test_an_unknown_key_is_a_warning_with_the_closest_known_one():
    (problem,) = read_config("[check]\nstirct = true\n").problems
    assert (problem.code, problem.line, problem.column, problem.help) == (
        "W102",
        2,
        1,
        "did you mean `strict`?",
    )


def test_what_is_no_toml_or_of_the_wrong_kind_is_a_warning():
    assert [p.code for p in read_config("[check\n").problems] == ["W102"]
    assert [p.code for p in read_config("check = 3\n").problems] == ["W102"]
    assert [p.code for p in read_config('[check]\nstrict = "yes"\nselect = 3\n').problems] == [
        "W102",
        "W102",
    ]


def test_what_is_no_code_selects_nothing_and_is_said():
    config = read_config('[check]\nselect = "A101, A110"\nignore = ["Z9", "A1"]\n')
    assert (config.select, config.ignore) == (("A101", "A110"), ("A1",))
    (problem,) = config.problems
    assert (problem.code, problem.line) == ("W102", 3)
    assert problem.message == "`ignore` names `Z9`, which is not a code"


def test_names_below_sources_are_the_users_own():
    assert read_config('[sources.warehouse]\nurl = "duckdb:///x"\n').problems == ()


def test_codes_are_selected_by_their_beginning():
    assert matches_code("A101", ("A1",))
    assert not matches_code("E101", ("A1",))


def test_tiers_in_two_files_are_an_error_that_names_both():
    texts = {"a.bsc": "calendar quarters 2025-Q1..2025-Q4\ntier group\n", "b.bsc": "tier unit\n"}
    model = build({path: read_document(path, text.encode()) for path, text in texts.items()})
    (problem,) = model.diagnostics
    assert (problem.code, problem.path, problem.line) == ("E205", "b.bsc", 1)
    assert "a.bsc" in problem.message
    assert [(place.path, place.line) for place in problem.related] == [("a.bsc", 2)]
