"""What comes after an Escape: Alt, a key that a slow line has torn apart, or just the next key.

Textual 8.2.8 takes Escape and a letter that arrive in one piece for Alt, but waits for more before
it says so, and forgets the Escape before most other characters, Enter among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

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
"""The Alt keys for words, which a Mac sends for Option and arrows; fields know the other name."""


class EscapeParser(XTermParser):
    """Textual's parser, but an Escape and a key in one piece are told at once, as such."""

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
    key: str, binds: Callable[[str], bool], *, typing: bool, field: bool = True
) -> tuple[str, ...]:
    """Return the keys that an Escape and a key in one piece stand for.

    Alt and that key where the keymap has it, in a field if it is about words, and where any key is
    heard without a field; else the two of them.
    """
    base = key.removeprefix(ESCAPE_AND)
    upper = len(base) == 1 and base.isupper()
    alt = f"alt+shift+{base.lower()}" if upper else f"alt+{base}"
    if typing and field and alt in _IN_FIELDS and not binds(alt):
        return (_IN_FIELDS[alt],)
    heard = typing and not field and len(base) == 1
    return (alt,) if heard or binds(alt) else ("escape", base)
