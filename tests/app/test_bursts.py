"""Keys as fast people and pasting terminals send them: whole bursts into a real terminal, where nothing waits after a key."""

from __future__ import annotations

import time

import pexpect
import pytest

from tests.app.test_terminal import ended, opened

pytestmark = pytest.mark.slow

SHOP = """\
calendar months 2025-01..2025-12
scorecard p "Shop"
  owner "x"
objective o "Out" in p.customer

"""


def kpis(count):
    """So many KPIs in one file, each with January's value and none for February."""
    return SHOP + "".join(
        f'kpi k{at} "Turnover {at}" in p.o\n  unit EUR\n  target 1500\n  actual 2025-01: {1000 + at}\n\n'
        for at in range(count)
    )


@pytest.fixture
def shop(tmp_path):
    return written(tmp_path, kpis(4))


def written(tmp_path, text):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "bsctui.toml").write_text("")
    (folder / "a.bsc").write_text(text)
    return folder


def typed(folder, *bursts, at="p.k0", **settings):
    """The file after these bursts, then saving and leaving.

    Args:
        folder: The workspace.
        bursts: Keys sent at once, or with a pause between them (`slowly`).
        at: The item selected at the start.
        settings: Of the environment.
    """
    with opened(folder, at=at, until="Turnover 0", **settings) as (child, _):
        child.delaybeforesend = None
        for burst in bursts:
            for part in (burst,) if isinstance(burst, str) else burst:
                if isinstance(part, float):
                    time.sleep(part)
                else:
                    child.send(part)
            child.expect(
                pexpect.TIMEOUT, timeout=0.4
            )  # an escape is one only if nothing follows at once
        child.send("s")
        child.expect("saved")
        child.send("q")
        assert ended(child) == 0
    return (folder / "a.bsc").read_text()


def slowly(pause, text):
    """A key after the other."""
    return [part for key in text for part in (key, pause)]


def values(text):
    """What each KPI has behind January's value."""
    lines = [line for line in text.splitlines() if line.startswith("  actual 2025-01: 1")]
    return [" ".join(line.split()[3:]) for line in lines]


def test_enter_in_the_form_comes_after_the_letters_before_it_and_before_those_after_it(shop):
    def keys(label):
        return f"e\x15{label}\r"

    text = typed(
        shop,
        "e\x15Alpha\t\x1b[B1600\r" + "j",
        slowly(0.02, keys("Beta") + "j"),
        slowly(0.08, keys("Gamma") + "j"),
        keys("Delta") + "t1234\r",
    )
    for name, label in enumerate(("Alpha", "Beta", "Gamma", "Delta")):
        assert f'kpi k{name} "{label}" in p.o\n' in text
    assert [line for line in text.splitlines() if "target" in line] == [
        "  target 1600",
        "  target 1500",
        "  target 1500",
        "  target 1234",
    ]


def test_in_the_sheet_each_value_stands_in_its_own_line(shop):
    text = typed(
        shop,
        "]8",
        "11\r22\r33\r44\r",
        "\x1b",
        "g]r",
        slowly(0.02, "12\r\r34\r45\r"),
        "\x1b",
        "g]r",
        slowly(0.08, "13\r24\t\r46\r"),
        "\x1b",
    )
    assert values(text) == ["11 12 13", "22", "33 34", "44 45 46"]
    assert "  actual 2025-04: 24\n" in text


@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_in_the_sheet_of_a_large_file_too(tmp_path, pause):
    folder = written(tmp_path, kpis(3000))
    text = typed(folder, "]8", slowly(pause, "11\r22\r33\r\r55\r"), "\x1b")
    assert values(text)[:6] == ["11", "22", "33", "", "55", ""]


def test_what_follows_enter_in_a_prompt_is_the_apps(shop):
    text = typed(
        shop, "r39\rjr4\rj", slowly(0.02, "r39\rjr4\rkkk"), slowly(0.08, "r5\r41jr61\r1r7\r")
    )
    assert values(text) == ["39 5", "4 61 7", "39", "4"]


def test_prompts_one_after_the_other_each_have_their_own_text(shop):
    text = typed(
        shop,
        "t1600\robecause\rr7\raNew one\r/Turnover 2\rr8\r:record a value\r9\rfTurnover\r/Turnover 3\rr6\r",
    )
    assert "  target 1600\n" in text
    assert '  note 2025-01 "because"\n' in text
    assert 'kpi new_one "New one" in p.o' in text
    assert values(text) == ["7", "", "8 9", "6"]


def test_a_question_answered_by_its_key_passes_on_what_follows(tmp_path):
    text = kpis(2) + 'kpi l "Like" in p.o\n  like p.k0\n'
    found = typed(written(tmp_path, text), "t21234\rr5\r", slowly(0.05, "t1235\rr6\r"), at="p.l")
    assert "  like p.k0\n  target 1235\n" in found
    assert "  actual 2025-01: 5 6\n" in found


def test_in_the_text_view_escape_ends_what_is_written(shop):
    text = typed(shop, "5i\x1b[F # seen", "\x1b", "1r6\r")
    assert 'kpi k0 "Turnover 0" in p.o # seen\n' in text
    assert values(text)[0] == "6"


def pasted(text):
    """As terminals send a paste: bracketed, with carriage returns for line ends."""
    return "\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~"


def test_what_is_pasted_is_there_once_and_where_it_belongs(shop):
    text = typed(
        shop,
        f"o{pasted('two' + chr(10) + 'lines')}\r]8{pasted('12')}\r3{pasted('4' + chr(10))}\r",
        "\x1b",
        f"g]r{pasted('1080' + 2 * chr(10) + '1100' + chr(10) + '990' + chr(10))}",
        "\x1b",
    )
    assert '"two lines"' in text
    assert values(text) == ["12 1080", "34", "", ""]
    assert text.count("  actual 2025-03: 1100\n") == text.count("  actual 2025-03: 990\n") == 1


def test_what_is_typed_before_the_app_has_the_terminal_is_not_lost_nor_joined(shop):
    with opened(shop, at="p.k0", until="") as (child, _):
        child.send("]811\r22\r\r44\r")
        child.expect("44 is 1/23 of the values around it")
        child.send("\x1b")
        child.expect(pexpect.TIMEOUT, timeout=0.4)
        child.send("s")
        child.expect("saved a.bsc")
        child.send("q")
        assert ended(child) == 0
    assert values((shop / "a.bsc").read_text()) == ["11", "22", "", "44"]
