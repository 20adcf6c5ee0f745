"""An app takes 16 colours when told to, or when the line is slow; never when that is forbidden."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from store.library import Library
from tui.appearance import FEW, SLOW, depth
from tui.sixteen import PALETTE, Depth
from tui.wire.driver import SlowLine

Running = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(autouse=True)
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def is_few(session: Any) -> bool:
    ground = session.app.screen.background_colors[1].hex.lower()
    few = depth(session.app).few
    assert session.app.has_class(FEW) == few
    assert (ground in PALETTE) == few
    return few


async def test_a_slow_line_takes_the_colours_away_once_and_says_so(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        assert not is_few(session)
        session.app.post_message(SlowLine())
        await session.settle()
        assert is_few(session)
        assert session.status == SLOW
        await session.press("down")
        session.app.post_message(SlowLine())
        await session.settle()
        assert session.status != SLOW


@pytest.mark.parametrize("low", [True, False])
async def test_what_was_told_is_not_changed(low: bool, running: Running, filled: Library) -> None:
    async with running(filled) as session:
        session.app.dress("light", low_bandwidth=low)
        await session.settle()
        assert is_few(session) == low
        session.app.post_message(SlowLine())
        await session.settle()
        assert is_few(session) == low
        assert session.status != SLOW


async def test_the_other_theme_has_as_many_colours(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        session.app.dress("dark", low_bandwidth=True)
        await session.settle()
        await session.press("ctrl+t")
        assert is_few(session)
        assert not session.app.current_theme.dark


@pytest.mark.parametrize(("term", "found"), [("linux", Depth.EIGHT), ("xterm", Depth.SIXTEEN)])
async def test_the_terminal_says_how_many_colours_there_are(
    term: str, found: Depth, running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM", raising=False)
    async with running(filled) as session:
        assert depth(session.app) is found
        assert is_few(session)
