"""What is under the cursor: shown in the status line and the panel, gone through, explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

        Behind a selection that was just tagged, its tag comes first, as one goes on with it, then
        what else lies on it. While the edges of a tag are moved there is that tag alone.
        """
        if (moved := self._screen.does.edges.tag) is not None:
            return [moved]
        head, view = self._view.cursor.head, self._view
        tags, entities = view.tags.at(head), view.entities.at(head)
        if self._made is not None and self._made[0] == head:
            _, span, label = self._made
            at_span = view.tags.at(span.start), view.entities.at(span.start)
            on_tags, on_entities = under.on(span, label, *at_span)
            tags = list(dict.fromkeys([*on_tags, *tags]))
            entities = list(dict.fromkeys([*on_entities, *entities]))
        return under.stack(tags, entities)

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
    def chosen(self) -> under.Item | None:
        """What was chosen of what is here; None if that is left to what comes first."""
        item = self.current
        return item if item is not None and under.mark(item) == self._chosen else None

    @property
    def tag(self) -> Tag | None:
        """The tag that commands are about: in the panel its row's, else what the status names.

        None if that is a suggestion, whatever tags are there besides.
        """
        rows = self._screen.panel.rows
        item = rows.current if self._screen.focused is rows else self.current
        return item if isinstance(item, Tag) else None

    @property
    def nearest_tag(self) -> Tag | None:
        """The tag that the status names, or the first that lies under the suggestion it names."""
        return next((one for one in (self.current, *self.items) if isinstance(one, Tag)), None)

    def tag_or_told(self) -> Tag | None:
        """Return the tag that commands are about; if there is none, say so and what to press."""
        if (tag := self.tag) is None:
            item, key_for = self.current, self._screen.key_for
            said = f"No tag here; {key_for('text.next_tag')} goes to the next"
            if item is not None and self._screen.focused is not self._screen.panel.rows:
                keys = map(key_for, ("text.accept_entity", "text.reject_entity"))
                said = f"{item.label}? is a suggestion: {' accepts, '.join(keys)} rejects it"
                if self.nearest_tag is not None:
                    said += f", {key_for('text.next_here')} goes to the tag here"
            self._screen.tell(said, whole=True)
        return tag

    def choose(self, item: under.Item) -> None:
        """Let commands be about an item, for as long as the cursor is on it."""
        self._chosen = under.mark(item)
        self.show()

    def leave_open(self) -> None:
        """Let commands be about what comes first again, whatever was chosen."""
        self._chosen = None

    def led_to(self, offset: int, before: Collection[Tag]) -> None:
        """Go where an edit was made, and let commands be about the first tag there that is new.

        `before` are the tags as they were.
        """
        self._view.move_to(self._view.cursor.dropped().moved(offset))
        new = (tag for tag in self._view.tags.at(offset) if tag not in before)
        if (tag := next(new, None)) is not None:
            self.choose(tag)
        self._screen.does.panes.follow()

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
        if not items or under.mark(items[at]) != self._chosen:
            self._chosen = None
        words = status.here(items, at, view.text, named=screen.does.edges.active)
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
