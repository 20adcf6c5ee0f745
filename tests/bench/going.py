"""Ends the app in its terminal in every way it can be told to go, and looks at what it leaves.

Usage: going.py [TIMES]      (default: 50 times each way, some two seconds each)

The app runs in a pseudo-terminal; some words are tagged, and while more keys are on their way it
is told to go: by SIGHUP, by SIGTERM, by its terminal being closed, or by SIGHUP while nobody reads
what it writes. For each way it prints the median and the longest time until the process was gone,
exit statuses, tags that the screen had counted and the library lacks, processes left, and terminals
not as they were before. Exit status 1 if one took two seconds or is not as it must be.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from store.check import problems  # noqa: E402
from store.library import Library  # noqa: E402
from tests.terminal.steps import place, tag_count  # noqa: E402
from tests.terminal.terminal import Terminal, spantag  # noqa: E402

LONGEST = 2.0
NORMAL_MODES = {7, 25}
"""Lines wrap and the cursor shows."""
TEXT = " ".join(f"word{number}" for number in range(400))


def told_by(number: int) -> Callable[[Terminal], None]:
    """Return what sends the app a signal."""
    return lambda terminal: os.kill(terminal.pid, number)


def stalled(terminal: Terminal) -> None:
    """Have the app paint until nobody reads what it writes, then hang up."""
    for _ in range(60):
        terminal.send(b"\x1b[A\x1b[B\x0c" * 4)
    time.sleep(0.5)
    os.kill(terminal.pid, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of telling the app to go, the status that it must end with, and what is left to see."""

    tell: Callable[[Terminal], None]
    status: int
    terminal_left: bool = True


WAYS = {
    "SIGHUP": Way(told_by(signal.SIGHUP), 129),
    "SIGTERM": Way(told_by(signal.SIGTERM), 143),
    "closed terminal": Way(Terminal.hang_up, 129, terminal_left=False),
    "stalled terminal": Way(stalled, 129),
}


@dataclass(slots=True)
class Figures:
    """What came of going one way."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    counted: int = 0
    lost: int = 0
    damaged: int = 0
    left: int = 0
    unrestored: int = 0

    def good(self, status: int) -> bool:
        """Tell whether all is as it must be."""
        wrong = self.lost + self.damaged + self.left + self.unrestored
        return not wrong and set(self.statuses) == {status} and max(self.seconds) < LONGEST

    def __str__(self) -> str:
        return (
            f"median {statistics.median(self.seconds):.2f} s, longest {max(self.seconds):.2f} s, "
            f"status {dict(self.statuses)}, {self.counted} tags counted, {self.lost} lost, "
            f"{self.damaged} damaged files, {self.left} processes left, "
            f"{self.unrestored} terminals not restored"
        )


def new_library(folder: Path) -> Library:
    """Make a library with one report."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(folder / "library", "ann", create=True)
    list(library.import_paths([folder / "a.txt"]))
    return library


def counted(terminal: Terminal) -> int:
    """Return how many tags the screen counts."""
    return int((tag_count(terminal) or "0").split()[0])


def processes(session: int) -> int:
    """Count the processes of a session."""
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        count += after_name[3] == str(session) and after_name[0] != "Z"
    return count


def go_once(way: Way, folder: Path, figures: Figures) -> None:
    """Tag, tell the app to go, and look at what it leaves."""
    library = new_library(folder)
    report = library.summaries()[0].id
    environment = {"PATH": os.defpath, "HOME": str(folder), "TERM": "xterm-256color"}
    terminal = Terminal(
        spantag("--library", library.folder, "--author", "ann", report),
        {**environment, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        folder,
    )
    try:
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press("vww1" * 12)
        terminal.wait_for(lambda t: counted(t) >= 6)
        shown = counted(terminal)
        way.tell(terminal)
        start = time.perf_counter()
        figures.statuses[terminal.status(30)] += 1
        figures.seconds.append(time.perf_counter() - start)
        figures.left += processes(terminal.pid)
        if way.terminal_left:
            terminal.wait_exit()
            restored = terminal.attributes == terminal.saved_attributes
            figures.unrestored += not (restored and terminal.modes == NORMAL_MODES)
    finally:
        terminal.close()
    figures.counted += shown
    figures.lost += max(0, shown - len(library.tags(report)))
    figures.damaged += len(list(problems(library)))


def main() -> None:
    """Print the figures."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    good = True
    for name, way in WAYS.items():
        figures = Figures()
        for _ in range(times):
            with tempfile.TemporaryDirectory() as folder:
                go_once(way, Path(folder), figures)
        print(f"{name} {times} times: {figures}", flush=True)
        good = good and figures.good(way.status)
    sys.exit(not good)


if __name__ == "__main__":
    main()
