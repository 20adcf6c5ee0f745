"""The footer names what one can press now: whole hints, the most important first, and help."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from keymaps import DIALOG_CHAIN, Dispatcher, available, load
from store.library import Library
from tui.footer import Hint, fitted
from tui.widgets.bars import KeyBar

Running = Callable[..., AbstractAsyncContextManager[Any]]
HINTS = (
    Hint(("Alt+N", "Tab"), "Entity"),
    Hint(("Ctrl+Space",), "Select"),
    Hint(("/",), "Find"),
    Hint(("F1", "?"), "Help", always=True),
    Hint(("q",), "Back"),
)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (56, "Alt+N Entity  Ctrl+Space Select  / Find  F1 Help  q Back"),
        (55, "Tab Entity  Ctrl+Space Select  / Find  ? Help  q Back"),
        (52, "Alt+N Entity  Ctrl+Space Select  / Find  F1 Help"),
        (47, "Tab Entity  Ctrl+Space Select  / Find  ? Help"),
        (44, "Alt+N Entity  Ctrl+Space Select  F1 Help"),
        (36, "Tab Entity  / Find  ? Help  q Back"),
        (21, "Alt+N Entity  F1 Help"),
        (20, "Tab Entity  ? Help"),
        (17, "/ Find  F1 Help"),
        (12, "F1 Help"),
        (7, "F1 Help"),
        (6, "? Help"),
        (5, ""),
        (0, ""),
    ],
)
def test_hints_are_whole_and_what_matters_stays(width: int, shown: str) -> None:
    said = "  ".join(" ".join(pair) for pair in fitted(HINTS, width))
    assert said == shown


def painted(session: Any) -> str:
    """Return the footer as it is on the screen."""
    bar = session.app.screen.query_one(KeyBar)
    (strip,) = bar.render_lines(Region(0, 0, *bar.outer_size))
    return str(strip.text).strip()


def hints(session: Any) -> list[str]:
    """Return the footer's hints, each of which has to be whole."""
    session.app.screen.refresh_hints()
    shown = painted(session).split("  ")
    whole = {f"{key} {one.says}" for one in session.app.screen.footer() for key in one.keys}
    assert set(shown) <= whole
    return shown


def use(session: Any, name: str) -> None:
    session.app.dispatcher = Dispatcher(load(name))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("name", available())
async def test_help_is_named_in_every_mode(
    running: Running, filled: Library, name: str, size: tuple[int, int]
) -> None:
    async with running(filled, size) as session:
        use(session, name)
        for begun in ((), ("enter",), ("tab",), ("shift+right",), ("escape", "f6"), ("f2",)):
            await session.press(*begun)
            assert hints(session)[0].endswith((" Open", " Entity", " Label", " Accept"))
            assert any(hint.endswith(" Help") for hint in hints(session))


async def test_emacs_has_help_and_undo_at_80_columns(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "emacs")
        assert {"Ctrl+_ Undo", "? Help"} <= set(hints(session))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize(
    ("keys", "asks"),
    [
        (("space",), "Label:"),
        (("*",), "Tag all as:"),
        (("y",), "Not Organisation but:"),
        (("3", "r"), "Relabel Location as:"),
    ],
)
async def test_while_a_label_is_asked_for_its_keys_are_named(
    running: Running, filled: Library, size: tuple[int, int], keys: tuple[str, ...], asks: str
) -> None:
    async with running(filled, size, report=filled.summaries()[0].id) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(view.text.index("Hizbullah Brigades")))
        await session.settle()
        usual = painted(session)
        await session.press(*keys)
        said = f"{session.status}  {painted(session)}"
        assert cell_len(session.status) <= size[0] - 2
        pairs = ("p Person", "o Organisation", "l Location", "n Nationality", "t Temporal")
        named = [pair for pair in pairs if f"  {pair}  " in said]
        assert said.startswith(asks)
        assert len(named) >= (5 if size[0] == 80 else 1)
        assert said.endswith("Enter All 15  Esc Cancel")
        await session.press("escape")
        assert painted(session) == usual


async def test_what_is_over_is_closed(
    running: Running, filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new.txt").write_text("Something new.")
    monkeypatch.chdir(tmp_path)
    async with running(filled) as session:
        await session.press("i")
        assert hints(session)[0] == "Enter Accept"
        await session.press(*"new.txt", "enter")
        assert hints(session) == ["Enter Close", "F1 Help"]
        await session.press("enter", "enter", "tab", "W")
        assert hints(session) == ["Enter Close", "F1 Help"]
        await session.press("enter")
        assert session.reading.view.has_focus


async def test_how_to_leave_is_named_where_any_key_is_taken(
    running: Running, filled: Library
) -> None:
    async with running(filled, (40, 12)) as session:
        await session.press("f2", "f3")
        assert painted(session) == "Esc Esc Close"
        await session.press("escape", "escape", "enter")
        assert painted(session) == "Esc Cancel"


async def test_a_field_keeps_the_keys_that_edit_it(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("i")
        field = session.app.screen.field
        field.put("/tmp/reports")
        await session.press("home", "right", "right", "right", "right", "ctrl+k")
        assert field.value == "/tmp"
        await session.press("?", ":")
        assert field.value == "/tmp?:"
        assert session.app.screen is field.screen


@pytest.mark.parametrize("name", available())
def test_where_one_types_help_is_not_on_a_key_that_types(name: str) -> None:
    dispatcher = Dispatcher(load(name))
    assert dispatcher.keys_for("app.help", DIALOG_CHAIN) == ("F1",)
    assert "Ctrl+K" not in dispatcher.keys_for("app.switch_keymap", DIALOG_CHAIN)
