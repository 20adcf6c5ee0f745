"""A list to read, such as the history of a tag."""

from __future__ import annotations

from tui.screens import hints
from tui.screens.telling_picker import TellingPicker


class Listing(TellingPicker[None]):
    """Lists what is known; there is nothing to accept, so Enter closes it as Escape does.

    What a narrow row cuts is told below.
    """

    HINTS = hints.LOOKING
    WORDS = hints.CLOSES
