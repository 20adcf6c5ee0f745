"""The commands that decide on suggestions, one after the other or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from store.model import Entity, Label, Tag
from store.reviewing import Reviewing
from store.reviews import Review, Suggestions, suggestions
from tui.reader import flow
from tui.reader.spans import SpanIndex
from tui.screens import ticking
from tui.screens.messages import EntitiesFound
from tui.screens.status import LOOKING
from tui.screens.telling import shortened, tagged
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class SuggestionCommands:
    """Knows which suggestions of the report are open; a decision goes on to the next."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self._found: SpanIndex[Entity] = SpanIndex([])
        self._complete = False
        self.reviews: Sequence[Review] = ()
        self.state = Suggestions((), (), frozenset())

    def begin(self) -> None:
        """Begin anew for another report."""
        self._found, self._complete, self.reviews = SpanIndex([]), False, ()
        self.state = Suggestions((), (), frozenset())

    def found(self, event: EntitiesFound) -> None:
        """Take what the recogniser found, and show it but for what was rejected."""
        self._found, self._complete = event.entities, event.all
        if event.all:
            self._screen.untell(LOOKING)
        self._decide()
        self._show()

    def decided(self, reviews: Sequence[Review]) -> None:
        """Take the verdicts as they are now; the screen has the tags already."""
        rejected, self.reviews = self.state.rejected, reviews
        self._decide()
        if self.state.rejected != rejected:
            self._show()

    def _decide(self) -> None:
        found, tags = self._found.items, self._screen.tags
        self.state = suggestions(self._view.text, found, tags, self.reviews)

    def _show(self) -> None:
        rejected = self.state.rejected
        left = (one for one in self._found if one not in rejected)
        shown = SpanIndex(left) if rejected else self._found
        self._view.show_entities(shown, all_=self._complete)

    def tell_none(self, otherwise: str) -> None:
        """Say that no entity is here, or while they are still looked for, that."""
        self._screen.tell(otherwise if self._complete else LOOKING, whole=True)

    def progress(self, *, wide: bool) -> str:
        """Return how many of the suggestions are reviewed; nothing before all are known."""
        if not (self._complete and self.state.all):
            return ""
        return f"{self.state} reviewed" if wide else str(self.state).replace(" of ", "/")

    def action_next_suggestion(self) -> None:
        """Go to the next suggestion that nobody has decided on."""
        at = self._place() or flow.after(self._view.cursor.head)
        self._go(flow.following(self.state.open, at), "from the top")

    def action_previous_suggestion(self) -> None:
        """Go to the previous suggestion that nobody has decided on."""
        at = self._place() or flow.before(self._view.cursor.head)
        self._go(flow.preceding(self.state.open, at), "from the end")

    def _place(self) -> flow.Place | None:
        """Return where the current suggestion is among them all, if the cursor is on one."""
        item = self._screen.does.here.current
        return flow.place(item) if isinstance(item, Entity) else None

    def _go(self, step: flow.Step, round_: str) -> None:
        if step.entity is None:
            self._screen.tell(self._nothing_open())
            return
        self._to(step.entity)
        if step.went_round:
            self._screen.tell(f"{self._now(step.entity)}  ({round_})")

    def _to(self, entity: Entity) -> None:
        view = self._view
        view.entities_shown = True
        view.move_to(view.cursor.dropped().moved(entity.span.start))
        self._screen.does.here.choose(entity)

    def _nothing_open(self) -> str:
        if not self._complete:
            return LOOKING
        total = len(self.state.all)
        return f"All {total:,} are reviewed" if total else "There are no suggestions in this report"

    def _now(self, entity: Entity) -> str:
        return f"Now: {entity.label}? {shortened(entity.span.of(self._view.text))}"

    def _target(self) -> Entity | None:
        """Return the suggestion that is meant; an open one goes before one that is decided.

        A tag that was chosen means the suggestion that it was made of, and no other.
        """
        here, cursor, key_for = self._screen.does.here, self._view.cursor, self._screen.key_for
        if isinstance(here.current, Entity) and cursor.span is None:
            return here.current
        found = at = self._view.entities.at(cursor.span.start if cursor.span else cursor.head)
        if not at:
            key = key_for("text.next_suggestion")
            self.tell_none(f"No entity here; {key} goes to the next suggestion")
        elif isinstance(tag := here.chosen, Tag) and cursor.span is None:
            found = [one for one in at if (one.span, one.label) == (tag.span, tag.label)]
            if not found:
                said = f"{tag.label} is a tag already"
                key = key_for("text.next_here")
                self._screen.tell(f"{said}; {key} goes to the suggestion here", whole=True)
        left = set(self.state.open)
        return next((one for one in found if one in left), next(iter(found), None))

    def action_accept_entity(self) -> None:
        """Make the entity at the cursor, or where the selection starts, a tag of its own label."""
        if (entity := self._target()) is not None:
            self._accept(entity, entity.label)

    def action_accept_as(self) -> None:
        """Make it a tag of the label of the next key."""
        if (entity := self._target()) is None:
            return

        def use(label: Label) -> None:
            self._screen.does.tags.prompt.last = label
            self._accept(entity, label.name)

        self._screen.does.tags.prompt.ask(use, f"Not {entity.label} but")

    def _accept(self, entity: Entity, label: str) -> None:
        def accept(tagging: Reviewing) -> str:
            (tag,) = tagging.accept([entity], label)
            return f"{tagged(tagging)} {tag.label}: {shortened(tag.quote)}"

        self._decide_on([entity], accept)

    def action_reject_entity(self) -> None:
        """Say that the entity at the cursor is none; it is highlighted no more."""
        if (entity := self._target()) is None:
            return
        quote = shortened(entity.span.of(self._view.text))

        def reject(tagging: Reviewing) -> str:
            tagging.reject([entity])
            return f"Rejected {entity.label}: {quote}"

        self._decide_on([entity], reject)

    def action_accept_same(self) -> None:
        """Accept all open suggestions of the same words or canonical name, after a look."""

        def accept(tagging: Reviewing, chosen: Sequence[Entity]) -> str:
            tagging.accept(chosen)
            verb, edit = tagged(tagging), tagging.recorded
            return f"{verb} {len(edit.changes):,}" if edit else verb

        self._after_a_look("Accept", accept)

    def action_reject_same(self) -> None:
        """Reject all open suggestions of the same words or canonical name, after a look."""

        def reject(tagging: Reviewing, chosen: Sequence[Entity]) -> str:
            tagging.reject(chosen)
            return f"Rejected {len(chosen):,}"

        self._after_a_look("Reject", reject)

    def _after_a_look(self, verb: str, work: Callable[[Reviewing, Sequence[Entity]], str]) -> None:
        """Show all that are like the current one, and decide on those that stay ticked."""
        if (entity := self._target()) is None:
            return
        text = self._view.text
        same = flow.alike(text, self.state.open, entity)
        if not same:
            self._screen.tell("All suggestions of these words are reviewed")
            return
        quote = shortened(entity.span.of(text))
        rows = ticking.rows(text, same, [one.span for one in same])

        def decide(chosen: Sequence[Entity] | None) -> None:
            if chosen:
                said = f"{entity.label}: {quote}"
                self._decide_on(chosen, lambda tagging: f"{work(tagging, chosen)} {said}")

        title = f"{verb} {entity.label}: {quote}"
        self._screen.app.push_screen(ticking.TickList(title, rows), decide)

    def _decide_on(self, chosen: Sequence[Entity], work: Callable[[Reviewing], str]) -> None:
        """Have a decision saved, go on to the next suggestion below, and say what that is."""
        done = set(chosen)
        left = [one for one in self.state.open if one not in done]
        step = flow.following(left, flow.place(chosen[0]))
        if step.entity is None or step.went_round:
            self._view.move_to(self._view.cursor.dropped())
            now = self._left(len(left))
        else:
            self._to(step.entity)
            now = f"Now: {step.entity.label}?"
        self._screen.edit(lambda tagging: f"{work(tagging)}  {now}")

    def _left(self, count: int) -> str:
        """Return what to say where nothing is open below."""
        if count:
            return f"{count:,} open above: {self._screen.key_for('text.next_suggestion')}"
        return self._nothing_open() if not self._complete else "All reviewed"
