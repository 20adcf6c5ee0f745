"""The text cursor: where it stands and what it selects; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.model import Span


@dataclass(frozen=True, slots=True)
class Cursor:
    """A caret at `head`, and a selection if there is an `anchor` elsewhere.

    Offsets are code points. While `marking`, every motion selects.
    """

    head: int = 0
    anchor: int | None = None
    marking: bool = False
    goal: int | None = None
    """The cell that moves up and down aim at, kept while they follow each other."""
    last: Span | None = None
    """What was selected last, for selecting it again."""
    grew_from: Cursor | None = None
    """The cursor before the selection grew, for shrinking it by the same steps."""

    @property
    def span(self) -> Span | None:
        """What is selected, half-open between the two ends; None if nothing is."""
        if self.anchor is None or self.anchor == self.head:
            return None
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))

    def moved(self, head: int, *, select: bool = False, goal: int | None = None) -> Cursor:
        """Return the cursor after a motion, which selects if asked to or while marking."""
        if select or self.marking:
            anchor = self.head if self.anchor is None else self.anchor
            return replace(self, head=head, anchor=anchor, goal=goal, grew_from=None)
        return replace(self.dropped(), head=head, goal=goal)

    def marked(self) -> Cursor:
        """Return the cursor with marking begun, or ended with the selection dropped."""
        if self.marking:
            return self.dropped()
        anchor = self.head if self.anchor is None else self.anchor
        return replace(self, anchor=anchor, marking=True)

    def swapped(self) -> Cursor:
        """Return the cursor at the other end of its selection."""
        if self.anchor is None:
            return self
        return replace(self, head=self.anchor, anchor=self.head, goal=None)

    def dropped(self) -> Cursor:
        """Return the cursor with nothing selected; what was is remembered."""
        last = self.span or self.last
        return replace(self, anchor=None, marking=False, goal=None, last=last, grew_from=None)

    def selecting(self, span: Span) -> Cursor:
        """Return the cursor with a span selected, at its end."""
        return replace(self.dropped(), head=span.end, anchor=span.start)

    def taking(self, span: Span) -> Cursor:
        """Return the cursor with a span selected, at its end; marking goes on if it was on."""
        return replace(self.selecting(span), marking=self.marking)

    def grown(self, span: Span) -> Cursor:
        """Return the cursor with a larger span selected, at its end; `shrunk` takes it back."""
        return replace(self.selecting(span), grew_from=self)

    def shrunk(self) -> Cursor | None:
        """Return the cursor as it was before the selection grew; None if it did not grow."""
        return self.grew_from and replace(self.grew_from, last=self.span or self.last)


def larger(units: Iterable[Span], current: Span | None, head: int) -> Span | None:
    """Return the smallest unit that holds the selection, or the cursor, and more."""
    if current is None:
        found = [unit for unit in units if head in unit]
    else:
        found = [unit for unit in units if unit.covers(current) and unit != current]
    return min(found, key=len, default=None)


def smaller(units: Iterable[Span], current: Span) -> Span | None:
    """Return the largest unit that lies inside the selection and is less."""
    inside = [unit for unit in units if current.covers(unit) and unit != current]
    return max(inside, key=len, default=None)
