"""Which commands stand in the key bar, the likeliest first, by what one is doing."""

from __future__ import annotations

LIBRARY = (
    "list.choose",
    "library.filter",
    "library.import",
    "library.export",
    "library.mark_done",
    "app.help",
    "library.leave",
    "library.sort",
)
EMPTY_LIBRARY = ("library.import", "app.help", "library.leave")
FILTERING = ("dialog.accept", "dialog.cancel")
TEXT = (
    "text.next_entity",
    "text.accept_entity",
    "text.reject_entity",
    "text.mark",
    "text.label_picker",
    "reading.find",
    "reading.undo",
    "app.help",
    "reading.back",
)
SELECTED = (
    "text.label_picker",
    "text.label_leader",
    "text.grow",
    "text.swap_ends",
    "text.cancel",
    "app.help",
)
PANEL = (
    "list.choose",
    "panel.relabel",
    "panel.note",
    "panel.delete_tag",
    "reading.undo",
    "panel.leave",
    "app.help",
)
LABELS = (
    "labels.edit",
    "labels.add",
    "labels.merge",
    "labels.recolour",
    "labels.undo",
    "labels.move_up",
    "labels.move_down",
    "labels.remove",
    "labels.close",
)
KEYS = (
    "dialog.accept",
    "keys.try_key",
    "keys.add_key",
    "keys.unbind",
    "keys.reset",
    "dialog.cancel",
)
DIALOG = ("dialog.accept", "dialog.cancel")
COMPLETING = ("dialog.accept", "dialog.complete", "dialog.cancel")
MOVING = ("text.move_edges", "text.swap_ends", "text.cancel", "app.help")
TICKS = ("ticks.accept", "ticks.tick", "ticks.tick_all", "ticks.filter", "ticks.cancel")
OCCURRENCES = (
    "ticks.accept",
    "ticks.tick",
    "ticks.tick_all",
    "ticks.compare",
    "ticks.everywhere",
    "ticks.filter",
    "ticks.cancel",
)
