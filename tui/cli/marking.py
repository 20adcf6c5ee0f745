"""A report's text with its tags and entities marked, for a terminal, a pipe or a pager."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.model import Entity, Label, Tag
from tui.colours import ink_on
from tui.display import visible
from tui.reader.spans import SpanIndex, flatten

RESET = "\x1b[0m"


def bracketed(
    text: str, tags: Sequence[Tag], entities: Sequence[Entity], labels: Sequence[Label]
) -> str:
    """Return the text with `{...|Label}` around tags and `[...|Label]` around entities.

    An entity of the same span as a tag is left out.
    """
    tagged = {tag.span for tag in tags}
    shown = visible(text, multiline=True)
    parts, position = [], 0
    for offset, mark in _marks([*tags, *(each for each in entities if each.span not in tagged)]):
        parts += [shown[position:offset], mark]
        position = offset
    return "".join(parts) + shown[position:]


def _marks(items: Sequence[Tag | Entity]) -> Iterator[tuple[int, str]]:
    """Yield insertions in order; what crosses the end of another is cut there, so that all nest."""
    waiting = sorted(items, key=lambda item: (-item.span.start, item.span.end))
    inside: list[Tag | Entity] = []
    for offset in sorted({edge for item in items for edge in (item.span.start, item.span.end)}):
        while any(item.span.end == offset for item in inside):
            item = inside.pop()
            yield offset, f"|{visible(item.label)}" + ("}" if isinstance(item, Tag) else "]")
            if item.span.end > offset:
                waiting.append(item)
        while waiting and waiting[-1].span.start <= offset:
            inside.append(waiting.pop())
            yield offset, "{" if isinstance(inside[-1], Tag) else "["


def coloured(
    text: str, tags: Sequence[Tag], entities: Sequence[Entity], labels: Sequence[Label]
) -> str:
    """Return the text with tags filled in their label's colour and entities underlined."""
    colours = {label.name: label.colour for label in labels}
    shown = visible(text, multiline=True)
    index = SpanIndex[Tag | Entity]([*entities, *tags])
    parts, start = [], 0
    for line in shown.split("\n"):  # line by line, as cutting costs items times cuts
        end = min(start + len(line) + 1, len(text))
        for run in flatten(start, end, index.overlapping(start, end)):
            parts.append(_styled(shown[run.start : run.end], _codes(run.items, colours)))
        start = end
    return "".join(parts)


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
