"""Finding the spans at an offset or in a row, and cutting a row where spans start and end."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Generic, Protocol, TypeVar

from store.model import Span


class Spanned(Protocol):
    """Anything with a span: an entity, a tag, a hit of a search."""

    @property
    def span(self) -> Span:
        """The stretch of the text that it covers."""


T = TypeVar("T", bound=Spanned)


class SpanIndex(Generic[T]):
    """Items in the order of their spans: by start, at the same start the widest first.

    Spans may nest, overlap and repeat. Every question costs O(log n) for each item found, whatever
    else spans the text, as a tree keeps the greatest end of every stretch of the order.
    """

    def __init__(self, items: Iterable[T] = ()) -> None:
        self.items = tuple(items)
        if not all(map(_follows, self.items, islice(self.items, 1, None))):
            self.items = tuple(sorted(self.items, key=_order))  # of 200,000 it takes 20 MB
        self._starts = array("I", (item.span.start for item in self.items))
        self._leaves = 1 << max(len(self.items) - 1, 0).bit_length()
        self._ends = array("I", bytes(4 * 2 * self._leaves))
        for leaf, item in enumerate(self.items, self._leaves):
            self._ends[leaf] = item.span.end
        for node in range(self._leaves - 1, 0, -1):
            self._ends[node] = max(self._ends[2 * node], self._ends[2 * node + 1])

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def at(self, offset: int) -> list[T]:
        """Return the items that cover an offset, the narrowest first."""
        found = self._reaching(bisect_right(self._starts, offset), offset)
        return sorted(found, key=lambda item: len(item.span))

    def overlapping(self, start: int, end: int) -> list[T]:
        """Return the items that share a code point with `[start, end)`, in order."""
        return self._reaching(bisect_left(self._starts, end), start) if start < end else []

    def next_after(self, offset: int) -> T | None:
        """Return the widest of the items that start first after an offset."""
        index = bisect_right(self._starts, offset)
        return self.items[index] if index < len(self.items) else None

    def previous_before(self, offset: int) -> T | None:
        """Return the widest of the items that start last before an offset."""
        index = bisect_left(self._starts, offset) - 1
        return self.items[bisect_left(self._starts, self._starts[index])] if index >= 0 else None

    def _reaching(self, before: int, offset: int) -> list[T]:
        """Return those of the first items, up to an index, that end beyond an offset."""
        found: list[T] = []
        nodes = [(1, 0, self._leaves)]
        while nodes:
            node, first, size = nodes.pop()
            if first >= before or self._ends[node] <= offset:
                continue
            if size == 1:
                found.append(self.items[first])
                continue
            half = size // 2
            nodes += [(2 * node + 1, first + half, half), (2 * node, first, half)]
        return found


def _order(item: Spanned) -> tuple[int, int]:
    return item.span.start, -item.span.end


def _follows(item: Spanned, other: Spanned) -> bool:
    """Tell whether the second of two items may stand behind the first."""
    return (item.span.start, other.span.end) <= (other.span.start, item.span.end)


@dataclass(frozen=True, slots=True)
class Segment(Generic[T]):
    """A run `[start, end)` of a row that the same items cover throughout, the widest first."""

    start: int
    end: int
    items: tuple[T, ...]


def flatten(start: int, end: int, items: Iterable[T]) -> list[Segment[T]]:
    """Cut `[start, end)` wherever an item starts or ends; runs that no item covers are kept.

    Painting the items of each segment in their order leaves the narrowest on top.
    """
    inside = [item for item in items if item.span.start < end and start < item.span.end]
    inside.sort(key=lambda item: (-len(item.span), item.span.start))
    cuts = {start, end}
    for item in inside:
        cuts |= {max(item.span.start, start), min(item.span.end, end)}
    return [
        Segment(left, right, tuple(item for item in inside if left in item.span))
        for left, right in pairwise(sorted(cuts))
    ]
