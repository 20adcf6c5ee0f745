"""Keys that the line has torn apart are put together again, and an Escape waits for what follows.

What a key means depends on where it comes: in a field, in the text, with something begun that an
Escape would throw away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import constants, events
from textual.widget import Widget

from keymaps.commands import MOVING_CHAIN, SCOPES, SELECTED_CHAIN, SELECTING_CHAIN
from keymaps.torn import INTRODUCED, Mender
from tui.escapes import ESCAPE_AND, META, after_escape, key_of

if TYPE_CHECKING:
    from tui.app import SpantagApp

Typed = events.Key | events.Paste
Mended = tuple[Typed, bool]
"""What to hand on, and whether it must change nothing."""

_BEGUN = (SELECTED_CHAIN, SELECTING_CHAIN, MOVING_CHAIN)
_TYPING = frozenset(scope.name for scope in SCOPES if scope.typing)


class Mending:
    """Asks the app where a key comes, and holds an Escape back that would throw something away."""

    def __init__(
        self,
        app: SpantagApp,
        put_back: Callable[[Typed], None],
        released: Callable[[Iterable[Mended]], None],
    ) -> None:
        """Tell what is to come again after what was held, and what was held long enough."""
        self._app = app
        self._put_back = put_back
        self._released = released
        self._mender = Mender(key_of)
        self._holding = 0
        """How often it is still to be looked whether an Escape is held back."""

    @property
    def holds(self) -> bool:
        """Whether an Escape may still be held back."""
        return self._holding > 0

    def keys(self, event: Typed) -> Iterator[Mended]:
        """Yield what a key stands for; it is asked where one is when its turn has come."""
        typing, focused = not _TYPING.isdisjoint(self._app.chain), self._app.focused
        whole = isinstance(event, events.Paste) or event.key.startswith(ESCAPE_AND)
        if whole and (held := self._mender.released()):
            self._put_back(event)  # its turn comes after the Escape's
            yield from ((_key(key), False) for key in held)
        elif isinstance(event, events.Paste):
            yield event, False
        elif whole and event.key not in INTRODUCED:
            yield from self._after_escape(event, typing=typing)
        else:
            yield from self._put_together(event, typing=typing, field=focused)

    def _put_together(
        self, event: events.Key, *, typing: bool, field: Widget | None
    ) -> Iterator[Mended]:
        words = typing and bool(getattr(field, "value", ""))
        hold = words or self._app.chain in _BEGUN  # what an Escape would throw away
        if event.key == "ctrl+j" and not self._app.dispatcher.knows(event.key):
            event = _key("enter", "\r")  # so it arrives from before the app had the terminal
        mended = self._mender.take(
            event.key, event.character or "", event.time, typing=typing, hold=hold
        )
        if hold and not mended.keys:
            self._holding += 1
            asyncio.get_running_loop().call_later(constants.ESCAPE_DELAY, self._release)
        if mended.torn:
            self._app.dispatcher.clear()
        for key in mended.keys:
            # An Escape before it may have closed what it was meant for.
            yield (event if key == event.key else _key(key)), mended.torn

    def _after_escape(self, event: events.Key, *, typing: bool) -> Iterator[Mended]:
        dispatcher, field = self._app.dispatcher, self._app.focused is not None
        found = after_escape(
            event.key,
            partial(dispatcher.binds, chain=self._app.chain),
            field=typing and field,
            any_key=typing and not field,
            meta=dispatcher.knows(META),
        )
        for key in found:
            yield _key(key, event.character), key != "escape"

    def _release(self) -> None:
        self._holding -= 1
        self._released((_key(key), False) for key in self._mender.released())


def _key(key: str, character: str | None = None) -> events.Key:
    """Return a key that did not arrive as such."""
    if key == "escape":
        return events.Key(key, "\x1b")
    return events.Key(key, None if "+" in key else character)
