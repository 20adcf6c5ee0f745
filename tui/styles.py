"""How labels, tags, entities, the selection and the cursor look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from rich.style import Style

from store.model import Entity, Label, Tag
from tui import sixteen
from tui.colours import blend, ink_on, readable
from tui.sixteen import Depth

DARK_GROUND, LIGHT_GROUND = "#15181c", "#faf9f6"
"""What the text stands on in the two themes."""

_TOGGLED = (Depth.NONE, Depth.EIGHT)
"""Too few fills are left to tell a selection and a cursor from labels: there they are reversed."""

UNKNOWN_FILL = "#555b66"
"""The fill of a tag whose label the scheme no longer has."""


@lru_cache(maxsize=256)
def fill_style(colour: str, depth: Depth) -> Style:
    """Return the look of a tag: filled in its label's colour, or reversed where there is none."""
    if depth is Depth.NONE:
        return Style(reverse=True, bold=True)
    if depth.few:
        pair = sixteen.pair(colour, depth)
        return Style(bgcolor=pair.fill, color=pair.ink)
    fill = colour or UNKNOWN_FILL
    return Style(bgcolor=fill, color=ink_on(fill))


@lru_cache(maxsize=256)
def entity_style(colour: str, depth: Depth, *, dark: bool) -> Style:
    """Return the look of an entity: underlined, in a tint of its label's colour."""
    # The console shows white as grey, on which no tint is read.
    if depth is Depth.NONE or not colour or (depth is Depth.EIGHT and not dark):
        return Style(underline=True)
    if depth.few:
        return Style(underline=True, color=sixteen.ink(colour, dark=dark))
    tint = blend(colour, "#ffffff", 0.55) if dark else blend(colour, "#000000", 0.1)
    return Style(underline=True, color=readable(tint, DARK_GROUND if dark else LIGHT_GROUND))


def colours(labels: Sequence[Label]) -> Mapping[str, str]:
    """Return the colours of labels by their names, and by those they had before.

    What proposes entities knows a label by the name that it came with.
    """
    former = {name: label.colour for label in labels for name in label.former}
    return former | {label.name: label.colour for label in labels}


class Looks(Struct, frozen=True):
    """The looks of what covers a text, for one label scheme and one kind of terminal."""

    colours: Mapping[str, str]
    depth: Depth
    dark: bool
    selection: Style
    caret: Style

    @classmethod
    def of(
        cls,
        labels: Sequence[Label],
        depth: Depth,
        *,
        dark: bool,
        selection: Style,
        caret: Style,
    ) -> Looks:
        """Return the looks of a scheme."""
        return cls(colours(labels), depth, dark, selection, caret)

    def covered(self, items: Sequence[Tag | Entity]) -> Style:
        """Return the look of a run, given what covers it, the widest first.

        The narrowest tag fills it; a line under a fill says that there is more than one tag.
        """
        tags = [item for item in items if isinstance(item, Tag)]
        if tags:
            style = fill_style(self.colours.get(tags[-1].label, ""), self.depth)
            return style + Style(underline=True) if len(tags) > 1 else style
        if items:
            colour = self.colours.get(items[-1].label, "")
            return entity_style(colour, self.depth, dark=self.dark)
        return Style.null()

    def selected(self, style: Style) -> Style:
        """Return the look of a run that is selected."""
        return style + (self._toggled(style) if self.depth in _TOGGLED else self.selection)

    def under_caret(self, style: Style) -> Style:
        """Return the look of the character under the cursor."""
        return style + (self._toggled(style) if self.depth in _TOGGLED else self.caret)

    @staticmethod
    def _toggled(style: Style) -> Style:
        return Style(reverse=not style.reverse)
