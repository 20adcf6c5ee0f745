"""What comes after an Escape: Alt, a key that a slow line has torn apart, or just the next key.

Textual 8.2.8 takes Escape and a letter that arrive in one piece for Alt, but waits for more before
it says so, and forgets the Escape before most other characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from keymaps.keys import named

ESCAPE_AND: Final = "escape+"
"""Begins the name of a key that arrived in one piece with an Escape before it."""
_INTRODUCERS: Final = frozenset("[ONP]X^_")
"""With Escape they begin a longer sequence (ECMA-48, 5.3)."""
_IN_FIELDS: Final[Mapping[str, str]] = {"alt+f": "ctrl+right", "alt+b": "ctrl+left"}
"""What a Mac sends for Option and arrows; the fields know the other name."""


class EscapeParser(XTermParser):
    """Textual's parser, but Escape and a character in one piece are told at once, as such."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        character = sequence[1:]
        if sequence[:1] == "\x1b" and len(character) == 1 and character.isprintable():
            if character not in _INTRODUCERS:
                yield events.Key(ESCAPE_AND + named(character), character)
            return
        yield from super()._sequence_to_key_events(sequence, alt)


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

    Alt and that key where the keymap has it, and where one types, as Escape would throw away what
    is typed; else the two of them. Without a field no key is what fields know it as.
    """
    base = key.removeprefix(ESCAPE_AND)
    upper = len(base) == 1 and base.isupper()
    alt = f"alt+shift+{base.lower()}" if upper else f"alt+{base}"
    if typing:
        return (_IN_FIELDS.get(alt, alt) if field else alt,)
    return (alt,) if binds(alt) else ("escape", base)
