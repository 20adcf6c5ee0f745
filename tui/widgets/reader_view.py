"""The text of a report, drawn row by row from the pure model in `tui.reader`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.model import Entity, Label, Span, Tag
from tui.cells import cut
from tui.reader.badges import Badge, lanes
from tui.reader.cursor import Cursor
from tui.reader.graphemes import next_boundary
from tui.reader.layout import Layout, Row
from tui.reader.lines import Lines
from tui.reader.motion import word_at
from tui.reader.sentences import sentence_at
from tui.reader.spans import SpanIndex, flatten
from tui.reader.window import Window
from tui.styles import Looks

MEASURE = 100
"""The widest row in cells: longer ones are hard to read."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A span that is painted over what covers the text: the selection, or the caret."""

    span: Span
    caret: bool


class ReaderView(Widget, can_focus=True):
    """A report's text with a cursor; what covers it is given from outside.

    The one coordinate is the offset in code points; what is on the screen follows from the offset
    of its top row. It knows no commands: `tui.screens.text_commands` moves its cursor.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--selection",
        "reader--caret",
        "reader--badge",
    }

    @dataclass
    class CursorMoved(Message):
        """The cursor moved, or what is selected changed."""

        def can_replace(self, message: Message) -> bool:
            """Say that one of several in a row is enough."""
            return isinstance(message, ReaderView.CursorMoved)

    def __init__(self, labels: Sequence[Label], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._labels = labels
        self._lines = Lines("")
        self._entities: SpanIndex[Entity] = SpanIndex([])
        self._tags: SpanIndex[Tag] = SpanIndex([])
        self._looks: Looks | None = None
        self.wrap = Layout(self._lines, MEASURE)
        self.cursor = Cursor()
        self.window = Window(self.wrap)
        self.badges = False
        self.entities_shown = True
        self.recognised = False
        """Whether the recogniser is through with the text."""

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._lines.text

    @property
    def tags(self) -> SpanIndex[Tag]:
        """The tags on the text."""
        return self._tags

    @property
    def entities(self) -> SpanIndex[Entity]:
        """The entities in the text, none while they are hidden."""
        return self._entities if self.entities_shown else SpanIndex([])

    @property
    def position(self) -> tuple[int, int]:
        """The line and column of the cursor, counted from 0, in code points."""
        return self._lines.position(self.cursor.head)

    def spans_at(self, offset: int) -> list[Span]:
        """Return the spans of the entities and tags at an offset, the narrowest first."""
        found = [entity.span for entity in self.entities.at(offset)]
        return sorted([*found, *(tag.span for tag in self.tags.at(offset))], key=len)

    def load(self, text: str, offset: int = 0) -> None:
        """Show another text, with the cursor at an offset and nothing on it."""
        self._lines = Lines(text)
        self._entities, self._tags = SpanIndex([]), SpanIndex([])
        self.recognised = False
        self.cursor = Cursor(min(offset, len(text)))
        self.window = Window(self.wrap)
        self._lay_out()
        self.post_message(self.CursorMoved())

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these tags on the text."""
        self._tags = SpanIndex(tags)
        self._repaint()

    def show_entities(self, entities: Sequence[Entity]) -> None:
        """Show these entities in the text."""
        self._entities = SpanIndex(entities)
        self.recognised = True
        self._repaint()

    def toggle_entities(self) -> None:
        """Show or hide the entities."""
        self.entities_shown = not self.entities_shown
        self._repaint()

    def toggle_badges(self) -> None:
        """Show or hide the labels' names under their tags."""
        self.badges = not self.badges
        self._repaint()

    def _repaint(self) -> None:
        self.window.count_lanes(self._lane_count if self.badges else None)
        self.window.reveal(self.cursor.head)
        self.refresh()
        self.post_message(self.CursorMoved())

    def move_to(self, cursor: Cursor, *, scroll: int = 0) -> None:
        """Put the cursor elsewhere, scrolling by so many rows first, and paint what changed."""
        old, self.cursor = self.cursor, cursor
        scrolled = self.window.scroll(scroll) if scroll else False
        if self.window.reveal(cursor.head) or scrolled:
            self.refresh()
        else:
            self.refresh(*self._touched(old, cursor))
        self.post_message(self.CursorMoved())

    def _touched(self, old: Cursor, new: Cursor) -> list[Region]:
        """Return the lines of the screen that two cursors paint differently."""
        offsets = [old.head, new.head]
        if old.span or new.span:
            offsets += [end for cursor in (old, new) if (end := cursor.anchor) is not None]
        first, last = min(offsets), max(offsets)
        width = self.size.width
        return [
            Region(0, y, width, 1)
            for y, (row, lane) in enumerate(self.window.rows())
            if lane is None and row.start <= last and first <= row.end
        ]

    def on_resize(self) -> None:
        """Wrap to the new width; the text at the top stays there."""
        self._lay_out()

    def _lay_out(self) -> None:
        # One cell is kept free for the caret at the end of a full row.
        width = max(1, min(self.content_size.width - 1, MEASURE))
        self.wrap = Layout(self._lines, width)
        self.window.relaid(self.wrap, max(1, self.content_size.height))
        self.window.reveal(self.cursor.head)
        self.refresh()

    def notify_style_update(self) -> None:
        """Take the looks of another theme."""
        super().notify_style_update()
        self._looks = None

    def on_focus(self) -> None:
        """Show that keys move this cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()

    def offset_at(self, x: int, y: int) -> int:
        """Return the offset at a cell of the widget, or the nearest."""
        rows = self.window.rows()
        row, _ = rows[max(0, min(y, len(rows) - 1))]
        return self.wrap.offset_at(row, max(0, x))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor under the mouse."""
        offset = event.get_content_offset(self)
        if offset is not None:
            self.focus()
            self.capture_mouse()
            self.move_to(self.cursor.dropped().moved(self.offset_at(*offset)))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the mouse is dragged."""
        if self.app.mouse_captured is self:
            offset = event.get_content_offset_capture(self)
            self.move_to(self.cursor.moved(self.offset_at(*offset), select=True))

    def on_mouse_up(self) -> None:
        """End the dragging."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select the word on a double click, the sentence on a triple one."""
        unit = None
        if event.chain == 2:
            unit = word_at(self.text, self.cursor.head)
        elif event.chain == 3:
            unit = sentence_at(self.text, self.cursor.head)
        if unit is not None:
            self.move_to(self.cursor.selecting(unit))

    def on_mouse_scroll_down(self) -> None:
        """Scroll three rows down; the cursor stays on the screen."""
        self._wheel(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll three rows up; the cursor stays on the screen."""
        self._wheel(-3)

    def _wheel(self, count: int) -> None:
        if self.window.scroll(count):
            self.cursor = self.cursor.moved(self.window.clamped(self.cursor.head))
            self.refresh()
            self.post_message(self.CursorMoved())

    def _lane_count(self, row: Row) -> int:
        return len(self._lanes(row))

    def _lanes(self, row: Row) -> Sequence[Sequence[Badge]]:
        begun = [
            tag for tag in self._tags.overlapping(row.start, row.end) if tag.span.start >= row.start
        ]
        places = [(self.wrap.x_of(tag.span.start), tag.label) for tag in begun]
        return lanes(places, self.wrap.width)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.content_size.width
        rows = self.window.rows()
        if y >= len(rows):
            return Strip.blank(width, self.rich_style)
        row, lane = rows[y]
        segments = self._row_segments(row) if lane is None else self._lane_segments(row, lane)
        base = self.rich_style
        strip = Strip([Segment(text, base + style) for text, style in segments])
        return strip.adjust_cell_length(width, base)

    def _row_segments(self, row: Row) -> Iterator[tuple[str, Style]]:
        cells = self.wrap.cells(row)
        items = [*self._covering(row), *self._overlays()]
        for run in flatten(row.start, row.end, items):
            text = cells.text[cells.at(run.start) : cells.at(run.end)]
            yield text, self._style(run.items)
        if row.end == self._lines.span(row.line)[1]:
            yield " ", self._style([item for item in self._overlays() if row.end in item.span])

    def _covering(self, row: Row) -> list[Tag | Entity]:
        """Return what covers a row; a tag hides the entity that it was made from."""
        tags = self._tags.overlapping(row.start, row.end)
        tagged = {tag.span for tag in tags}
        entities = self.entities.overlapping(row.start, row.end)
        return [*(entity for entity in entities if entity.span not in tagged), *tags]

    def _overlays(self) -> list[Overlay]:
        overlays = []
        if (span := self.cursor.span) is not None:
            overlays.append(Overlay(span, caret=False))
        if self.has_focus:
            head = self.cursor.head
            end = next_boundary(self.text, head) if head < len(self.text) else head + 1
            overlays.append(Overlay(Span(head, max(end, head + 1)), caret=True))
        return overlays

    def _style(self, items: Sequence[Tag | Entity | Overlay]) -> Style:
        looks = self._current_looks()
        style = looks.covered([item for item in items if not isinstance(item, Overlay)])
        overlays = [item for item in items if isinstance(item, Overlay)]
        if any(not overlay.caret for overlay in overlays):
            style = looks.selected(style)
        if any(overlay.caret for overlay in overlays):
            style = looks.under_caret(style)
        return style

    def _lane_segments(self, row: Row, lane: int) -> Iterator[tuple[str, Style]]:
        style = self.get_component_rich_style("reader--badge", partial=True)
        x = 0
        for badge in self._lanes(row)[lane]:
            yield " " * (badge.x - x), Style.null()
            name = cut(badge.label, self.wrap.width - badge.x)
            yield name, style
            x = badge.x + cell_len(name)

    def _current_looks(self) -> Looks:
        if self._looks is None:
            self._looks = Looks.of(
                self._labels,
                monochrome=self.app.no_color,
                dark=self.app.current_theme.dark,
                selection=self.get_component_rich_style("reader--selection", partial=True),
                caret=self.get_component_rich_style("reader--caret", partial=True),
            )
        return self._looks
