"""Standard input and output as they may come: closed, full, or in an encoding that cannot hold what is in the files."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import Buffer

ESCAPES: Final = "bsctui-escapes"
ASCII: Final = "bsctui_ascii"
"""ASCII by another name: of an output in `ascii` click believes that it is a mistake, and writes UTF-8 there."""


def configure_output() -> None:
    """Let nothing that is printed fail for its characters: what the encoding cannot hold is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            reconfigure(encoding=ASCII if is_ascii else None, errors=ESCAPES)


def _ascii(name: str) -> codecs.CodecInfo | None:
    if name != ASCII:
        return None
    ascii_codec = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_codec.encode,
        ascii_codec.decode,
        incrementalencoder=ascii_codec.incrementalencoder,
        incrementaldecoder=ascii_codec.incrementaldecoder,
        name=ASCII,
    )


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""Characters as `\u` escapes, which JSON reads as what they stand for."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (text[at : at + 2].hex() for at in range(0, len(text), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


def reopen_closed_streams() -> None:
    """Nowhere in place of a closed input or output: else the next file that is opened would get what is printed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    nowhere = (
        open(os.devnull, "r+" if name == "stdin" else "w", encoding="utf-8")
        if getattr(sys, name) is None
        else getattr(sys, name)
        for name in ("stdin", "stdout", "stderr")
    )
    sys.stdin, sys.stdout, sys.stderr = nowhere


class _OutputToLeave(io.FileIO):
    """An output whose reader may leave: what comes after goes nowhere, and the command ends with the status that it has."""

    def write(self, data: Buffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return super().write(data)


_replaced: Final[list[io.TextIOWrapper]] = []
"""The streams whose descriptors go on being used: where they went, these would be closed."""


def outlive_readers() -> None:
    """Let no reader that has seen enough end the command or change its exit status: `bsctui check | head` is as clean as alone."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        is_buffered = hasattr(stream.buffer, "raw")
        if type(stream.buffer.raw if is_buffered else stream.buffer) is io.FileIO:
            raw = _OutputToLeave(stream.fileno(), "w", closefd=False)
            _replaced.append(stream)
            outliving = io.TextIOWrapper(
                io.BufferedWriter(raw) if is_buffered else raw,
                stream.encoding,
                stream.errors,
                line_buffering=stream.line_buffering,
                write_through=stream.write_through,
            )
            setattr(sys, name, outliving)


def discard_output() -> None:
    """What cannot be printed any more goes nowhere; Python must not complain about it when it flushes."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error_line(text: str) -> None:
    """One line on standard error, if somebody hears it."""
    with suppress(OSError):
        sys.stderr.write(f"bsctui: {text}\n")
        sys.stderr.flush()


codecs.register_error(ESCAPES, _escaped)
codecs.register(_ascii)
