"""Keys tried and changed in a real terminal, and still so at the next start."""

from __future__ import annotations

from pathlib import Path

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place

TEXT = "Captain Yusra Halabi\n\nwas seen in Tall Najma on 3 May 2024.\n"
F2, F3 = "\x1bOQ", "\x1bOR"
ALT_N = "\x1bn"


def test_a_key_is_tried_and_bound_and_kept(open_app: Open, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    terminal = open_app("--library", library.folder, report)
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press(F2)
    terminal.wait_for("Keys of the keymap default")
    terminal.press(F3)
    terminal.wait_for("Press a key to see")
    terminal.press(ALT_N)
    terminal.wait_for("arrives as alt+n")
    terminal.wait_for("No command has this key")
    terminal.press("escape")
    terminal.wait_for("arrives as escape")
    terminal.press("escape")
    terminal.wait_for("F3 Try")
    terminal.press("text.text_end")
    terminal.wait_for(lambda t: "End of text" in t.lines()[4])
    terminal.press("enter")
    terminal.wait_for("Press a key")
    terminal.press(ALT_N)
    terminal.wait_for("Enter to take it")
    terminal.press("enter")
    terminal.wait_for("Keys of the keymap my-default")
    terminal.press("escape")
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press(ALT_N)
    terminal.wait_for(lambda t: place(t) == "4:1")
    assert leave(terminal) == 0
    again = open_app("--library", library.folder, report)
    again.wait_for(lambda t: place(t) is not None)
    again.press("home", "ctrl+home", ALT_N)
    again.wait_for(lambda t: place(t) == "4:1")
    assert leave(again) == 0
