"""The samples with something broken in them: bytes, lines, halves, pieces of other lines."""

from __future__ import annotations

from pathlib import Path

from tests.torture.amounts import drawing

SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.bsc"))
PIECES = [
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n", b"\t", b'"', b"#", b"..", b"-", b" - ", b"1e999",
    b"9" * 400, b"<<<<<<< a\n", b"=======\n", b">>>>>>> b\n", b"(" * 60, b"kpi", b"formula", b"2025-Q1", b"2025-W53",
    "\u202e\u2028\u200d".encode(), "ﬁ".encode(), b" in top.financial\n", b"  actual 2025-Q1: 1 2 3 4 5\n",
]  # fmt: skip


def sample(draw):
    """Some lines of a sample, not too many."""
    lines = draw.choice(SAMPLES).read_bytes().splitlines(keepends=True)
    begin = draw.randrange(len(lines))
    return b"".join(lines[begin : begin + draw.randrange(2, 60)])


def mutated(draw, content, most=8):
    """A content with so many changes at most."""
    for _ in range(draw.randrange(1, most + 1)):
        at = draw.randrange(len(content) + 1)
        end = min(len(content), at + draw.choice([0, 0, 1, 1, 5, 40]))
        content = content[:at] + draw.choice([b"", *PIECES]) + content[end:]
    return content


def lines_moved(draw, content):
    """The same lines, some of them elsewhere, twice or not at all."""
    lines = content.splitlines(keepends=True)
    for _ in range(draw.randrange(1, 4)):
        line = lines.pop(draw.randrange(len(lines))) if lines else b"\n"
        for _ in range(draw.randrange(3)):
            lines.insert(draw.randrange(len(lines) + 1), line)
    return b"".join(lines)


def case(seed):
    """What draws, and a broken text."""
    draw = drawing(seed)
    return draw, mutated(draw, sample(draw))
