"""The user's preferences, read from a file that may hold anything."""

from __future__ import annotations

from bsctui.preferences import Preferences, load_preferences, with_preference


def written(folder, text):
    path = folder / "config.toml"
    path.write_text(text)
    return load_preferences(path)


def test_no_file_is_no_preference(tmp_path):
    assert load_preferences(tmp_path / "config.toml") == Preferences()


def test_everything_known_is_read(tmp_path):
    found = written(
        tmp_path,
        'home = "a.b"\nme = "anna"\ntheme = "light"\n[keys]\n"edit.target" = "ctrl+t"\n',
    )
    assert found == Preferences("a.b", "anna", "light", {"edit.target": "ctrl+t"})


def test_an_unknown_key_names_the_closest_known_one(tmp_path):
    assert "did you mean `theme`?" in written(tmp_path, 'teme = "x"\n').problems[0]


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(tmp_path):
    assert written(tmp_path, "home = ").problems
    found = written(tmp_path, 'me = 3\nhome = "a"\n[keys]\nsave = 1\n')
    assert (found.home, found.me, dict(found.keys), len(found.problems)) == ("a", None, {}, 2)


def test_a_setting_is_written_in_its_own_line_above_the_tables():
    text = '# mine\ntheme = "dark"\n[keys]\nquit = "Q"\n'
    assert with_preference(text, "theme", '"light"') == text.replace("dark", "light")
    assert with_preference(text, "me", '"anna"') == f'me = "anna"\n{text}'
    assert with_preference(text, "theme", None) == '# mine\n[keys]\nquit = "Q"\n'


def test_signs_may_be_asked_to_be_ascii(tmp_path):
    assert written(tmp_path, "ascii = true\n").ascii is True
    assert written(tmp_path, 'ascii = "yes"\n').problems == (
        "config.toml: `ascii` is true or false",
    )
