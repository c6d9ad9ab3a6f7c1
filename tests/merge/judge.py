"""An independent three-way merge of what files say: the judge of every merge. It shares nothing with the merge itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from bsctui.model.periods import FiscalYear
from bsctui.text.document import read_document
from bsctui.text.literals import number

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from bsctui.text.document import Record
    from bsctui.text.lines import Statement

Key = tuple[str, ...]
Said = dict[Key, "Hashable"]

NUMBERS = {"value", "low", "high", "below", "xs", "ys"}
RUNS = {
    "actual": "actual", "actual_margin": "actual", "block_actual": "actual",
    "target_series": "target_series", "target_margin": "target_series", "baseline_series": "baseline_series",
}  # fmt: skip
"""Lines that give values by period, and what they all are, however and wherever they stand."""
BLOCKS = {"actual_margin", "target_margin", "actuals"}
"""Headers that are nothing but a place for values."""
SETS = {"note", "was"}
WAYS = {"target": "target", "target_band": "target", "leading": "role", "lagging": "role", "over_ytd": "over",
        "over_count": "over", "tolerance": "tolerance", "tolerance_relative": "tolerance"}  # fmt: skip
BY = {"supports": "ref", "supporter": "ref", "aligns": "ref", "drives": "ref", "feeds": "ref", "assess": "period",
      "meta": "name", "target_by": "period", "band": "colour", "block_actual": "ref", "perspective_weight": "name"}  # fmt: skip
ONE_OF = (
    ("target", "target_by", "target_series", "scale"),
    ("actual", "formula", "rollup", "same"),
)
"""Of these a KPI has one."""


@dataclass(frozen=True)
class Verdict:
    """What merging three versions must give.

    Attributes:
        said: Every fact of the outcome.
        disputed: The facts on which the sides disagree.
        comments: How often each comment must stand at least, and may stand at most.
    """

    said: Said
    disputed: frozenset[Key]
    comments: Mapping[str, tuple[int, int]]


def judged(base: str, ours: str, theirs: str, former: tuple[Mapping[str, str], Mapping[str, str]]) -> Verdict:  # fmt: skip
    """The three-way merge of what three texts say (a workspace's files one after the other); `former` holds each side's renames (now -> before)."""
    b, o, t = facts(base, {}), facts(ours, former[0]), facts(theirs, former[1])
    said: Said = {}
    disputed: set[Key] = set()
    for key in {*b, *o, *t}:
        old, mine, other = b.get(key), o.get(key), t.get(key)
        if mine in (other, old) or other == old:
            new = other if mine == old else mine
            if new is not None:
                said[key] = new
        else:
            disputed.add(key)
    disputed |= _edited_and_deleted(b, o, t)
    disputed |= _one_of(said, o, t)
    disputed |= _one_name(said) | _one_new_name(*former)
    disputed |= _overlapping(said, o, t)
    disputed |= _comments_in_dispute(base, ours, theirs)
    counts = [Counter(comments(text)) for text in (base, ours, theirs)]
    return Verdict(said, frozenset(disputed), {word: _bounds(*(count[word] for count in counts)) for word in {*counts[1], *counts[2]}})  # fmt: skip


def _comments_in_dispute(base: str, ours: str, theirs: str) -> set[Key]:
    """Comments that both sides wrote anew, each in its own way: what replaced them begins alike."""
    before, mine, other = (set(comments(text)) for text in (base, ours, theirs))
    return {
        ("#", word)
        for word in before - mine - other
        for one in mine - before
        for two in other - before
        if one != two and one.startswith(word) and two.startswith(word)
    }


def both(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """The renames of both sides together: where one gave another name and one another scorecard, both."""
    sides = [{old: new for new, old in side.items()} for side in (ours, theirs)]
    cards = {old: new for side in sides for old, new in side.items() if "." not in old}
    found: dict[str, str] = {new: old for old, new in cards.items()}
    for old in (old for side in sides for old in side if "." in old):
        card, name = old.split(".")
        home, last = card, name
        for side in sides:
            new_home, new_name = side.get(old, old).split(".")
            new_home = next((o for o, n in side.items() if n == new_home), new_home)
            home = new_home if new_home != card else home
            last = new_name if new_name != name else last
        found[f"{cards.get(home, home)}.{last}"] = old
    return found


def _before(address: str, former: Mapping[str, str]) -> str:
    """What something was called; what is new in a renamed scorecard goes with its name."""
    if address in former:
        return former[address]
    card, dot, name = address.partition(".")
    return f"{former.get(card, card)}{dot}{name}"


def _bounds(base: int, ours: int, theirs: int) -> tuple[int, int]:
    """Both may have added the same one, once or twice."""
    low, high = min(ours, theirs), max(ours, theirs)
    if low >= base:
        return high, ours + theirs - base
    return max(0, ours + theirs - base), max(0, ours + theirs - base)


def _edited_and_deleted(b: Said, o: Said, t: Said) -> set[Key]:
    """Records that one side deleted, and of which the other changed something."""
    found: set[Key] = set()
    for gone, other in ((o, t), (t, o)):
        for key in b:
            if key[-1] == "exists" and key not in gone and key in other:
                before = {k: v for k, v in b.items() if k[0] == key[0] and k[-1] != "rank"}
                after = {k: v for k, v in other.items() if k[0] == key[0] and k[-1] != "rank"}
                if before != after or _holds_something_new(key[0], b, other):
                    found.add(key)
    return found


def _holds_something_new(owner: str, base: Said, other: Said) -> bool:
    """Whether a side put a record into one that the other side deleted."""
    return any(
        key[1:] == ("header", "parent") and parent == owner and key not in base
        for key, parent in other.items()
    )


def _one_name(said: Said) -> set[Key]:
    """Two things that would have one address."""
    names: dict[str, list[str]] = {}
    for key, name in said.items():
        if key[1:] == ("header", "name") and "." in key[0]:
            names.setdefault(f"{key[0].partition('.')[0]}.{name}", []).append(key[0])
    return {("name", name) for name, owners in names.items() if len(owners) > 1}


def _one_new_name(ours: Mapping[str, str], theirs: Mapping[str, str]) -> set[Key]:
    """Two scorecards to which the sides gave one name, and one to which they gave two."""
    cards = [{new: old for new, old in side.items() if "." not in new} for side in (ours, theirs)]
    return {
        ("name", new)
        for new, old in cards[0].items()
        for other, former in cards[1].items()
        if (new == other) != (old == former)
    }


def _one_of(said: Said, o: Said, t: Said) -> set[Key]:
    """What both sides together say, and a KPI cannot have together."""
    found: set[Key] = set()
    for group in ONE_OF:
        have: dict[str, set[str]] = {}
        for key in said:
            if len(key) > 1 and key[1] in group:
                have.setdefault(key[0], set()).add(key[1])
        for owner, forms in have.items():
            alone = [{k[1] for k in side if k[0] == owner and len(k) > 1 and k[1] in group} for side in (o, t)]  # fmt: skip
            if len(forms) > 1 and all(len(one) < 2 for one in alone):
                found.add((owner, *sorted(forms)))
    return found


def _overlapping(said: Said, o: Said, t: Said) -> set[Key]:
    """Dated forms of one fact that hold at once, which neither side has so."""
    found: set[Key] = set()
    dated: dict[Key, list[Key]] = {}
    for key in said:
        if len(key) == 5 and (key[3] or key[4]):
            dated.setdefault(key[:3], []).append(key)
    for keys in dated.values():
        for one, other in combinations(keys, 2):
            apart = (one[4] and other[3] and one[4] < other[3]) or (other[4] and one[3] and other[4] < one[3])  # fmt: skip
            if not apart and not any(one in side and other in side for side in (o, t)):
                found |= {one, other}
    return found


def facts(text: str, former: Mapping[str, str]) -> Said:
    """Everything a text says, fact by fact, in the names of the version before; comments of records too."""
    document = read_document("a.bsc", text.encode())
    found: Said = {}
    ranks: dict[str, list[str]] = {}
    for record in document.records:
        if record.header is None:
            continue
        owner = _owner(record.header, former)
        if (owner, "exists") in found and record.header.form.name not in BLOCKS:
            found[owner, "twice"] = True
        _record(record, owner, former, found)
        if record.header.form.name in {"tier", "perspective", "status"}:
            ranks.setdefault(record.header.form.name, []).append(record.header.parts[0])
    for kind, names in ranks.items():
        for one, other in combinations(names, 2):
            first, last = sorted((one, other))
            found[kind, first, last, "rank"] = one == first
    return found


def _owner(header: Statement, former: Mapping[str, str]) -> str:
    form = header.form.name
    if form in {"objective", "kpi", "measure", "initiative"}:
        address = f"{(header.get('parent') or '').partition('.')[0]}.{header.parts[0]}"
        return _before(address, former)
    if form == "scorecard":
        return former.get(header.parts[0], header.parts[0])
    if form in {"actual_margin", "target_margin"}:
        ref = header.get("ref") or ""
        return _before(ref, former)
    return (
        " ".join([form, *header.parts[:1]]) if form not in {"calendar", "coverage", "bsc"} else form
    )


def _record(record: Record, owner: str, former: Mapping[str, str], found: Said) -> None:
    header = record.header
    assert header is not None
    home = (header.get("parent") or header.parts[0]).partition(".")[0]
    if header.form.name not in BLOCKS:
        found[owner, "exists"] = header.form.name
    if header.form.name in RUNS:
        _run(header, owner, header.get("period") or "", found)
    else:
        for slot in ("name", "label", "parent", "under", "full", "email", "below", "value", "first", "last", "grain"):  # fmt: skip
            text = header.get(slot)
            if text is not None:
                found[owner, "header", slot] = _before(text, former)
    for statement in record.statements:
        if statement.form.name == "block_actual":
            ref = statement.get("ref") or ""
            _run(statement, _before(ref, former), header.parts[0], found)
        else:
            _statement(statement, owner, home, former, found)
    last = max([header.line, *(s.line for s in record.statements)])
    for at, raw in enumerate(record.lines):
        word = _comment(raw)
        if word and at <= last:
            found[owner, "#", word] = True


def _statement(statement: Statement, owner: str, home: str, former: Mapping[str, str], found: Said) -> None:  # fmt: skip
    form = statement.form.name
    if form in RUNS:
        _run(statement, owner, statement.get("period") or "", found)
        return
    if form == "tag":
        for name in statement.all("names"):
            found[owner, "tag", name] = True
        return
    value = tuple(_part(statement, at, text, home, former) for at, text in enumerate(statement.parts))  # fmt: skip
    slot = BY.get(form)
    subject = ""
    if slot:
        place = statement.form.slots[slot]
        subject = str(value[place if isinstance(place, int) else 0])
    key = (owner, WAYS.get(form, form), subject, statement.get("from_") or "", statement.get("until") or "")  # fmt: skip
    if form in SETS:
        key = (owner, form, *statement.parts)
    found[key] = (form, value)


def _part(statement: Statement, at: int, text: str, home: str, former: Mapping[str, str]) -> Hashable:  # fmt: skip
    slot = next((name for name, place in statement.form.slots.items() if place == at or (isinstance(place, tuple) and at in place)), "")  # fmt: skip
    if slot in NUMBERS:
        return "-" if text == "-" else number(text)
    if slot == "ref" and statement.form.name != "was":
        whole = text if "." in text else f"{home}.{text}"
        return _before(whole, former)
    if slot == "expression":
        return re.sub(r"[^\W\d]\w*(?:\.\w+)?(?!\w*\()", lambda m: _name(m[0], home, former), text).replace(" ", "")  # fmt: skip
    return text


def _name(word: str, home: str, former: Mapping[str, str]) -> str:
    whole = word if "." in word else f"{home}.{word}"
    return _before(whole, former)


def _run(statement: Statement, owner: str, period: str, found: Said) -> None:
    form = RUNS[statement.form.name]
    start = FiscalYear().parse(period)
    assert start is not None
    text = statement.get("series") or statement.get("value") or "-"
    cells = [cell for cell in text.split() if cell != "|"]
    for at, cell in enumerate(cells):
        if cell != "-":
            key = (owner, form, str(int(start.grain)), str(start.ordinal + at))
            if key in found:
                found[(*key, "twice")] = True
            found[key] = cell if cell.startswith("~") else number(cell)
    for slot in ("note", "reason", "spread"):
        if (words := statement.get(slot)) is not None:
            found[owner, form, "words", words] = True


def comments(text: str) -> list[str]:
    """Every comment of a text."""
    return [word for line in text.splitlines() if (word := _comment(line))]


def _comment(raw: str) -> str:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", raw.strip())
    return bare[bare.index("#") :].strip() if "#" in bare else ""


def faults(verdict: Verdict, merged: str, former: Mapping[str, str]) -> list[str]:
    """What is wrong with a clean merge; empty where nothing is."""
    found = [f"clean, but disputed: {sorted(verdict.disputed)[:3]}"] if verdict.disputed else []
    said = facts(merged, former)
    found += [
        f"{key}: must be {verdict.said.get(key)}, is {said.get(key)}"
        for key in sorted({*said, *verdict.said}, key=str)
        if key not in verdict.disputed and said.get(key) != verdict.said.get(key)
    ]
    count = Counter(comments(merged))
    for word, (low, high) in verdict.comments.items():
        if not low <= count[word] <= high:
            found.append(f"comment {word!r} stands {count[word]} times, must {low} to {high}")
    return found
