"""Reports invented for tests and tagged by hand: reading them, and counting what is found.

They are TOML files in `reports/`; a mention is written `<L Damascus>`, its label by a sign. The
texts were written before it was known what is found in them. As a command it prints them as a
gold file for `tests/bench/score_entities.py`, which needs the scorer of re3d beside it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.model import Entity

FOLDER = Path(__file__).parent / "reports"
LABELS = {
    "L": "Location",
    "O": "Organisation",
    "P": "Person",
    "N": "Nationality",
    "Q": "Quantity",
    "T": "Temporal",
    "W": "Weapon",
    "M": "MilitaryPlatform",
    "V": "Vehicle",
    "$": "Money",
    "D": "DocumentReference",
    "C": "CommsIdentifier",
    "X": "Coordinate",
    "F": "Frequency",
    "U": "Url",
}
MARKED = re.compile(r"<(\S) ([^<>]*)>")
DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|its|their|our|his|her)\s+", re.I)

Mention = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A text with its mentions, in code points."""

    name: str
    text: str
    gold: tuple[Mention, ...]


def reports() -> list[Report]:
    """Return all reports of the folder."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return [read(entry["name"], entry["text"]) for file in files for entry in file["report"]]


def read(name: str, marked: str) -> Report:
    """Take the marks out of a text."""
    text, gold, done = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[done : match.start()]
        gold.append((len(text), len(text) + len(match[2]), LABELS[match[1]]))
        text += match[2]
        done = match.end()
    return Report(name, text + marked[done:], tuple(gold))


def bare(text: str, mentions: Iterable[Mention]) -> set[Mention]:
    """Return the mentions without their articles."""
    found = set()
    for start, end, label in mentions:
        match = DETERMINER.match(text, start, end)
        found.add((match.end() if match and match.end() < end else start, end, label))
    return found


def hits(text: str, gold: Iterable[Mention], found: Iterable[Entity]) -> tuple[int, int, int]:
    """Return how many mentions agree, are found, and are there; half of their union suffices."""
    wanted = bare(text, gold)
    proposed = bare(text, ((e.span.start, e.span.end, e.label) for e in found))
    left, agreed = set(wanted), 0
    for one in sorted(proposed):
        best = max((other for other in left), key=lambda other: _overlap(one, other), default=None)
        if best is not None and _overlap(one, best) >= 0.5:
            left.remove(best)
            agreed += 1
    return agreed, len(proposed), len(wanted)


def _overlap(one: Mention, other: Mention) -> float:
    """Return the intersection over the union of two mentions of one label, in [0, 1]."""
    if one[2] != other[2]:
        return 0.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def lines() -> Iterable[str]:
    """Yield the reports as a gold file of `tests/bench/score_entities.py` has them."""
    for report in reports():
        entities = [{"start": s, "end": e, "label": label} for s, e, label in report.gold]
        yield json.dumps({"id": report.name, "text": report.text, "entities": entities})


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
