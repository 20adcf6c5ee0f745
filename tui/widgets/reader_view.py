"""The text of a report, drawn row by row from the pure model in `tui.reader`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from store.model import Entity, Label, Span, Tag
from tui.appearance import css_beside, depth
from tui.reader.badges import Badge
from tui.reader.cursor import Cursor
from tui.reader.layout import Layout, Row
from tui.reader.lines import Lines
from tui.reader.motion import word_at
from tui.reader.sentences import sentence_at
from tui.reader.spans import SpanIndex
from tui.reader.window import Window
from tui.styles import Looks
from tui.widgets.drawn_rows import Draw, DrawnRows
from tui.widgets.kept import Kept
from tui.widgets.reader_rows import (
    Overlay,
    badge_lanes,
    covering,
    lane_segments,
    overlaid,
    row_segments,
)

MEASURE = 100
"""The widest row in cells: longer ones are hard to read."""

PART = 6
"""The part of the screen by which the text moves beside the panel: a sixth."""


class ReaderView(Kept, can_focus=True):
    """A report's text with a cursor; what covers it is given from outside.

    The one coordinate is the offset in code points; what is on the screen follows from the offset
    of its top row. It knows no commands: `tui.screens.text_commands` moves its cursor.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = css_beside(__file__)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--selection",
        "reader--caret",
        "reader--badge",
    }

    def __init__(
        self,
        labels: Sequence[Label],
        moved: Callable[[], None] = lambda: None,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._labels = labels
        self._moved = moved
        self._announced = False
        self._rows = DrawnRows()
        self._lines = Lines("")
        self._entities: SpanIndex[Entity] = SpanIndex([])
        self._tags: SpanIndex[Tag] = SpanIndex([])
        self._looks: Looks | None = None
        self._pointed: Span | None = None
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

    def load(self, lines: Lines, offset: int = 0) -> None:
        """Show another text, with the cursor at an offset and nothing on it."""
        self._lines = lines
        self._entities, self._tags = SpanIndex([]), SpanIndex([])
        self.recognised = False
        self.cursor = Cursor(min(offset, len(lines.text)))
        self.window = Window(self.wrap)
        self._lay_out()
        self._announce()

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Show everything in the colours of another scheme."""
        self._labels, self._looks = labels, None
        self._rows.clear()
        self.refresh()

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these tags on the text."""
        self._tags = SpanIndex(tags)
        self._rows.clear()
        self._repaint()

    def show_entities(self, entities: SpanIndex[Entity], *, all_: bool = True) -> None:
        """Show these entities in the text; there may be more to come."""
        self._entities = entities
        self._rows.clear()
        self.recognised = all_
        self._repaint()

    def toggle_entities(self) -> None:
        """Show or hide the entities."""
        self.entities_shown = not self.entities_shown
        self._rows.clear()
        self._repaint()

    def toggle_badges(self) -> None:
        """Show or hide the labels' names under their tags."""
        self.badges = not self.badges
        self._repaint()

    def _repaint(self) -> None:
        self.window.count_lanes(self._lane_count if self.badges else None)
        self.window.reveal(self.cursor.head)
        self.refresh()
        self._announce()

    def move_to(self, cursor: Cursor, *, scroll: int = 0) -> None:
        """Put the cursor elsewhere, scrolling by so many rows first, and paint what changed."""
        old, self.cursor = self.cursor, cursor
        scrolled = self.window.scroll(scroll) if scroll else False
        if self.window.reveal(cursor.head) or scrolled:
            self.refresh()
        else:
            self.refresh(*self._touched(old, cursor))
        self._announce()

    def point_at(self, span: Span | None) -> None:
        """Make a span stand out, until another does or none."""
        old, self._pointed = self._pointed, span
        if span != old:
            ends = [end for one in (old, span) if one for end in (one.start, one.end)]
            if regions := self._between(min(ends), max(ends)):
                self.refresh(*regions)

    def _announce(self) -> None:
        """Tell once that the cursor moved or what is selected changed, in the frame that shows it.

        A message would come when the text is painted, and cost a second frame.
        """
        if not self._announced:
            self._announced = True
            self.screen.call_next(self._tell)

    def _tell(self) -> None:
        self._announced = False
        self._moved()

    def _touched(self, old: Cursor, new: Cursor) -> list[Region]:
        """Return the lines of the screen that two cursors paint differently."""
        offsets = [old.head, new.head]
        if old.span or new.span:
            offsets += [end for cursor in (old, new) if (end := cursor.anchor) is not None]
        return self._between(min(offsets), max(offsets))

    def _between(self, first: int, last: int) -> list[Region]:
        """Return the lines of the screen with text of a stretch."""
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
        self._rows.clear()
        self.wrap = Layout(self._lines, width)
        self.window.relaid(self.wrap, max(1, self.content_size.height))
        # Beside the panel no terminal moves rows for us: each scroll sends most of the text again.
        beside = self.outer_size.width < self.app.size.width
        self.window.stride = max(1, self.window.height // PART) if beside else 1
        self.window.reveal(self.cursor.head)
        self.refresh()

    def notify_style_update(self) -> None:
        """Take the looks of another theme."""
        super().notify_style_update()
        self._looks = None
        self._rows.clear()

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
        """Scroll three rows down; the cursor stays on the screen, or keeps what is selected."""
        self._wheel(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll three rows up; the cursor stays on the screen, or keeps what is selected."""
        self._wheel(-3)

    def _wheel(self, count: int) -> None:
        if self.window.scroll(count):
            if self.cursor.span is None:
                self.cursor = self.cursor.moved(self.window.clamped(self.cursor.head))
            self.refresh()
            self._announce()

    def _lane_count(self, row: Row) -> int:
        return len(self._lanes(row))

    def _lanes(self, row: Row) -> Sequence[Sequence[Badge]]:
        return badge_lanes(self.wrap, row, self._tags)

    def draw(self, crop: Region) -> list[Strip]:
        """Draw lines of the widget; those drawn before are kept, so that a scroll draws new ones.

        Textual would draw every line anew that stands at another height.
        """
        lines = self.finished(self._drawn(), crop)
        self._rows.expect(self._next_page())
        return lines

    def _drawn(self) -> list[Strip]:
        """Return all lines of the widget with their margins, drawn or kept."""
        strips, width = list[Strip](), self.outer_size.width
        overlays = overlaid(self.text, self.cursor, self._pointed, caret=self.has_focus)
        low = min((overlay.span.start for overlay in overlays), default=0)
        high = max((overlay.span.end for overlay in overlays), default=-1)
        for row, lane in self.window.rows():
            key: object = (width, row.start)
            draw = partial(self._row, row)
            if lane is not None:
                key, draw = (width, row, lane), partial(self._lane, row, lane)
            elif low <= row.end and row.start < high:
                key = width, row.start, *(overlay.within(row) for overlay in overlays)
                draw = partial(self._row, row, overlays)
            strips.append(self._rows.get(key, draw))
        below = self.outer_size.height - len(strips)
        return strips + [self._strip(iter(()))] * below

    def _next_page(self) -> Iterator[tuple[object, Draw]]:
        """Yield the rows below those on the screen, as they are while nothing is selected there."""
        width, row = self.outer_size.width, self.window.rows()[-1][0]
        for _ in range(self.window.height):
            if (below := self.wrap.next(row)) is None:
                return
            row = below
            yield (width, row.start), partial(self._row, row)

    def _row(self, row: Row, overlays: Sequence[Overlay] = ()) -> Strip:
        """Draw a row of the text with its margins."""
        painted = [*covering(row, self._tags, self.entities), *overlays]
        return self._strip(row_segments(self.wrap, row, painted, self._current_looks()))

    def _lane(self, row: Row, lane: int) -> Strip:
        """Draw a lane of badges below a row."""
        style = self.get_component_rich_style("reader--badge", partial=True)
        return self._strip(lane_segments(self._lanes(row)[lane], self.wrap.width, style))

    def _strip(self, runs: Iterator[tuple[str, Style]]) -> Strip:
        base = self.base_style
        strip = Strip([Segment(text, base + style) for text, style in runs])
        return self.framed(strip.adjust_cell_length(self.content_size.width, base))

    def _current_looks(self) -> Looks:
        if self._looks is None:
            self._looks = Looks.of(
                self._labels,
                depth(self.app),
                dark=self.app.current_theme.dark,
                selection=self.get_component_rich_style("reader--selection", partial=True),
                caret=self.get_component_rich_style("reader--caret", partial=True),
            )
        return self._looks
