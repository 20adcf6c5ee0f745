"""Measures a large library: opening it in the app, listing it, exporting it.

Usage: scale.py [REPORTS [TAGS]]      (default: 10,000 reports of 2 KB, 100,000 tags)

Prints how long the app takes, in a terminal of 80x24, from its start until its list is painted,
and the most memory that it has held, for an empty library and for the large one: with its cache
of reports as another start has left it, and without; then time and memory of `spantag list`, and
of `spantag export` from the large library, from one with a tenth of its tags, and from one with a
tenth of its reports too. Medians of five, of three without the cache and of the commands; the most
memory of all. What is compared is measured in turn, and the seconds of the processor stand beside
those of the clock, so that a busy machine is seen. Exit status 1 if an aim is missed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from store.library import Library  # noqa: E402
from tests.bench.save_cost import add_tagged, report  # noqa: E402
from tests.terminal.terminal import Terminal, spantag  # noqa: E402
from tui.cells import counted  # noqa: E402

WORDS = 150
OPENING_SECONDS, OPENING_MB = 0.5, 150.0
EXPORT_SECONDS, EXPORT_SHARE = 5.0, 1.3
"""The aims: opening at most so much later than an empty library, and with at most so much memory;
an export within so long, with at most so many times the memory of a tenth of it."""
WITH_FIGURES = """
import sys
from pathlib import Path
from tui.__main__ import main
status = main(sys.argv[2:])
sys.stdout.flush()
for name in ("stat", "status"):
    Path(sys.argv[1], name).write_bytes(Path("/proc/self", name).read_bytes())
sys.exit(status)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took."""

    seconds: float
    processor: float
    """The seconds that the process ran."""
    megabytes: float
    """The most memory that the process held at once."""

    def __str__(self) -> str:
        return f"{self.seconds:6.3f} s ({self.processor:6.3f} s run) {self.megabytes:6.1f} MB"


def so_far(process: Path, seconds: float) -> Cost:
    """Return what a process has cost, of which the folder in `/proc` is given."""
    ran = process.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    status = process.joinpath("status").read_text()
    peak = next(line for line in status.split("\n") if line.startswith("VmHWM:"))
    return Cost(seconds, sum(map(int, ran)) / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) / 1000)


def opening(library: Path, home: Path, says: str) -> Cost:
    """Return what it costs to open the app until its list says so many reports."""
    environment = {"PATH": os.defpath, "HOME": str(home), "TERM": "xterm-256color"}
    start = time.perf_counter()
    terminal = Terminal(
        spantag("--library", library),
        {**environment, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        home,
    )
    try:
        terminal.wait_for(lambda t: says in t.text, 60)
        cost = so_far(Path(f"/proc/{terminal.pid}"), time.perf_counter() - start)
        terminal.press("q")
        terminal.wait_exit()
    finally:
        terminal.close()
    return cost


def command(library: Path, *arguments: str) -> Cost:
    """Return what a command costs."""
    with tempfile.TemporaryDirectory() as figures:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", WITH_FIGURES, figures, "--library", str(library), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )
        return so_far(Path(figures), time.perf_counter() - start)


def in_turn(runs: int, *costs: Callable[[], Cost]) -> list[Cost]:
    """Return for each the median of its times, and the most memory."""
    rounds = [[cost() for cost in costs] for _ in range(runs)]
    return [
        Cost(
            statistics.median(cost.seconds for cost in column),
            statistics.median(cost.processor for cost in column),
            max(cost.megabytes for cost in column),
        )
        for column in zip(*rounds, strict=True)
    ]


def new_library(folder: Path, reports: int, tags: int) -> Path:
    """Make a library of that size, without waiting for the disk."""
    synced, os.fsync = os.fsync, lambda fd: None
    try:
        library = Library.open(folder, "bench", create=True)
        for number in range(reports):
            each = tags // reports + (number < tags % reports)
            add_tagged(library.folder, report(number, max(WORDS, each)), each)
    finally:
        os.fsync = synced
    return library.folder


def measure_opening(folder: Path, library: Path, reports: int) -> bool:
    """Print what opening costs; tell whether it is as it should be."""

    def cold() -> Cost:
        shutil.rmtree(library / "cache", ignore_errors=True)
        return opening(library, folder, says)

    says = counted(reports, "report")
    empty = Library.open(folder / "empty", create=True).folder
    nothing, large = in_turn(
        5,
        lambda: opening(empty, folder, "No reports yet"),
        lambda: opening(library, folder, says),
    )
    (without,) = in_turn(3, cold)
    later = large.seconds - nothing.seconds
    print(f"open an empty library    {nothing}")
    opened = f"open {reports:,} reports"
    print(f"{opened:24} {large}   {later:+.3f} s")
    print(f"the same without cache   {without}   {without.seconds - nothing.seconds:+.3f} s")
    return later <= OPENING_SECONDS and large.megabytes < OPENING_MB


def measure_export(folder: Path, library: Path, fewer_tags: Path, tenth: Path) -> bool:
    """Print what listing and exporting cost; tell whether it is as it should be."""

    def export(from_: Path) -> Cost:
        return command(from_, "export", "-o", str(folder / "out.csv"), "--overwrite")

    listing, small, fewer, large = in_turn(
        3,
        lambda: command(library, "list"),
        lambda: export(tenth),
        lambda: export(fewer_tags),
        lambda: export(library),
    )
    size = (folder / "out.csv").stat().st_size
    share = large.megabytes / fewer.megabytes
    print(f"spantag list             {listing}")
    print(f"export of a tenth        {small}")
    print(f"export, a tenth of tags  {fewer}")
    print(f"export of all            {large}   {size:,} bytes, {share:.2f} x the memory")
    return large.seconds <= EXPORT_SECONDS and share <= EXPORT_SHARE


def main() -> None:
    """Make the libraries, then measure."""
    reports, tags = (*map(int, sys.argv[1:3]), *(10_000, 100_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = new_library(folder / "large", reports, tags)
        fewer_tags = new_library(folder / "fewer", reports, tags // 10)
        tenth = new_library(folder / "tenth", reports // 10, tags // 10)
        print(f"{reports:,} reports, {tags:,} tags")
        good = [
            measure_opening(folder, library, reports),
            measure_export(folder, library, fewer_tags, tenth),
        ]
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
