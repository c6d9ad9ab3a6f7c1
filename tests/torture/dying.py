"""A process that dies in the middle of a system call, played in one process: nothing that it would do later is done."""

from __future__ import annotations

import os
from contextlib import contextmanager
from unittest import mock

CALLS = (
    "open", "write", "fsync", "ftruncate", "replace", "unlink", "chmod", "chown", "setxattr", "removexattr",
)  # fmt: skip
"""The calls through which files are changed."""


class Dead(BaseException):
    """What happens to whatever a dead process would do."""


class Life:
    """How many calls are left, and how many bytes the last one still writes."""

    def __init__(self, calls, last_bytes=0):
        self.left = calls
        self.last_bytes = last_bytes
        self.last = ""

    def lived(self, name, real):
        def call(*arguments, **named):
            if self.left == 0:
                self.last = name
                if name == "write":
                    real(arguments[0], bytes(arguments[1])[: self.last_bytes])
            self.left -= 1
            if self.left < 0:
                raise Dead
            return None if name == "fsync" else real(*arguments, **named)

        return call


@contextmanager
def dying_after(calls, last_bytes=0):
    """Die at the call after so many; a write at that point still writes some bytes. Yields the call it died at, if it did."""
    life = Life(calls, last_bytes)
    known = [name for name in CALLS if hasattr(os, name)]
    patches = [mock.patch.object(os, name, life.lived(name, getattr(os, name))) for name in known]
    died = []
    for patch in patches:
        patch.start()
    try:
        yield died
    except Dead:
        died.append(life.last)
    finally:
        for patch in patches:
            patch.stop()
