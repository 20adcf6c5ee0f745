"""The command that tags words wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.model import Label, Report, Span
from store.reviewing import Reviewing
from tui.cells import counted
from tui.reader.selection import trimmed
from tui.reader.under import Item
from tui.screens.messages import PlacesTagged
from tui.screens.occurrence_list import OccurrenceList, Place, Wanted, tagged
from tui.screens.telling import shortened
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


MANY = 1_000
"""From how many places on it takes long enough to be told beforehand."""


class OccurrenceCommands:
    """Asks for a label, shows the places, and has those tagged that stay ticked."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view

    def words(self) -> Span | None:
        """Return the span of the words that are meant: the selection, or what is at the cursor."""
        view = self._view
        if (selected := view.cursor.span) is not None:
            return trimmed(view.text, selected)
        if (item := self._screen.does.here.current) is not None:
            return item.span
        mark = self._screen.key_for("text.mark")
        said = f"Select words first ({mark}), or go to a tag or an entity"
        self._screen.tell(said, whole=True)
        return None

    def action_tag_all(self) -> None:
        """Tag these words wherever they stand."""
        report, span = self._screen.report, self.words()
        if report is None or span is None:
            return
        prompt = self._screen.does.tags.prompt

        def use(label: Label) -> None:
            prompt.last = label
            self._show(report, span, label)

        prompt.ask(use, "Tag all as", self._own_label(span))

    def _own_label(self, span: Span) -> Label | None:
        """Return the label that the words have: as what is at the cursor, an entity or a tag."""
        view, item = self._view, self._screen.does.here.current
        found: list[Item] = [item] if item is not None else []
        found += [*view.entities.at(span.start), *view.tags.at(span.start)]
        name = next((one.label for one in found if one.span == span), "")
        return next((one for one in self._screen.labels if one.name == name), None)

    def _show(self, report: Report, span: Span, label: Label) -> None:
        screen = self._screen
        wanted = Wanted(span.of(report.text), label, report, tuple(screen.tags))
        places = OccurrenceList(screen.library, wanted)

        def tag(chosen: Sequence[Place] | None) -> None:
            self._view.move_to(self._view.cursor.dropped())
            if chosen:
                self._tag([place.span for place in chosen], label)
            elif places.done is not None:
                said = self._said(places.done)
                screen.edit(lambda _: said)

        screen.app.push_screen(places, tag)

    def _said(self, done: PlacesTagged) -> str:
        """Return what was done in the library; first what fits on a narrow screen."""
        back = f"{self._screen.key_for('reading.undo')} takes all back" if done.tags else ""
        return "; ".join(part for part in (tagged(done), back, done.problem) if part)

    def _tag(self, spans: Sequence[Span], label: Label) -> None:
        def work(tagging: Reviewing) -> str:
            tags = tagging.tag_all(spans, label.name)
            if not tags:
                return f"All of these places are tagged {label.name} already"
            quote = shortened(tags[0].quote)
            return f"Tagged {counted(len(tags), 'place')} {label.name}: {quote}"

        if len(spans) >= MANY:
            self._screen.tell(f"Tagging {counted(len(spans), 'place')} …")
        self._screen.edit(work)
