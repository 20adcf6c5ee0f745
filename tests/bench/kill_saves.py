"""Kills a process that tags, at random moments, and looks for what it had acknowledged.

Usage: kill_saves.py [KILLS]      (default 500)

A child process adds tags to one report and prints the id of each when it is saved; it is killed
(SIGKILL) after a random number of milliseconds, and the next one goes on. Afterwards every
printed id must be among the tags, the file must open, and no temporary file may be left once the
library is opened again. Prints the figures. Exit status 1 if one is not as it must be.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from store.errors import LibraryError
from store.files import TEMPORARY
from store.importing import read
from store.library import Library
from store.model import ReportId, Span

LONGEST = 0.06
"""The seconds after its first tag within which a child is killed: some ten saves."""


@dataclass(slots=True)
class Figures:
    """What came of the kills."""

    kills: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    damaged: int = 0
    left: int = 0
    """Temporary files found after a kill."""
    unswept: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was lost, damaged or left for ever."""
        return not (self.lost or self.damaged or self.unswept)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {len(self.acknowledged)} tags acknowledged, {len(self.lost)} "
            f"lost, {self.damaged} damaged files; {self.left} temporary files left, "
            f"{self.unswept} of them not swept up at the next start"
        )


def child(folder: Path, report: ReportId) -> None:
    """Add tags until killed; print the id of each when it is saved."""
    tagging = Library.open(folder, "child").tagging(report)
    while True:
        start = random.randrange(10**6)
        tag = tagging.tag(Span(start, start + 1 + random.randrange(50)), "Person", note="n" * 50)
        print(tag.id, flush=True)


def kill_one(folder: Path, report: ReportId) -> list[str]:
    """Have a child tag and kill it; return the ids that it printed whole."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder), report], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(random.uniform(0, LONGEST))
    process.kill()
    rest, _ = process.communicate()
    return [line for line in (first + rest).split("\n")[:-1] if line]


def temporary(folder: Path) -> int:
    """Count the temporary files of a library."""
    return len(list(folder.rglob(f"{TEMPORARY}*")))


def kill_many(folder: Path, kills: int) -> Figures:
    """Kill as many children one after the other, and look at the library after each."""
    source = folder / "in.txt"
    source.write_text("x" * (10**6 + 100))
    library = Library.open(folder / "library", create=True)
    report = read(source)
    library.add(report)
    figures = Figures()
    for _ in range(kills):
        figures.acknowledged |= set(kill_one(library.folder, report.id))
        figures.kills += 1
        figures.left += temporary(library.folder)
        Library.open(library.folder)
        figures.unswept += temporary(library.folder)
        try:
            figures.lost |= figures.acknowledged - {tag.id for tag in library.tags(report.id)}
        except LibraryError:
            figures.damaged += 1
    return figures


def main() -> None:
    """Print the figures."""
    if len(sys.argv) > 2:
        child(Path(sys.argv[1]), ReportId(sys.argv[2]))
    with tempfile.TemporaryDirectory() as folder:
        figures = kill_many(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    print(figures)
    sys.exit(not figures.good)


if __name__ == "__main__":
    main()
