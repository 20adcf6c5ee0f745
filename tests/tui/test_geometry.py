"""No part of a screen covers another or lies outside, at any size from 40x12 on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from itertools import combinations
from typing import Any

import pytest
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from store.library import Library
from tui.screens.details import EditDetails
from tui.screens.dialogs import Ask, Dialog, Picker
from tui.screens.forms import Fields
from tui.screens.importing import ImportFiles
from tui.screens.library import LibraryScreen
from tui.screens.reading import ReadingScreen
from tui.widgets.bars import KeyBar, StatusLine, TitleBar
from tui.widgets.entry import Entry

Running = Callable[..., AbstractAsyncContextManager[Any]]

SIZES = [(40, 12), (60, 20), (80, 24), (100, 30), (200, 60)]
NARROWEST_TEXT = 30
"""Columns below which a text is no longer read but spelt."""


def leaves(widget: Widget) -> Iterator[Widget]:
    """Yield the visible widgets that hold no other."""
    children = [child for child in widget.children if child.display]
    if not children:
        yield widget
    for child in children:
        yield from leaves(child)


def check(screen: Screen[Any], kind: type[Screen[Any]]) -> None:
    """Check where the parts of a screen are, and that its bars are where they belong."""
    assert isinstance(screen, kind)
    parts = [*leaves(screen)]
    outside = [
        part
        for part in parts
        if not (part.region.area and screen.region.contains_region(part.region))
    ]
    assert not outside, [(part, part.region) for part in outside]
    covering = [pair for pair in combinations(parts, 2) if pair[0].region.overlaps(pair[1].region)]
    assert not covering, [[(part, part.region) for part in pair] for pair in covering]
    check_bars(screen, parts)


def check_bars(screen: Screen[Any], parts: list[Widget]) -> None:
    """Check that a title is first, the status line last but one, and the key bar last."""
    assert [type(part) for part in (parts[0], *parts[-2:])] == [TitleBar, StatusLine, KeyBar]
    frame = screen.query_one("#box").region if isinstance(screen, Dialog) else screen.region
    first, status, keys = (part.region for part in (parts[0], *parts[-2:]))
    assert first == Region(frame.x, frame.y, frame.width, 1)
    lines = status.height if screen.query_one(StatusLine).message else 1
    assert status == Region(frame.x, frame.bottom - 1 - lines, frame.width, lines)
    assert keys == Region(frame.x, frame.bottom - 1, frame.width, 1)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_list_and_its_dialogs(
    size: tuple[int, int], running: Running, filled: Library
) -> None:
    async with running(filled, size) as session:
        check(session.app.screen, LibraryScreen)
        await session.press("/")
        check(session.app.screen, LibraryScreen)
        await session.press("escape")
        for key, kind in (
            ("i", ImportFiles),
            ("e", EditDetails),
            ("E", Ask),
            ("?", Picker),
            (":", Picker),
        ):
            await session.press(key)
            check(session.app.screen, kind)
            await session.press("escape")
        check(session.app.screen, LibraryScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_report_and_its_dialogs(
    size: tuple[int, int], running: Running, filled: Library
) -> None:
    async with running(filled, size) as session:
        await session.press("enter", "v", "w", "1")
        check(session.app.screen, ReadingScreen)
        await session.press("ctrl+home")
        for key, kind in (("t", Picker), ("m", Ask), ("i", EditDetails), ("/", Ask)):
            await session.press(key)
            check(session.app.screen, kind)
            await session.press("escape")
        check(session.app.screen, ReadingScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_text_stays_wide_enough_or_makes_way_for_the_panel(
    size: tuple[int, int], running: Running, filled: Library
) -> None:
    async with running(filled, size) as session:
        await session.press("enter")
        for key in ("p", "p", "f6", "escape", "l", "p"):
            await session.press(key)
            screen = session.reading
            check(screen, ReadingScreen)
            if screen.view.display:
                assert screen.view.content_size.width >= NARROWEST_TEXT
            else:
                assert screen.panel.region.width == size[0]


async def test_a_change_of_size_leaves_nothing_out_of_place(
    running: Running, filled: Library
) -> None:
    async with running(filled, (200, 60)) as session:
        await session.press("enter", "p", "p")
        for width, height in (*SIZES, *reversed(SIZES)):
            await session.pilot.resize_terminal(width, height)
            await session.settle()
            check(session.app.screen, ReadingScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_form_shows_the_field_in_use_and_what_is_wrong(
    size: tuple[int, int], running: Running, filled: Library
) -> None:
    async with running(filled, size) as session:
        await session.press("T", "a")
        form = session.app.screen
        fields = form.query_one(Fields)
        for move in ("tab", "shift+tab", "down", "up"):
            for _ in range(len(form.query(Entry))):
                assert fields.region.contains_region(form.focused.region)
                await session.press(move)
        await session.press("up", "up", *"nowhere", "up", "ctrl+u", *"red", "up", "up", "up")
        await session.press(*"Person", "down", "down", "enter")
        status, keys = form.query_one(StatusLine), form.query_one(KeyBar)
        assert status.message.startswith("There is no label nowhere")
        for part in (status, keys):
            assert form.query_one("#box").region.contains_region(part.region)
        assert fields.region.contains_region(form.focused.region)
        assert not fields.region.overlaps(status.region)
        if size[1] > 15:
            assert all(fields.region.contains_region(one.region) for one in form.query(Entry))
