"""The commands that move the text cursor and select."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from store.model import Entity, Span, Tag
from tui.reader import motion, units
from tui.reader.cursor import Cursor, larger, smaller
from tui.reader.selection import trimmed
from tui.reader.sentences import sentence_at
from tui.reader.spans import SpanIndex
from tui.screens.status import LOOKING
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

SELECT = "select_"
"""How the names of the commands begin that move and select."""
ROWS = {"line_up": -1, "line_down": 1}
PAGES = {"page_up": -1, "page_down": 1, "half_page_up": -0.5, "half_page_down": 0.5}


class TextCommands:
    """Carries out the commands of the scope `text` that concern the cursor alone."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view

    def action_for(self, name: str) -> Callable[[], None] | None:
        """Return what carries out a motion, a motion that selects, or the selection of a unit."""
        select = name.startswith(SELECT)
        moved = name.removeprefix(SELECT)
        if moved in motion.MOTIONS:
            return lambda: self._move(moved, select=select)
        if moved in ROWS:
            return lambda: self._vertical(ROWS[moved], 0, select=select)
        if moved in PAGES:
            page = int(PAGES[moved] * max(2, self._view.window.height - 1))
            return lambda: self._vertical(page, page, select=select)
        if select and moved in units.UNITS:
            return lambda: self._select(moved)
        return None

    def _move(self, name: str, *, select: bool) -> None:
        view = self._view
        head = motion.MOTIONS[name](view.wrap, view.cursor.head)
        view.move_to(view.cursor.moved(head, select=select))

    def _vertical(self, rows: int, scroll: int, *, select: bool) -> None:
        view = self._view
        cursor = view.cursor
        goal = view.wrap.x_of(cursor.head) if cursor.goal is None else cursor.goal
        head = motion.vertical(view.wrap, cursor.head, rows, goal)
        view.move_to(cursor.moved(head, select=select, goal=goal), scroll=scroll)

    def _select(self, unit: str) -> None:
        view = self._view
        span = units.select(view.wrap, unit, view.cursor.span, view.cursor.head)
        if span is None:
            self._screen.tell(f"No {unit} to select here")
        else:
            self._set(view.cursor.taking(span))

    def _set(self, cursor: Cursor) -> None:
        self._view.move_to(cursor)

    def action_mark(self) -> None:
        """Begin to select by motions, or drop the selection."""
        self._set(self._view.cursor.marked())

    def action_swap_ends(self) -> None:
        """Go to the other end of the selection."""
        self._set(self._view.cursor.swapped())

    def action_reselect(self) -> None:
        """Select again what was selected last."""
        if (last := self._view.cursor.last) is not None:
            self._set(self._view.cursor.selecting(last))

    def action_cancel(self) -> None:
        """Drop the selection, or say what does more."""
        cursor = self._view.cursor
        if cursor.span is None and not cursor.marking:
            self._screen.tell(f"{self._screen.key_for('reading.back')} closes the report")
        self._set(cursor.dropped())

    def action_grow(self) -> None:
        """Grow the selection to the next larger unit."""
        view = self._view
        current, head = view.cursor.span, view.cursor.head
        inside = current or Span(head, head + 1)
        lean = (self._lean(unit, inside) for unit in self._units(inside.start))
        found = (*lean, *view.spans_at(inside.start))
        if (unit := larger(found, current, head)) is not None:
            self._set(view.cursor.grown(unit))
        else:
            self._screen.tell("No larger unit of text here")

    def action_shrink(self) -> None:
        """Take the last growing back, or shrink to the next smaller unit at the start."""
        view = self._view
        current = view.cursor.span
        if (before := view.cursor.shrunk()) is not None:
            self._set(before)
        elif current is None:
            key = self._screen.key_for("text.grow")
            said = f"Nothing is selected that could shrink; {key} selects and grows"
            self._screen.tell(said, whole=True)
        else:
            lean = (trimmed(view.text, unit) for unit in self._units(current.start))
            found = (*lean, *view.spans_at(current.start))
            if (unit := smaller(found, current)) is not None:
                self._set(view.cursor.selecting(unit))
            else:
                self._screen.tell("No smaller unit of text inside the selection")

    def _units(self, offset: int) -> Iterator[Span]:
        view = self._view
        word = motion.word_at(view.text, offset)
        units = (
            word,
            sentence_at(view.text, offset),
            motion.paragraph_at(view.wrap, offset),
        )
        return (unit for unit in units if unit is not None)

    def _lean(self, unit: Span, inside: Span) -> Span:
        """Return a unit without the blanks and punctuation around it, unless they are inside."""
        lean = trimmed(self._view.text, unit)
        return lean if lean.covers(inside) else unit

    def action_select_entity(self) -> None:
        """Select what was chosen at the cursor, or else the entity, or else the tag."""
        view, chosen = self._view, self._screen.does.here.chosen
        head = view.cursor.head
        spans = [chosen.span] if chosen else []
        spans += [entity.span for entity in view.entities.at(head)]
        spans += [tag.span for tag in view.tags.at(head)]
        if spans:
            self._set(view.cursor.taking(spans[0]))
        else:
            key = self._screen.key_for("text.next_entity")
            said = self._unseen() or f"No entity here; {key} goes to the next"
            self._screen.tell(said, whole=True)

    def action_next_entity(self) -> None:
        """Go to the next entity."""
        self._go(self._view.entities, 1, "entity")

    def action_previous_entity(self) -> None:
        """Go to the previous entity."""
        self._go(self._view.entities, -1, "entity")

    def action_next_tag(self) -> None:
        """Go to the next tag."""
        self._go(self._view.tags, 1, "tag")

    def action_previous_tag(self) -> None:
        """Go to the previous tag."""
        self._go(self._view.tags, -1, "tag")

    def _go(self, index: SpanIndex[Entity] | SpanIndex[Tag], step: int, noun: str) -> None:
        view = self._view
        head, marking = view.cursor.head, view.cursor.marking
        # While marking one selects up to its end, as to that of a match, and then from there on.
        ahead = index.next_after(head - 1 if marking else head)
        found = ahead if step > 0 else index.previous_before(head)
        if found is not None:
            self._screen.does.here.leave_open()  # a choice may reach as far as there
            onward = found.span.end if marking and step > 0 else found.span.start
            view.move_to(view.cursor.moved(onward))
        else:
            unseen = self._unseen() if noun == "entity" else ""
            said = unseen or f"No {noun} {'below' if step > 0 else 'above'}"
            self._screen.tell(said, whole=True)

    def _unseen(self) -> str:
        """Return why there may be entities that are not on the screen, if there may."""
        if not self._view.recognised:
            return LOOKING
        if not self._view.entities_shown:
            key = self._screen.key_for("reading.toggle_entities")
            return f"Entities are hidden; {key} shows them"
        return ""
