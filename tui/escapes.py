"""What comes after an Escape: Alt, a key that a slow line has torn apart, or just the next key.

Textual 8.2.8 takes Escape and a letter that arrive in one piece for Alt, but waits for more before
it says so, and forgets the Escape before most other characters, Enter among them. It takes every
key for text that is pasted until the end of that comes in one piece, and an Escape in it for keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic
from typing import Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers import linux_driver
from textual.message import Message

ESCAPE_AND: Final = "escape+"
"""Begins the name of a key that arrived in one piece with an Escape before it."""
_INTRODUCERS: Final = frozenset("[O]P")
"""With Escape they begin the longer sequences of keys and of answers (ECMA-48, 5.3)."""
_SHIFT_TAB: Final = "\x1b\t"
"""What the Linux console sends for Shift+Tab."""
_IN_FIELDS: Final[Mapping[str, str]] = {
    "alt+f": "ctrl+right",
    "alt+b": "ctrl+left",
    "alt+d": "ctrl+f",
    "alt+backspace": "ctrl+w",
}
"""The Alt keys for words, and the names by which fields know them."""
META: Final = "alt+f"
"""Where a keymap has this, Escape is its Meta: emacs users press the two one after the other."""


PASTE_SECONDS: Final = 5.0
"""How long the line may be silent before what is pasted counts as whole without its end: no line
loses that, but a keyboard must not stay dead."""
_SEEN: Final = len(BRACKETED_PASTE_START) - 1
"""Characters by which the beginning of a paste may have come before the rest of it."""


class EscapeParser(XTermParser):
    """Textual's parser, but an Escape and a key in one piece are told at once, as such.

    What is pasted goes past it, however the line tears its end apart.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._before = ""
        """The characters that came last."""
        self._pasted: str | None = None
        """What has come of a paste; None outside of one."""
        self._came = 0.0
        """When the last of it came."""

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what comes of characters; none are the end of all."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                outside, data = self._up_to_paste(data)
                yield from super().feed(outside)
                continue
            searched = max(0, len(self._pasted) - _SEEN)
            self._pasted, data, self._came = self._pasted + data, "", monotonic()
            end = self._pasted.find(BRACKETED_PASTE_END, searched)
            if end >= 0:
                data = self._pasted[end + len(BRACKETED_PASTE_END) :]
                yield from self._end_paste(self._pasted[:end])

    def tick(self) -> Iterable[Message]:
        """Yield what comes of having waited long enough for more."""
        if self._pasted is None:
            yield from super().tick()
        elif monotonic() - self._came > PASTE_SECONDS:
            yield from self._end_paste(self._pasted)

    def _up_to_paste(self, data: str) -> tuple[str, str]:
        """Return what of the data is no paste, with the beginning of one, and the rest."""
        known = self._before + data
        start = known.find(BRACKETED_PASTE_START)
        if start < 0:
            self._before = known[-_SEEN:]
            return data, ""
        self._before, self._pasted, self._came = "", "", monotonic()
        place = start + len(BRACKETED_PASTE_START) - (len(known) - len(data))
        return data[:place], data[place:]

    def _end_paste(self, text: str) -> Iterator[Message]:
        self._pasted = None
        for message in super().feed(BRACKETED_PASTE_END):
            if not isinstance(message, events.Paste):  # Textual's is empty
                yield message
        yield events.Paste(text.replace("\x00", ""))

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        character = sequence[-1:]
        after = sequence[:-1] == "\x1b" and sequence != _SHIFT_TAB
        if after and character in _INTRODUCERS:
            return
        if after or alt:  # `alt`: what it introduces has not come
            for key in super()._sequence_to_key_events(character):
                yield events.Key(ESCAPE_AND + key.key, key.character)
            return
        yield from super()._sequence_to_key_events(sequence)


def install() -> None:
    """Have Textual's drivers read the terminal by our parser; they offer no place to say so."""
    setattr(linux_driver, "XTermParser", EscapeParser)  # noqa: B010


def key_of(sequence: str) -> str:
    """Return the name of the key that a terminal sends as a whole sequence; `""` if none."""
    found = [one.key for one in XTermParser().feed(sequence) if isinstance(one, events.Key)]
    return found[0] if len(found) == 1 else ""


def after_escape(
    key: str, binds: Callable[[str], bool], *, field: bool, any_key: bool, meta: bool
) -> tuple[str, ...]:
    """Return the keys that an Escape and a key in one piece stand for.

    Alt and that key if they are bound there, or any key is heard for itself, and in a field where
    fields know it for words and Escape is the Meta of the keymap; else the two of them.
    """
    base = key.removeprefix(ESCAPE_AND)
    upper = len(base) == 1 and base.isupper()
    alt = f"alt+shift+{base.lower()}" if upper else f"alt+{base}"
    if field and alt in _IN_FIELDS and (meta or base == "backspace") and not binds(alt):
        return (_IN_FIELDS[alt],)
    heard = any_key and len(base) == 1
    return (alt,) if heard or binds(alt) else ("escape", base)
