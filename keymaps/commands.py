"""The catalogue: every command of the app, the scopes they live in, and who hears a key first.

Keys, footer, help, palette and the README's table are all derived from it; which key does what
is not said here but in the keymap files.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from keymaps.deciding import OWN, SPANS, SUGGESTIONS, TICKS
from keymaps.kinds import Command, Scope
from keymaps.managing import KEYS, LABELS

SCOPES: Final = (
    Scope("app", "Everywhere"),
    Scope("list", "Lists"),
    Scope("library", "Library"),
    Scope("reading", "Reading"),
    Scope("text", "Text"),
    Scope("panel", "Side panel"),
    Scope("dialog", "Dialogs", typing=True),
    Scope("labels", "Labels"),
    Scope("keys", "Keys", typing=True),
    Scope("ticks", "Lists to tick"),
)

MODES: Final = (
    Scope("selecting", "While selecting"),
    Scope("selected", "While something is selected"),
    Scope("moving", "While the edges of a tag are moved"),
)
"""States of the text in which keys of their own ask for commands of the scope `text`.

They come before it: `selecting` from the mark on, or with a selection made in any way;
`selected` once the selection holds something; `moving` while it is to become the span of a tag.
"""

LIBRARY_CHAIN: Final = ("library", "list", "app")
TEXT_CHAIN: Final = ("text", "reading", "app")
SELECTING_CHAIN: Final = ("selecting", *TEXT_CHAIN)
SELECTED_CHAIN: Final = ("selected", *SELECTING_CHAIN)
MOVING_CHAIN: Final = ("moving", *SELECTED_CHAIN)
PANEL_CHAIN: Final = ("panel", "list", "reading", "app")
DIALOG_CHAIN: Final = ("dialog", "app")
TICKS_CHAIN: Final = ("ticks", "list", "app")
LABELS_CHAIN: Final = ("labels", "list", "app")
KEYS_CHAIN: Final = ("keys", "dialog", "app")

CHAINS: Final = (
    LIBRARY_CHAIN,
    TEXT_CHAIN,
    SELECTING_CHAIN,
    SELECTED_CHAIN,
    MOVING_CHAIN,
    PANEL_CHAIN,
    DIALOG_CHAIN,
    TICKS_CHAIN,
    LABELS_CHAIN,
    KEYS_CHAIN,
)
"""The scopes and modes that hear a key, in this order, wherever the focus can be."""

ESSENTIAL: Final = ("app.quit", "app.palette", "dialog.accept", "dialog.cancel")
"""The commands without a key for which the analyst would be stuck."""

SHADOWS: Final = frozenset(
    {
        ("panel.leave", "reading.back"),
        ("dialog.previous", "app.palette"),
        ("ticks.accept", "list.choose"),
        ("labels.edit", "list.choose"),
        ("selecting.cancel", "reading.back"),
        ("selecting.select_word", "text.accept_entity"),
        ("selecting.select_sentence", "text.accept_entity"),
        ("selecting.select_paragraph", "text.accept_entity"),
        ("selecting.select_line", "text.accept_entity"),
        ("selecting.select_entity", "text.accept_entity"),
        ("selected.copy", "text.accept_as"),
        ("selected.label_10", "text.row_start"),
        ("moving.move_edges", "text.select_entity"),
        ("moving.move_edges", "selecting.select_entity"),
    }
)
"""Pairs of which the first may take the other's key: Escape undoes one step before it goes back,
in a dialog the emacs keys move between rows, Enter does what a list to tick, or one of labels, is
about, and saves an edge that is moved; what is selected takes no verdict on a suggestion, and in
vim, where `a w` is a word then and 0 a label, no motion to the start of the line."""

_APP = (
    Command("app", "help", "Help", "Show the keys that work here.", "Help"),
    Command("app", "palette", "Command palette", "Find a command by its name.", "Commands"),
    Command("app", "quit", "Quit", "Leave spantag; everything is saved already."),
    Command("app", "redraw", "Redraw the screen", "Paint the screen again after line noise."),
    Command(
        "app", "keys", "Keys", "List all commands with their shortcut keys; change them.", "Keys"
    ),
    Command("app", "switch_keymap", "Keymap", "Choose another keymap from a list."),
    Command("app", "switch_theme", "Dark or light", "Change between dark and light colours."),
    Command("app", "suspend", "Suspend", "Go back to the shell; its command fg returns."),
)

_LIST = (
    Command("list", "next", "Next row", "Go to the next row."),
    Command("list", "previous", "Previous row", "Go to the previous row."),
    Command("list", "page_down", "Page down", "Go one page down."),
    Command("list", "page_up", "Page up", "Go one page up."),
    Command("list", "first", "First row", "Go to the first row."),
    Command("list", "last", "Last row", "Go to the last row."),
    Command("list", "choose", "Open", "Open the report, or go to the tag, of this row.", "Open"),
)

_LIBRARY = (
    Command("library", "next_unread", "Next unread", "Go to the next unread report."),
    Command("library", "previous_unread", "Previous unread", "Go to the previous unread report."),
    Command("library", "filter", "Filter", "Show only the reports that match words.", "Filter"),
    Command("library", "clear_filter", "Clear the filter", "Show all reports again."),
    Command("library", "sort", "Sort by the next column", "Sort by the next column in turn."),
    Command("library", "sort_reverse", "Reverse the order", "Sort the other way round."),
    Command("library", "import", "Import", "Add files or folders to the library.", "Import", True),
    Command("library", "export", "Export", "Write tagged spans to a file.", "Export"),
    Command(
        "library", "edit_details", "Edit details", "Edit the title, source and date.", "", True
    ),
    Command(
        "library", "mark_done", "Mark as done", "Mark the report as done, or not.", "Done", True
    ),
    Command("library", "mark_unread", "Mark as unread", "Mark the report as unread.", "", True),
    Command("library", "undo", "Undo", "Take back the last change of the report.", "Undo", True),
    Command("library", "redo", "Redo", "Do again what was taken back of it.", "", True),
    Command("library", "labels", "Labels", "Add, change, merge and order the labels."),
    Command("library", "leave", "Quit", "Leave spantag; everything is saved already.", "Quit"),
)

_READING = (
    Command("reading", "back", "Back to the library", "Close the report.", "Back"),
    Command("reading", "next_report", "Next report", "Open the next report of the list."),
    Command("reading", "previous_report", "Previous report", "Open the previous report."),
    Command("reading", "next_unread", "Next unread", "Open the next unread report."),
    Command("reading", "previous_unread", "Previous unread", "Open the previous unread report."),
    Command("reading", "jump_back", "Back", "Go back to where one was before, in any report."),
    Command("reading", "jump_forward", "Forward", "Go forward again, after going back."),
    Command("reading", "undo", "Undo", "Take back the last change of this report.", "Undo", True),
    Command("reading", "redo", "Redo", "Do again what was taken back.", "", True),
    Command("reading", "find", "Find", "Find words in the report.", "Find"),
    Command("reading", "find_next", "Find next", "Go to the next match."),
    Command("reading", "find_previous", "Find previous", "Go to the previous match."),
    Command("reading", "switch_pane", "Switch pane", "Move between text and side panel.", "Pane"),
    Command("reading", "toggle_panel", "Side panel", "Show or hide the side panel."),
    Command("reading", "toggle_badges", "Label names", "Show or hide label names in the text."),
    Command("reading", "toggle_entities", "Entities", "Show or hide the recognised entities."),
    Command(
        "reading", "mark_done", "Mark as done", "Mark the report as done, or not.", "Done", True
    ),
    Command(
        "reading", "edit_details", "Edit details", "Edit the title, source and date.", "", True
    ),
    Command("reading", "export", "Export", "Write the tagged spans of this report to a file."),
    Command("reading", "switches", "Labels and rules", "Switch labels, rules and terms on or off."),
    Command("reading", "labels", "Labels", "Add, change, merge and order the labels."),
)

_MOTIONS: Final = (
    ("char_left", "Character left", "one character to the left"),
    ("char_right", "Character right", "one character to the right"),
    ("line_up", "Line up", "one line up"),
    ("line_down", "Line down", "one line down"),
    ("page_up", "Page up", "one page up"),
    ("page_down", "Page down", "one page down"),
    ("half_page_up", "Half a page up", "half a page up"),
    ("half_page_down", "Half a page down", "half a page down"),
    ("word_left", "Word left", "to the start of the word, or the one before"),
    ("word_right", "Word right", "to the next word"),
    ("word_end", "End of word", "to the end of the word, or the next one"),
    ("word_end_left", "End of word before", "to the end of the word before"),
    ("sentence_left", "Sentence left", "to the start of the sentence, or the one before"),
    ("sentence_right", "Sentence right", "to the next sentence"),
    ("paragraph_left", "Paragraph up", "to the start of the paragraph, or the one before"),
    ("paragraph_right", "Paragraph down", "to the next paragraph"),
    ("row_start", "Start of line", "to the start of the line on screen"),
    ("row_end", "End of line", "to the end of the line on screen"),
    ("text_start", "Start of text", "to the start of the report"),
    ("text_end", "End of text", "to the end of the report"),
)

MOTIONS: Final = tuple(name for name, _, _ in _MOTIONS)
"""The names of the motions of the text cursor; each is a command of the scope `text`."""

SELECTING: Final = tuple(
    name for name in MOTIONS if not name.startswith(("sentence", "half", "word_end"))
)
"""The motions that also exist as `select_<motion>`: those that terminals send with Shift."""

_UNITS: Final = ("word", "sentence", "paragraph", "line")
OBJECTS: Final = (*(f"select_{unit}" for unit in _UNITS), "select_entity")
"""The names of the commands that select a unit of the text, whatever is selected before."""

LABEL_KEYS: Final = 10
"""How many labels have a command of their own: one a digit."""


def _motion(name: str, title: str, where: str) -> Command:
    return Command("text", name, title, f"Go {where}.")


def _selecting(name: str, title: str, where: str) -> Command:
    title = f"Select {title[0].lower()}{title[1:]}"
    return Command("text", f"select_{name}", title, f"Select {where}.")


def _object(unit: str) -> Command:
    help_ = f"Select the {unit} here; pressed again, the next too."
    return Command("text", f"select_{unit}", f"Select {unit}", help_)


def _label(number: int) -> Command:
    title = f"Label {number}"
    help_ = f"Tag the selection, or the entity, with label {number}."
    return Command("text", f"label_{number}", title, help_, "", True)


_TEXT = (
    *(_motion(*motion) for motion in _MOTIONS),
    *(_selecting(*motion) for motion in _MOTIONS if motion[0] in SELECTING),
    Command("text", "mark", "Start or end a selection", "Let motions select.", "Select"),
    Command("text", "swap_ends", "Other end", "Move the other end of the selection."),
    Command("text", "reselect", "Select again", "Select again what was selected last."),
    Command("text", "grow", "Grow", "Grow the selection to the next larger unit of text."),
    Command("text", "shrink", "Shrink", "Shrink the selection to the next smaller unit of text."),
    *(_object(unit) for unit in _UNITS),
    Command("text", "select_entity", "Select entity", "Select the entity, or the tag, here."),
    Command("text", "next_entity", "Next entity", "Go to the next entity.", "Entity"),
    Command("text", "previous_entity", "Previous entity", "Go to the previous entity."),
    Command("text", "next_tag", "Next tag", "Go to the next tag."),
    Command("text", "previous_tag", "Previous tag", "Go to the previous tag."),
    Command("text", "next_suspect", "What may deceive", "Go to the next hidden or false letter."),
    Command("text", "cancel", "Cancel", "Drop the selection, or what was begun.", "Cancel"),
    *(_label(number) for number in range(1, LABEL_KEYS + 1)),
    Command(
        "text", "label_leader", "Label by letter", "Tag with the label of the next key.", "Letter"
    ),
    Command("text", "label_again", "Same label again", "Tag with the label used last.", "", True),
    Command("text", "tag_motion", "Tag by motion", "Tag what the next motion or unit covers."),
    Command("text", "label_picker", "Label", "Pick a label from the list of all.", "Label"),
    Command("text", "relabel", "Change label", "Give the tag another label.", "", True),
    Command("text", "note", "Note", "Write a note on the tag.", "Note", True),
    Command("text", "delete_tag", "Delete tag", "Delete the tag at the cursor.", "Delete", True),
    Command("text", "history", "History", "Show who did what to the tag, and when."),
    Command("text", "copy", "Copy", "Copy the selection, tag or entity, by the terminal."),
    *SUGGESTIONS,
    *SPANS,
    *OWN,
)

_PANEL = (
    Command("panel", "delete_tag", "Delete tag", "Delete the tag of this row.", "Delete", True),
    Command("panel", "relabel", "Change label", "Give the tag another label.", "Label", True),
    Command("panel", "note", "Note", "Write a note on the tag.", "Note", True),
    Command("panel", "history", "History", "Show who did what to the tag, and when."),
    Command("panel", "leave", "Back to the text", "Return to the text.", "Text"),
)

_DIALOG = (
    Command("dialog", "accept", "Accept", "Do what the dialog is about.", "Accept", True),
    Command("dialog", "cancel", "Cancel", "Close the dialog; nothing is changed.", "Cancel"),
    Command("dialog", "next", "Next", "Go to the next row."),
    Command("dialog", "previous", "Previous", "Go to the previous row."),
    Command("dialog", "page_down", "Page down", "Go one page down."),
    Command("dialog", "page_up", "Page up", "Go one page up."),
    Command("dialog", "complete", "Complete", "Complete what is typed.", "Complete"),
)

COMMANDS: Final = (
    *_APP,
    *_LIST,
    *_LIBRARY,
    *_READING,
    *_TEXT,
    *_PANEL,
    *_DIALOG,
    *LABELS,
    *KEYS,
    *TICKS,
)

_MOVES: Final = (
    "list.next list.previous list.page_down list.page_up library.next_unread "
    "library.previous_unread reading.next_report reading.previous_report reading.find_next "
    "reading.find_previous text.grow text.shrink text.next_entity text.previous_entity "
    "text.next_tag text.previous_tag text.next_suggestion text.previous_suggestion text.next_here"
)
REPEATING: Final = frozenset(
    (
        *_MOVES.split(),
        *(f"text.{name}" for name in (*MOTIONS, *OBJECTS)),
        *(f"text.select_{name}" for name in SELECTING),
    )
)
"""The commands that a count repeats: those that move or select, and none that changes anything."""

STEPPING: Final = frozenset(
    f"{scope}.{step}" for scope in ("library", "reading", "labels") for step in ("undo", "redo")
)
"""The commands that a count repeats though they change something: each is a step of its own."""

OPERATORS: Final = frozenset({"text.tag_motion"})
"""The commands that wait for one of `OPERANDS`, unless something is being selected already."""
OPERANDS: Final = frozenset(f"text.{name}" for name in (*MOTIONS, *OBJECTS))
"""The commands that say what an operator is about."""

_BY_ID: Final[Mapping[str, Command]] = MappingProxyType({one.id: one for one in COMMANDS})


def command(id_: str) -> Command:
    """Return the command of an id such as `text.word_left`.

    Raises:
        KeyError: if there is none.
    """
    return _BY_ID[id_]


def commands_of(scope: str) -> tuple[Command, ...]:
    """Return the commands of one scope, or those that a mode has keys for, in their order."""
    scope = "text" if any(mode.name == scope for mode in MODES) else scope
    return tuple(one for one in COMMANDS if one.scope == scope)
