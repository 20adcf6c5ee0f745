"""Label names under the row in which their tags begin, in as many lanes as they need; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GAP = 1
"""Cells between two badges of one lane."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A label's name at a cell of a lane."""

    x: int
    label: str


def lanes(starts: Iterable[tuple[int, str]], width: int) -> Sequence[Sequence[Badge]]:
    """Return the lanes for tags that start at the given cells, in the order of the text.

    A badge stands under the start of its tag, or further left if it would stick out; one that
    would overlap another goes to the next lane.
    """
    placed: list[list[Badge]] = []
    for x, label in starts:
        badge = Badge(max(0, min(x, width - len(label))), label)
        for lane in placed:
            if lane[-1].x + len(lane[-1].label) + GAP <= badge.x:
                lane.append(badge)
                break
        else:
            placed.append([badge])
    return placed
