"""`python -m bsctui` and the `bsctui` command: whatever happens, no traceback reaches a user."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit status, without taking a large workspace apart object by object."""
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 0
    os._exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit status: 0 done, 1 errors in the workspace, 2 used wrongly."""
    from bsctui.cli import run_command  # noqa: PLC0415 - click is paid for here

    try:
        return run_command(arguments)
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain about it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("BSCTUI_DEBUG"):
            raise
        name = type(error).__name__
        sys.stderr.write(
            f"bsctui: a fault of bsctui itself ({name}: {error}); please report it, with BSCTUI_DEBUG=1 set\n"
        )
        return 2


if __name__ == "__main__":
    main()
