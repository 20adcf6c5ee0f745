"""The same work in each keymap, in a real terminal: twelve spans, corrections, undo, export."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from keymaps import REPEATING, load
from keymaps.keys import parse
from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import place, retype
from tests.terminal.terminal import KEYS, Terminal

URL = "https://wire.example/a1"
TEXT = f"""Shelling near Qasr Amal

She met the guards of the mill at dawn. They said that the convoy from the
north carried rocket motors to the old
quarry of the village. The convoy left twice.

They saw a green truck on 3 March 2024. Details: {URL} and more.
"""
MORE_KEYS = {
    "ctrl+right": "\x1b[1;5C",
    "ctrl+left": "\x1b[1;5D",
    "ctrl+underscore": "\x1f",
    "space": " ",
}
"""What xterm sends for some more keys."""
MODES = ("moving", "selected", "selecting")
MOVING = {*REPEATING, "text.swap_ends", "text.cancel", "reading.find"}
"""What counts as movement; to select a unit does not."""
EXPECTED = [
    ("guards", "Organisation", ""),
    ("guards", "Person", ""),
    ("mill", "Location", ""),
    ("convoy", "Vehicle", ""),
    ("rocket motors", "Weapon", "for drones"),
    ("old\nquarry", "Location", ""),
    ("quarry of the village", "Person", ""),
    ("quarry", "Organisation", ""),
    ("convoy", "Vehicle", ""),
    ("truck", "MilitaryPlatform", ""),
    ("3 March 2024", "Quantity", ""),
    (URL, "Url", ""),
]


def sent(key: str) -> str:
    """Return what a terminal sends for a key of a keymap."""
    if key in KEYS or len(key) == 1:
        return KEYS.get(key, key)
    if key in MORE_KEYS:
        return MORE_KEYS[key]
    name = key.rpartition("+")[2]
    if key.startswith("ctrl+"):
        return "\x00" if name == "space" else chr(ord(name) & 0x1F)
    if key.startswith("alt+"):
        return f"\x1b{name}"
    return next(char for char in map(chr, range(33, 127)) if parse(char) == (key,))


class Hands:
    """Presses the keys of commands in a keymap, and counts those that are no movement."""

    def __init__(self, terminal: Terminal, keymap: str) -> None:
        self.terminal = terminal
        self._bindings = load(keymap).bindings
        self.pressed = 0

    def do(self, *commands: str) -> None:
        """Carry out commands of the text, or of the reading screen."""
        for command in commands:
            scope, _, name = command.partition(".")
            ids = [command, *(f"{mode}.{name}" for mode in MODES if scope == "text")]
            bound = [keys for id_ in ids for keys in self._bindings.get(id_, ())]
            # A letter just after Escape may be a part of a torn key, and so changes nothing.
            keys = next(keys for keys in bound if keys != ("escape",))
            is_moving = command in MOVING and not command.startswith("text.select_")
            self.pressed += 0 if is_moving else len(keys)
            self.terminal.press(*map(sent, keys))

    def type(self, text: str) -> None:
        """Type a letter of a label, or accept."""
        self.pressed += 1
        self.terminal.press(text)

    def find(self, words: str) -> None:
        """Find words from the top on, and so select them."""
        self.do("text.text_start", "reading.find")
        self.terminal.wait_for("Find (a capital")
        self.terminal.press("ctrl+u", words, "enter")
        self.terminal.wait_for("Match 1 of")

    def go(self, words: str) -> None:
        """Go to where words begin."""
        self.find(words)
        self.do("text.swap_ends", "text.cancel")
        self.terminal.wait_for(lambda t: place(t) == position(words))

    def told(self, said: str) -> None:
        """Wait for what the status line says then."""
        self.terminal.wait_for(said)


def position(words: str) -> str:
    """Return where words begin, as the status line shows it."""
    start = TEXT.index(words)
    return f"{TEXT.count(chr(10), 0, start) + 1}:{start - TEXT.rfind(chr(10), 0, start)}"


def tag(hands: Hands) -> None:
    """Tag twelve spans of all sorts."""
    hands.go("guards")
    hands.do("text.select_word", "text.label_1")
    hands.told("Tagged Person: guards")
    hands.go("guards")
    hands.do("text.label_leader")
    hands.type("o")
    hands.told("Tagged Organisation: guards")
    hands.go("mill")
    hands.do("text.select_word", "text.label_3")
    hands.told("Tagged Location: mill")
    hands.go("old")
    hands.do("text.mark", "text.word_right", "text.word_right", "text.label_again")
    hands.told("Tagged Location: old")
    hands.go("quarry")
    hands.do("text.select_word", "text.label_2")
    hands.told("Tagged Organisation: quarry")
    hands.go("quarry")
    hands.do("text.mark", *["text.word_right"] * 4, "text.label_1")
    hands.told("Tagged Person: quarry of the village")
    hands.go("motors")
    hands.do("text.select_word", "text.label_leader")
    hands.type("w")
    hands.told("Tagged Weapon: motors")
    hands.go("truck")
    hands.do("text.select_word", "text.label_leader")
    hands.type("v")
    hands.told("Tagged Vehicle: truck")
    hands.go("3 March")
    hands.do("text.accept_as")
    hands.told("Not Temporal but")
    hands.type("q")
    hands.told("Tagged Quantity: 3 March 2024")
    hands.go(URL)
    hands.do("text.accept_entity")
    hands.told("Tagged Url: https")
    hands.find("convoy")
    hands.do("text.tag_all")
    hands.type("v")
    hands.told("2 of 2 ticked")
    hands.type("enter")
    hands.told("Tagged 2 places Vehicle: convoy")


def correct(hands: Hands) -> None:
    """Move an edge, relabel, note two tags, delete one; undo five of it, and redo three."""
    hands.go("motors")
    hands.do("text.move_edges")
    hands.told("Move the edge")
    hands.do("text.swap_ends", "text.word_left", "text.move_edges")
    hands.told("Moved Weapon: rocket motors")
    hands.go("truck")
    hands.do("text.relabel")
    hands.type("i")
    hands.told("Relabelled MilitaryPlatform: truck")
    for words, note in (("motors", "for drones"), ("mill", "burnt")):
        hands.go(words)
        hands.do("text.note")
        hands.told("Note on")
        hands.terminal.press(note, "enter")
        hands.told("Noted:")
    hands.go("mill")
    hands.do("text.delete_tag")
    hands.told("Deleted Location: mill")
    for said in ("deletion of mill", "note of mill", "note of rocket", "relabelling", "move"):
        hands.do("reading.undo")
        hands.told(f"Undone: {said}")
    for said in ("move", "relabelling of truck", "note of rocket motors"):
        hands.do("reading.redo")
        hands.told(f"Redone: {said}")


def export(hands: Hands, file: Path) -> None:
    hands.do("reading.export")
    hands.told("Export the tags of 1 report")
    retype(hands.terminal, "spantag-2", str(file))
    hands.told(file.name)
    hands.terminal.press("enter")
    hands.told("12 tags written to")


def rows(file: Path) -> list[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("keymap", ["default", "vim", "emacs"])
def test_twelve_spans(
    open_app: Open, tmp_path: Path, keymap: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    terminal = open_app("--library", library.folder, "--keymap", keymap, report)
    hands = Hands(terminal, keymap)
    terminal.wait_for(lambda t: place(t) is not None and "0/" in t.lines()[-2])
    tag(hands)
    each = hands.pressed / len(EXPECTED)
    correct(hands)
    export(hands, tmp_path / "out.csv")
    found = rows(tmp_path / "out.csv")
    assert [(row["text"], row["label"], row["note"]) for row in found] == EXPECTED
    for row in found:
        assert TEXT[int(row["start"]) : int(row["end"])] == row["text"]
    with capsys.disabled():
        sys.stdout.write(f" {keymap}: {each:.1f} key presses a tag\n")
    assert each <= 4
