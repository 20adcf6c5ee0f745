"""The commands that make, change and remove tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from store import labels
from store.errors import SpantagError
from store.model import Entity, Label, Span, Tag
from store.reviewing import Reviewing
from tui.reader.selection import trimmed
from tui.screens import tag_history
from tui.screens.dialogs import Ask
from tui.screens.label_prompt import LabelPrompt
from tui.screens.listing import Listing
from tui.screens.steps import redone, undone
from tui.screens.telling import Told, tagged
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

QUOTED = 40
"""Code points of a quote in a message."""

Work = Callable[[Reviewing], str | Told]
"""An edit: does it, and returns what to say."""


class TagCommands:
    """Carries out the commands about tags, in the text and in the side panel."""

    SCOPES: ClassVar[Sequence[str]] = ("text", "panel", "reading")

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self.prompt = LabelPrompt(screen)

    def action_for(self, name: str) -> Callable[[], None] | None:
        """Return what applies the label of a digit."""
        if not name.startswith("label_") or not name[6:].isdigit():
            return None
        digit = str(int(name[6:]) % 10)
        return lambda: self._apply_digit(digit)

    def _apply_digit(self, digit: str) -> None:
        label = labels.by_digit(self._screen.labels, digit)
        if label is None:
            self._screen.tell(f"No label has the digit {digit}")
        else:
            self.apply(label)

    def apply(self, label: Label) -> None:
        """Tag what is selected, or else the entity or tag at the cursor."""
        target = self._target()
        if target is None:
            self._tell_to_select()
            return
        self.prompt.last = label
        span, entity = target

        def work(tagging: Reviewing) -> str:
            if entity is None:
                tag = tagging.tag(span, label.name)
            else:
                (tag,) = tagging.accept([entity], label.name)
            return f"{tagged(tagging)} {label.name}: {quoted(tag)}"

        self._view.move_to(self._view.cursor.dropped())
        self._screen.does.here.made(span, label.name)
        self._screen.edit(work)

    def _target(self) -> tuple[Span, Entity | None] | None:
        """Return what a label applies to, and the entity that it is or that has just this span."""
        view, item = self._view, self._screen.does.here.current
        if (selected := view.cursor.span) is not None:
            span = trimmed(view.text, selected)
        elif isinstance(item, Entity):
            return item.span, item
        elif item is not None:
            span = item.span
        else:
            return None
        same = [entity for entity in view.entities.at(span.start) if entity.span == span]
        return span, same[0] if same else None

    def _tell_to_select(self) -> None:
        mark, entity = map(self._screen.key_for, ("text.mark", "text.next_entity"))
        said = f"Select first: {mark} and a motion, Shift and arrows, or {entity} to an entity"
        self._screen.tell(said, whole=True)

    def action_label_leader(self) -> None:
        """Take the next key as the letter of a label."""
        if self._target() is None:
            self._tell_to_select()
        else:
            self.prompt.ask(self.apply, "Label")

    def action_label_picker(self) -> None:
        """Pick a label from the list of all."""
        if self._target() is None:
            self._tell_to_select()
        else:
            self.prompt.pick(self.apply)

    def action_label_again(self) -> None:
        """Tag with the label that was used last."""
        if self.prompt.last is None:
            key = self._screen.key_for("text.label_picker")
            self._screen.tell(f"No label was used yet; {key} lists them")
        else:
            self.apply(self.prompt.last)

    def action_tag_motion(self) -> None:
        """Tag what a motion has selected with the label of the next key."""
        self.action_label_leader()

    def action_relabel(self) -> None:
        """Give the tag another label: its digit, its letter, or from the list."""
        if (tag := self._tag()) is None:
            return

        def use(label: Label) -> None:
            def work(tagging: Reviewing) -> str:
                quote = quoted(tagging.relabel(tag.id, label.name))
                verb = "Relabelled" if tagging.recorded else "Already tagged"
                return f"{verb} {label.name}: {quote}"

            self._screen.does.here.choose(tag)
            self._screen.edit(work)

        self.prompt.ask(use, f"Relabel {tag.label} as")

    def action_note(self) -> None:
        """Write a note on the tag."""
        if (tag := self._tag()) is None:
            return

        def save(note: str | None) -> None:
            def work(tagging: Reviewing) -> str:
                quote = quoted(tagging.annotate(tag.id, note or ""))
                return f"{'Noted' if tagging.recorded else 'The note stays as it was'}: {quote}"

            if note is not None:
                self._screen.edit(work)

        self._screen.app.push_screen(Ask(f"Note on {tag.label}: {tag.quote}", tag.note), save)

    def action_delete_tag(self) -> None:
        """Delete the tag; undo brings it back."""
        if (tag := self._tag()) is None:
            return
        if self._screen.does.edges.tag == tag:
            self._view.move_to(self._view.cursor.dropped())
        self._screen.edit(lambda tagging: f"Deleted {tag.label}: {quoted(tagging.untag(tag.id))}")

    def action_history(self) -> None:
        """Show who did what to the tag, and when."""
        if (tag := self._tag()) is None:
            return
        try:
            edits = self._screen.library.edits(tag.report)
        except SpantagError as error:
            self._screen.tell(error.message, error=True)
            return
        title = f"History of {tag.label}: {quoted(tag)}"
        self._screen.app.push_screen(Listing(title, tag_history.choices(edits, tag.id)))

    def action_undo(self) -> None:
        """Take the last edit back."""
        self._screen.change(partial(undone, key_for=self._screen.key_for))

    def action_redo(self) -> None:
        """Make the edit that was undone last again."""
        self._screen.change(partial(redone, key_for=self._screen.key_for))

    def _tag(self) -> Tag | None:
        return self._screen.does.here.tag_or_told()


def quoted(tag: Tag) -> str:
    """Return the quote of a tag, cut to the length of a message."""
    return tag.quote if len(tag.quote) <= QUOTED else tag.quote[: QUOTED - 1] + "…"
