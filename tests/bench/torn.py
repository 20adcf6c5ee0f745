"""Tears the escape sequences of keys apart, in a real terminal, in each keymap.

Usage: torn.py [KEYMAP...]      (default all, some seven minutes; run from the checkout)

Each arrow, Shift and arrow, page, home, end, delete and function key is sent split at every byte,
with 0, 50, 150 and 400 ms between the parts, while something is selected and tagged. Nothing may be
tagged, relabelled, deleted or left that was not asked for, which the library on disk and the
running app must show. Prints the figures; exit status 1 if one is not as it must be.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from keymaps import available  # noqa: E402
from keymaps.torn import WINDOW  # noqa: E402
from store.library import Library  # noqa: E402
from store.model import Span, Tag  # noqa: E402
from tests.terminal.steps import place  # noqa: E402
from tests.terminal.terminal import Terminal, spantag  # noqa: E402

ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D"}
KEYS = {
    **{name: f"\x1b[{end}" for name, end in ARROWS.items()},
    **{f"shift+{name}": f"\x1b[1;2{end}" for name, end in ARROWS.items()},
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"f{number}": f"\x1bO{end}" for number, end in enumerate("PQRS", 1)},
    **{f"f{number}": f"\x1b[{number + 10}~" for number in range(5, 6)},
    **{f"f{number}": f"\x1b[{number + 11}~" for number in range(6, 11)},
    **{f"f{number}": f"\x1b[{number + 12}~" for number in range(11, 13)},
    "delete": "\x1b[3~",
}
"""What xterm sends; delete is the last, since it deletes the tag."""
DELAYS = (0.0, 0.05, 0.15, 0.4)
UNDO = {"default": "u", "vim": "u", "emacs": "\x18u"}
TEXT = "\n\n".join(f"Captain Yusra Halabi left port {number} of Tartus." for number in range(30))
TAGGED = Span(0, 20)
AT_ONCE = 6


@dataclass(slots=True)
class Figures:
    """What came of the keys."""

    sent: int = 0
    amiss: int = 0

    def __str__(self) -> str:
        return f"{self.sent} torn keys, {self.amiss} that did what was not asked for"


def pieces() -> Iterator[tuple[str, bytes, bytes]]:
    """Yield each key with its sequence in two, split at every byte."""
    for key, sequence in KEYS.items():
        data = sequence.encode()
        for cut in range(1, len(data)):
            yield key, data[:cut], data[cut:]


class Session:
    """The app in a terminal, on a library with one report and one tag."""

    def __init__(self, folder: Path, keymap: str) -> None:
        (folder / "a.txt").write_text(TEXT, encoding="utf-8")
        self.library = Library.open(folder / "library", "ann", create=True)
        list(self.library.import_paths([folder / "a.txt"]))
        self.report = self.library.summaries()[0].id
        self.tag = self.library.tagging(self.report).tag(TAGGED, "Person")
        self.undo = UNDO[keymap]
        environment = {"HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        options = ("--library", self.library.folder, "--author", "ann", "--keymap", keymap)
        self.terminal = Terminal(
            spantag(*options, self.report), {**environment, "PYTHONPATH": str(ROOT)}, folder
        )
        self.terminal.wait_for(lambda t: place(t) == "1:1", 60)

    def tags(self) -> list[Tag]:
        """Return the tags that are on disk."""
        return list(self.library.tags(self.report))

    def select(self) -> None:
        """Have the report open with two characters of the tag selected, wherever one is."""
        terminal = self.terminal
        terminal.watch(WINDOW + 0.1)
        for _ in range(20):
            terminal.press("enter" if "spantag  " in terminal.text else "\x07")
            terminal.watch(0.1)
            terminal.press("ctrl+home", "shift+right", "shift+right")
            terminal.watch(0.3)
            if "1:3  SELECTED 2" in terminal.text:
                return
        raise AssertionError(f"nothing is selected; the screen:\n{terminal.text}")

    def send(self, first: bytes, rest: bytes, delay: float) -> None:
        """Send a key in two parts."""
        self.terminal.send(first)
        self.terminal.watch(delay)
        self.terminal.send(rest)
        self.terminal.watch(0.4)


def tear(keymap: str, delay: float) -> Figures:
    """Send all keys in one keymap with one delay."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), keymap)
        try:
            for key, first, rest in pieces():
                session.select()
                session.send(first, rest, delay)
                figures.sent += 1
                allowed = [[session.tag], []] if key == "delete" else [[session.tag]]
                if session.tags() not in allowed or not session.terminal.running:
                    figures.amiss += 1
                    print(f"{keymap}, {delay} s: {key} as {first!r} {rest!r}", session.tags())
                if not session.terminal.running:
                    break
                if session.tags() == []:
                    session.terminal.press(session.undo)
        finally:
            session.terminal.close()
    print(f"{keymap}, {1000 * delay:.0f} ms: {figures}", flush=True)
    return figures


def main() -> int:
    """Tear keys in all keymaps with all delays, and return the exit status."""
    cases = list(product(sys.argv[1:] or available(), DELAYS))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda case: tear(*case), cases))
    total = Figures(sum(one.sent for one in found), sum(one.amiss for one in found))
    print(f"total: {total}")
    expected = len(cases) * len(list(pieces()))
    return int(total.amiss > 0 or total.sent != expected)


if __name__ == "__main__":
    sys.exit(main())
