"""What a line of the reader is made of: runs of text, each with its look; no Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len
from rich.style import Style

from store.model import Entity, Span, Tag
from tui.cells import cut
from tui.reader.badges import Badge, lanes
from tui.reader.cursor import Cursor
from tui.reader.graphemes import next_boundary
from tui.reader.layout import Layout, Row
from tui.reader.spans import SpanIndex, flatten
from tui.styles import Looks

CURRENT = Style(bold=True, underline=True)
"""The look of the one of several, over its own: it is there without colours as well."""


class Kind(Enum):
    """What a span is painted over the text for."""

    SELECTION = auto()
    CARET = auto()
    CURRENT = auto()
    """It is the one of several under the cursor that commands are about."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A span that is painted over what covers the text."""

    span: Span
    kind: Kind

    def within(self, row: Row) -> tuple[int, int, Kind] | None:
        """Return the part that a row shows; its end, where a caret can stand, is a part of it."""
        start, end = max(self.span.start, row.start), min(self.span.end, row.end + 1)
        return (start, end, self.kind) if start < end else None


def overlaid(text: str, cursor: Cursor, pointed: Span | None, *, caret: bool) -> list[Overlay]:
    """Return what is painted over what covers a text, the last on top."""
    overlays = [Overlay(pointed, Kind.CURRENT)] if pointed is not None else []
    if (span := cursor.span) is not None:
        overlays.append(Overlay(span, Kind.SELECTION))
    if caret:
        head = cursor.head
        end = next_boundary(text, head) if head < len(text) else head + 1
        overlays.append(Overlay(Span(head, max(end, head + 1)), Kind.CARET))
    return overlays


def covering(row: Row, tags: SpanIndex[Tag], entities: SpanIndex[Entity]) -> list[Tag | Entity]:
    """Return what covers a row; a tag hides the entity that it was made from."""
    shown = tags.overlapping(row.start, row.end)
    tagged = {tag.span for tag in shown}
    found = entities.overlapping(row.start, row.end)
    return [*(entity for entity in found if entity.span not in tagged), *shown]


def row_segments(
    layout: Layout, row: Row, items: Sequence[Tag | Entity | Overlay], looks: Looks
) -> Iterator[tuple[str, Style]]:
    """Yield the runs of a row, and at the end of its line the cell in which a caret can stand."""
    cells = layout.cells(row)
    for run in flatten(row.start, row.end, items):
        yield cells.text[cells.at(run.start) : cells.at(run.end)], _style(run.items, looks)
    if row.end == layout.lines.span(row.line)[1]:
        overlays = [item for item in items if isinstance(item, Overlay) and row.end in item.span]
        yield " ", _style(overlays, looks)


def _style(items: Sequence[Tag | Entity | Overlay], looks: Looks) -> Style:
    style = looks.covered([item for item in items if not isinstance(item, Overlay)])
    kinds = {item.kind for item in items if isinstance(item, Overlay)}
    if Kind.CURRENT in kinds:
        style += CURRENT
    if Kind.SELECTION in kinds:
        style = looks.selected(style)
    if Kind.CARET in kinds:
        style = looks.under_caret(style)
    return style


def badge_lanes(layout: Layout, row: Row, tags: SpanIndex[Tag]) -> Sequence[Sequence[Badge]]:
    """Return the lanes of badges below a row: those of the tags that begin in it."""
    begun = [one for one in tags.overlapping(row.start, row.end) if one.span.start >= row.start]
    return lanes(((layout.x_of(tag.span.start), tag.label) for tag in begun), layout.width)


def lane_segments(badges: Sequence[Badge], width: int, style: Style) -> Iterator[tuple[str, Style]]:
    """Yield the runs of a lane of badges, in a row of so many cells."""
    x = 0
    for badge in badges:
        yield " " * (badge.x - x), Style.null()
        name = cut(badge.label, width - badge.x)
        yield name, style
        x = badge.x + cell_len(name)
