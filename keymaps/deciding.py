"""The part of the catalogue about suggestions, what lies under the cursor, and lists to tick."""

from __future__ import annotations

from typing import Final

from keymaps.kinds import Command

SUGGESTIONS: Final = (
    Command(
        "text",
        "next_suggestion",
        "Next suggestion",
        "Go to the next suggestion still open.",
        "Review",
    ),
    Command(
        "text", "previous_suggestion", "Previous suggestion", "Go to the previous one still open."
    ),
    Command(
        "text",
        "accept_entity",
        "Accept entity",
        "Make the entity a tag, and go on to the next.",
        "Accept",
        True,
    ),
    Command(
        "text",
        "accept_as",
        "Accept with another label",
        "Make it a tag with the label of the next key, and go on.",
        "",
        True,
    ),
    Command(
        "text",
        "reject_entity",
        "Reject entity",
        "Say that the entity is none, and go on to the next.",
        "Reject",
        True,
    ),
    Command(
        "text",
        "accept_same",
        "Accept all the same",
        "Accept all of these words or this name, after a look.",
        "",
        True,
    ),
    Command(
        "text",
        "reject_same",
        "Reject all the same",
        "Reject all of these words or this name, after a look.",
        "",
        True,
    ),
)

SPANS: Final = (
    Command(
        "text",
        "tag_all",
        "Tag all occurrences",
        "Tag these words here or everywhere, after a look.",
        "",
        True,
    ),
    Command("text", "next_here", "Next one here", "Take the next tag or entity under the cursor."),
    Command(
        "text",
        "move_edges",
        "Move edges",
        "Let motions move an edge of the tag; again, save it.",
        "",
        True,
    ),
    Command("text", "why", "Why", "Show what found this entity, and its canonical name."),
)

OWN: Final = (
    Command(
        "text",
        "add_term",
        "Highlight from now on",
        "Highlight these words in this library or for you.",
        "",
        True,
    ),
    Command(
        "text",
        "stop_words",
        "Never highlight this",
        "Never highlight these words here, or anywhere, again.",
        "",
        True,
    ),
)

TICKS: Final = (
    Command("ticks", "tick", "Tick or untick", "Tick or untick this row.", "Tick"),
    Command("ticks", "tick_all", "All or none", "Untick all rows shown, or tick them.", "All"),
    Command(
        "ticks",
        "compare",
        "Compare otherwise",
        "Match exactly, in any case, by spelling.",
        "Compare",
    ),
    Command(
        "ticks", "everywhere", "Here or everywhere", "Look in this report, or in all.", "Where"
    ),
    Command("ticks", "filter", "Filter", "Show only the rows that match words.", "Filter"),
    Command("ticks", "clear_filter", "Clear the filter", "Show all rows again."),
    Command(
        "ticks", "accept", "Do it", "Do what the list is about with what is ticked.", "Do it", True
    ),
    Command("ticks", "cancel", "Cancel", "Close the list; nothing is changed.", "Cancel"),
)
