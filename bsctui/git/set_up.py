"""Teaching a repository to merge scorecards by meaning, and to forget it again: configuration, attributes, a hook."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bsctui.git.repository import GitError
from bsctui.storage.atomic_write import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bsctui.git.repository import Repository

    Ask = Callable[[str], bool]

DRIVER: Final = (
    "if command -v bsctui >/dev/null 2>&1; then "
    "bsctui merge -- %O %A %B %L %P; s=$?; [ $s -eq 0 ] && exit 0; "
    '[ $s -eq 1 ] && grep -q "^<<<<<<<" %A && exit 1; fi; '
    "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B"
)
"""Git runs this in a shell and quotes what it puts in place of `%P`; the others are its own temporary names.
Where bsctui is missing, or left no merge, git merges by lines as it would without us."""

HEADERS: Final = (
    r"^((scorecard|objective|kpi|measure|initiative|actuals|actual|target|calendar|tier|perspective|status|person|coverage)"
    r"[ \t].*)$"
)
"""The lines that name what a hunk of a diff belongs to."""

SETTINGS: Final = {
    "merge.bsctui.name": "scorecards by meaning",
    "merge.bsctui.driver": DRIVER,
    "diff.bsctui.xfuncname": HEADERS,
}

ATTRIBUTES: Final = "*.bsc merge=bsctui diff=bsctui"
BEGIN: Final = "# bsctui git-setup: begin"
END: Final = "# bsctui git-setup: end"
SHELL: Final = "#!/bin/sh"
HOOK: Final = "pre-merge-commit"


@dataclass(frozen=True, slots=True)
class Setup:
    """What one run did.

    Attributes:
        done: What was changed, a line each.
        unchanged: What was left as it was, because the user wanted it so, or because nothing of ours can stand there.
    """

    done: tuple[str, ...]
    unchanged: tuple[str, ...]


def set_up(repository: Repository, ask: Ask) -> Setup:
    """Teach a repository; what is set already stays.

    Args:
        repository: Whose `prefix` is the workspace that the hook checks.
        ask: Whether an existing line may be changed; gets the question.

    Raises:
        GitError: Git cannot say or store something.
        OSError: A file cannot be written.
    """
    done: list[str] = []
    unchanged: list[str] = []
    for text, is_done in (
        *_configured(repository, ask),
        _with_attributes(repository, ask),
        _with_hook(repository, ask),
    ):
        (done if is_done else unchanged).append(text)
    return Setup(tuple(done), tuple(text for text in unchanged if text))


def _configured(repository: Repository, ask: Ask) -> Iterator[tuple[str, bool]]:
    for name, value in SETTINGS.items():
        before = repository.run("config", "--local", "--get", name)
        old = before.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
        if before.returncode == 0 and old == value:
            yield "", False
        elif before.returncode == 0 and not ask(f"git's `{name}` is `{old}`: change it?"):
            yield f"`{name}` stays as it is", False
        else:
            _must(repository, "config", "--local", "--replace-all", name, value)
            yield f"git configuration: {name}", True


def _with_attributes(repository: Repository, ask: Ask) -> tuple[str, bool]:
    path = repository.top / ".gitattributes"
    text = _text(path)
    if ATTRIBUTES in text.splitlines():
        return "", False
    existing = [line for line in text.splitlines() if _speaks_of_scorecards(line)]
    if existing and not ask(
        f".gitattributes says `{existing[-1]}`: let a line below it say otherwise?"
    ):
        return "`.gitattributes` stays as it is", False
    end = "" if not text or text.endswith("\n") else "\n"
    _write(path, f"{text}{end}{ATTRIBUTES}\n")
    return ".gitattributes: " + ATTRIBUTES, True


def _speaks_of_scorecards(line: str) -> bool:
    words = line.split()
    return (
        bool(words)
        and words[0].endswith(".bsc")
        and any(word.lstrip("-!").partition("=")[0] in {"merge", "diff"} for word in words[1:])
    )


def _with_hook(repository: Repository, ask: Ask) -> tuple[str, bool]:
    path = hook_path(repository)
    text = _text(path)
    check = _check_line(repository)
    first, _, rest = text.partition("\n")
    if check in text.split("\n"):
        return "", False
    if BEGIN in text.split("\n"):
        _write(path, text.replace(f"\n{END}\n", f"\n{check}\n{END}\n", 1))
        return f"hook {HOOK}: checks one more workspace", True
    if text and not _is_shell(first):
        return f"hook {HOOK}: there is one that is no shell script; let it run `bsctui check`", False  # fmt: skip
    if text and not ask(f"there is a hook {HOOK}: let it run `bsctui check` first?"):
        return f"hook {HOOK} stays as it is", False
    block = f"{BEGIN}\n{check}\n{END}\n"
    _write(path, f"{first or SHELL}\n{block}{rest}")
    path.chmod(0o755 if not text else path.stat().st_mode | 0o111)
    return f"hook {HOOK}: runs `bsctui check`", True


def _is_shell(line: str) -> bool:
    return line.startswith("#!") and line.rsplit(maxsplit=1)[-1].rpartition("/")[2] in {"sh", "bash", "dash", "zsh"}  # fmt: skip


def _check_line(repository: Repository) -> str:
    """The command of the hook, which git runs at the root of the work tree."""
    folder = shlex.quote("./" + repository.prefix) if repository.prefix else "."
    return (
        f"! command -v bsctui >/dev/null 2>&1 || bsctui check --select E -C {folder} >&2 || exit 1"
    )


def hook_path(repository: Repository) -> Path:
    """Where the hook stands: `core.hooksPath` counts."""
    answer = _must(repository, "rev-parse", "--git-path", f"hooks/{HOOK}")
    return repository.top / answer.removesuffix("\n")


# --- And back


def remove_setup(repository: Repository) -> Setup:
    """Take back all that `set_up` did.

    Raises:
        GitError: Git cannot forget something.
        OSError: A file cannot be written.
    """
    done = [
        f"git configuration: {section}"
        for section in ("merge.bsctui", "diff.bsctui")
        if repository.run("config", "--local", "--remove-section", section).returncode == 0
    ]
    attributes, hook = repository.top / ".gitattributes", hook_path(repository)
    if _shortened(attributes, _text(attributes).replace(f"{ATTRIBUTES}\n", "", 1), ""):
        done.append(".gitattributes: " + ATTRIBUTES)
    if _shortened(hook, _without_block(_text(hook)), f"{SHELL}\n"):
        done.append(f"hook {HOOK}")
    return Setup(tuple(done), ())


def _without_block(text: str) -> str:
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    return before + after if begin and end else text


def _shortened(path: Path, text: str, bare: str) -> bool:
    """Write what is left of a file, or delete it where nothing but ours was in it."""
    if text == _text(path):
        return False
    if text in {"", bare}:
        path.unlink()
    else:
        _write(path, text)
    return True


def _must(repository: Repository, *arguments: str) -> str:
    completed = repository.run(*arguments)
    if completed.returncode:
        lines = completed.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(f"`git {arguments[0]}` failed: {lines[0] if lines else 'it says nothing'}")
    return completed.stdout.decode("utf-8", "surrogateescape")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode("utf-8", "surrogateescape"))
