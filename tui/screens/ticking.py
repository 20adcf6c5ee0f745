"""A list of places in texts, each with what is beside it, of which some can be unticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult

from keymaps import DIALOG_CHAIN, TICKS_CHAIN
from store.model import Span
from store.occurrences import lines
from tui.cells import cut
from tui.screens import hints
from tui.screens.dialogs import Dialog
from tui.screens.row_filter import RowFilter
from tui.widgets.bars import StatusLine, TitleBar
from tui.widgets.rows import Cells, RowList

T = TypeVar("T")
BESIDE = 3
"""The part of the width that what stands before the words takes: a third."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """Something to tick, and how it reads in its text."""

    value: T
    before: str
    words: str
    after: str
    where: str
    """The line, or the report and the line."""


def rows(text: str, values: Sequence[T], spans: Sequence[Span], title: str = "") -> list[Row[T]]:
    """Return a row for each value and the stretch of a text that goes with it, in their order."""
    return [
        Row(value, line.before, span.of(text), line.after, f"{title}{line.number}")
        for value, span, line in zip(values, spans, lines(text, spans), strict=True)
    ]


class TickList(Dialog[Sequence[T]], Generic[T]):
    """Shows places, all ticked unless said; closes with the values of those that are ticked."""

    SCOPES: ClassVar[Sequence[str]] = ("ticks",)
    HINTS: ClassVar[Sequence[str]] = hints.TICKS

    def __init__(
        self, title: str, rows: Iterable[Row[T]] = (), unticked: Iterable[int] = ()
    ) -> None:
        super().__init__(title)
        self.title_words = title
        self.items: list[Row[T]] = list(rows)
        self._unticked: set[T] = {self.items[at].value for at in unticked}
        self._filter = RowFilter(lambda: self.rows, "words of the rows to show")

    def body(self) -> ComposeResult:
        """Yield the list."""
        yield RowList[int](self._draw, id="places")

    def parts(self) -> Iterator[object]:
        """Yield whoever carries out commands."""
        yield self._filter
        yield from super().parts()

    def hints(self) -> Sequence[str]:
        """Return the commands for the key bar."""
        return hints.FILTERING if self._filter.typing else self.HINTS

    def on_mount(self) -> None:
        """Show the places."""
        super().on_mount()
        self.rows.focus()
        self.show_items()

    @property
    def rows(self) -> RowList[int]:
        """The list, by the numbers of the places."""
        return self.query_one("#places", RowList)

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key: other ones while the filter is typed."""
        return DIALOG_CHAIN if self._filter.typing else TICKS_CHAIN

    @property
    def chosen(self) -> list[T]:
        """The values of the places that are ticked."""
        return [row.value for row in self.items if row.value not in self._unticked]

    def replace(self, rows: Iterable[Row[T]]) -> None:
        """Show other places, ticked but for those that were unticked before."""
        self.items = list(rows)
        self.show_items()

    def extend(self, rows: Iterable[Row[T]]) -> None:
        """Show more places below, as `replace` does."""
        self.items += rows
        self.show_items()

    def show_items(self) -> None:
        """Bring the list, the title and the status up to date; the cursor stays on its row."""
        words, at = self._filter.words, self.rows.current
        numbers: Sequence[int] = range(len(self.items))
        if words.strip():
            numbers = [number for number in numbers if self._filter.passes(self._said(number))]
        cursor = numbers.index(at) if at in numbers else self.rows.cursor
        self.rows.show(numbers, cursor, [self._nothing_shown if self.items else self.nothing])
        self.query_one(StatusLine).show(f"filter: {words}" if words else "")
        self._show_title()

    def keys_changed(self) -> None:
        """Name the keys of another keymap in what stands in place of rows, too."""
        super().keys_changed()
        self.show_items()

    def _said(self, number: int) -> str:
        row = self.items[number]
        return f"{row.where} {row.before}{row.words}{row.after}"

    @property
    def _nothing_shown(self) -> str:
        return f"No row matches. {self.key_for('ticks.clear_filter')} shows all again."

    @property
    def nothing(self) -> str:
        """What is said if there are no places."""
        return "Nothing to tick here."

    def _show_title(self) -> None:
        ticked = f"{len(self.chosen):,} of {len(self.items):,} ticked"
        if len(self.rows.items) < len(self.items):
            ticked += f", {len(self.rows.items):,} shown"
        self.query_one("#title", TitleBar).show(self.title_words, ticked)

    def _draw(self, number: int, width: int) -> Cells:
        row = self.items[number]
        tick = " [ ] " if row.value in self._unticked else " [x] "
        where = cut(row.where, max(0, width // 2)) + "  "
        room = max(0, width - len(tick) - cell_len(where))
        # What is nearest to the words says most, so the beginning of what is before them goes.
        before = cut(row.before[::-1], room // BESIDE)[::-1] if row.before else ""
        words = cut(row.words, max(0, room - cell_len(before)))
        rest = max(0, room - cell_len(before) - cell_len(words))
        return (
            (tick, "key"),
            (where, "muted"),
            (before, "muted"),
            (words, "strong"),
            (cut(row.after, rest), "muted"),
        )

    def action_tick(self) -> None:
        """Tick or untick the place of this row, and go to the next."""
        if (number := self.rows.current) is not None:
            self._unticked ^= {self.items[number].value}
            self.rows.refresh()
            self.rows.action_next()
            self._show_title()

    def action_tick_all(self) -> None:
        """Untick all places that are shown, or tick them if none is ticked."""
        shown = {self.items[number].value for number in self.rows.items}
        if shown - self._unticked:
            self._unticked |= shown
        else:
            self._unticked -= shown
        self.rows.refresh()
        self._show_title()

    async def action_filter(self) -> None:
        """Type a filter."""
        await self._filter.begin()

    def action_clear_filter(self) -> None:
        """Show all rows again."""
        self._filter.action_cancel()

    def on_input_changed(self) -> None:
        """Show what passes the filter as it is typed."""
        self.show_items()

    @on(RowList.Chosen)
    def _chosen_by_mouse(self) -> None:
        self.action_tick()

    def action_accept(self) -> None:
        """Close with what is ticked."""
        self.dismiss(self.chosen)
