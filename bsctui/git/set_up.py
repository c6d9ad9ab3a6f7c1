"""Teaching a repository to merge scorecards by meaning, and to forget it again: configuration, attributes, a hook."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from bsctui.git.command import GitError, nul_records, output_lines
from bsctui.storage.atomic_write import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bsctui.git.repository import Repository

    Ask = Callable[[str], bool]

DRIVER: Final = (
    "if command -v bsctui >/dev/null 2>&1; then "
    "bsctui merge -- %O %A %B %L %P %S %X %Y; s=$?; [ $s -eq 0 ] && exit 0; "
    '[ $s -eq 1 ] && grep -q "^<<<<<<<" %A && exit 1; fi; '
    "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B"
)
"""Git runs this in a shell and quotes what it puts in place of `%P` and of the labels (which only newer ones know: older
ones leave `%S` as it is); the others are its own temporary names.
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
HUSKY: Final = ".husky"
"""The folder of a widespread manager of hooks, which people commit; what is in its `_` is generated."""
HINT: Final = (
    "b=$(env | sed -n 's/^GITHEAD_[0-9a-f]*=//p'); "
    'printf "%s\\n" "bsctui: git does not follow from file to file what one side renamed or moved; '
    'git merge --abort, then: bsctui merge --workspace ${b:-BRANCH}"'
)
"""What the hook says where the check fails; the branch that is merged git tells its hooks."""


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
        *overruled(repository),
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
    if ATTRIBUTES in text.split("\n"):
        return "", False
    existing = [line for line in text.split("\n") if _speaks_of_scorecards(line)]
    if existing and not ask(
        f".gitattributes says `{existing[-1]}`: let a line below it say otherwise?"
    ):
        return "`.gitattributes` stays as it is", False
    end = "" if not text or text.endswith("\n") else "\n"
    _write(path, f"{text}{end}{ATTRIBUTES}\n")
    return ".gitattributes: " + ATTRIBUTES, True


def overruled(repository: Repository) -> Iterator[tuple[str, bool]]:
    """Of the workspace's files those that git merges otherwise, whatever the root's `.gitattributes` says."""
    if ATTRIBUTES not in _text(repository.top / ".gitattributes").split("\n"):
        return
    pattern = "".join(f"\\{sign}" if sign in "*?[]\\" else sign for sign in repository.prefix)
    listed = repository.run(
        "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", f":(top,glob){pattern}**/*.bsc"
    )  # fmt: skip
    answer = repository.run("check-attr", "-z", "--stdin", "merge", feed=listed.stdout)
    text = answer.stdout.decode("utf-8", "surrogateescape")
    others = [(path, value) for path, _, value in nul_records(text, 3) if value != "bsctui"]
    if others:
        path, value = others[0]
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield (
            f"{path}{more}: git's attribute `merge` is `{value}` there; {_overruler(repository, path)} says so",
            False,
        )


def _overruler(repository: Repository, path: str) -> str:
    """The file that speaks last of an attribute of a path."""
    info = _must(repository, "rev-parse", "--git-path", "info/attributes").removesuffix("\n")
    nested = [f"{folder}/.gitattributes" for folder in PurePosixPath(path).parents if folder.name]
    for name in (info, *map(str, nested)):
        words = _text(repository.top / name).split()
        if any(word.lstrip("-!").partition("=")[0] in {"merge", "binary"} for word in words):
            return name
    return "a line of .gitattributes"


def _speaks_of_scorecards(line: str) -> bool:
    words = line.split()
    return (
        bool(words)
        and words[0].endswith(".bsc")
        and any(word.lstrip("-!").partition("=")[0] in {"merge", "diff"} for word in words[1:])
    )


def _with_hook(repository: Repository, ask: Ask) -> tuple[str, bool]:
    path = hook_path(repository)
    check = _check_line(repository)
    if not _is_own(repository, path):
        where = f"`core.hooksPath` is {path.parent}, for other repositories too: nothing was written there"
        return f"hook {HOOK}: {where}; let its {HOOK} run this: {check}", False
    text = _text(path)
    if check in text.split("\n"):
        return "", False
    if BEGIN in text.split("\n"):
        before = "".join(line for line in text.splitlines(keepends=True) if not _is_of(line, check))
        _write(path, before.replace(f"{END}\n", f"{check}\n{END}\n", 1))
        return f"hook {HOOK}: checks {'this' if before != text else 'one more'} workspace", True
    return _with_new_block(path, text, check, ask)


def _with_new_block(path: Path, text: str, check: str, ask: Ask) -> tuple[str, bool]:
    first, end, rest = text.partition("\n")
    if text and path.parent.name == HUSKY and not first.startswith("#!"):
        first, end, rest = "", "", text
    elif text and not _is_shell(first):
        return f"hook {HOOK}: there is one that is not a shell script; let it run `bsctui check`", False  # fmt: skip
    if text and not ask(f"there is a hook {HOOK}: let it run `bsctui check` first?"):
        return f"hook {HOOK} stays as it is", False
    start = f"{first}\n" if end else "" if text else f"{SHELL}\n"
    _write(path, f"{start}{BEGIN}\n{check}\n{END}\n{rest}")
    path.chmod(0o755 if not text else path.stat().st_mode | 0o111)
    shared = f" ({HUSKY}/{HOOK}: commit it)" if path.parent.name == HUSKY else ""
    return f"hook {HOOK}: runs `bsctui check`{shared}", True


def _is_of(line: str, check: str) -> bool:
    """Whether a line checks the same workspace, in the words of an earlier version."""
    return line.partition(" >&2")[0] == check.partition(" >&2")[0]


def _is_shell(line: str) -> bool:
    return line.startswith("#!") and line.rsplit(maxsplit=1)[-1].rpartition("/")[2] in {"sh", "bash", "dash", "zsh"}  # fmt: skip


def _is_own(repository: Repository, path: Path) -> bool:
    """Whether a hook's folder is this repository's alone: in its work tree, or where git keeps its own."""
    common = _must(repository, "rev-parse", "--git-common-dir").removesuffix("\n")
    folder = path.parent.resolve()
    homes = (repository.top, repository.top / common)
    return any(folder.is_relative_to(home.resolve()) for home in homes)


def _check_line(repository: Repository) -> str:
    """The command of the hook, which git runs at the root of the work tree; it names the branch where git told it."""
    folder = shlex.quote("./" + repository.prefix) if repository.prefix else "."
    check = f"bsctui check --select E -C {folder} >&2"
    return f"! command -v bsctui >/dev/null 2>&1 || {check} || {{ {HINT} >&2; exit 1; }}"


def hook_path(repository: Repository) -> Path:
    """Where the hook stands: `core.hooksPath` counts; in husky's generated folder one beside it."""
    answer = _must(repository, "rev-parse", "--git-path", f"hooks/{HOOK}")
    path = repository.top / answer.removesuffix("\n")
    is_generated = path.parent.name == "_" and path.parent.parent.name == HUSKY
    return path.parent.parent / HOOK if is_generated else path


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
        lines = output_lines(completed.stderr)
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
