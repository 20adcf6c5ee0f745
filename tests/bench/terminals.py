"""Opens the app on every kind of terminal, in two locales, with and without colours, at all sizes.

Usage: terminals.py [--resizes N] [--seed N]

Then one terminal takes N sizes at random, from 1x1 to 300x100, without waiting for the app. Prints
what was wrong, and exits with 1 if anything was: no title, text, status and keys in their places
from 40x12 on, no clear line below, another exit status than 0, bytes that this terminal should not
get. As a job for minutes it is no test; `tests/terminal/test_terminals.py` has a sample.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from store.library import Library
from tests.terminal.matrix import LOCALES, SIZES, TERMS, make_library, usable, walk, wrong
from tests.terminal.terminal import Terminal, spantag

ROOT = Path(__file__).parents[2]
LARGEST = (300, 100)


def environments() -> Iterator[dict[str, str]]:
    """Yield what differs: 11 values of TERM, 2 locales, with and without NO_COLOR."""
    for term, lang, colours in product(TERMS, LOCALES, (True, False)):
        yield {"TERM": term, "LANG": lang} | ({} if colours else {"NO_COLOR": "1"})


def opened(library: Library, home: Path, variables: Mapping[str, str]) -> Terminal:
    """Open the report in a terminal."""
    base = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LOGNAME": "ann"}
    command = spantag("--library", library.folder, library.summaries()[0].id)
    terminal = Terminal(command, {**base, "PYTHONPATH": str(ROOT), **variables}, home)
    terminal.wait_for(usable, 20)
    return terminal


def tried(library: Library, home: Path, variables: Mapping[str, str]) -> list[str]:
    """Return what is wrong on one kind of terminal."""
    terminal = opened(library, home, variables)
    try:
        walk(terminal)
        return wrong(terminal, variables)
    except AssertionError as error:
        return [str(error)]
    finally:
        terminal.close()


def resized(library: Library, home: Path, count: int, seed: int) -> list[str]:
    """Return what is wrong after many sizes, each but a moment after the one before."""
    chance = random.Random(seed)
    variables = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    terminal = opened(library, home, variables)
    try:
        for number in range(count):
            terminal.resize(chance.randint(1, LARGEST[0]), chance.randint(1, LARGEST[1]))
            terminal.press(chance.choice(("down", "up", "tab", "pagedown")))
            # A third are overtaken by the next one at once.
            terminal.watch(chance.choice((0.0, 0.01, 0.05)))
            if number % 50 == 0:
                terminal.wait_for(usable)
        walk(terminal)
        return wrong(terminal, variables)
    except AssertionError as error:
        return [str(error)]
    finally:
        terminal.close()


def main() -> int:
    """Go through all, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--resizes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    bad = done = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        library = make_library(home)
        for variables in environments():
            found = tried(library, home, variables)
            done, bad = done + 1, bad + bool(found)
            for one in found:
                print(" ".join(variables.values()), one)
        print(
            f"{done} terminals at {len(SIZES)} sizes: {bad} wrong; {time.monotonic() - began:.0f} s"
        )
        found = resized(library, home, arguments.resizes, arguments.seed)
        print(f"{arguments.resizes} random sizes: {'; '.join(found) or 'all well'}")
    return int(bool(bad or found))


if __name__ == "__main__":
    sys.exit(main())
