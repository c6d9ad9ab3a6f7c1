"""How many problems a person is shown: of much that is alike the first, and how many more there are."""

from __future__ import annotations

import json

from bsctui.__main__ import run_cli
from bsctui.text.bounds import ADVICE_SHOWN, ERRORS_SHOWN

HEAD = (
    'calendar quarters 2025-Q1..2025-Q4\nscorecard s\n  owner "Ann"\nobjective o in s.financial\n'
)


def checked(folder, capsys, text, *arguments):
    (folder / "a.bsc").write_text(HEAD + text)
    status = run_cli(["check", "-C", str(folder), *arguments])
    return status, capsys.readouterr().out


def without_target(count):
    return "".join(f"kpi k{at} in s.o\n  actual 2025-Q1: 1 2 3 4\n" for at in range(count))


def test_of_each_code_of_advice_the_first_five_are_shown_and_the_rest_counted(tmp_path, capsys):
    text = without_target(9) + 'person zed "Zed"\nobjective p in s.customer\n  owner nobody\n'
    status, out = checked(tmp_path, capsys, text, "--select", "A105,A118")
    assert status == 0
    assert ADVICE_SHOWN == 5
    assert out.count("[A105]") == 5
    assert out.count("[A118]") == 1  # free text in quotes is nobody
    assert out.endswith("and 4 more of A105; `--all` shows every one\n")
    assert "k4" in out
    assert "k5" not in out


def test_the_check_of_a_migrated_city_fits_on_a_page(tmp_path, capsys):
    perspectives = ("financial", "customer", "process", "learning")
    objectives = "".join(f"objective o{at} in s.{perspectives[at % 4]}\n" for at in range(158))
    kpis = "".join(
        f"kpi k{at} in s.o{at // 5}\n  target {at + 1}\n  actual 2025-Q1: 1 1 1 1\n"
        for at in range(787)
    )
    (tmp_path / "a.bsc").write_text(
        "calendar quarters 2025-Q1..2025-Q4\nscorecard s\n" + objectives + kpis
    )
    run_cli(["check", "-C", str(tmp_path)])
    out = capsys.readouterr().out
    assert len(out.splitlines()) <= 50
    assert out.count("[A107]") == 1  # nobody owns anything: said once, of the scorecard
    assert "nobody owns `s`, nor 787 KPIs below it" in out
    assert out.count("[A119]") == 5
    assert out.count("write `better higher` or `better lower`") == 1
    assert "782 more of A119" in out
    assert out.count("`--all` shows every one") == 1


def test_all_of_it_is_shown_to_those_who_ask(tmp_path, capsys):
    _, out = checked(tmp_path, capsys, without_target(9), "--select", "A105", "--all")
    assert out.count("[A105]") == 9
    assert "more" not in out


def test_a_thousand_errors_are_written_out_and_the_rest_counted(tmp_path, capsys):
    text = "kpi k in s.o\n" + "  nonsense\n" * (ERRORS_SHOWN + 2)
    status, out = checked(tmp_path, capsys, text, "--select", "E")
    assert status == 1
    assert out.count("error[E107]") == ERRORS_SHOWN
    assert out.endswith("and 2 more errors; `--format json` has every one\n")


def test_programs_get_all_of_them(tmp_path, capsys):
    text = without_target(9) + "kpi k in s.o\n" + "  nonsense\n" * (ERRORS_SHOWN + 2)
    _, out = checked(tmp_path, capsys, text, "--select", "E,A105", "--format", "json")
    codes = [one["code"] for one in json.loads(out)["diagnostics"]]
    assert codes.count("A105") == 10
    assert codes.count("E107") == ERRORS_SHOWN + 2


def test_a_workspace_without_a_calendar_has_an_error_and_was_not_used_wrongly(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text("scorecard s\n")
    assert run_cli(["check", "-C", str(tmp_path)]) == 1
    assert "[E400]" in capsys.readouterr().out
    assert run_cli(["score", "-C", str(tmp_path)]) == 1
    assert "no calendar yet" in capsys.readouterr().err


def test_a_calendar_that_cannot_be_read_is_one_error_and_every_command_names_it(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text("calender quarters 2025-Q1..2025-Q4\nscorecard s\n")
    assert run_cli(["check", "-C", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "1 error\n"
    assert run_cli(["score", "-C", str(tmp_path)]) == 1
    assert "in a.bsc:1: no header begins with `calender`; did you mean `calendar`?" in capsys.readouterr().err  # fmt: skip
