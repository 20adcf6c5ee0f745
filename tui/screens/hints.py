"""Which commands stand in the key bar, the likeliest first, by what one is doing."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

HELP: Final = ("app.help",)
"""The command that is named on however narrow a screen."""

LIBRARY = (
    "list.choose",
    "library.filter",
    "library.import",
    "library.export",
    "library.mark_done",
    *HELP,
    "library.leave",
    "library.sort",
)
EMPTY_LIBRARY = ("library.import", *HELP, "library.leave")
FILTERING = ("dialog.accept", "dialog.cancel", *HELP)
TEXT = (
    "text.next_entity",
    "text.accept_entity",
    "text.reject_entity",
    "reading.undo",
    "text.mark",
    "text.label_picker",
    "reading.find",
    *HELP,
    "reading.back",
)
SELECTED = (
    "text.label_picker",
    "text.cancel",
    "text.label_leader",
    "text.grow",
    "text.swap_ends",
    *HELP,
)
PANEL = (
    "list.choose",
    "panel.relabel",
    "panel.note",
    "panel.delete_tag",
    "reading.undo",
    "panel.leave",
    *HELP,
)
LABELS = (
    "labels.edit",
    "labels.add",
    "labels.merge",
    "labels.recolour",
    "labels.undo",
    "labels.close",
    "labels.move_up",
    "labels.move_down",
    "labels.remove",
    *HELP,
)
KEYS = (
    "dialog.accept",
    "keys.try_key",
    "keys.add_key",
    "keys.unbind",
    "keys.reset",
    "dialog.cancel",
    *HELP,
)
DIALOG = ("dialog.accept", "dialog.cancel", *HELP)
LOOKING = ("dialog.accept", *HELP)
STOPPING = ("dialog.cancel", *HELP)
COMPLETING = ("dialog.accept", "dialog.complete", "dialog.cancel", *HELP)
MOVING = ("text.move_edges", "text.cancel", "text.swap_ends", *HELP)
TICKS = ("ticks.accept", "ticks.tick", "ticks.tick_all", "ticks.filter", "ticks.cancel", *HELP)
OCCURRENCES = (
    "ticks.accept",
    "ticks.tick",
    "ticks.tick_all",
    "ticks.compare",
    "ticks.everywhere",
    "ticks.filter",
    "ticks.cancel",
    *HELP,
)


class Said(NamedTuple):
    """What is said of a command where it does something of its own: in the key bar and the help."""

    word: str
    help: str


CLOSES: Final = MappingProxyType({"dialog.accept": Said("Close", "Close the list.")})
"""Where there is nothing to accept."""
STOPS: Final = MappingProxyType({"dialog.cancel": Said("Stop", "Stop what is going on.")})
"""While something is going on that one can stop."""
GOES_ON: Final = MappingProxyType(
    {
        "dialog.complete": Said("Next field", "Go to the next field."),
        "dialog.next": Said("Next field", "Go to the next field."),
        "dialog.previous": Said("Field before", "Go to the field before."),
    }
)
"""Where there are several fields."""
SAVES: Final = MappingProxyType(
    {"text.move_edges": Said("Save", "Save the tag with its edges where they are now.")}
)
"""While the edges of a tag are moved."""
