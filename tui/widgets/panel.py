"""The side panel: what is under the cursor, and the report's tags in the order of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from store.model import Label, Tag
from tui.appearance import css_beside
from tui.cells import counted, cut, fit
from tui.display import visible
from tui.styles import UNKNOWN_FILL, colours
from tui.widgets.bars import TitleBar
from tui.widgets.kept import Kept
from tui.widgets.rows import Cells, RowList

CHIP = 14
"""Cells for the name of a label."""

PANEL_FROM = 100
"""The width in cells from which the panel shows by itself."""

BOTH_FROM = 70
"""The width in cells below which the panel takes the place of the text."""


class Room(Enum):
    """How much of the screen the panel has."""

    NONE = auto()
    PART = auto()
    ALL = auto()


def panel_room(width: int, wanted: bool | None) -> Room:
    """Return the panel's room on a screen so many cells wide; `wanted` is the analyst's choice."""
    if not (width >= PANEL_FROM if wanted is None else wanted):
        return Room.NONE
    return Room.PART if width >= BOTH_FROM else Room.ALL


def row_of(tags: Sequence[Tag], tag: Tag | None, offset: int) -> int:
    """Return the row of a tag; without one, of the first that starts after an offset, or the last.

    `tags` are in the order of the text.
    """
    ids = [one.id for one in tags]
    if tag is not None and tag.id in ids:
        return ids.index(tag.id)
    return bisect_right(tags, offset, key=lambda one: one.span.start)


class Here(Kept):
    """What is under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[str] = ()

    def show(self, lines: Sequence[str]) -> None:
        """Show these, a line or two each."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """Return the lines that fit."""
        return Content("\n".join(visible(line) for line in self._lines))


class Body(Horizontal, Kept):
    """The text and the panel, side by side."""


class TagPanel(Vertical, Kept):
    """Lists the tags; choosing one asks to go there."""

    SCOPED_CSS = False
    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__(id="panel")
        self._colours: Mapping[str, str] = colours(labels)

    def compose(self) -> ComposeResult:
        """Lay out the panel."""
        yield TitleBar("At the cursor", classes="caption")
        yield Here()
        yield TitleBar(id="tags-title", classes="caption")
        yield RowList[Tag](self._draw, id="tags")

    def on_mount(self) -> None:
        """Say that there is no tag yet."""
        self.show_tags([])

    @property
    def rows(self) -> RowList[Tag]:
        """The list of tags."""
        return self.query_one("#tags", RowList)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Show the tags in the colours of another scheme."""
        self._colours = colours(labels)
        self.rows.refresh()

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show the report's tags; the cursor stays on its tag, or else on its row."""
        self.query_one("#tags-title", TitleBar).show(counted(len(tags), "tag"))
        at, row = self.rows.current, self.rows.cursor
        ids = [tag.id for tag in tags]
        self.rows.show(tags, ids.index(at.id) if at and at.id in ids else row)

    def show_here(self, lines: Sequence[str]) -> None:
        """Show what is under the cursor."""
        self.query_one(Here).show(lines)

    def _draw(self, tag: Tag, width: int) -> Cells:
        chip = fit(f" {tag.label}", min(CHIP, width))
        note = f" ({tag.note})" if tag.note else ""
        colour = self._colours.get(tag.label) or UNKNOWN_FILL
        return ((chip, colour), (" " + cut(tag.quote + note, max(0, width - CHIP - 1)), ""))
