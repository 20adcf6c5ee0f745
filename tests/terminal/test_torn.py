"""Escape sequences that a slow line tears apart, in a real terminal: a sample in each keymap."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymaps import available
from store.library import Library
from store.model import Span
from tests.terminal.conftest import Open
from tests.terminal.steps import place, tag_count
from tests.terminal.terminal import Terminal

TEXT = "Captain Yusra Halabi\n\nleft the port of Tartus.\n"
SAMPLE = {"right": b"\x1b[C", "shift+right": b"\x1b[1;2C", "f1": b"\x1bOP", "pagedown": b"\x1b[6~"}
DELAY = 0.4
"""Seconds; what the app is given is torn whatever the machine is busy with."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    library.tagging(library.summaries()[0].id).tag(Span(0, 7), "Person")
    return library


def send_torn(terminal: Terminal, sequence: bytes) -> None:
    """Send a sequence byte by byte, with a delay after each."""
    for byte in sequence:
        terminal.send(bytes([byte]))
        terminal.watch(DELAY)


@pytest.mark.parametrize("keymap", available())
def test_torn_keys_do_what_they_say_or_nothing(
    open_app: Open, library: Library, keymap: str
) -> None:
    report = library.summaries()[0].id
    terminal = open_app("--library", library.folder, "--keymap", keymap, report)
    terminal.wait_for(lambda t: place(t) == "1:1")
    send_torn(terminal, SAMPLE["right"])
    terminal.wait_for(lambda t: place(t) == "1:2")
    send_torn(terminal, SAMPLE["shift+right"])
    terminal.wait_for("SELECTED 1")
    # Torn for longer than an Escape is held back: it drops the selection, and the key moves on.
    send_torn(terminal, SAMPLE["right"])
    terminal.wait_for(lambda t: place(t) == "1:4" and "SELECTED" not in t.text)
    send_torn(terminal, SAMPLE["pagedown"])
    terminal.wait_for(lambda t: place(t) not in (None, "1:4"))
    send_torn(terminal, SAMPLE["f1"])
    terminal.wait_for("Keys here")
    assert terminal.running
    (tag,) = library.tags(report)
    assert (tag.span, tag.label) == (Span(0, 7), "Person")


def test_escape_and_a_letter_in_one_piece(open_app: Open, library: Library) -> None:
    terminal = open_app("--library", library.folder, "--keymap", "vim", library.summaries()[0].id)
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("v", "w")
    terminal.wait_for("MARK 8")
    terminal.press("\x1bw")
    terminal.wait_for(lambda t: place(t) == "1:15" and "MARK" not in t.text)
    terminal.press("v", "b", "\x1b.")
    terminal.wait_for(". came torn, or with an Esc: nothing is changed")
    terminal.press("h")
    terminal.wait_for(lambda t: place(t) == "1:8" and "MARK" not in t.text)
    assert tag_count(terminal) == "1 tag"
