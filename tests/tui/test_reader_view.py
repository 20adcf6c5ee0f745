"""What the parts of the reader's screen keep of their drawing is what they would draw now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from store.library import Library
from store.model import Report, Span
from tests.tui.conftest import Opened, Session
from tui.reader.layout import Layout, Row
from tui.widgets.kept import Kept
from tui.widgets.reader_rows import row_segments

Running = Callable[..., Opened]
TEXT = "".join(
    f"{number} Drones were seen near Baghdad by the IRGC on 3 May 2024, 日本 e\u0301 \u202e.\n\n"
    for number in range(60)
)
MOVES = ["down", "right", "pagedown", "up", "pageup", "end", "ctrl+end", "left", "ctrl+home", "tab"]
AWAITED = {"down", "1", "h", "ctrl+t"}
"""Keys after which lines are drawn ahead."""
CHANGES = ["shift+down", "shift+right", "1", "l", "h", "shift+down", "2", "ctrl+t", "u", "h"]


def shown(session: Session) -> list[Strip]:
    view = session.reading.view
    return view.render_lines(Region(0, 0, *view.outer_size))


async def check(session: Session) -> None:
    """Compare what is shown with what is shown when nothing is kept."""
    kept = shown(session)
    view = session.reading.view
    assert [strip.cell_length for strip in kept] == [view.outer_size.width] * view.outer_size.height
    view.notify_style_update()
    assert kept == shown(session)
    for part in session.reading.query(Kept):
        whole = Region(0, 0, *part.outer_size)
        lines = part.render_lines(whole)
        part.refresh()
        assert lines == part.render_lines(whole), part


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (46, 12)])
async def test_lines_that_are_kept_are_those_that_would_be_drawn(
    running: Running, library: Library, report_of: Callable[..., Report], size: tuple[int, int]
) -> None:
    report = report_of(TEXT)
    library.add(report)
    library.tagging(report.id).tag(Span(2, 30), "Weapon")
    library.tagging(report.id).tag(Span(9, 16), "Person")
    async with running(library, size, report.id) as session:
        await check(session)
        for key in [*MOVES, *CHANGES, *MOVES[:3]]:
            await session.press(key)
            await session.pilot.pause(0.1 if key in AWAITED else 0)
            await check(session)
        await session.pilot.resize_terminal(size[0] - 5, size[1] + 3)
        await session.settle()
        await check(session)


async def test_a_part_of_the_lines_is_cut_out_of_them(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    report = report_of(TEXT)
    library.add(report)
    async with running(library, (80, 24), report.id) as session:
        part = session.reading.view.render_lines(Region(3, 2, 10, 4))
        assert [strip.text for strip in part] == [
            strip.crop(3, 13).text for strip in shown(session)[2:6]
        ]


async def test_moves_of_one_key_are_announced_once(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    report = report_of(TEXT)
    library.add(report)
    async with running(library, (80, 24), report.id) as session:
        view, told = session.reading.view, list[int]()
        view._moved = lambda: told.append(view.cursor.head)
        for head in (3, 9, 27):
            view.move_to(view.cursor.moved(head))
        await session.settle()
        assert told == [27]


async def test_the_next_page_is_drawn_before_it_is_asked_for(
    running: Running,
    library: Library,
    report_of: Callable[..., Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = report_of(TEXT)
    library.add(report)
    drawn = list[int]()

    def counting(layout: Layout, row: Row, items: Any, looks: Any) -> Iterator[tuple[str, Style]]:
        drawn.append(row.start)
        return row_segments(layout, row, items, looks)

    monkeypatch.setattr("tui.widgets.reader_view.row_segments", counting)
    async with running(library, (80, 24), report.id) as session:
        await session.until(lambda: session.reading.view.recognised)
        below = session.reading.view.wrap.next(session.reading.view.window.rows()[-1][0])
        assert below is not None
        await session.until(lambda: below.start in drawn)
        await session.pilot.pause(0.3)
        drawn.clear()
        await session.press("pagedown")
        window = session.reading.view.window
        assert window.top.start > 0
        assert len(set(drawn) & {row.start for row, _ in window.rows()}) < 4
