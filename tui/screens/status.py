"""What the status line says; pure."""

from __future__ import annotations

from collections.abc import Sequence

from keymaps import KeySequence, display
from keymaps.langmap import layouts_with
from store.model import MANUAL, Entity, Span, Tag
from tui.cells import counted
from tui.screens.telling import shortened

LOOKING = "Entities are still being looked for"
"""What is said until all are found, and taken back then."""
LOOKED_AT = 200
"""Code points of a span in which its first words are looked for."""


def place(line: int, column: int) -> str:
    """Return where the cursor is; line and column come counted from 0 and are shown from 1."""
    return f"{line + 1}:{column + 1}"


def mode(selected: int, *, marking: bool, moving: bool = False) -> str:
    """Return the mode, if it is not the usual one, and how many code points are selected."""
    if moving:
        return f"EDGES {selected:,}"
    if marking:
        return f"MARK {selected:,}"
    return f"SELECTED {selected:,}" if selected else ""


def pending(keys: KeySequence) -> str:
    """Return how keys are shown that begin something and wait for more."""
    return f"{display(keys)} …"


def refused(keys: KeySequence) -> str:
    """Return what to say of a key that came in one piece with an Escape, or in pieces."""
    return f"{display(keys)} came torn, or with an Esc: nothing is changed; press it again"


def unknown(key: str, quit_key: str, *, known: bool) -> str:
    """Return what to say of a key that asks for nothing, where something can be done about it.

    Nothing can be if a layout in use has the key: the command is missing, not the layout.
    """
    if key == "ctrl+c":
        return f"{quit_key} quits"
    if known:
        return "No command has this key"
    for name in layouts_with(key):
        return f'No command; langmap = ["{name}"] in the settings would know this key'
    return ""


def nothing_has(keys: KeySequence, help_key: str) -> str:
    """Return what to say of keys that begin something and end as nothing.

    A key for help is given where there is something that could follow all but the last.
    """
    said = f"No command has {display(keys)}"
    return (
        f"{said}; {help_key} after {display(keys[:-1])} shows what can follow" if help_key else said
    )


def tag_words(tag: Tag, quote: str = "") -> str:
    """Return what a tag says, of which words if they are given, and which rule it came from."""
    words = f"{tag.label}: {quote}" if quote else tag.label
    if tag.note:
        words += f" “{tag.note}”"
    return words if tag.origin == MANUAL else f"{words} ({tag.origin})"


def entity_words(entity: Entity, text: str, quote: str = "") -> str:
    """Return what an entity proposes, its canonical name if another, and which rule found it."""
    other = entity.canonical not in ("", entity.span.of(text))
    canonical = f" = {entity.canonical}" if other else ""
    words = f"{entity.label}? {quote}".rstrip()
    return f"{words}{canonical} ({entity.rule})"


def here(
    items: Sequence[Tag | Entity], current: int, text: str, *, named: bool = False
) -> list[str]:
    """Return what is under the cursor, from the current one on; of several, how they begin.

    `named` tells how a single one begins too.
    """
    named = named or len(items) > 1
    quotes = [beginning(one.span, text) if named else "" for one in items]
    said = [
        tag_words(one, quote) if isinstance(one, Tag) else entity_words(one, text, quote)
        for one, quote in zip(items, quotes, strict=True)
    ]
    if len(said) > 1:
        said[current] = f"{current + 1} of {len(said)}: {said[current]}"
    return [*said[current:], *said[:current]]


def beginning(span: Span, text: str) -> str:
    """Return the first words of a span, on one line."""
    return shortened(text[span.start : min(span.end, span.start + LOOKED_AT)])


def counts(tags: int, unsaved: int, offset: int, length: int) -> str:
    """Return how many tags are saved, what is not, and how far an offset is into the text."""
    waiting = f"{counted(unsaved, 'change')} not saved  " if unsaved else ""
    percent = 100 * offset // length if length else 100
    return f"{waiting}{counted(tags, 'tag')}  {percent} %"
