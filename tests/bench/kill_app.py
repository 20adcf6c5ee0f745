"""Kills the app in its terminal while tags are typed, and looks for what its screen had counted.

Usage: kill_app.py [KILLS]      (default 500, some two seconds each; run from the checkout)

The app runs in a pseudo-terminal and is typed at without a pause; after a random number of
milliseconds it is killed (SIGKILL). The last `N tags` on its screen must all be in the library,
which must pass `check`. Prints the figures; exit status 1 if one is not as it must be.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from store.check import problems  # noqa: E402
from store.library import Library  # noqa: E402
from tests.terminal.steps import place, tag_count  # noqa: E402
from tests.terminal.terminal import Terminal, spantag  # noqa: E402

LONGEST = 1.0
"""The seconds after the report is open within which the app is killed."""
KILLS_A_LIBRARY = 10
TEXT = "\n\n".join(
    " ".join(f"word{number}" for number in range(start, start + 12)) for start in range(0, 600, 12)
)


@dataclass(slots=True)
class Figures:
    """What came of the kills."""

    kills: int = 0
    counted: int = 0
    """Tags that screens had counted at their kills."""
    lost: int = 0
    damaged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.counted} tags counted on the screens, "
            f"{self.lost} of them lost, {self.damaged} damaged files"
        )


def new_library(folder: Path) -> Library:
    """Make a library with one report."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(folder / "library", "ann", create=True)
    list(library.import_paths([folder / "a.txt"]))
    return library


def typed() -> str:
    """Return keys that tag one word after the other, from a random place on."""
    start = "}" * random.randrange(40)
    return start + "".join(f"vww{random.randrange(1, 10)}" for _ in range(60))


def kill_one(library: Library, folder: Path, figures: Figures) -> None:
    """Type at the app, kill it, and compare its screen with the library."""
    report = library.summaries()[0].id
    environment = {"PATH": os.defpath, "HOME": str(folder), "TERM": "xterm-256color"}
    terminal = Terminal(
        spantag("--library", library.folder, "--author", "ann", report),
        {**environment, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        folder,
    )
    try:
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press(typed())
        terminal.watch(random.uniform(0.05, LONGEST))
        terminal.kill_now()
        shown = int((tag_count(terminal) or "0").split()[0])
    finally:
        terminal.close()
    figures.kills += 1
    figures.counted += shown
    figures.lost += max(0, shown - len(library.tags(report)))
    figures.damaged += len(list(problems(library)))


def run(kills: int) -> Figures:
    """Kill so many times, on a new library now and then."""
    figures = Figures()
    while figures.kills < kills:
        with tempfile.TemporaryDirectory() as name:
            library = new_library(Path(name))
            for _ in range(min(KILLS_A_LIBRARY, kills - figures.kills)):
                kill_one(library, Path(name), figures)
    return figures


def main() -> None:
    """Print the figures."""
    figures = run(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    print(figures)
    sys.exit(bool(figures.lost or figures.damaged or not figures.counted))


if __name__ == "__main__":
    main()
