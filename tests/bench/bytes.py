"""Measures what a key costs on the wire, beside vim on the same document in the same run.

Usage: bytes.py [--seconds N] [--term TERM]

Prints for 100x40 and 80x24: bytes a key (mean), their ratio to vim's, the pieces in which they came
(a frame is one), and the milliseconds from the key to the last of them (median, p95). Then what an
idle app and a change of focus send.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from store.entities import own
from store.library import Library
from store.model import Report, Span
from tests.terminal.terminal import Terminal, spantag

LINES, TAGS, REPORTS, PRESSES = 200, 300, 100, 150
PROSE = (
    "the patrol reached a village north of the river and found two trucks burnt out near the old "
    "school while a witness said that men with rifles had left before dawn towards the border"
)
WORDS = PROSE.split()
SIZES = ((100, 40), (80, 24))
VIM = ["-c", "import os, sys; os.execvp('vim', ['vim', '-i', 'NONE', '-R', *sys.argv[1:]])"]
QUIET, LATEST = 0.03, 1.0
"""Seconds after which nothing more is expected, after some bytes and after none."""
FOCUS = b"\x1b[O\x1b[I"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came after one key: bytes, pieces, and seconds to the last of them."""

    size: int
    pieces: int
    seconds: float


class Raw(Terminal):
    """A terminal that tells what came after a key."""

    def _feed(self, data: bytes) -> None:
        # vim asks for the keyboard's modes by a sequence that pyte takes for a look.
        super()._feed(re.sub(rb"\x1b\[[?>][0-9;]*m", b"", data))

    def answer(self, key: str | bytes, latest: float = LATEST) -> Answer:
        """Press a key and take what comes."""
        began = last = time.perf_counter()
        size = pieces = 0
        self.send(key.encode() if isinstance(key, str) else key)
        while select.select([self._master], [], [], QUIET if size else latest)[0]:
            data = os.read(self._master, 65536)
            last = time.perf_counter()
            size, pieces = size + len(data), pieces + 1
            self._feed(data)
        return Answer(size, pieces, last - began)


def document() -> str:
    """Return 200 lines of prose, none wider than 78 characters."""
    chance = random.Random(7)
    lines = []
    for _ in range(LINES):
        line = chance.choice(WORDS).capitalize()
        while len(line) < chance.randint(40, 66):
            line += " " + chance.choice(WORDS)
        lines.append(line + ".")
    return "\n".join(lines) + "\n"


def tag_all(library: Library, report: Report) -> None:
    """Put 300 tags on words of a report."""
    chance = random.Random(8)
    labels = [label.name for label in library.labels()]
    tagging = library.tagging(report.id)
    starts = [i + 1 for i, char in enumerate(report.text) if char in " \n"][:-1]
    for start in sorted(chance.sample(starts, TAGS)):
        end = start
        while report.text[end].isalpha():
            end += 1
        tagging.tag(Span(start, end), chance.choice(labels))


def prepare(folder: Path) -> Path:
    """Make a library of the document and 99 others; return the document's file."""
    (folder / "reports").mkdir()
    path = folder / "reports" / "000.txt"
    path.write_text(document())
    for number in range(1, REPORTS):
        (folder / "reports" / f"{number:03}.txt").write_text(f"Report {number} of the day.\n")
    library = Library.open(folder / "library", "ann", create=True)
    # Or each of the words that are tagged would be suggested wherever else it stands.
    own.switch(own.library_folder(library.folder), "tagged", on=False)
    list(library.import_paths([folder / "reports"]))
    long = next(row for row in library.summaries() if row.length > 1000)
    tag_all(library, library.report(long.id))
    (folder / "id").write_text(long.id)
    return path


@contextmanager
def running(
    arguments: Sequence[str | Path], folder: Path, term: str, size: tuple[int, int], ready: str
) -> Iterator[Raw]:
    """Run a program until some text is on its screen."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": term, "LANG": "C.UTF-8"}
    driver = {k: v for k, v in os.environ.items() if k in ("TEXTUAL_DRIVER", "COLORTERM")}
    terminal = Raw(list(map(str, arguments)), variables | driver, folder, *size)
    try:
        terminal.wait_for(ready)
        terminal.watch(0.5)
        yield terminal
    finally:
        terminal.close()


def pressed(terminal: Raw, key: str, count: int) -> list[Answer]:
    """Press a key again and again."""
    return [terminal.answer(key) for _ in range(count)]


def mean(answers: Sequence[Answer]) -> float:
    """Return the bytes a key."""
    return statistics.mean(answer.size for answer in answers)


def line(name: str, answers: Sequence[Answer], peer: Sequence[Answer], aim: float) -> str:
    """Return a line of the table."""
    times = sorted(answer.seconds * 1000 for answer in answers)
    p95 = times[int(len(times) * 0.95)]
    ratio = mean(answers) / mean(peer)
    pieces = max(answer.pieces for answer in answers)
    return (
        f"  {name:14} {mean(answers):8.0f} B  vim {mean(peer):6.0f} B  ratio {ratio:5.2f} "
        f"(at most {aim})  pieces {statistics.mean(a.pieces for a in answers):.2f}, most {pieces}  "
        f"{statistics.median(times):5.1f} ms, p95 {p95:5.1f}"
    )


def measure(folder: Path, path: Path, term: str, size: tuple[int, int]) -> None:
    """Print the table of one size."""
    pages = LINES // size[1]
    with running([*VIM, path], folder, term, size, "Top") as vim:
        down = pressed(vim, "j", PRESSES)
        vim.answer("gg")
        word = pressed(vim, "w", PRESSES)
        vim.answer("gg")
        page = pressed(vim, "\x06", pages)
    report = [*spantag("--library", folder / "library"), (folder / "id").read_text()]
    wide = size[0] >= 100
    with running(report, folder, term, size, "300 tags") as app:
        if wide:
            print(line("down, panel", pressed(app, "j", PRESSES), down, 5))
            app.answer("g")
            print(line("word, panel", pressed(app, "w", PRESSES), word, 5))
            app.answer("g")
            print(line("page, panel", pressed(app, "\x1b[6~", pages), page, 5))
            app.answer("g")
            app.answer("p")
        print(line("down", pressed(app, "j", PRESSES), down, 2.5))
        app.answer("g")
        print(line("word", pressed(app, "w", PRESSES), word, 2.5))
        app.answer("g")
        print(line("page", pressed(app, "\x1b[6~", pages), page, 2.5))
    with running(report[:-1], folder, term, size, "100 reports") as app:
        print(line("list, down", pressed(app, "j", REPORTS - 1), down, 3))


def idle(folder: Path, term: str, seconds: float) -> None:
    """Print what an app sends that nobody touches."""
    report = [*spantag("--library", folder / "library"), (folder / "id").read_text()]
    with running(report, folder, term, SIZES[0], "300 tags") as app:
        app.watch(3)  # What was looked for in the text is found by then.
        print(f"focus out and in: {app.answer(FOCUS, 2).size} B")
        print(f"idle {seconds:.0f} s: {app.answer(b'', seconds).size} B")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long to stay idle")
    parser.add_argument("--term", default="xterm-256color")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = prepare(folder)
        for size in SIZES:
            print(f"{size[0]}x{size[1]}, TERM={chosen.term}, load {os.getloadavg()[0]:.1f}")
            measure(folder, path, chosen.term, size)
        idle(folder, chosen.term, chosen.seconds)


if __name__ == "__main__":
    main()
