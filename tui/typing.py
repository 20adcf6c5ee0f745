"""Typing ahead: keys are handed on one by one, the next when all that the last asked for is done.

Textual hands each key at once to whatever has the focus at that moment. Over a slow line keys
arrive in one piece, and the letters of a note would go to the text before the field for the note
is there, where each of them is a command. On their way, keys that the line has torn apart are
mended (`tui.mending`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from tui.mending import Mended, Mending, Typed

if TYPE_CHECKING:
    from tui.app import SpantagApp

POLL_SECONDS = 0.01
"""How often it is asked whether a screen that opens can take keys."""
LATELY_SECONDS = 0.06
"""How long somebody who has pressed a key counts as typing: as long as it takes to answer a key."""
PAINT_SECONDS = 0.02
"""How long the screen has to be painted before a key is followed that no other one waits for."""
PATIENCE_SECONDS = 2.0
"""How long a key waits for a screen, or for the end of what the one before asked for."""


class TypeAhead:
    """A queue of keys before the app."""

    def __init__(self, app: SpantagApp) -> None:
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._mended: deque[Mended] = deque()
        """What is handed on next."""
        self._mending = Mending(app, self._waiting.appendleft, self._released)
        self.careful = False
        """Whether the key that is being dealt with must change nothing."""
        self._last = -LATELY_SECONDS
        self._turn = 0
        """The number of the key that is being dealt with; 0 if none is."""
        self._count = 0
        self._way: Sequence[MessagePump] = ()
        """What is still to be followed of the way of the key."""
        self._fallback: asyncio.TimerHandle | None = None

    @property
    def lately(self) -> bool:
        """Whether a key has come in the last moments."""
        return monotonic() - self._last < LATELY_SECONDS

    @property
    def busy(self) -> bool:
        """Whether a key is on its way, or waits for its turn."""
        return bool(self._turn or self._waiting or self._mended or self._mending.holds)

    def take(self, event: Typed) -> None:
        """Hand a key on when its turn comes."""
        self._last = monotonic()
        self._waiting.append(event)
        if not self._turn:
            self._next(PATIENCE_SECONDS)
        self._see_through(self._turn)

    def _next(self, patience: float) -> None:
        self._turn = 0
        if not self._waiting and not self._mended:
            return
        self._count += 1
        self._turn = self._count
        if not self._app.takes_keys and patience > 0:
            self._app.set_timer(POLL_SECONDS, lambda: self._next(patience - POLL_SECONDS))
            return
        while not self._mended and self._waiting:
            self._mended.extend(self._mending.keys(self._waiting.popleft()))
        if self._mended:
            self._app.call_later(self._hand_on, *self._mended.popleft(), self._turn)
        else:
            self._turn = 0

    def _released(self, keys: Iterable[Mended]) -> None:
        self._mended.extend(keys)
        if not self._turn:
            self._next(PATIENCE_SECONDS)

    async def _hand_on(self, event: Typed, careful: bool, turn: int) -> None:
        self.careful = careful
        way = (self._app.screen.focused or self._app.screen).ancestors_with_self
        await self._app.handle_typed(event)
        loop = asyncio.get_running_loop()
        self._fallback = loop.call_later(PATIENCE_SECONDS, self._done, turn)
        # The key bubbles all the way up, and then the messages that it gave rise to.
        self._way = (*way, *way)
        if self._waiting or self._mended:
            self._see_through(turn)
        else:  # nobody waits for the end of it but the eye
            loop.call_later(PAINT_SECONDS, self._see_through, turn)

    def _see_through(self, turn: int) -> None:
        """Begin to follow the key, unless that is done."""
        if turn == self._turn and self._way:
            way, self._way = self._way, ()
            self._follow(turn, way)

    def _follow(self, turn: int, way: Sequence[MessagePump]) -> None:
        """Call back when all parts on the way have been through their messages so far."""
        if not way:
            self._done(turn)
        elif not way[0].call_later(self._follow, turn, way[1:]):
            self._follow(turn, way[1:])

    def _done(self, turn: int) -> None:
        if turn == self._turn:
            self._way = ()
            if self._fallback is not None:
                self._fallback.cancel()
            self._next(PATIENCE_SECONDS)
