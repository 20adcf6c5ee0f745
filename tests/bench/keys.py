"""Measures from a key to the painted screen on a 200 KB report, beside vim and SLATE.

Usage: keys.py [SLATE]      (run from the checkout; SLATE: the command of slate-nlp, if installed)

Each key waits for its answer; the time is that of the answer's last byte. Then a key is held down:
the time from the last key to the last byte, and where the cursor is afterwards. Then the same keys
come in one piece, as over a slow line. Prints figures only.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from store import entities  # noqa: E402
from store.library import Library  # noqa: E402
from store.model import ReportId, Span  # noqa: E402
from tests.bench.timing import TimedTerminal, environment, program, spread  # noqa: E402
from tests.terminal.steps import place, underlined  # noqa: E402
from tests.terminal.terminal import spantag  # noqa: E402

SIZE = 200_000
ENTITIES = 300
TAGS = 200
WIDTH = 56
HELD_SECONDS = 3
HELD_RATE = 30
OURS: Mapping[str, tuple[str, int]] = {
    "down": ("\x1b[B", 150),
    "right": ("\x1b[C", 150),
    "word right": ("\x1b[1;5C", 150),
    "page down": ("\x1b[6~", 40),
}
VIM: Mapping[str, tuple[str, int]] = {
    "down": ("j", 150),
    "right": ("l", 50),
    "word right": ("w", 150),
    "page down": ("\x06", 40),
}
SLATE: Mapping[str, tuple[str, int]] = {"down": ("o", 50), "word right": (";", 150)}


def lines_of(random_: random.Random) -> list[str]:
    """Return short lines of small letters, with a place's name here and there."""
    lines, size = list[str](), 0
    every = SIZE // ENTITIES
    named = 0
    while size < SIZE:
        words = list[str]()
        while sum(map(len, words)) + len(words) < WIDTH - 8:
            words.append("".join(random_.choices("aeioulnrst", k=random_.randint(2, 9))))
        if size >= named * every and named < ENTITIES:
            words[random_.randrange(len(words))] = random_.choice(("Baghdad", "Damascus", "Kyiv"))
            named += 1
        lines.append(" ".join(words))
        size += len(lines[-1]) + 1
    return lines


def new_library(folder: Path) -> tuple[Path, Path, ReportId]:
    """Make a library with one report and its tags; return its folder, the text and the report."""
    source = folder / "report.txt"
    source.write_text("\n".join(lines_of(random.Random(5))) + "\n")
    library = Library.open(folder / "library", "ann", create=True)
    list(library.import_paths([source]))
    report = library.summaries()[0].id
    text = library.report(report).text
    for number in range(TAGS):
        start = 40 + number * len(text) // TAGS
        library.tagging(report).tag(Span(start, start + 12), library.labels()[number % 9].name)
    print(f"{len(text)} characters, {len(entities.find(text))} entities, {TAGS} tags")
    return library.folder, source, report


def measure(name: str, terminal: TimedTerminal, keys: Mapping[str, tuple[str, int]]) -> None:
    """Print the figures of one program."""
    together = list[float]()
    for what, (key, count) in keys.items():
        took = list[float]()
        for number in range(count):
            time.sleep(number % 7 * 0.003)  # keys meet every phase of a clock of frames
            took.append(terminal.painted(key))
        print(f"  {name:16} {what:10} {spread(took)}", flush=True)
        together += took
    print(f"  {name:16} all        {spread(together)}")


def hold(terminal: TimedTerminal, key: str, rate: float) -> str:
    """Hold a key down, and say how late the last byte was."""
    terminal.painted("\x1b[1;5H")
    terminal.forget()
    count = int(HELD_SECONDS * HELD_RATE)
    begun = time.perf_counter()
    for number in range(count):
        if rate:
            terminal.watch(max(0.0, begun + number / rate - time.perf_counter()))
        last = time.perf_counter()
        terminal.press(key)
    terminal.settle(0.5)
    late = (terminal._chunks[-1][0] - last) * 1000
    terminal.replay()
    return f"{count} keys, last byte {late:.0f} ms after the last key, at " + (
        place(terminal) or "?"
    )


def ours(folder: Path, library: Path, report: ReportId, size: tuple[int, int]) -> None:
    """Measure spantag at a size."""
    arguments = spantag("--library", library, "--author", "ann", report)
    terminal = TimedTerminal(arguments, environment(folder), folder, *size)
    try:
        terminal.until(lambda t: place(t) == "1:1" and underlined(t))
        terminal.settle(0.5)
        name = f"spantag {size[0]}x{size[1]}"
        measure(name, terminal, OURS)
        for what in ("down", "page down"):
            print(f"  {name:16} {what} held, 30 a second: {hold(terminal, OURS[what][0], 30)}")
        print(f"  {name:16} down in one piece: {hold(terminal, OURS['down'][0], 0)}")
    finally:
        terminal.close()


def other(
    name: str,
    command: Sequence[str | Path],
    keys: Mapping[str, tuple[str, int]],
    folder: Path,
    size: tuple[int, int],
) -> None:
    """Measure another program on the same text at a size."""
    terminal = TimedTerminal(program(*command), environment(folder), folder, *size)
    try:
        terminal.settle(1.0)
        measure(f"{name} {size[0]}x{size[1]}", terminal, keys)
    finally:
        terminal.close()


def main() -> None:
    """Print the figures."""
    slate = sys.argv[1:2]
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library, source, report = new_library(folder)
        for size in ((100, 40), (80, 24)):
            ours(folder, library, report, size)
            other("vim", ["vim", "-i", "NONE", "-n", source], VIM, folder, size)
            for command in slate:
                other("SLATE", [command, "-o", source], SLATE, folder, size)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
