"""A list of rows that draws only what is on the screen and repaints only what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.appearance import depth
from tui.cells import fit
from tui.widgets.kept import Kept

T = TypeVar("T")
Cells = Sequence[tuple[str, str]]
"""What a row shows: texts as wide as they should be, each with the name of its style or a fill."""


class OfList(Message):
    """Something happened in a list."""

    def __init__(self, rows: RowList[Any]) -> None:
        super().__init__()
        self.rows = rows

    @property
    def control(self) -> RowList[Any]:
        """The list, for selectors."""
        return self.rows


class RowList(Kept, Generic[T], can_focus=True):
    """A list with a cursor; `draw` turns an item and a width into cells.

    A list that is led by a text field beside it takes no focus, and shows its cursor all the same.
    """

    SCOPES: ClassVar[Sequence[str]] = ("list",)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--muted",
        "rows--strong",
        "rows--key",
        "rows--mark",
    }

    class Moved(OfList):
        """The cursor is on another row."""

    class Chosen(OfList):
        """The row under the cursor was chosen."""

    def __init__(
        self, draw: Callable[[T, int], Cells], *, id: str | None = None, led: bool = False
    ) -> None:
        super().__init__(id=id)
        self.can_focus = not led
        self._draw = draw
        self._led = led
        self._empty: Sequence[str] = ()
        self.items: Sequence[T] = ()
        self.cursor = 0
        self.top = 0

    @property
    def current(self) -> T | None:
        """The item under the cursor; None if there are no items."""
        return self.items[self.cursor] if self.items else None

    def show(self, items: Sequence[T], cursor: int = 0, empty: Sequence[str] = ()) -> None:
        """Show other items, or lines of text if there are none."""
        self.items = items
        self._empty = empty
        self.cursor = max(0, min(cursor, len(items) - 1))
        self._scroll()
        self.refresh()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, the nearest there is."""
        row = max(0, min(row, len(self.items) - 1))
        if row == self.cursor:
            return
        old, self.cursor = self.cursor, row
        if self._scroll():
            self.refresh()
        else:
            self.refresh(self._region(old), self._region(row))
        self.post_message(self.Moved(self))

    def _scroll(self) -> bool:
        height = max(1, self.size.height)
        top = max(self.cursor - height + 1, min(self.top, self.cursor))
        top = max(0, min(top, len(self.items) - height))
        moved, self.top = top != self.top, top
        return moved

    def _region(self, row: int) -> Region:
        return Region(0, row - self.top, self.size.width, 1)

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._scroll()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self.refresh(self._region(self.cursor))

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh(self._region(self.cursor))

    def action_next(self) -> None:
        """Go to the next row."""
        self.move_to(self.cursor + 1)

    def action_previous(self) -> None:
        """Go to the previous row."""
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        """Go one page down."""
        self.move_to(self.cursor + max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """Go one page up."""
        self.move_to(self.cursor - max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self.items) - 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.items:
            self.post_message(self.Chosen(self))

    def on_click(self, event: events.Click) -> None:
        """Go to the row under the mouse; a second click chooses it."""
        row = self.top + event.y
        if row >= len(self.items):
            return
        if row == self.cursor and event.chain == 2:
            self.action_choose()
        self.move_to(row)

    def on_mouse_scroll_down(self) -> None:
        """Go three rows down."""
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        """Go three rows up."""
        self.move_to(self.cursor - 3)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.size.width
        base = self.rich_style
        row = self.top + y
        if row >= len(self.items):
            text = self._empty[y - 1] if not self.items and 0 < y <= len(self._empty) else ""
            return Strip([Segment(fit(f"  {text}", width), base)], width)
        if row == self.cursor:
            base += self._cursor_style()
        segments = [
            Segment(text, base + self._style(style, plain=row == self.cursor))
            for text, style in self._draw(self.items[row], width)
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _cursor_style(self) -> Style:
        if not (self.has_focus or self._led):
            return Style(bold=True)
        return self.get_component_rich_style("rows--cursor", partial=True)

    def _style(self, name: str, *, plain: bool) -> Style:
        if name.startswith("#"):
            return self.fill(name)
        if not name or (plain and name == "muted"):
            return Style.null()
        return self.get_component_rich_style(f"rows--{name}", partial=True)

    def fill(self, colour: str) -> Style:
        """Return the style of a label's chip."""
        from tui.styles import fill_style

        return fill_style(colour, depth(self.app))
