"""`python -m bsctui` and the `bsctui` command: whatever happens, no traceback reaches a user."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and leave with its exit status, without taking a large workspace apart object by object."""
    from bsctui.cli.streams import outlive_readers, reopen_closed_streams

    # numpy's BLAS would start a thread a core, which costs more than all that a small `check` computes; with one, the
    # same figures come out whatever machine computes them
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    reopen_closed_streams()
    outlive_readers()
    status = run_cli(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    if "bsctui.workspace.warm_start" in sys.modules:
        from bsctui.workspace.warm_start import keep_loaded

        keep_loaded()
    os._exit(status)


def run_cli(arguments: list[str]) -> int:
    """Run the command line; returns the exit status: 0 done, 1 errors in the workspace, 2 usage error."""
    from bsctui.cli import run_command, streams

    try:
        streams.configure_output()
        status = run_command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        streams.discard_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:  # one of a file is told by the command
        streams.discard_output()
        streams.print_error_line(f"standard output cannot be written: {error.strerror or error}")
        return 2
    except Exception as error:
        if os.environ.get("BSCTUI_DEBUG"):
            raise
        name = type(error).__name__
        streams.print_error_line(
            f"internal error ({name}: {error}): this is a bug in bsctui; please report it, with BSCTUI_DEBUG=1 set"
        )
        return 2
    return status


if __name__ == "__main__":
    main()
