"""The vim and emacs keymaps in a real terminal, and a keymap of one's own that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.model import ReportId
from tests.terminal.conftest import Open
from tests.terminal.steps import place

TEXT = "Captain Yusra Halabi\n\nleft the port of Tartus.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    return library


def only_report(library: Library) -> ReportId:
    return library.summaries()[0].id


def tagged(library: Library) -> list[tuple[str, str]]:
    return [(tag.quote, tag.label) for tag in library.tags(only_report(library))]


def test_vim(open_app: Open, library: Library) -> None:
    terminal = open_app("--library", library.folder, "--keymap", "vim", only_report(library))
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("2")
    terminal.wait_for("2 …")
    terminal.press("w", "i", "w", "1")
    terminal.wait_for("Tagged Person: Halabi")
    terminal.press("gg", "i", "w", ".")
    terminal.wait_for("Tagged Person: Captain")
    terminal.press("G", "b", "s", "i", "w", " ")
    terminal.wait_for("Tagged Person: Tartus")
    terminal.press("ZZ")
    assert terminal.wait_exit() == 0
    assert tagged(library) == [("Captain", "Person"), ("Halabi", "Person"), ("Tartus", "Person")]


def test_emacs(open_app: Open, library: Library) -> None:
    terminal = open_app("--library", library.folder, "--keymap", "emacs", only_report(library))
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("\x00", "\x1bf", "1")
    terminal.wait_for("Tagged Person: Captain")
    terminal.press("\x1bf", "\x1bb", "\x03")
    terminal.wait_for("Ctrl+C …")
    terminal.press("w", "\x03\x03")
    terminal.wait_for("Tagged Person: Yusra")
    terminal.press("\x1f")
    terminal.wait_for("Undone")
    terminal.press("\x00", "\x07", "\x18\x03")
    assert terminal.wait_exit() == 0
    assert tagged(library) == [("Captain", "Person")]


def test_a_wrong_keymap_of_ones_own(
    open_app: Open, library: Library, environment: dict[str, str]
) -> None:
    folder = Path(environment["XDG_CONFIG_HOME"]) / "spantag"
    (folder / "keymaps").mkdir(parents=True)
    (folder / "settings.toml").write_text('keymap = "mine"\n')
    (folder / "keymaps/mine.toml").write_text('inherits = "vim"\n[text]\nnote = "nn"\n')
    terminal = open_app("--library", library.folder, columns=200)
    terminal.wait_for("The keymap vim is in use")
    terminal.wait_for("mine.toml, line 3: text.note: there is no key 'nn'")
    terminal.press("ZZ")
    assert terminal.wait_exit() == 0
