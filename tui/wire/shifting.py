"""Rows that moved up or down together; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import ne

from msgspec import Struct

from tui.wire.screen import Row

_CANDIDATES = 2
"""How many distances are weighed, the likeliest."""
_FEWEST = 3
"""Rows that must have moved together: fewer are alike by chance."""
_COST = 30
"""Cells that a shift must save to pay for its own bytes."""
_LEADING = 32
"""Cells that tell a row: beside a panel that stays, whole rows are never the same."""


class Shift(Struct, frozen=True):
    """The rows from `top` to before `bottom` move up by `count`, or down if it is negative."""

    top: int
    bottom: int
    count: int


def best_shift(shown: Sequence[Row], wanted: Sequence[Row]) -> Shift | None:
    """Return the shift after which the fewest cells differ; None if none pays."""
    changed = [
        y for y, (old, new) in enumerate(zip(shown, wanted, strict=True)) if old.chars != new.chars
    ]
    if len(changed) < _FEWEST:
        return None
    saved = {shift: _saved(shift, shown, wanted) for shift in _likely(shown, wanted, changed)}
    best = max(saved, key=saved.__getitem__, default=None)
    return best if best is not None and saved[best] > _COST else None


def _likely(shown: Sequence[Row], wanted: Sequence[Row], changed: Sequence[int]) -> list[Shift]:
    """Return the shifts that bring most rows to where they are wanted."""
    places: dict[tuple[str, ...], list[int]] = {}
    for y, row in enumerate(shown):
        key = _key(row)
        if key is not None:
            places.setdefault(key, []).append(y)
    moves: dict[int, list[int]] = {}
    for y in changed:
        for old in places.get(_key(wanted[y]) or (), ()):
            if old != y:
                moves.setdefault(old - y, []).append(y)
    votes = Counter({count: len(rows) for count, rows in moves.items()})
    likely = [count for count, rows in votes.most_common(_CANDIDATES) if rows >= _FEWEST]
    return [_around(moves[count], count) for count in likely]


def _key(row: Row) -> tuple[str, ...] | None:
    key = tuple(row.chars[:_LEADING])
    return None if len(set(key)) == 1 else key


def _around(rows: Sequence[int], count: int) -> Shift:
    """Return the shift whose region just holds these rows, before and after."""
    top, bottom = min(rows), max(rows) + 1
    return Shift(top + min(count, 0), bottom + max(count, 0), count)


def _saved(shift: Shift, shown: Sequence[Row], wanted: Sequence[Row]) -> int:
    """Return how many cells fewer differ after a shift."""
    saved = 0
    for y in range(shift.top, shift.bottom):
        came_from = y + shift.count
        saved += _differing(shown[y], wanted[y])
        if shift.top <= came_from < shift.bottom:
            saved -= _differing(shown[came_from], wanted[y])
        else:
            saved -= len(wanted[y].chars) - wanted[y].chars.count(" ")
    return saved


def _differing(one: Row, other: Row) -> int:
    # A cell with another look costs a sequence besides its text.
    chars = 0 if one.chars == other.chars else sum(map(bool, map(ne, one.chars, other.chars)))
    if one.looks == other.looks:
        return chars
    return chars + 2 * sum(map(bool, map(ne, one.looks, other.looks)))
