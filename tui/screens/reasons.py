"""Why something is highlighted or tagged, as rows to read; pure."""

from __future__ import annotations

from collections.abc import Iterator

from store.model import MANUAL, Entity, Tag
from store.reviews import Suggestions
from store.rows import moment
from tui.cells import cut, fit
from tui.screens.dialogs import Choice
from tui.widgets.rows import Cells

NAME = 16
"""Cells for what a row is about."""

Line = Choice[None]


def entity_rows(entity: Entity, why: str, state: Suggestions) -> list[Line]:
    """Return what is known of an entity; `why` says in words what found it."""
    return [_row(name, said) for name, said in _of_entity(entity, why, state) if said]


def _of_entity(entity: Entity, why: str, state: Suggestions) -> Iterator[tuple[str, str]]:
    yield "Label", entity.label
    yield "Canonical name", entity.canonical
    yield "Found by", entity.rule
    yield "Why", why if why != entity.rule else ""
    yield "Reviewed", "not yet" if entity in state.open else "yes"
    yield from _place(entity)


def tag_rows(tag: Tag) -> list[Line]:
    """Return what is known of a tag."""
    origin = "set by hand" if tag.origin == MANUAL else f"accepted; found by {tag.origin}"
    said = [
        ("Label", tag.label),
        ("Canonical name", tag.canonical),
        ("Origin", origin),
        ("Author", f"{tag.author}, {moment(tag.created)}"),
        ("Note", tag.note),
        *_place(tag),
    ]
    return [_row(name, words) for name, words in said if words]


def _place(item: Tag | Entity) -> Iterator[tuple[str, str]]:
    yield "Place", f"characters {item.span.start + 1} to {item.span.end}"


def _row(name: str, said: str) -> Line:
    def cells(width: int) -> Cells:
        return (
            (" " + fit(name, min(NAME, width - 1)), "muted"),
            (cut(said, max(0, width - NAME - 1)), ""),
        )

    return Choice(None, name, said, cells)
