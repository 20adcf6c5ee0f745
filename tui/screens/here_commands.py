"""What is under the cursor: shown in the status line and the panel, gone through, explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.model import Entity, Span, Tag
from tui.reader import under
from tui.screens import reasons, status
from tui.screens.listing import Listing
from tui.widgets.bars import StatusLine
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

WIDE = 100
"""The width in cells from which the status line has room for whole words."""


class HereCommands:
    """Knows what lies under the cursor, and which of it the other commands are about."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self._chosen: under.Mark | None = None
        self._made: tuple[int, Span, str] | None = None
        """Where the cursor was left by a tagging, and what that said."""

    @property
    def items(self) -> list[under.Item]:
        """The tags, then the entities, under the cursor, the narrowest first of each.

        Behind a selection that was just tagged, its tag comes first: one goes on with it.
        """
        head = self._view.cursor.head
        tags = self._view.tags.at(head)
        if self._made is not None and self._made[0] == head:
            _, span, label = self._made
            made = [tag for tag in self._view.tags.at(span.start) if tag.span == span]
            made = [tag for tag in made if tag.label == label]
            tags = [*made, *(tag for tag in tags if tag not in made)]
        return under.stack(tags, self._view.entities.at(head))

    def made(self, span: Span, label: str) -> None:
        """Let commands be about what a tagging makes here, until the cursor moves."""
        self._made = self._view.cursor.head, span, label
        self._chosen = None

    @property
    def current(self) -> under.Item | None:
        """What commands are about: what was chosen, or else the first."""
        items = self.items
        return items[under.current(items, self._chosen)] if items else None

    @property
    def tag(self) -> Tag | None:
        """The tag that commands are about: in the panel its row's, else at the cursor."""
        rows = self._screen.panel.rows
        if self._screen.focused is rows:
            return rows.current
        tags = (item for item in (self.current, *self.items) if isinstance(item, Tag))
        return next(tags, None)

    def choose(self, item: under.Item) -> None:
        """Let commands be about an item, for as long as the cursor is on it."""
        self._chosen = under.mark(item)
        self.show()

    def action_next_here(self) -> None:
        """Take the next of the tags and entities under the cursor."""
        item = under.following(self.items, self._chosen)
        if item is None:
            self._screen.does.suggestions.tell_none("No tag and no entity here")
        else:
            self.choose(item)

    def show(self) -> None:
        """Bring the status line, the panel, the text and the key bar up to date."""
        screen, view = self._screen, self._view
        if self._made is not None and self._made[0] != view.cursor.head:
            self._made = None
        items = self.items
        at = under.current(items, self._chosen)
        words = status.here(items, at, view.text)
        line, column = view.position
        cursor = view.cursor
        selected = len(cursor.span) if cursor.span else 0
        mode = status.mode(selected, marking=cursor.marking, moving=screen.does.edges.active)
        parts = (status.place(line, column), mode, " · ".join(words))
        saver = screen.spantag.saver
        unsaved = saver.waiting if saver.problem or saver.slow else 0
        right = status.counts(len(screen.tags), unsaved, cursor.head, len(view.text))
        progress = screen.does.suggestions.progress(wide=screen.size.width >= WIDE)
        left = "  ".join(part for part in parts if part)
        screen.query_one(StatusLine).show(left, "  ".join(filter(None, (progress, right))))
        screen.panel.show_here(words)
        view.point_at(items[at].span if len(items) > 1 else None)
        screen.refresh_hints()

    def action_why(self) -> None:
        """Show what found the entity at the cursor, its canonical name, and what was decided."""
        item = self.current
        if item is None:
            self._screen.does.suggestions.tell_none("No tag and no entity here")
            return
        rows = reasons.tag_rows(item) if isinstance(item, Tag) else self._rows(item)
        quote = " ".join(item.span.of(self._view.text).split())
        self._screen.app.push_screen(Listing(f"Why: {quote}", rows))

    def _rows(self, entity: Entity) -> Sequence[reasons.Line]:
        by = self._screen.recogniser
        why = by.why(entity, self._view.text) if by else ""
        return reasons.entity_rows(entity, why, self._screen.does.suggestions.state)
