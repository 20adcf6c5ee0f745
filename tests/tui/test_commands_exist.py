"""Every command of the catalogue is carried out by some part of the screens that hear it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from keymaps import (
    COMMANDS,
    DIALOG_CHAIN,
    KEYS_CHAIN,
    LABELS_CHAIN,
    LIBRARY_CHAIN,
    PANEL_CHAIN,
    TEXT_CHAIN,
)
from store.library import Library
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Ask
from tui.screens.importing import ImportFiles
from tui.screens.keys import KeysScreen
from tui.screens.labels import LabelsScreen

Running = Callable[..., AbstractAsyncContextManager[Any]]


def missing(screen: CommandScreen[Any], chain: tuple[str, ...]) -> list[str]:
    return [
        command.id
        for command in COMMANDS
        if command.scope in chain and not screen.can_perform(command)
    ]


async def test_the_library_screen_knows_its_commands(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        assert missing(session.listing, LIBRARY_CHAIN) == []


async def test_the_reading_screen_knows_its_commands(running: Running, filled: Library) -> None:
    async with running(filled, (120, 40)) as session:
        await session.press("enter")
        assert missing(session.reading, TEXT_CHAIN) == []
        await session.press("f6")
        assert missing(session.reading, PANEL_CHAIN) == []


async def test_the_screen_of_labels_knows_its_commands(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("T")
        assert isinstance(session.app.screen, LabelsScreen)
        assert missing(session.app.screen, LABELS_CHAIN) == []


async def test_the_screen_of_keys_knows_its_commands(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("f2")
        assert isinstance(session.app.screen, KeysScreen)
        assert missing(session.app.screen, KEYS_CHAIN) == ["dialog.complete"]  # one field


async def test_a_dialog_with_a_list_knows_its_commands(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("i")
        assert isinstance(session.app.screen, ImportFiles)
        assert missing(session.app.screen, DIALOG_CHAIN) == []


async def test_a_dialog_without_a_list_can_be_left(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("E")
        assert isinstance(session.app.screen, Ask)
        rows = {"dialog.next", "dialog.previous", "dialog.page_down", "dialog.page_up"}
        assert set(missing(session.app.screen, DIALOG_CHAIN)) == {*rows, "dialog.complete"}
        await session.press("tab")
        assert session.status == "Complete: not here"


async def test_a_field_without_a_list_has_no_pages(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("/", "pagedown", "pageup")
        assert "not here" in session.status
        await session.press("escape", "E", "pagedown")
        assert "not here" in session.status
