"""Measures how soon the app and the commands answer, beside a minimal Textual app and Python alone.

Usage: start.py [RUNS]      (default: 15)

Prints, as medians of runs that take turns: the milliseconds from the start of the app until its
list of 100 reports is painted, and of a Textual app that shows one line; then the milliseconds that
`spantag --help`, `list` and `export` take, and `python -c pass`. Asked: 1.25 times and 6 times.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.scale import new_library  # noqa: E402
from tests.bench.timing import TimedTerminal, environment  # noqa: E402

REPORTS = 100
SIZE = 80, 24
MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("painted")
Minimal().run()
"""


def painted(arguments: list[str], folder: Path, says: str) -> float:
    """Return the milliseconds until a program has painted a text."""
    terminal = TimedTerminal(arguments, environment(folder), folder, *SIZE)
    try:
        return terminal.until(says)
    finally:
        terminal.close()


def ran(*arguments: str | Path) -> float:
    """Return the milliseconds that a Python program takes."""
    start = time.perf_counter()
    command = [sys.executable, *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return (time.perf_counter() - start) * 1000


def compare(runs: int, peer: str, ways: Mapping[str, Callable[[], float]]) -> None:
    """Print the medians of what takes turns, and how many times the peer's each is."""
    rounds = [{name: way() for name, way in ways.items()} for _ in range(runs)]
    medians = {name: statistics.median(each[name] for each in rounds) for name in ways}
    for name, median in medians.items():
        print(f"{name:<28} {median:7.1f} ms  {median / medians[peer]:5.2f} x")


def main() -> None:
    """Make a library, then measure."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = new_library(folder / "library", REPORTS, 1_000)
        (folder / "minimal.py").write_text(MINIMAL)
        compare(
            runs,
            "minimal Textual app",
            {
                "minimal Textual app": lambda: painted(["minimal.py"], folder, "painted"),
                f"spantag, {REPORTS} reports": lambda: painted(
                    ["-m", "tui", "--library", str(library)], folder, f"{REPORTS} reports"
                ),
            },
        )
        ways = {"--help": ["--help"], "list": ["list", "--library", library]}
        ways["export"] = ["export", "--library", library]
        commands = {
            f"spantag {name}": lambda arguments=arguments: ran("-m", "tui", *arguments)
            for name, arguments in ways.items()
        }
        compare(runs, "python -c pass", {"python -c pass": lambda: ran("-c", "pass"), **commands})


if __name__ == "__main__":
    main()
