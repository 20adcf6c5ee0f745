"""Choosing a label: by the next key, or from the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len
from textual import events

from keymaps.keys import CANCELLING, display, translated
from store import labels, scheme
from store.library import Library
from store.model import Label
from tui.display import visible
from tui.footer import GAP, Hint, shown
from tui.saving import Change
from tui.screens.edit_label import EditLabel
from tui.screens.label_picker import LabelPicker
from tui.screens.messages import LabelsChanged
from tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

_WAYS = (labels.by_key, labels.by_digit)

Use = Callable[[Label], None]
GiveUp = Callable[[], None]


def _nothing() -> None:
    """Do nothing where no label is given."""


class LabelPrompt:
    """Waits for the letter or digit of a label.

    Space takes the label that is offered, or else the last again, Enter or a key for help opens
    the list, and any other key ends the waiting.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._use: Use | None = None
        self.given_up: GiveUp = _nothing
        """What is done if no label is given; it is forgotten when one is, or not."""
        self.footer: Sequence[Hint] = ()
        """What one can press now, beside what the status line says; nothing if none is awaited."""
        self.last: Label | None = None
        """The label that was used last."""
        self._offered: Label | None = None

    def ask(self, use: Use, prompt: str, offer: Label | None = None) -> None:
        """Have the next key name a label, and say which keys there are, and which one Space is."""
        self._use, self.given_up = use, _nothing
        self._offered = offer or self.last
        width = self._screen.query_one(StatusLine).size.width
        said, self.footer = prompted(prompt, self._offered, self._screen.labels, width)
        self._screen.tell(said, whole=True)
        self._screen.refresh_hints()

    def take(self, event: events.Key) -> bool:
        """Take a key if one is awaited; tell whether it was."""
        use, self._use = self._use, None
        if use is None:
            return False
        given_up, self.given_up, self.footer = self.given_up, _nothing, ()
        event.stop()
        event.prevent_default()
        label = self._label_of(event)
        lists = event.key == "enter" or self._screen.dispatcher.asks_for(event.key, "app.help")
        known = label or lists or self._cancels(event.key)
        self._screen.tell("" if known else "No such label")
        self._screen.refresh_hints()
        if label is not None:
            use(label)
        elif lists:
            self.pick(use, given_up)
        else:
            given_up()
        return True

    def _cancels(self, key: str) -> bool:
        return key in CANCELLING or self._screen.dispatcher.asks_for(key, "text.cancel")

    def _label_of(self, event: events.Key) -> Label | None:
        if event.key == "space":
            return self._offered
        character = event.character or ""
        # On another layout a label's letter may be meant, or be one of that layout's own.
        latin = translated(event.key, self._screen.dispatcher.keymap.langmap)
        found = (by(self._screen.labels, one) for one in (character, latin) for by in _WAYS)
        return next((label for label in found if label is not None), None)

    def pick(self, use: Use, given_up: GiveUp = _nothing) -> None:
        """Open the list of labels, and use the one that is chosen or made."""
        screen = self._screen

        def chosen(label: Label | None) -> None:
            if label in screen.labels:
                use(label)
            elif label is None:
                given_up()
            else:
                colour = scheme.next_colour(screen.labels, labels.palette())
                new = replace(label, colour=colour)
                dialog = EditLabel("New label", new, screen.labels, scheme.added)
                screen.app.push_screen(dialog, made)

        def made(label: Label | None) -> None:
            if label is None:
                given_up()
            else:
                # What uses it is saved after it.
                screen.spantag.saver.submit(screen, adding(label))
                use(label)

        screen.app.push_screen(LabelPicker(screen.labels), chosen)


def prompted(
    prompt: str, offered: Label | None, scheme: Sequence[Label], width: int
) -> tuple[str, Sequence[Hint]]:
    """Return what to ask for a label, and the hints for the line below it, which go on with that.

    The question names as many of the keys as fit in a width in cells.
    """
    keys = [(key, label.name) for label in scheme if (key := label.key or label.digit)]
    if offered is not None:
        keys.insert(0, (display(("space",)), offered.name))
    said, count = f"{prompt}:", 0
    for pair in keys:
        longer = f"{said}{' ' * GAP}{shown(pair)}"
        if cell_len(visible(longer)) > width:
            break
        said, count = longer, count + 1
    more = (Hint((key,), name) for key, name in keys[count:])
    return said, (
        *more,
        Hint((display(("enter",)),), f"All {len(scheme)}", always=True),
        Hint((display(("escape",)),), "Cancel", always=True),
    )


def adding(label: Label) -> Change:
    """Return what adds a label to the scheme of a library."""

    def change(library: Library) -> LabelsChanged:
        library.change_labels(lambda current: scheme.added(current, label))
        return LabelsChanged(library.labels(), f"New label {label.name}")

    return change
