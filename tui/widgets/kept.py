"""Widgets whose lines stay as they were drawn until the widget is refreshed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Kept(Widget):
    """A part of a screen that keeps its lines; as a base it comes last, for CSS is the first one's.

    Textual asks every part of a screen for its lines in every frame that touches something above
    and something below it, and goes through all of its styles each time.
    """

    _kept: tuple[Region, Size, list[Strip]] | None = None
    _base: Style | None = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the widget, or regions of it, anew in the next frame."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Take the looks of another theme."""
        super().notify_style_update()
        self._kept = self._base = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the widget, drawn or kept."""
        kept, size = self._kept, self.outer_size
        if kept is not None and kept[:2] == (crop, size):
            return kept[2]
        lines = self.draw(crop)
        self._kept = crop, size, lines
        return lines

    def draw(self, crop: Region) -> list[Strip]:
        """Return lines of the widget as they are now: as Textual does, unless overridden."""
        return super().render_lines(crop)

    @property
    def base_style(self) -> Style:
        """The colours of the widget, on which all its text stands."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def framed(self, segments: Iterable[Segment]) -> Strip:
        """Return a line that was drawn for the width of the content, with its margins."""
        gutter = self.gutter
        left, right = (
            Segment(" " * cells, self.base_style) for cells in (gutter.left, gutter.right)
        )
        return Strip([left, *segments, right], self.outer_size.width)

    def finished(self, strips: Sequence[Strip], crop: Region) -> list[Strip]:
        """Return what a region shows of all lines of the widget, in the terminal's colours."""
        shown = list(strips[crop.y : crop.bottom])
        _, background = self.background_colors
        for line_filter in self.get_line_filters():
            shown = [strip.apply_filter(line_filter, background) for strip in shown]
        left, right = crop.column_span
        if (left, right) == (0, self.outer_size.width):
            return shown
        return [strip.crop(left, right) for strip in shown]
