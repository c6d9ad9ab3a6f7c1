"""`bsctui report` as a user meets it: formats, periods, revisions, a logo, and workspaces in every state."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest

from bsctui.__main__ import run_cli
from tests.report.examples import NAMES, SAMPLES
from tests.report.test_content import TWO
from tests.review.repositories import commit, git, repository
from tests.scoring.worked import SKYLINE

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EASIER = SKYLINE.replace("target 35M by 2026-Q4", 'target 33M by 2026-Q4 "As agreed"')


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(SKYLINE)
    return tmp_path


def printed(capsys, *arguments, status=0):
    assert run_cli(["report", *map(str, arguments)]) == status
    return capsys.readouterr()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("name", NAMES)
def test_every_sample_has_a_report(capsys, name, form):
    said = printed(capsys, "-C", SAMPLES / name, "--format", form)
    assert said.out.startswith("<!doctype html>" if form == "html" else "# ")
    assert said.err == ""


@pytest.mark.parametrize(
    ("form", "signed"),
    [
        ("markdown", "- **Time on the ground** (Skyline Airlines): strike (Marek, 2026-03-31)"),
        ("html", 'strike <span class="muted"> (Marek, 2026-03-31)</span>'),
        ("json", '"signature": {"author": "Marek", "date": "2026-03-31"}'),
    ],
)
def test_a_comment_on_the_period_has_its_author_and_date_once_it_is_committed(
    tmp_path, capsys, form, signed
):
    noted = SKYLINE.replace("  leading\n", '  leading\n  note 2025-Q4 "strike"\n', 1)
    folder = repository(tmp_path / "plan", {"bsctui.toml": "", "w.bsc": SKYLINE})
    (folder / "w.bsc").write_text(noted)
    before = printed(capsys, "-C", folder, "--format", form).out
    assert "strike" in before
    assert "Marek" not in before
    commit(folder, {"w.bsc": noted}, "what happened", author="Marek")
    assert signed in printed(capsys, "-C", folder, "--format", form).out


@pytest.mark.slow
def test_the_same_workspace_gives_the_same_bytes():
    """Whatever order a machine's memory has: a report under git shows what changed and nothing else."""
    command = [sys.executable, "-m", "bsctui", "report", "-C", str(SAMPLES / "skyline")]
    pages = {
        subprocess.run(
            [*command, "--format", "html", "--until", "2026-Q4"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(pages) == 1


@pytest.mark.slow
def test_it_is_utf8_whatever_the_terminal_is():
    found = subprocess.run(
        [sys.executable, "-m", "bsctui", "report", "-C", str(SAMPLES / "skyline")],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "Hélène Fabre" in found.stdout.decode("utf-8")


def test_markdown_is_the_form_that_is_read_in_a_terminal(folder, capsys):
    assert printed(capsys, "-C", folder).out.startswith("# Skyline Airlines\n")


def test_the_workspace_gives_its_reports_a_title(folder, capsys):
    (folder / "bsctui.toml").write_text('[report]\ntitle = "The <board> paper"\n')
    assert printed(capsys, "-C", folder).out.startswith("# The &lt;board&gt; paper\n")
    assert (
        "<h1>The &lt;board&gt; paper</h1>" in printed(capsys, "-C", folder, "--format", "html").out
    )


def test_a_period_and_a_grain_may_be_asked_for(folder, capsys):
    assert "quarter 2025-Q2" in printed(capsys, "-C", folder, "--period", "2025-Q2").out
    assert "year 2025" in printed(capsys, "-C", folder, "--grain", "year").out
    assert "no period `soon`" in printed(capsys, "-C", folder, "--period", "soon", status=2).err


def test_the_goalposts_since_a_revision_are_told(tmp_path, capsys):
    repository(tmp_path, {"bsctui.toml": "", "w.bsc": SKYLINE})
    git(tmp_path, "tag", "board-paper")
    (tmp_path / "w.bsc").write_text(EASIER)
    text = printed(capsys, "-C", tmp_path, "--since", "board-paper").out
    assert "## Goalposts since board-paper" in text
    assert "**▼ easier**" in text
    assert "“As agreed”" in text
    # From 80 to 100 on one of two KPIs of a perspective of 40%: 4 points.
    assert "| Skyline Airlines | 81.7 | 81.7 | 85.7 | 0.0 | +4.0 |" in text
    page = printed(capsys, "-C", tmp_path, "--since", "board-paper", "--format", "html").out
    assert "Goalposts since board-paper" in page
    assert "▼ easier" in page


@pytest.mark.slow
def test_the_outlook_to_a_period_is_told_where_it_is_asked_for(capsys):
    text = printed(capsys, "-C", SAMPLES / "skyline", "--until", "2026-Q4").out
    assert "## Outlook to 2026-Q4" in text
    assert "- By 2026-Q4 Skyline Airlines will stand between " in text
    page = printed(capsys, "-C", SAMPLES / "skyline", "--until", "2026", "--format", "html").out
    assert "Outlook to 2026-Q4" in page
    assert "Outlook" not in printed(capsys, "-C", SAMPLES / "skyline").out


def test_an_outlook_to_what_is_past_is_refused(folder, capsys):
    said = printed(capsys, "-C", folder, "--until", "2025-Q1", status=2)
    assert "does not end after what is known" in said.err


def test_where_too_little_is_known_for_an_outlook_that_is_said(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(TWO)
    text = printed(capsys, "-C", tmp_path, "--until", "2025-Q4").out
    assert "No KPI has enough values for a forecast with a range." in text


def test_nothing_moved_is_said_too(tmp_path, capsys):
    repository(tmp_path, {"bsctui.toml": "", "w.bsc": SKYLINE})
    assert "No goalpost was moved" in printed(capsys, "-C", tmp_path, "--since", "HEAD").out


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_an_unknown_revision_is_one_line(tmp_path, capsys, revision):
    repository(tmp_path, {"bsctui.toml": "", "w.bsc": SKYLINE})
    said = printed(capsys, "-C", tmp_path, f"--since={revision}", status=2)
    assert "git knows no revision" in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_broken_workspace_is_reported_and_fails(folder, capsys):
    (folder / "w.bsc").write_text(SKYLINE.replace("  leading\n  unit %", "  laeding\n  unit %"))
    for form in ("html", "markdown"):
        said = printed(capsys, "-C", folder, "--format", form, status=1)
        assert "broken" in said.out
        assert "E107" in said.out
        assert "1 error in this workspace" in said.err


def test_an_empty_folder_is_told_what_to_do(tmp_path, capsys):
    said = printed(capsys, "-C", tmp_path, status=2)
    assert "`bsctui new` writes a workspace" in said.err
    assert said.err.count("\n") == 1


def test_scorecards_without_a_number_are_reported_as_they_are(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text("calendar years 2025..2026\nscorecard plan\n")
    text = printed(capsys, "-C", tmp_path).out
    assert "plan has no score in this period." in text
    assert "No KPI is in force in this period." in text
    printed(capsys, "-C", tmp_path, "--format", "html")


# --- The logo


def test_a_logo_of_the_workspace_is_carried_along(folder, capsys):
    (folder / "logo.png").write_bytes(PNG)
    (folder / "bsctui.toml").write_text('[report]\nlogo = "logo.png"\n')
    page = printed(capsys, "-C", folder, "--format", "html").out
    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in page


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        ("../logo.png", "outside the workspace"),
        ("/etc/hostname.png", "outside the workspace"),
        ("link.png", "outside the workspace"),
        ("https://e.org/logo.png", "no file"),
        ("missing.png", "no file"),
        ("folder.png", "no file"),
        ("w.bsc", "is not an image"),
        ("text.png", "does not begin as"),
        ("large.png", "larger than 512 KB"),
        ("nul\\u0000.png", "cannot be read"),
    ],
)
def test_what_is_no_logo_of_the_workspace_is_left_out(tmp_path, capsys, logo, why):
    folder = tmp_path / "plan"
    folder.mkdir()
    (tmp_path / "logo.png").write_bytes(PNG)
    (folder / "w.bsc").write_text(SKYLINE)
    (folder / "bsctui.toml").write_text(f'[report]\nlogo = "{logo}"\n')
    (folder / "text.png").write_text("<script>")
    (folder / "large.png").write_bytes(PNG + bytes(512 * 1024))
    (folder / "folder.png").mkdir()
    (folder / "link.png").symlink_to(tmp_path / "logo.png")
    said = printed(capsys, "-C", folder, "--format", "html")
    assert why in said.err
    assert "<img" not in said.out


def test_a_title_that_is_no_text_is_a_warning_in_the_report(folder, capsys):
    (folder / "bsctui.toml").write_text("[report]\ntitle = 5\n")
    assert "`title` is a text in quotes" in printed(capsys, "-C", folder).out
