"""Typing ahead: keys are handed on one by one, the next when all that the last asked for is done.

Textual hands each key at once to whatever has the focus at that moment. Over a slow line keys
arrive in one piece, and the letters of a note would go to the text before the field for the note
is there, where each of them is a command.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message_pump import MessagePump
from textual.timer import Timer

if TYPE_CHECKING:
    from tui.app import SpantagApp

Typed = events.Key | events.Paste

POLL_SECONDS = 0.01
"""How often it is asked whether a screen that opens can take keys."""
PATIENCE_SECONDS = 2.0
"""How long a key waits for a screen, or for the end of what the one before asked for."""


class TypeAhead:
    """A queue of keys before the app."""

    def __init__(self, app: SpantagApp) -> None:
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._turn = 0
        """The number of the key that is being dealt with; 0 if none is."""
        self._count = 0
        self._fallback: Timer | None = None

    def take(self, event: Typed) -> None:
        """Hand a key on when its turn comes."""
        self._waiting.append(event)
        if not self._turn:
            self._next(PATIENCE_SECONDS)

    def _next(self, patience: float) -> None:
        self._turn = 0
        if not self._waiting:
            return
        self._count += 1
        self._turn = self._count
        if not self._app.takes_keys and patience > 0:
            self._app.set_timer(POLL_SECONDS, lambda: self._next(patience - POLL_SECONDS))
            return
        self._app.call_later(self._hand_on, self._waiting.popleft(), self._turn)

    async def _hand_on(self, event: Typed, turn: int) -> None:
        way = (self._app.screen.focused or self._app.screen).ancestors_with_self
        await self._app.handle_typed(event)
        self._fallback = self._app.set_timer(PATIENCE_SECONDS, lambda: self._done(turn))
        # The key bubbles all the way up, and then the messages that it gave rise to.
        self._follow(turn, (*way, *way))

    def _follow(self, turn: int, way: Sequence[MessagePump]) -> None:
        """Call back when all parts on the way have been through their messages so far."""
        if not way:
            self._done(turn)
        elif not way[0].call_later(self._follow, turn, way[1:]):
            self._follow(turn, way[1:])

    def _done(self, turn: int) -> None:
        if turn == self._turn:
            if self._fallback is not None:
                self._fallback.stop()
            self._next(PATIENCE_SECONDS)
