"""Reports, names, labels and notes that attack the terminal are shown, and do nothing.

The same session is run with harmless words first: whatever kind of sequence the terminal gets in
the hostile session, it got in the harmless one too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, tag_count
from tests.terminal.terminal import Terminal
from tests.terminal.tokens import harmful, kinds

ATTACK = (
    "\x1b]52;c;cHduZWQ=\x07\x1b]0;owned\x1b\\\x1b[2J\x1b[?1049l\x1b[?1000h\x1bc\x1bP+q544e\x1b\\"
    "\x9b31m\x9d0;x\x9c\x90q\x9c\x85\x07\b\x0e\x7f\u202e\u2066\u200f\u200b\u200d\ufeff\u2028"
    "[@click=app.quit]x[/] [/] [bold $primary link='http://a.example']"
)
"""Clipboard, title, clearing, modes, reset, device control, C1, BEL, bidi, invisibles, markup."""
CALM = "calm words "
COUNT = 4
OWN = {"text", r"control '\r'", "escape 'D'", "escape 'M'", "osc '22;default'", "osc '22;text'"}
"""What is sent besides control sequences: steps of the cursor, and the mouse pointer's shape."""
PAINTING = {*(f"CSI {final}" for final in "ABCDHKXmr"), "CSI ?2026h", "CSI ?2026l"}
"""Moves, erasures, looks and margins: which of them are needed depends on what is painted."""


@dataclass(frozen=True)
class Words:
    """What a session meets: words in names, texts, titles, labels and notes."""

    name: str
    """A part of a file's name: no slash, no NUL, short."""
    text: str
    titles: tuple[str, str]
    paste: str


WORDS = {
    "harmless": Words("calm", CALM * 10, (CALM, CALM), CALM),
    "hostile": Words(
        f"{ATTACK[:60]}\udcff\u202e[@click=app.quit]".replace("/", "|"),
        ATTACK + "\0" + CALM * 90,
        ("[/]", "[@click=app.quit]x[/]"),
        ATTACK.replace("\x1b", ""),  # Terminals take ESC out of what is pasted.
    ),
}


def make_library(folder: Path, words: Words) -> tuple[Path, Path]:
    """Return a library and a folder with a file to import, all of it named by these words."""
    incoming, inbox = folder / "incoming", folder / f"in {words.name}"
    incoming.mkdir()
    inbox.mkdir()
    for number in range(COUNT - 1):
        text = (
            f"Title {words.text}\nSource: {words.text}\n\n{number} {words.text * 3}\n5 March 2024"
        )
        (incoming / f"{number}{words.name}.txt").write_text(text, encoding="utf-8")
    (inbox / f"z{words.name}.txt").write_text(f"{words.text} last", encoding="utf-8")
    library = Library.open(folder / f"library {words.name}", words.paste, create=True)
    assert [outcome.kind for outcome in library.import_paths([incoming])] == ["imported"] * 3
    for line, title in zip(library.summaries(), words.titles, strict=False):
        library.correct(line.id, title=title, source=words.text, published=None)
    relabel(library.folder / "library.json", words)
    return library.folder, inbox


def relabel(file: Path, words: Words) -> None:
    """Name and describe the first label anew, as somebody with an editor could."""
    content = json.loads(file.read_text(encoding="utf-8"))
    label = content["labels"]["1"]
    label["name"] = label["description"] = f"Per {words.titles[1]} {words.text}"
    file.write_text(json.dumps(content), encoding="utf-8")


def import_by_picking(terminal: Terminal) -> None:
    """Complete the file's name in the field, then import it."""
    terminal.press("i")
    terminal.wait_for("Import everything in")
    terminal.press("down")
    terminal.press("tab")
    terminal.wait_for(lambda t: "Import everything in" not in t.text)
    terminal.press("enter")
    terminal.wait_for("1 imported")
    terminal.press("enter")
    terminal.wait_for(f"{COUNT} reports")


def click_every_row(terminal: Terminal) -> None:
    """Click on all rows, once each at several columns, which never is a double click."""
    for column in (6, 12, 30):
        for row in range(1, 25):
            terminal.click(column, row)


def tag_everything(terminal: Terminal) -> None:
    """Tag the whole text with the first label, from the picker, and write a note by pasting."""
    terminal.press("ctrl+home", "v", "G", "t")
    terminal.wait_for("type to find")
    terminal.press("Per ", "enter")
    terminal.wait_for(lambda t: tag_count(t) == "1 tag")
    terminal.press(",")
    terminal.wait_for(lambda t: place(t) and "  Per " in t.lines()[-2])


def paste(terminal: Terminal, dialog: str, said: str, words: Words) -> None:
    """Paste into the field of the dialog that is opening, and accept."""
    terminal.wait_for(dialog)
    terminal.send(b"\x1b[200~" + words.paste.encode() + b"\x1b[201~")
    terminal.press("enter")
    terminal.wait_for(said)


def session(terminal: Terminal, words: Words) -> None:
    """List, click, import, open, tag, note, look for, lay out, edit, and export."""
    terminal.wait_for(f"{COUNT - 1} reports")
    click_every_row(terminal)
    terminal.press("s")
    terminal.wait_for("sorted by status")
    import_by_picking(terminal)
    terminal.press("home", "enter")
    terminal.wait_for(lambda t: place(t) == "1:1")
    click_every_row(terminal)
    terminal.press("pagedown", "pagedown", "l")
    tag_everything(terminal)
    terminal.press("m")
    paste(terminal, "Note on Per", "Noted:", words)
    terminal.press("/")
    paste(terminal, "Find (", "Match 1 of " if words.paste == CALM else "Not found:", words)
    terminal.press("f6")
    terminal.wait_for("At the cursor")
    click_every_row(terminal)
    terminal.press("i")
    terminal.wait_for("Details of the report")
    terminal.press("escape")
    terminal.wait_for(lambda t: "Details of the report" not in t.text)
    terminal.press("E")
    terminal.wait_for("Export the tags of 1 report")
    terminal.press("enter")
    terminal.wait_for("1 tag written to")


@pytest.fixture
def captured(open_app: Open, tmp_path: Path) -> dict[str, bytes]:
    """Return what each session sent to the terminal."""
    found = {}
    for kind, words in WORDS.items():
        folder = tmp_path / kind
        folder.mkdir()
        library, inbox = make_library(folder, words)
        terminal = open_app("--library", library, folder=inbox, LOGNAME=words.name)
        session(terminal, words)
        assert leave(terminal) == 0
        assert len(list(inbox.glob("spantag-*.csv"))) == 1
        found[kind] = terminal.raw
    return found


def test_foreign_text_never_reaches_the_terminal_as_anything_but_text(
    captured: dict[str, bytes],
) -> None:
    allowed = kinds(captured["harmless"])
    assert {kind for kind in allowed if not kind.startswith(("CSI", "text"))} <= OWN
    assert kinds(captured["hostile"]) <= allowed | OWN | PAINTING
    assert harmful(captured["hostile"]) == set()
    shown = captured["hostile"].decode()
    assert "[@click=app.quit]x[/]" in shown
    assert "␛]52;c;cHduZWQ=␇" in shown


@pytest.mark.parametrize("char", sorted({*ATTACK} - {chr(code) for code in range(32, 127)}))
def test_the_test_would_see_each_of_these(char: str) -> None:
    raw = f"\x1b[31mred{char}".encode()
    assert harmful(raw) or not {kind for kind in kinds(raw) if not kind.startswith("CSI")} <= OWN
