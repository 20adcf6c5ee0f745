"""How the list of reports is laid out, ordered and drawn; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from store.model import Status, Summary
from store.rows import day
from store.search import fold, matches
from store.summaries import Unreadable, in_order
from tui.cells import fit, size
from tui.widgets.rows import Cells

Line = Summary | Unreadable

MARKS = {Status.UNREAD: "• ", Status.READING: "› ", Status.DONE: "✓ "}
"""How the status of a report is shown, besides its weight: bold is unread, dim is done."""
DAMAGED = "! "


class Column(Struct, frozen=True):
    """A column of the table: its head, and its width in cells (0: what is left)."""

    name: str
    head: str
    width: int
    align: str
    text: Callable[[Summary], str]
    key: Callable[[Summary], Any]


def _count(tags: int) -> str:
    """Return a number of tags as five cells hold it; nothing for none."""
    return (f"{tags:,}" if tags < 10_000 else size(tags)) if tags else ""


COLUMNS: Sequence[Column] = (
    Column(
        "status", "", 2, "left", lambda s: MARKS[s.status], lambda s: list(Status).index(s.status)
    ),
    Column("title", "Title", 0, "left", lambda s: s.title, lambda s: fold(s.title)),
    Column(
        "published", "Published", 10, "left", lambda s: day(s.published), lambda s: day(s.published)
    ),
    Column("source", "Source", 14, "left", lambda s: s.source, lambda s: fold(s.source)),
    Column("tags", "Tags", 5, "right", lambda s: _count(s.tags), lambda s: s.tags),
    Column("length", "Length", 7, "right", lambda s: size(s.length), lambda s: s.length),
)

NARROW = 64
"""Below this width the source is left out."""
TINY = 46
"""Below this width the date and the length are left out too."""


class Order(Struct, frozen=True):
    """By which column the table is sorted; without a name as imported."""

    column: str = ""
    descending: bool = False

    def next(self) -> Order:
        """Return the order by the next column, after the last as imported."""
        names = ["", *(column.name for column in COLUMNS)]
        return Order(names[(names.index(self.column) + 1) % len(names)])

    def reversed(self) -> Order:
        """Return the opposite order."""
        return Order(self.column, not self.descending)

    @property
    def words(self) -> str:
        """What the order is, in words."""
        direction = ", last first" if self.descending else ""
        return f"sorted by {self.column or 'import'}{direction}"


def ordered(lines: Sequence[Line], order: Order) -> list[Line]:
    """Return the lines in an order, the damaged ones first; equals stay as imported."""
    damaged = sorted((line for line in lines if isinstance(line, Unreadable)), key=lambda d: d.id)
    reports = in_order(line for line in lines if isinstance(line, Summary))
    column = next((column for column in COLUMNS if column.name == order.column), None)
    if column is not None:
        reports.sort(key=column.key, reverse=order.descending)
    elif order.descending:
        reports.reverse()
    return [*damaged, *reports]


def columns(width: int) -> Sequence[tuple[Column, int]]:
    """Return the columns for a table of a width, each with its own width in cells."""
    left_out = {"source"} if width < NARROW else set()
    left_out |= {"published", "length"} if width < TINY else set()
    shown = [column for column in COLUMNS if column.name not in left_out]
    fixed = sum(column.width for column in shown) + len(shown) - 1
    return [(column, column.width or max(4, width - fixed)) for column in shown]


def header(width: int, order: Order) -> str:
    """Return the heads of the columns, with an arrow at the one that is sorted by."""
    arrow = "↓" if order.descending else "↑"
    heads = [
        fit(column.head + (arrow if column.name == order.column else ""), cells, column.align)
        for column, cells in columns(width)
    ]
    return " ".join(heads)


def draw(line: Line, width: int) -> Cells:
    """Return the cells of a row."""
    if isinstance(line, Unreadable):
        return ((fit(f"{DAMAGED}{line.id}: {line.reason}", width), "mark"),)
    style = {Status.UNREAD: "strong", Status.READING: "", Status.DONE: "muted"}[line.status]
    texts = [fit(column.text(line), cells, column.align) for column, cells in columns(width)]
    return ((" ".join(texts), style),)


def filtered(lines: Sequence[Line], query: str) -> list[Line]:
    """Return the lines that a filter lets through: damaged reports always."""
    return [line for line in lines if not isinstance(line, Summary) or matches(line, query)]


def unread_beside(lines: Sequence[Line], row: int, step: int) -> int | None:
    """Return the row of the next unread report in a direction (1 or -1), going round the ends."""
    for distance in range(1, len(lines) + 1):
        other = (row + step * distance) % len(lines)
        line = lines[other]
        if isinstance(line, Summary) and line.status is Status.UNREAD:
            return other
    return None
