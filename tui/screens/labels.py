"""The screen of labels: the scheme as a list in which it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.message import Message

from keymaps import LABELS_CHAIN
from store import labels, scheme
from store.errors import LabelError, SpantagError
from store.labelling import LabelUses
from store.library import Library
from store.model import Label
from store.scheme import Scheme
from tui.cells import counted, cut, fit
from tui.messages import Failed
from tui.screens import hints, scheme_files
from tui.screens.dialogs import Dialog
from tui.screens.edit_label import EditLabel
from tui.screens.label_merging import ask_and_merge
from tui.screens.label_moving import moving
from tui.screens.label_picker import indent
from tui.screens.messages import LabelsChanged
from tui.screens.scheme_files import changing
from tui.styles import UNKNOWN_FILL
from tui.widgets.bars import TitleBar
from tui.widgets.rows import Cells, RowList

NAME = 24
"""Cells for the name of a label and the indent of those below another."""
COUNT = 6
"""Cells for how many tags there are."""


@dataclass
class LabelsCounted(Message, bubble=False):
    """The tags of all reports have been counted, by label."""

    uses: LabelUses


class LabelsScreen(Dialog[None]):
    """Lists the labels."""

    SCOPES: ClassVar[Sequence[str]] = ("labels",)
    HINTS = hints.LABELS

    def __init__(self, library: Library) -> None:
        super().__init__("")
        self.library = library
        self.labels = library.labels()
        self.uses: LabelUses | None = None
        """How many tags bear each label; None until they are counted."""
        self._wanted = ""

    def body(self) -> ComposeResult:
        """Yield the list."""
        yield RowList[Label](self._draw, id="labels")

    def on_mount(self) -> None:
        """Show the labels, and count their tags."""
        super().on_mount()
        self.rows.focus()
        self._show()
        self._count()

    @property
    def rows(self) -> RowList[Label]:
        """The list."""
        return self.query_one("#labels", RowList)

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key."""
        return LABELS_CHAIN

    @work(thread=True, exclusive=True, exit_on_error=False, group="count")
    def _count(self) -> None:
        try:
            message: Message = LabelsCounted(self.library.label_uses())
        except SpantagError as error:
            message = Failed(error)
        self.post_message(message)

    @on(LabelsCounted)
    def _counted(self, event: LabelsCounted) -> None:
        self.uses = event.uses
        self._show()

    def _show(self) -> None:
        names = [label.name for label in self.labels]
        row = names.index(self._wanted) if self._wanted in names else self.rows.cursor
        self._wanted = ""
        self.rows.show(self.labels, row)
        counts = "counting tags …"
        if self.uses is not None:
            counts = counted(self.uses.tags.total(), "tag")
        self.query_one("#title", TitleBar).show(counted(len(names), "label"), counts)

    def _draw(self, label: Label, width: int) -> Cells:
        keys = f" {fit(label.digit, 1)} {fit(label.key, 1)} "
        before = indent(self.labels, label)
        count = "" if self.uses is None else f"{self.uses.tags[label.name]:,}"
        rest = max(0, width - len(keys) - NAME - COUNT - 2)
        return (
            (keys, "key"),
            (before, ""),
            (fit(f" {label.name}", NAME - len(before)), label.colour or UNKNOWN_FILL),
            (" " + fit(count, COUNT, "right") + " ", ""),
            (cut(label.description, rest), "muted"),
        )

    def save(self, change: scheme_files.Change, cursor_on: str = "") -> None:
        """Have a change made, off the thread that paints; then `LabelsChanged` or `Failed` comes.

        `change` gets the library and returns what to say.
        """
        self._wanted = cursor_on

        def saved(library: Library) -> LabelsChanged:
            said = change(library)
            return LabelsChanged(library.labels(), said)

        self.spantag.saver.submit(self, saved)

    @on(LabelsChanged)
    def _labels_changed(self, event: LabelsChanged) -> None:
        recount = {one.name for one in event.labels} != {one.name for one in self.labels}
        self.labels = event.labels
        self.report_back(event.said)
        self._show()
        if recount:
            self._count()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.tell(event.error.message, error=True)

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)

    def action_add(self) -> None:
        """Add a label."""
        colour = scheme.next_colour(self.labels, labels.palette())
        dialog = EditLabel("New label", Label("", colour=colour), self.labels, scheme.added)

        def save(label: Label | None) -> None:
            if label is not None:
                self.save(
                    changing(lambda old: scheme.added(old, label), f"New label {label.name}"),
                    label.name,
                )

        self.app.push_screen(dialog, save)

    @on(RowList.Chosen)
    def action_edit(self) -> None:
        """Edit the label of the row."""
        if (label := self.rows.current) is None:
            return

        def change(old: Scheme, new: Label) -> Scheme:
            return scheme.edited(old, label.name, new)

        def save(new: Label | None) -> None:
            if new is not None and new != label:
                self.save(changing(lambda old: change(old, new), f"Changed {new.name}"), new.name)

        self.app.push_screen(EditLabel(f"Label {label.name}", label, self.labels, change), save)

    def action_merge(self) -> None:
        """Pick the label that takes this one's tags over, and ask before it does."""
        if (label := self.rows.current) is not None:
            ask_and_merge(self, label)

    def action_remove(self) -> None:
        """Remove the label of the row, if no tag bears it."""
        if (label := self.rows.current) is None:
            return

        def change(library: Library) -> str:
            if count := library.label_uses().tags[label.name]:
                key = self.key_for("labels.merge")
                raise LabelError(
                    f"{label.name} has {counted(count, 'tag')}; {key} merges it into another"
                )
            library.change_labels(lambda old: scheme.removed(old, label.name))
            return f"Removed {label.name}"

        self.save(change)

    def action_recolour(self) -> None:
        """Give the label of the row the next colour that no label has."""
        if (label := self.rows.current) is not None:
            colour = scheme.next_colour(self.labels, labels.palette(), label.colour)
            new = replace(label, colour=colour)
            said = f"{label.name} is {colour} now"
            self.save(changing(lambda old: scheme.edited(old, label.name, new), said))

    def action_move_up(self) -> None:
        """Move the label of the row up."""
        self._move(-1)

    def action_move_down(self) -> None:
        """Move the label of the row down."""
        self._move(1)

    def _move(self, by: int) -> None:
        if label := self.rows.current:
            self.save(moving(label.name, by), label.name)

    def action_undo(self) -> None:
        """Take the last change back."""
        self.save(lambda library: _told("undo", library.labelling.undo()))

    def action_redo(self) -> None:
        """Make the change that was taken back again."""
        self.save(lambda library: _told("redo", library.labelling.redo()))

    def action_export(self) -> None:
        """Write the scheme to a file."""
        scheme_files.ask_and_export(self)

    def action_import(self) -> None:
        """Take a file of labels over."""
        scheme_files.ask_and_import(self)


def _told(what: str, about: str) -> str:
    return f"{what.capitalize()}: {about}" if about else f"Nothing to {what}"
