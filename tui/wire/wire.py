"""What a program paints goes in, what a terminal needs comes out; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tui.wire.looks import changed
from tui.wire.painting import Painter
from tui.wire.screen import Screen
from tui.wire.shifting import best_shift
from tui.wire.small import notice
from tui.wire.spelling import Spelling
from tui.wire.terminals import Abilities

_TOKENS: Final = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f]+)"
    r"|\x1b\[(?P<place>[0-9]*(?:;[0-9]*)?)H"
    r"|(?P<feed>[\r\n])"
    r"|(?P<frame>\x1b\[\?2026[hl])"
    r"|(?P<link>\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-Z\\`-~]"
    r"|[\x00-\x1f\x7f])"
)
_INTRODUCER: Final = "\x1b["
"""What begins a control sequence; it stands at the beginning of tokens only."""
_SGR: Final = frozenset("0123456789;:")
"""What the parameters of a look consist of."""
_LEAVES_THE_SCREEN: Final = re.compile(
    r"\x1b\[[?<>=][0-9;]*(?:[hlu]|\$p)|\x1b\[[0-9;]*[cntq]|\x1b[\]P].*|\x07", re.DOTALL
)
"""Modes, questions, titles, clipboard, bell: no cell and no cursor changes."""
_BEGINS, _ENDS = "\x1b[?1049h", "\x1b[?1049l"
"""To the alternate screen and back: nothing is ever painted on the other."""
_REPLACED: Final = {
    # Motion of the mouse only while a button is down.
    "\x1b[?1003h": "\x1b[?1002h",
    "\x1b[?1003l": "\x1b[?1002l",
    # Whether the terminal has the focus changes nothing here.
    "\x1b[?1004h": "",
    "\x1b[?1004l": "",
}
_POINTER: Final = "\x1b]22;"
"""Gives the mouse's pointer a shape: bytes that nobody without a mouse needs, and vt100 prints."""
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_ONE_PIECE: Final = 512
"""Characters that arrive in one piece anyway, and need no brackets to be shown at once."""


@lru_cache(maxsize=4096)
def _is_look(parameters: str) -> bool:
    return _SGR.issuperset(parameters)


class Wire:
    """Between a program and its terminal: keeps what is wanted and what is shown."""

    def __init__(
        self,
        abilities: Abilities,
        width: int,
        height: int,
        spelling: Spelling | None = None,
        least: tuple[int, int] = (0, 0),
    ) -> None:
        self._least = least
        self._wanted = Screen(width, height, spelling)
        self._shown = Screen(width, height)
        self._shown.forget()
        self._notice = notice(width, height, least)
        self._painter = Painter(abilities)
        self._pending: list[str] = []
        self._on = False
        self._painted = False
        self._dirty = False
        self._brackets = False
        self._parked = 0, 0

    @property
    def size(self) -> tuple[int, int]:
        """The width and height of the screen."""
        return self._wanted.width, self._wanted.height

    def resize(self, width: int, height: int) -> None:
        """Take another size; what a terminal shows after that is not known."""
        self._wanted.resize(width, height)
        self._shown.resize(width, height)
        self._notice = notice(width, height, self._least)
        self.forget()

    def forget(self) -> None:
        """Know nothing of the terminal any more: all of it is painted with the next frame."""
        self._shown.forget()
        self._painter.forget()
        self._parked = 0, 0
        self._dirty = self._painted

    def feed(self, data: str) -> bool:
        """Take in what a program writes; tell whether some of it should not wait for a frame.

        Text, looks and places go to what is wanted. Anything else is passed on, in order.
        """
        waiting = len(self._pending)
        screen = self._wanted
        first, *pieces = data.split(_INTRODUCER)
        self._tokens(first)
        for piece in pieces:
            # Nearly all are a look and a text in it; so they are taken in half the time.
            parameters, _, text = piece.partition("m")
            if len(parameters) < len(piece) and _is_look(parameters):
                screen.look = changed(screen.look, parameters)
                if not text.isprintable():
                    self._tokens(text)
                elif text:
                    self._write(text)
            else:
                self._tokens(_INTRODUCER + piece)
        return len(self._pending) > waiting

    def _tokens(self, data: str) -> None:
        end = 0
        for match in _TOKENS.finditer(data):
            self._token(match.lastgroup or "", match[match.lastgroup or 0])
            end = match.end()
        if end < len(data):
            self._pass_on(data[end:])

    def pass_on(self, sequence: str) -> None:
        """Have a sequence sent as it is; it must change neither cells nor cursor."""
        self._paint()
        self._painter.rest()
        self._pending += [self._painter.taken(), sequence]

    def taken(self) -> str:
        """Return what must be sent now."""
        self._paint()
        text = "".join(self._pending)
        self._pending.clear()
        return text

    def _token(self, kind: str, token: str) -> None:
        screen = self._wanted
        if kind == "text":
            self._write(token)
        elif kind == "place":
            row, _, column = token.partition(";")
            screen.x, screen.y = max(0, int(column or 1) - 1), max(0, int(row or 1) - 1)
            self._dirty = self._painted
        elif kind == "feed":
            # A terminal's line discipline makes a line feed go to the first column.
            screen.x, screen.y = 0, screen.y + (token == "\n")
        elif kind == "frame":
            self._brackets = True
        elif kind == "other":
            self._pass_on(token)

    def _write(self, text: str) -> None:
        self._wanted.write(text)
        self._painted = self._dirty = True

    def _pass_on(self, token: str) -> None:
        token = _REPLACED.get(token, token)
        if not token or token.startswith(_POINTER):
            return
        self._paint()
        self._painter.rest()
        if token == _ENDS:
            # Where no other screen comes back, what follows is written below.
            self._painter.park(0, self._wanted.height - 1)
        self._pending += [self._painter.taken(), token]
        if token in (_BEGINS, _ENDS) or not _LEAVES_THE_SCREEN.fullmatch(token):
            self.forget()
        self._on = token == _BEGINS or (self._on and token != _ENDS)

    def _paint(self) -> None:
        """Collect what the terminal needs to show what is wanted."""
        if not (self._dirty and self._on):
            return
        self._dirty = False
        shown, wanted = self._shown, self._notice or self._wanted
        if self._painter.scrolls and (shift := best_shift(shown.rows, wanted.rows)):
            self._painter.shift(shift, shown)
        for y, (old, new) in enumerate(zip(shown.rows, wanted.rows, strict=True)):
            self._painter.row(y, old, new)
        place = min(wanted.x, wanted.width - 1), min(wanted.y, wanted.height - 1)
        if place != self._parked:
            # It is hidden, but where it is, an input method opens its window.
            self._parked = place
            self._painter.park(*place)
        text = self._painter.taken()
        if self._brackets and len(text) > _ONE_PIECE:
            text = _BEGIN + text + _END
        self._pending.append(text)
