"""Lines of the reader, kept as they were drawn; those of the next page are drawn ahead of a key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice

from textual.strip import Strip

KEPT = 1024
"""Lines that are kept."""
WAIT_SECONDS = 0.012
"""After what pause lines are drawn ahead: before a key that is held down comes again."""
PAUSE_SECONDS = 0.001
"""Between some lines and the next, in which a key that comes is heard."""
AT_ONCE = 3
"""Lines that are drawn ahead between two pauses, for which a key waits: less than 1 ms."""

Draw = Callable[[], Strip]


class DrawnRows:
    """Lines as they were drawn, each under a key that stands for all that it depends on."""

    def __init__(self) -> None:
        self._strips: dict[object, Strip] = {}
        self._coming: Iterator[tuple[object, Draw]] = iter(())
        self._timer: asyncio.TimerHandle | None = None

    def get(self, key: object, draw: Draw) -> Strip:
        """Return the line of a key, drawn now if it was not before."""
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= KEPT:
                self._strips.clear()
            strip = self._strips[key] = draw()
        return strip

    def clear(self) -> None:
        """Forget all lines, also those to come: what keys do not tell is other now."""
        self._strips.clear()
        self._coming = iter(())

    def expect(self, coming: Iterator[tuple[object, Draw]]) -> None:
        """Draw these lines, and no others, when a moment passes in which nothing is asked for."""
        if self._timer is not None:
            self._timer.cancel()
        self._coming = coming
        self._timer = asyncio.get_running_loop().call_later(WAIT_SECONDS, self._draw_some)

    def _draw_some(self) -> None:
        drawn = [self.get(key, draw) for key, draw in islice(self._coming, AT_ONCE)]
        again = asyncio.get_running_loop().call_later
        self._timer = again(PAUSE_SECONDS, self._draw_some) if drawn else None
