"""The one-line bars: title on top, status and keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from tui.cells import cut, fit, wrapped
from tui.display import visible
from tui.footer import GAP, Hint, fitted
from tui.widgets.kept import Kept

WARNING_LINES = 2
"""The lines that a warning takes at most: it stays."""


class Bar(Kept):
    """One line with text at its left and its right end; it repaints only when that changes."""

    def __init__(
        self, text: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._left = text
        self._right = ""

    def show(self, left: str, right: str = "") -> None:
        """Show foreign text at the left, cut if need be, and at the right."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """What the bar shows, without blanks between its ends."""
        return f"{self._left} {self._right}".strip()

    def render(self) -> Content:
        """Return the line, exactly as wide as the bar."""
        return Content(self._line(self._left))

    def draw(self, crop: Region) -> list[Strip]:
        """Draw the line: the status changes with every key, and Textual's way takes longer."""
        line = self.framed([Segment(self.render().plain, self.base_style)])
        return self.finished([line] * self.outer_size.height, crop)

    def _line(self, left: str) -> str:
        width = self.size.width
        right = cut(self._right, max(0, width - 1))
        room = width - cell_len(right) - (1 if right else 0)
        return fit(left, room) + (" " + right if right else "")


class TitleBar(Bar):
    """What the screen shows: the library, or a report."""


class LongBar(Bar):
    """A line that takes more of them where its text has to be read whole."""

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self._lines())

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self._grow()

    def _grow(self) -> None:
        height = self.lines
        if height != (self.styles.height.value if self.styles.height else 1):
            self.styles.height = height

    def _whole(self) -> str:
        """Return the text to be read whole, if it is longer than the line has room for."""
        raise NotImplementedError

    def _single(self) -> str:
        return self._line(self._left)

    def _lines(self) -> list[str]:
        width, whole = self.size.width, self._whole()
        if not whole or width <= 0:
            return [self._single()]
        return [fit(line, width) for line in wrapped(whole, width, self._most())]

    def _most(self) -> int:
        """Return how many lines it may take."""
        return max(1, self.app.size.height // 2)

    def _beside(self, text: str) -> bool:
        """Tell whether a text has room beside the right end."""
        right = cell_len(self._right) + 1 if self._right else 0
        return cell_len(visible(text)) + right <= self.size.width

    def draw(self, crop: Region) -> list[Strip]:
        """Draw the line, or the lines."""
        lines = [self.framed([Segment(line, self.base_style)]) for line in self._lines()]
        below = self.outer_size.height - len(lines)
        return self.finished([*lines, *[self.framed([])] * below], crop)


class WarningBar(LongBar):
    """Takes room only while there is something to warn of."""

    def on_mount(self) -> None:
        """Take no room yet."""
        self.display = False

    def warn(self, left: str, right: str = "") -> None:
        """Warn of something, or of nothing any more."""
        self.show(left, right)
        self.display = bool(left)
        self._grow()

    def _whole(self) -> str:
        return "" if self._beside(self._left) else f"{self._left}; {self._right}".strip("; ")

    def _most(self) -> int:
        return WARNING_LINES


class StatusLine(LongBar):
    """Where one is and what is there; for a moment, what a command had to say."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message = ""
        self._is_whole = False

    def tell(self, message: str, *, error: bool = False, whole: bool = False) -> None:
        """Show a message in the place of the left text; an empty one brings that back.

        An error, and what is to be read whole, takes the right text's place and more lines.
        """
        whole = whole or error
        if (message, whole) != (self._message, self._is_whole):
            self._message, self._is_whole = message, whole
            self._grow()
            self.refresh()
        self.set_class(error and bool(message), "-error")

    @property
    def message(self) -> str:
        """The message that is shown, if any."""
        return self._message

    def _whole(self) -> str:
        return self._message if self._is_whole and not self._beside(self._message) else ""

    def _single(self) -> str:
        return self._line(self._message or self._left)


class KeyBar(Kept):
    """The likeliest keys and what they do, from the live keymap."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: Sequence[Hint] = ()

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these, the most important first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render(self) -> Content:
        """Return as many hints as fit, whole."""
        parts: list[tuple[str, str] | str] = []
        for key, says in fitted(self._hints, self.size.width):
            gap = " " * GAP if parts else ""
            parts += [gap, (key, "bold $key"), (f" {visible(says)}", "$muted")]
        return Content.assemble(*parts)
