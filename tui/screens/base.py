"""Screens whose keys go through the catalogue of commands and the keymap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker, WorkerState

from keymaps import (
    REPEATING,
    STEPPING,
    Command,
    Dispatcher,
    KeySequence,
    Match,
    NoMatch,
    Outcome,
    Pending,
    command,
)
from store.model import ReportId
from tui.footer import Hint, going_on
from tui.messages import SaveDelayed
from tui.saving import SLOW_SECONDS, Change
from tui.screens import hints, status
from tui.screens.commanded import action_for
from tui.screens.hints import Said
from tui.screens.unasked import nobodys, unasked
from tui.widgets.bars import KeyBar, StatusLine

if TYPE_CHECKING:
    from tui.app import SpantagApp


Operand = Callable[[], Awaitable[None]]

STILL = "Still saving …"
"""What is said of a change that takes long."""


class CommandScreen(Screen[ScreenResultType]):
    """A screen that turns keys into commands, and asks whoever has the command to carry it out."""

    SCOPES: ClassVar[Sequence[str]] = ()
    HINTS: ClassVar[Sequence[str]] = ()
    """The ids of the commands in the key bar, the likeliest first."""
    WORDS: ClassVar[Mapping[str, Said]] = {}
    """What key bar and help say of commands, by their ids, instead of what they say elsewhere."""

    _opened = False
    _status_line: StatusLine | None = None
    _key_bar: KeyBar | None = None
    """Looked for once, if the screen has one: every key asks for both."""

    @property
    def spantag(self) -> SpantagApp:
        """The app, by its own type."""
        from tui.app import SpantagApp

        assert isinstance(self.app, SpantagApp)
        return self.app

    @property
    def dispatcher(self) -> Dispatcher:
        """What finds the command of a key."""
        return self.spantag.dispatcher

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key now, the nearest first."""
        raise NotImplementedError

    def parts(self) -> Iterator[object]:
        """Yield whoever may carry out commands, the nearest first."""
        if self.focused is not None:
            yield self.focused
        yield self
        yield from self.spantag.parts
        yield self.app

    def hints(self) -> Sequence[str]:
        """Return the ids of the commands for the key bar now."""
        return self.HINTS

    def words(self) -> Mapping[str, Said]:
        """Return what key bar and help say of commands that do something of their own here."""
        return self.WORDS

    def as_here(self, one: Command) -> Command:
        """Return a command with what is said of it here."""
        said = self.words().get(one.id)
        return replace(one, title=said.word, footer=said.word, help=said.help) if said else one

    def footer(self) -> Sequence[Hint]:
        """Return what one can press now, the likeliest first."""
        if following := self.dispatcher.goes_on():
            return going_on(following)
        chain, here = self.chain(), map(self.as_here, map(command, self.hints()))
        found = ((one, self.dispatcher.keys_for(one.id, chain)) for one in here)
        return [
            Hint(keys, one.footer or one.title, one.id in hints.HELP) for one, keys in found if keys
        ]

    @property
    def takes_keys(self) -> bool:
        """Whether the screen has opened: something has, or had, the focus."""
        return self._opened

    @on(events.Resize)
    def _pass_over(self, event: events.Resize) -> None:
        """Pass over a size that the terminal has no more: Textual would answer it with one more
        change of size, and two of them would follow each other for ever.
        """
        if event.size != self.app.size:
            event.prevent_default()

    def on_descendant_focus(self) -> None:
        """Show the keys of the part that has the focus."""
        self._opened = True
        self.refresh_hints()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so if something in the background went wrong that nobody expected."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            self.tell(f"{type(error).__name__}: {error}", error=True)

    async def on_key(self, event: events.Key) -> None:
        """Carry out the command of a key, or keep the beginning of a sequence."""
        following = self.dispatcher.goes_on()
        outcome = self._feed(event.key, careful=self.spantag.type_ahead.careful)
        if isinstance(outcome, NoMatch):
            if nobodys(event.key, outcome):
                return
            unasked(self, event.key, outcome, following)
        event.stop()
        event.prevent_default()
        await self._follow(outcome)

    async def type(self, keys: KeySequence) -> None:
        """Do what keys ask for, as if they were pressed one after the other."""
        for key in keys:
            await self._follow(self._feed(key))

    def _feed(self, key: str, *, careful: bool = False) -> Outcome:
        begun = self.dispatcher.pending
        outcome = self.dispatcher.feed(key, self.chain(), careful=careful)
        if self.dispatcher.pending != begun:
            self.refresh_hints()
        return outcome

    async def _follow(self, outcome: Outcome) -> None:
        if isinstance(outcome, Match):
            self.tell("")
            await self._carry_out(outcome)
        elif isinstance(outcome, Pending):
            self.tell(status.pending(outcome.keys))

    async def _carry_out(self, match: Match) -> None:
        """Perform a command as often as it may be repeated, for an operator if there is one."""

        repeats = match.command.id in REPEATING | STEPPING

        async def perform() -> None:
            for _ in range(match.count if repeats else 1):
                await self.perform(match.command)

        if match.operator is None:
            await perform()
        else:
            await self.operate(match.operator, perform)

    async def operate(self, operator: Command, operand: Operand) -> None:
        """Have an operator carried out on what an operand selects."""
        raise NotImplementedError

    async def perform(self, command: Command) -> None:
        """Have a command carried out by the nearest part that knows it."""
        action = action_for(command, self.parts())
        if action is None:
            self.tell(f"{command.title}: not here")
            return
        result = action()
        if isawaitable(result):
            await result

    def can_perform(self, command: Command) -> bool:
        """Tell whether some part of this screen knows the command."""
        return action_for(command, self.parts()) is not None

    def key_for(self, command_id: str) -> str:
        """Return the first key of a command as it is shown, or its title if it has none."""
        keys = self.dispatcher.keys_for(command_id)
        return keys[0] if keys else command(command_id).title

    def tell(self, message: str, *, error: bool = False, whole: bool = False) -> None:
        """Show a message in the status line until the next command; an error always whole."""
        if self._status_line is None:
            self._status_line = next(iter(self.query(StatusLine)), None)
        if self._status_line is not None:
            self._status_line.tell(message, error=error, whole=whole)

    def untell(self, message: str) -> None:
        """Take a message back, if it is the one that is shown."""
        if self._status_line and self._status_line.message == message:
            self.tell("")

    def submit(self, change: Change, report: ReportId | None = None) -> None:
        """Have a change made, off the thread that paints; say so if it takes long."""
        self.spantag.saver.submit(self, change, report)
        self.set_timer(SLOW_SECONDS, self._tell_if_slow)

    def _tell_if_slow(self) -> None:
        saver = self.spantag.saver
        if saver.busy and not saver.slow:  # its turn came a little after it was asked for
            self.set_timer(SLOW_SECONDS, self._tell_if_slow)
        elif saver.slow and self._status_line and not self._status_line.message:
            self.tell(STILL)

    def report_back(self, said: str) -> None:
        """Show what was done, if there is something to say."""
        self.untell(STILL)
        if said:
            self.tell(said)

    def on_save_delayed(self, event: SaveDelayed) -> None:
        """Say what could not be saved."""
        self.tell(f"Not saved yet, trying again: {event.error.message}", error=True)

    def on_saved_at_last(self) -> None:
        """Take that back; what was done is told next."""
        self.tell("Saved now")

    def keys_changed(self) -> None:
        """Name the keys of another keymap wherever some are named for longer than a message."""
        self.refresh_hints()
        for part in self.parts():
            if part is not self and (changed := getattr(part, "keys_changed", None)):
                changed()

    def refresh_hints(self) -> None:
        """Bring the key bar up to date with the mode and the focus."""
        if self._key_bar is None:
            self._key_bar = next(iter(self.query(KeyBar)), None)
        if self._key_bar is not None:
            self._key_bar.show(self.footer())
