"""A list to read, such as the history of a tag."""

from __future__ import annotations

from tui.screens import hints
from tui.screens.dialogs import Picker


class Listing(Picker[None]):
    """Lists what is known; there is nothing to accept, so Enter closes it as Escape does."""

    HINTS = hints.LOOKING
    WORDS = hints.CLOSES
