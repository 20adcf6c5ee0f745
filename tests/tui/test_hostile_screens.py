"""Every command of the catalogue is carried out over hostile words, and no screen obeys them.

What each screen would paint is taken cell by cell: it holds no character that a terminal obeys,
hides or reorders by, and no style that acts on a click or links anywhere.
"""

from __future__ import annotations

import random
import unicodedata
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from rich.segment import Segment
from textual.content import Content

from keymaps import COMMANDS, command
from store.library import Library
from store.model import Report, Span
from tests.tui.payloads import attack
from tui.cells import cut, fit
from tui.display import visible
from tui.screens.base import CommandScreen
from tui.screens.keys import KeysScreen
from tui.screens.labels import LabelsScreen
from tui.screens.library import LibraryScreen
from tui.screens.reading import ReadingScreen

Running = Callable[..., AbstractAsyncContextManager[Any]]
SIZE = (160, 60)
OBEYED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
ZWNJ = "\u200c"
"""The one invisible character that may be drawn."""
ENDING = {"app.quit", "app.suspend", "library.leave", "reading.back", "labels.close"}
"""What would end or stop the app, or leave the screen."""
STRINGS = 200_000


@pytest.fixture
def attacked(library: Library, report_of: Callable[..., Report]) -> Library:
    """A library in which whatever can be foreign is hostile."""
    return attack(library, report_of)


def painted(screen: CommandScreen[Any]) -> Iterator[Segment]:
    """Yield what a screen would paint, all of it."""
    for strip in screen._compositor.render_strips():
        yield from strip


def obeyed(session: Any) -> set[str]:
    """Return what on the screen a terminal or a click would obey."""
    found = set()
    for text, style, _ in painted(session.app.screen):
        found |= {
            f"U+{ord(char):04X}"
            for char in text
            if not char.isprintable()
            and char not in (" ", ZWNJ)
            and unicodedata.category(char) in OBEYED
        }
        if style is not None and (style.link or "@click" in style.meta):
            found.add(f"acts: {text!r}")
    return found


async def back_to(kind: type[CommandScreen[Any]], session: Any) -> None:
    """Close whatever a command has opened."""
    for _ in range(5):
        if type(session.app.screen) is kind:
            return
        await session.press("q" if isinstance(session.app.screen, ReadingScreen) else "escape")
    raise AssertionError(f"{session.app.screen} does not close")


async def walk(session: Any, kind: type[CommandScreen[Any]], scopes: set[str]) -> list[str]:
    """Carry out all commands of some scopes in turn; return the names of the screens met."""
    met = []
    for one in COMMANDS:
        if one.scope in scopes and one.id not in ENDING:
            if kind is ReadingScreen:  # most of its commands are about what is selected
                view = session.reading.view
                view.move_to(view.cursor.selecting(Span(0, 5)))
            await session.app.screen.perform(command(one.id))
            await session.settle()
            assert obeyed(session) == set(), one.id
            met.append(type(session.app.screen).__name__)
            await back_to(kind, session)
    return met


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in a browser."""
    seen: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url, *_, **__: seen.append(url))
    return seen


async def test_no_command_of_the_list_lets_them_through(
    running: Running, attacked: Library, opened: list[str]
) -> None:
    async with running(attacked, SIZE) as session:
        assert obeyed(session) == set()
        met = await walk(session, LibraryScreen, {"app", "list", "library"})
        assert {"Picker", "ImportFiles", "EditDetails", "KeysScreen", "LabelsScreen"} <= set(met)
    assert opened == []


async def test_no_command_of_a_report_lets_them_through(
    running: Running, attacked: Library, opened: list[str]
) -> None:
    async with running(attacked, SIZE, attacked.summaries()[0].id) as session:
        assert obeyed(session) == set()
        met = await walk(session, ReadingScreen, {"text", "reading"})
        assert {"Ask", "EditDetails", "LabelPicker", "Picker", "TickList"} <= set(met)
    assert opened == []


@pytest.mark.parametrize(
    ("key", "kind", "scope"), [("T", LabelsScreen, "labels"), ("f2", KeysScreen, "keys")]
)
async def test_no_command_of_labels_and_keys_lets_them_through(
    key: str,
    kind: type[CommandScreen[Any]],
    scope: str,
    running: Running,
    attacked: Library,
) -> None:
    async with running(attacked, SIZE) as session:
        await session.press(key)
        assert type(session.app.screen) is kind
        assert await walk(session, kind, {scope}) != []


async def test_a_click_anywhere_does_nothing_that_a_text_asks_for(
    running: Running, attacked: Library
) -> None:
    async with running(attacked, (80, 24)) as session:
        for y in range(24):
            await session.pilot.click(offset=(20, y))
            await session.settle()
            assert session.app.is_running
            await back_to(LibraryScreen, session)


def bracketed(chance: random.Random) -> str:
    """Return a string of brackets and what markup puts between them."""
    parts = ("[", "]", "[/", "/]", "@click=", "app.quit", "bold", "link=", "'", '"', "(", ")", "\\")
    return "".join(chance.choices((*parts, " ", "$", "#f00", "on ", "x", "[[", "]]"), k=8))


def test_no_string_of_brackets_is_altered() -> None:
    chance = random.Random(11)
    for number in range(STRINGS):
        text = bracketed(chance)
        assert visible(text) == text
        if number % 20 == 0:
            assert fit(text, 80).rstrip() == cut(text, 80).rstrip() == text.rstrip()
            content = Content(visible(text))
            assert content.plain == text
            assert not content.spans


async def test_brackets_are_shown_as_they_are(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    chance = random.Random(12)
    lines = [f"{number:03} {bracketed(chance)}" for number in range(300)]
    library.add(report_of("\n".join(lines), title=lines[0]))
    async with running(library, (100, 320), library.summaries()[0].id) as session:
        rows = [strip.text for strip in session.app.screen._compositor.render_strips()]
        shown = "\n".join(row.strip() for row in rows)
        assert [line for line in lines if line.rstrip() not in shown] == []
        assert obeyed(session) == set()
