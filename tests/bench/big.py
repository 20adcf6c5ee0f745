"""Measures a report of 10 MB, and one of a single line of 1 MB, beside one of 10 KB.

Usage: big.py [ROUNDS [SECONDS]]
(default 3 rounds, and at most 120 seconds for the entities; run from the checkout)

Prints milliseconds from the start of the process to the first screen, from a key to the end and
back, from Enter to a rare word that is found, from a selection to its tag on the status line; all
while entities are looked for. The first jump and the first find stand apart: the app still loads.
Then the most memory, beyond that of the app with a report of 10 KB, divided by the size of the text
in bytes: at the first screen, and with the entities found.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from store.library import Library  # noqa: E402
from store.model import ReportId  # noqa: E402
from tests.bench.timing import TimedTerminal, environment, spread  # noqa: E402
from tests.terminal.steps import tag_count, underlined  # noqa: E402
from tests.terminal.terminal import spantag  # noqa: E402
from tui.cells import counted  # noqa: E402

FIRST, RARE, LAST = "aardvark", "quetzalcoatl", "zymurgy"
"""Words by which the beginning, the middle and the end are known on the screen."""
TYPED = 0.1
"""Seconds without output after which all that was typed has been dealt with."""
DOWN, END, HOME, SELECT = "\x1b[B", "\x1b[1;5F", "\x1b[1;5H", "\x1b[1;2C"


@dataclass
class Figures:
    """What was measured of one report, a list of milliseconds for each name."""

    size: int
    took: dict[str, list[float]] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    """MB of memory."""

    def note(self, name: str, milliseconds: float) -> None:
        """Keep one figure."""
        self.took.setdefault(name, []).append(milliseconds)

    def first(self) -> float:
        """Return the median of the first screen."""
        return statistics.median(self.took["first screen"])


def text_of(size: int, *, lines: bool) -> str:
    """Return the text of the sample reports, repeated to a size in bytes."""
    samples = sorted((ROOT / "tui" / "samples").iterdir())
    base = "\n".join(path.read_text(encoding="utf-8") for path in samples)
    if not lines:
        base = base.replace("\n", " ")
    half = (base * (size // 2 // len(base.encode()) + 1)).encode()[: size // 2]
    middle = half.decode(errors="ignore")
    end = "\n" if lines else " "
    return f"the {FIRST} came{end}{middle} {RARE} {middle}{end}the {LAST} came"


def new_library(folder: Path, texts: dict[str, str]) -> tuple[Path, dict[str, ReportId]]:
    """Make a library with a report of each text; return its folder, and the reports by name."""
    library = Library.open(folder / "library", "ann", create=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    list(library.import_paths([folder / f"{name}.txt" for name in texts]))
    return library.folder, {Path(line.origin).stem: line.id for line in library.summaries()}


def visit(figures: Figures, library: Path, report: ReportId, wait: float) -> None:
    """Open a report, go through it, and note how long each step took."""
    arguments = spantag("--library", library, "--author", "ann", report)
    terminal = TimedTerminal(arguments, environment(library.parent), library.parent)
    try:
        figures.note("first screen", terminal.until(FIRST))
        figures.peaks["open"] = max(figures.peaks.get("open", 0), terminal.peak())
        for again in range(7):
            name = "jump to the end" if again else "first jump"
            figures.note(name, terminal.until(LAST, END))
            figures.note("and back", terminal.until(FIRST, HOME))
        for _ in range(20):
            figures.note("down", terminal.painted(DOWN))
        find(figures, terminal)
        for _ in range(5 + 3 * len(figures.took.get("tag", ()))):  # other words in each round
            terminal.painted(SELECT)
        tags = int((tag_count(terminal) or "0").split()[0])
        figures.note("tag", terminal.until(lambda t: tag_count(t) == counted(tags + 1, "tag"), "1"))
        entities(figures, terminal, wait)
    finally:
        terminal.close()


def find(figures: Figures, terminal: TimedTerminal) -> None:
    """Find the rare word, from Enter on, when all letters are there; the first time loads more."""
    for again in range(5):
        terminal.until(FIRST, HOME)
        terminal.until("Find (", "/")
        terminal.press("\x15")
        terminal.press(RARE)
        terminal.until(RARE)
        terminal.settle(TYPED)  # the status line may have the word from the time before
        name = "find a rare word" if again else "first find"
        figures.note(name, terminal.until("Match 1 of 1", "\r"))


def entities(figures: Figures, terminal: TimedTerminal, wait: float) -> None:
    """Wait for the entities at the end, which come last, and note the memory that they took."""
    terminal.until(LAST, END)
    try:
        if not underlined(terminal):
            figures.note("entities", terminal.until(underlined, timeout=wait))
    except AssertionError:
        print(f"  entities are still looked for after {wait:.0f} s")
    figures.peaks["at last"] = max(figures.peaks.get("at last", 0), terminal.peak())


def show(name: str, figures: Figures, small: Figures) -> None:
    """Print the figures of a report."""
    print(f"{name}, {figures.size / 1e6:.2f} MB")
    for what, took in figures.took.items():
        print(f"  {what:17} {spread(took)}")
    print(f"  first screen {figures.first() / small.first():.2f} times that of 10 KB")
    for what, peak in figures.peaks.items():
        beyond = (peak - small.peaks[what]) * 1e6 / figures.size
        print(f"  memory {what}: {peak:.0f} MB, {beyond:.1f} times the text beyond 10 KB's")


def measure(rounds: int, wait: float) -> None:
    """Measure round robin, and print."""
    texts = {
        "small": text_of(10_000, lines=True),
        "big": text_of(10_000_000, lines=True),
        "line": text_of(1_000_000, lines=False),
    }
    with tempfile.TemporaryDirectory() as folder:
        library, reports = new_library(Path(folder), texts)
        found = {name: Figures(len(text.encode())) for name, text in texts.items()}
        for number in range(rounds):
            for name in texts:
                last = number == rounds - 1 or name == "small"
                visit(found[name], library, reports[name], wait if last else 0.1)
    for name, figures in found.items():
        show(name, figures, found["small"])


def main() -> None:
    """Print the figures."""
    print(f"load {os.getloadavg()[0]:.1f}")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    wait = float(sys.argv[2]) if len(sys.argv) > 2 else 120.0
    measure(rounds, wait)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
