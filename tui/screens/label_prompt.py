"""Choosing a label: by the next key, or from the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from keymaps.keys import translated
from store import labels
from store.model import Label
from tui.screens import label_picker
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Picker

_WAYS = (labels.by_key, labels.by_digit)

Use = Callable[[Label], None]


class LabelPrompt:
    """Waits for the letter or digit of a label.

    Space takes the last label again, Enter opens the list, and any other key does nothing.
    """

    def __init__(self, screen: CommandScreen[None], scheme: Sequence[Label]) -> None:
        self._screen = screen
        self._labels = scheme
        self._use: Use | None = None
        self.last: Label | None = None
        """The label that was used last."""

    def ask(self, use: Use, prompt: str) -> None:
        """Have the next key name a label, and say which keys there are."""
        self._use = use
        letters = "  ".join(f"{label.key} {label.name}" for label in self._labels if label.key)
        again = f"Space {self.last.name}  " if self.last else ""
        self._screen.tell(f"{prompt}:  {again}{letters}")

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
        found = (by(self._labels, one) for one in (character, latin) for by in _WAYS)
        return next((label for label in found if label is not None), None)

    def pick(self, use: Use) -> None:
        """Open the list of labels, and use the one that is chosen."""
        picker = Picker("Label", label_picker.choices(self._labels))
        self._screen.app.push_screen(picker, lambda label: use(label) if label else None)
