"""The way back: where one was before each jump, in whatever report; pure."""

from __future__ import annotations

from msgspec import Struct, field

from store.model import ReportId

Spot = tuple[ReportId, int]
"""A report, and an offset in it in code points."""
KEPT = 100
"""How many jumps are remembered."""


class Jumps(Struct):
    """Two stacks of spots. Jumps of one kind in a row, as from match to match, are one."""

    _behind: list[Spot] = field(default_factory=list)
    _ahead: list[Spot] = field(default_factory=list)
    _kind: str = ""

    def leave(self, spot: Spot, kind: str) -> None:
        """Remember a spot that is about to be left by a jump of a kind."""
        if kind != self._kind:
            self._behind = [*self._behind, spot][-KEPT:]
            self._ahead.clear()
        self._kind = kind

    def settle(self) -> None:
        """End a row of jumps: something else is done."""
        self._kind = ""

    def back(self, here: Spot | None) -> Spot | None:
        """Return the spot before the last jump; None if there is none that is not here.

        `here` is None where no report could be opened.
        """
        return self._step(self._behind, self._ahead, here)

    def forward(self, here: Spot | None) -> Spot | None:
        """Return the spot from which one went back last; None if there is none."""
        return self._step(self._ahead, self._behind, here)

    def _step(self, source: list[Spot], other: list[Spot], here: Spot | None) -> Spot | None:
        self._kind = ""
        while source:
            spot = source.pop()
            if spot != here:
                if here is not None:
                    other.append(here)
                return spot
        return None
