"""The screen of keys: it finds commands, tells keys, and changes them in the user's own file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from keymaps import Dispatcher, load
from keymaps.rebinding import bindings, command_of
from store.library import Library
from tui import settings
from tui.cells import cut
from tui.keyboard import Keyboard
from tui.own_keymap import NotKept, OwnKeymap
from tui.screens.confirm import Confirm
from tui.screens.keys import KeysScreen
from tui.screens.press_keys import PressKeys, TryKeys
from tui.widgets.bars import TitleBar
from tui.widgets.rows import RowList

Running = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The user's folder for settings; it is not there yet."""
    assert settings.folder() == tmp_path / "home" / "config" / "spantag"
    return settings.folder()


def binding(session: Any, name: str) -> Any:
    return session.app.dispatcher.keymap.bindings[name]


def pressed(session: Any) -> str:
    text: str = session.app.screen.query_one("#pressed", TitleBar).text
    return text


async def test_a_command_gets_another_key_that_works_at_once_and_is_kept(
    running: Running, filled: Library, folder: Path
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("f2", *"end of text", "enter")
        assert isinstance(session.app.screen, PressKeys)
        await session.press("f8")
        assert pressed(session) == "F8"
        await session.press("enter")
        assert isinstance(session.app.screen, KeysScreen)
        assert session.status.startswith("Kept in")
        await session.press("escape", "f8")
        view = session.reading.view
        assert view.cursor.head == len(view.text)
    file = folder / "keymaps" / "my-default.toml"
    assert 'text_end = "F8"' in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    keymap, problem = Keyboard.of_user().chosen(None)
    assert (keymap.name, problem) == ("my-default", "")
    assert keymap.bindings["text.text_end"] == (("f8",),)


async def test_a_key_is_added_taken_and_given_back(
    running: Running, filled: Library, folder: Path
) -> None:
    async with running(filled) as session:
        await session.press("f2", *"text.note", "f4", "f8", "f9", "enter")
        assert binding(session, "text.note") == (("m",), ("f8", "f9"))
        await session.press("f5")
        assert binding(session, "text.note") == ()
        await session.press("f6")
        assert binding(session, "text.note") == (("m",),)
        await session.press("f6")
        assert session.status == "Note has the keys of its keymap already"
    assert "note" not in (folder / "keymaps" / "my-default.toml").read_text()


async def test_a_clash_names_who_has_the_key_and_asks(
    running: Running, filled: Library, folder: Path
) -> None:
    async with running(filled) as session:
        await session.press("f2", *"text.note", "enter", "r", "enter")
        assert isinstance(session.app.screen, Confirm)
        assert session.app.screen._lines == ("r asks for “Change label”, which would lose it",)
        await session.press("escape")
        assert binding(session, "text.note") == (("m",),)
        assert not folder.exists()
        await session.press("enter", "r", "enter", "enter")
        assert binding(session, "text.note") == (("r",),)
        assert binding(session, "text.relabel") == ()
        await session.press("enter", "s", "enter")
        assert "can never be reached" in session.status
        assert binding(session, "text.note") == (("r",),)


async def test_a_reset_gives_a_stolen_key_back(
    running: Running, filled: Library, folder: Path
) -> None:
    async with running(filled) as session:
        await session.press("f2", *"text.note", "enter", "r", "enter", "enter")
        assert binding(session, "text.relabel") == ()
        await session.press("f6")
        assert binding(session, "text.note") == (("m",),)
        assert binding(session, "text.relabel") == (("r",),)
    text = (folder / "keymaps" / "my-default.toml").read_text()
    assert "note" not in text
    assert "relabel" not in text


async def test_a_reset_leaves_a_command_without_the_key_that_it_was_rid_of(
    running: Running, filled: Library, folder: Path
) -> None:
    (folder / "keymaps").mkdir(parents=True)
    file = folder / "keymaps" / "mine.toml"
    file.write_text('# my keys\ninherits = "default"\n')
    (folder / "settings.toml").write_text('keymap = "mine"\n')
    async with running(filled) as session:
        session.app.dispatcher = Dispatcher(Keyboard.of_user().chosen(None)[0])
        await session.press("f2", *"text.why", "f5")
        await session.press(*["backspace"] * 3, *"note", "enter", "W", "enter")
        assert binding(session, "text.note") == (("W",),)
        await session.press("f4", "r", "enter", "enter")
        assert 'lost = ["text.relabel r"]' in file.read_text()
        await session.press("f6")
        assert binding(session, "text.note") == (("m",),)
        assert binding(session, "text.relabel") == (("r",),)
        assert binding(session, "text.why") == ()
    assert file.read_text() == '# my keys\ninherits = "default"\n\n[text]\nwhy = false\n'


async def test_what_one_cannot_do_without_keeps_its_key(
    running: Running, filled: Library, folder: Path
) -> None:
    async with running(filled) as session:
        await session.press("f2", *"app.quit", "f5")
        assert "nothing works without it" in session.status
        await session.press("enter", "escape")
        assert isinstance(session.app.screen, KeysScreen)
        assert binding(session, "app.quit") == (("ctrl+q",),)
    assert not folder.exists()


async def test_a_pressed_key_tells_what_arrives_and_what_it_does(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("f2", "f3", "tab")
        screen = session.app.screen
        assert isinstance(screen, TryKeys)
        assert pressed(session) == "Tab   arrives as tab"
        rows = screen.query_one(RowList)
        assert rows.items[0] == ("text.next_entity", ("tab",), True)
        assert ("dialog.complete", ("tab",), False) in rows.items
        session.app.post_message(events.Key("escape+f", "f"))
        await session.settle()
        assert pressed(session) == "Alt+F   arrives as alt+f"
        assert rows.items == []
        await session.press("s")
        assert ("text.select_word", ("s", "w"), True) in rows.items
        await session.press("f12")
        assert rows.items == []
        await session.press("escape", "enter", "escape")
        assert session.app.screen is screen
        await session.press("escape", "escape")
        assert session.reading.view.cursor.head == 0


async def test_a_key_of_another_layout_is_bound_as_the_one_in_its_place(
    running: Running, filled: Library, folder: Path
) -> None:
    (folder).mkdir(parents=True)
    (folder / "settings.toml").write_text('langmap = ["russian"]  # mine\n')
    async with running(filled) as session:
        session.app.dispatcher = Dispatcher(Keyboard.of_user().chosen(None)[0])
        await session.press("f2", "f3", "ц", "escape", "escape")
        await session.press(*"text.note", "enter", "f8", "ц", "enter")
        assert binding(session, "text.note") == (("f8", "w"),)
    text = (folder / "settings.toml").read_text()
    assert text == 'keymap = "my-default"\nlangmap = ["russian"]  # mine\n'


def own(folder: Path, name: str) -> OwnKeymap:
    keyboard = Keyboard(folder, settings.load(folder / "settings.toml"))
    return OwnKeymap(keyboard, keyboard.usable(name)[0])


def test_a_file_of_ones_own_is_changed_in_its_place(folder: Path) -> None:
    (folder / "keymaps").mkdir(parents=True)
    file = folder / "keymaps" / "mine.toml"
    file.write_text('inherits = "vim"  # yes\n[text]\nnote = "N"  # note\n')
    keymap, said = own(folder, "mine").keep({("text", "note"): "F8"})
    assert keymap.bindings["text.note"] == (("f8",),)
    assert said == f"Kept in {file}"
    assert file.read_text() == 'inherits = "vim"  # yes\n[text]\nnote = "F8"  # note\n'
    assert not (folder / "settings.toml").exists()


def test_a_file_elsewhere_is_inherited_and_never_changed(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "team.toml"
    shared.write_text('inherits = "emacs"\n')
    keymap, said = own(folder, str(shared)).keep({("text", "note"): "F8"})
    assert keymap.name == "my-team"
    assert keymap.bindings["text.mark"] == load("emacs").bindings["text.mark"]
    assert "to use it from the start write keymap" in said
    assert shared.read_text() == 'inherits = "emacs"\n'


def test_a_file_of_that_name_for_another_keymap_is_left_alone(folder: Path) -> None:
    (folder / "keymaps").mkdir(parents=True)
    other = folder / "keymaps" / "my-vim.toml"
    other.write_text('inherits = "emacs"\n')
    keymap, _ = own(folder, "vim").keep({("text", "note"): "F8"})
    assert keymap.name == "my-vim-2"
    assert other.read_text() == 'inherits = "emacs"\n'


@pytest.mark.parametrize("change", ["no such key", "s", 'x"'])
def test_what_is_no_keymap_is_never_written(folder: Path, change: str) -> None:
    with pytest.raises(NotKept, match=r"my-default\.toml was not changed"):
        own(folder, "default").keep({("text", "note"): change})
    assert list((folder / "keymaps").iterdir()) == []


def test_a_disk_that_takes_nothing_is_told(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "keymaps").write_text("")
    with pytest.raises(NotKept, match="was not changed"):
        own(folder, "default").keep({("text", "note"): "F8"})


def rows_shown(session: Any) -> list[str]:
    rows = session.app.screen.query_one(RowList)
    return ["".join(text for text, _ in rows._draw(one, 36)) for one in rows.items]


async def test_commands_are_named_whole_on_a_narrow_screen(
    running: Running, filled: Library
) -> None:
    async with running(filled, (40, 12), report=filled.summaries()[0].id) as session:
        await session.press("f2")
        lines = rows_shown(session)
        for binding, line in zip(bindings(load("default")), lines, strict=True):
            assert line[13:].startswith(cut(command_of(binding).title, 23))
        note = next(line for line in lines if " Note " in line)
        assert note == f"{' m':12} Note{'Text':>19}"
        await session.press("f3", "ctrl+up")
        assert rows_shown(session)[0] == f"{' Ctrl+↑':12} Paragraph up  Text (he…"
