"""Lets several processes tag one report at once, and counts what of it is in the library.

Usage: together.py [TAGS [COMMANDS]]      (default: 200 tags a process, 20 of them by command)

For 2 and 4 processes, each with the library open and an author of its own, it prints how many of
the tags that were added are there, how many errors there were, how long it took, and the longest
that one tag took. Then the same by `spantag tag`, one process a tag. Exit status 1 if a tag is
missing or there was an error.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from store.errors import LibraryError
from store.importing import read
from store.library import Library
from store.model import ReportId, Span

PROCESSES = (2, 4)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of tagging together."""

    way: str
    processes: int
    expected: int
    kept: int
    errors: int
    seconds: float
    longest: float
    """Seconds that the slowest tag took."""

    @property
    def good(self) -> bool:
        """Whether every tag is there, and nobody met an error."""
        return self.kept == self.expected and not self.errors

    def __str__(self) -> str:
        return (
            f"{self.way:8} {self.processes} processes: {self.kept} of {self.expected} tags kept, "
            f"{self.errors} errors, {self.seconds:.2f} s, slowest tag {self.longest:.2f} s"
        )


def new_library(folder: Path) -> tuple[Library, ReportId]:
    """Make a library with one report."""
    source = folder / "in.txt"
    source.write_text("x" * 100_000)
    library = Library.open(folder / "library", create=True)
    report = read(source)
    library.add(report)
    return library, report.id


def child(way: str, folder: Path, report: ReportId, number: int, tags: int) -> None:
    """Add tags at places that are this process's own; print how long each took, or the error."""
    author = f"analyst{number}"
    tagging = Library.open(folder, author).tagging(report)
    print("ready", flush=True)
    sys.stdin.readline()
    for place in range(tags):
        span = Span(number * 10_000 + place, number * 10_000 + place + 1)
        start = time.perf_counter()
        try:
            if way == "library":
                tagging.tag(span, "Person")
            else:
                by_command(folder, author, report, span)
        except LibraryError as error:
            print(f"error {error.message}")
        else:
            print(time.perf_counter() - start)


def by_command(folder: Path, author: str, report: ReportId, span: Span) -> None:
    """Add a tag by `spantag tag`.

    Raises:
        LibraryError: if the command failed; it says what the command said.
    """
    options = ["--library", str(folder), "--author", author]
    command = [sys.executable, "-m", "tui", "tag", *options, report]
    done = subprocess.run(
        [*command, str(span.start), str(span.end), "Person"], capture_output=True, text=True
    )
    if done.returncode:
        raise LibraryError(done.stderr.strip())


def together(way: str, processes: int, tags: int, folder: Path) -> Figures:
    """Have so many processes add so many tags each, and look at the library."""
    library, report = new_library(folder)
    arguments = [sys.executable, __file__, way, str(library.folder), report]
    children = [
        subprocess.Popen(
            [*arguments, str(number), str(tags)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for each in children:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    start = time.perf_counter()
    for each in children:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [line for each in children for line in each.communicate()[0].split("\n")[:-1]]
    seconds = time.perf_counter() - start
    errors = [line for line in said if line.startswith("error")]
    for line in errors[:5]:
        print(line)
    failed = sum(bool(each.returncode) for each in children)
    took = [float(line) for line in said if line not in errors]
    return Figures(
        way=way,
        processes=processes,
        expected=processes * tags,
        kept=len(library.tags(report)),
        errors=len(errors) + failed,
        seconds=seconds,
        longest=max(took, default=0),
    )


def main() -> None:
    """Print the figures."""
    if len(sys.argv) > 3:
        asked, library, report, place, many = sys.argv[1:]
        return child(asked, Path(library), ReportId(report), int(place), int(many))
    counts = [*map(int, sys.argv[1:]), *(200, 20)[len(sys.argv) - 1 :]]
    good = True
    for way, tags in zip(("library", "command"), counts, strict=True):
        for processes in PROCESSES:
            with tempfile.TemporaryDirectory() as folder:
                figures = together(way, processes, tags, Path(folder))
            print(figures, flush=True)
            good = good and figures.good
    sys.exit(not good)


if __name__ == "__main__":
    main()
