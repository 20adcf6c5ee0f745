"""A report's text with its tags and entities marked, for a terminal, a pipe or a pager."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Entity, Label, Tag
from tui.colours import ink_on
from tui.display import visible
from tui.reader.spans import flatten

RESET = "\x1b[0m"


def bracketed(
    text: str, tags: Sequence[Tag], entities: Sequence[Entity], labels: Sequence[Label]
) -> str:
    """Return the text with `{...|Label}` around tags and `[...|Label]` around entities."""
    tagged = {tag.span for tag in tags}
    marks: list[tuple[int, int, int, str]] = []
    for tag in tags:
        marks += _pair(tag.span.start, tag.span.end, "{", f"|{tag.label}}}")
    for entity in entities:
        if entity.span not in tagged:
            marks += _pair(entity.span.start, entity.span.end, "[", f"|{entity.label}]")
    shown = visible(text, multiline=True)
    parts, position = [], 0
    for offset, _, _, mark in sorted(marks):
        parts += [shown[position:offset], mark]
        position = offset
    return "".join(parts) + shown[position:]


def _pair(start: int, end: int, before: str, after: str) -> list[tuple[int, int, int, str]]:
    """Return two insertions, ordered so that nested marks close before they open."""
    return [(start, 1, -end, before), (end, 0, -start, after)]


def coloured(
    text: str, tags: Sequence[Tag], entities: Sequence[Entity], labels: Sequence[Label]
) -> str:
    """Return the text with tags filled in their label's colour and entities underlined."""
    colours = {label.name: label.colour for label in labels}
    shown = visible(text, multiline=True)
    items: list[Tag | Entity] = [*entities, *tags]
    return "".join(
        _styled(shown[run.start : run.end], _codes(run.items, colours))
        for run in flatten(0, len(text), items)
    )


def _codes(items: Sequence[Tag | Entity], colours: dict[str, str]) -> str:
    """Return the SGR parameters for what covers a run: the narrowest tag's fill, else a line."""
    tags = [item for item in items if isinstance(item, Tag)]
    if not tags:
        return "4" if items else ""
    fill = colours.get(tags[-1].label) or "#555555"
    underline = ";4" if len(tags) > 1 else ""
    return f"1;{_rgb(38, ink_on(fill))};{_rgb(48, fill)}{underline}"


def _rgb(kind: int, colour: str) -> str:
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return f"{kind};2;{red};{green};{blue}"


def _styled(text: str, codes: str) -> str:
    if not codes:
        return text
    # A fill that runs over a line end would colour the rest of the terminal's row.
    return "\n".join(f"\x1b[{codes}m{line}{RESET}" if line else "" for line in text.split("\n"))
