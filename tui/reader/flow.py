"""From one open suggestion to the next, and which go together; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from store.model import Entity
from store.reviews import words

Place = tuple[int, int, str]
"""What suggestions are ordered by: where they start, the wider first, and their label."""


@dataclass(frozen=True, slots=True)
class Step:
    """The suggestion to go to, None if none is open, and whether that goes round an end."""

    entity: Entity | None
    went_round: bool = False


def place(entity: Entity) -> Place:
    """Return the place of a suggestion in their order."""
    return entity.span.start, -entity.span.end, entity.label


def after(offset: int) -> Place:
    """Return the place behind all suggestions that start at an offset."""
    return offset, 1, ""


def before(offset: int) -> Place:
    """Return the place in front of all suggestions that start at an offset."""
    return offset - 1, 1, ""


def following(suggestions: Sequence[Entity], at: Place) -> Step:
    """Return the first suggestion behind a place, from the top again after the last.

    Suggestions come in their order.
    """
    if not suggestions:
        return Step(None)
    index = bisect_right(suggestions, at, key=place)
    return Step(suggestions[index % len(suggestions)], index == len(suggestions))


def preceding(suggestions: Sequence[Entity], at: Place) -> Step:
    """Return the last suggestion in front of a place, from the end again before the first."""
    if not suggestions:
        return Step(None)
    index = bisect_left(suggestions, at, key=place) - 1
    return Step(suggestions[index], index < 0)


def alike(text: str, suggestions: Sequence[Entity], entity: Entity) -> list[Entity]:
    """Return the suggestions of a label that have the words or the canonical name of one."""
    wanted, name = words(entity.span.of(text)), entity.canonical
    return [
        one
        for one in suggestions
        if one.label == entity.label
        and ((name and one.canonical == name) or words(one.span.of(text)) == wanted)
    ]
