"""The side panel: what is under the cursor, and the report's tags in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from store.model import Entity, Label, Tag
from tui.cells import counted, cut, fit
from tui.screens.status import entity_words, tag_words
from tui.widgets.bars import TitleBar
from tui.widgets.rows import Cells, RowList

CHIP = 14
"""Cells for the name of a label."""


class Here(Widget):
    """What is under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[str] = ()

    def show(self, tags: Sequence[Tag], entities: Sequence[Entity]) -> None:
        """Show these, a line or two each."""
        lines = [tag_words(tag) for tag in tags]
        for entity in entities:
            lines += [entity_words(entity)]
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """Return the lines that fit."""
        width, height = self.size
        folded = [
            line[start : start + width]
            for line in self._lines
            for start in range(0, len(line), max(1, width))
        ]
        return Content("\n".join(cut(line, width) for line in folded[:height]))


class TagPanel(Vertical):
    """Lists the tags; choosing one asks to go there."""

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__(id="panel")
        self._colours: Mapping[str, str] = {label.name: label.colour for label in labels}

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

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show the report's tags."""
        self.query_one("#tags-title", TitleBar).show(counted(len(tags), "tag"))
        self.rows.show(tags, self.rows.cursor)

    def show_here(self, tags: Sequence[Tag], entities: Sequence[Entity]) -> None:
        """Show what is under the cursor."""
        self.query_one(Here).show(tags, entities)

    def _draw(self, tag: Tag, width: int) -> Cells:
        chip = fit(f" {tag.label}", min(CHIP, width))
        note = f" ({tag.note})" if tag.note else ""
        colour = self._colours.get(tag.label) or "#555b66"
        return ((chip, colour), (" " + cut(tag.quote + note, max(0, width - CHIP - 1)), ""))
