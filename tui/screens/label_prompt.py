"""Choosing a label: by the next key, or from the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len
from textual import events

from keymaps.keys import translated
from store import labels, scheme
from store.library import Library
from store.model import Label
from tui.display import visible
from tui.messages import LabelsChanged
from tui.saving import Change
from tui.screens.edit_label import EditLabel
from tui.screens.label_picker import LabelPicker
from tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

_WAYS = (labels.by_key, labels.by_digit)

Use = Callable[[Label], None]


class LabelPrompt:
    """Waits for the letter or digit of a label.

    Space takes the last label again, Enter opens the list, and any other key does nothing.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._use: Use | None = None
        self.last: Label | None = None
        """The label that was used last."""

    def ask(self, use: Use, prompt: str) -> None:
        """Have the next key name a label, and say which keys there are."""
        self._use = use
        width = self._screen.query_one(StatusLine).size.width
        self._screen.tell(prompted(prompt, self.last, self._screen.labels, width), whole=True)

    def take(self, event: events.Key) -> bool:
        """Take a key if one is awaited; tell whether it was."""
        use, self._use = self._use, None
        if use is None:
            return False
        event.stop()
        event.prevent_default()
        label = self._label_of(event)
        known = label or event.key in ("escape", "ctrl+g", "enter")
        self._screen.tell("" if known else "No such label")
        if label is not None:
            use(label)
        elif event.key == "enter":
            self.pick(use)
        return True

    def _label_of(self, event: events.Key) -> Label | None:
        if event.key == "space":
            return self.last
        character = event.character or ""
        # On another layout a label's letter may be meant, or be one of that layout's own.
        latin = translated(event.key, self._screen.dispatcher.keymap.langmap)
        found = (by(self._screen.labels, one) for one in (character, latin) for by in _WAYS)
        return next((label for label in found if label is not None), None)

    def pick(self, use: Use) -> None:
        """Open the list of labels, and use the one that is chosen or made."""
        screen = self._screen

        def chosen(label: Label | None) -> None:
            if label in screen.labels:
                use(label)
            elif label is not None:
                colour = scheme.next_colour(screen.labels, labels.palette())
                new = replace(label, colour=colour)
                dialog = EditLabel("New label", new, screen.labels, scheme.added)
                screen.app.push_screen(dialog, made)

        def made(label: Label | None) -> None:
            if label is not None:
                # What uses it is saved after it.
                screen.spantag.saver.submit(screen, adding(label))
                use(label)

        screen.app.push_screen(LabelPicker(screen.labels), chosen)


def prompted(prompt: str, last: Label | None, scheme: Sequence[Label], width: int) -> str:
    """Return what to ask for a label: as many of the keys as fit in a width, and what has all."""
    keys = [f"{label.key} {label.name}" for label in scheme if label.key]
    keys = [f"Space {last.name}", *keys] if last else keys
    for count in range(len(keys), -1, -1):
        said = "  ".join(keys[:count]) + ("" if count == len(keys) else " …")
        whole = "  ".join(
            filter(None, (f"{prompt}:", said.strip(), f"Enter lists all {len(scheme)}"))
        )
        if cell_len(visible(whole)) <= width:
            break
    return whole


def adding(label: Label) -> Change:
    """Return what adds a label to the scheme of a library."""

    def change(library: Library) -> LabelsChanged:
        library.change_labels(lambda current: scheme.added(current, label))
        return LabelsChanged(library.labels(), f"New label {label.name}")

    return change
