"""The Textual app: wiring only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from keymaps import Dispatcher, Keymap
from store.errors import SpantagError
from store.library import Library
from store.model import ReportId
from tui import crash, departure, escapes, interpreter
from tui.ahead import Ahead
from tui.appearance import DressedApp, register
from tui.keyboard import Keyboard
from tui.own_clipboard import OwnClipboardApp
from tui.places import Places
from tui.saving import Saver
from tui.screens.base import CommandScreen
from tui.screens.help_commands import HelpCommands
from tui.screens.keymap_commands import KeymapCommands
from tui.screens.label_commands import LabelCommands
from tui.screens.leaving import leave, save_within
from tui.screens.library import LibraryScreen
from tui.typing import TypeAhead
from tui.wire.driver import WireDriver


class SpantagApp(DressedApp, OwnClipboardApp, crash.DiscreetApp, inherit_bindings=False):
    """Holds the library, the keymap and the saver, and opens screens."""

    SCOPES: ClassVar[Sequence[str]] = ("app",)
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "spantag"

    def __init__(
        self,
        library: Library,
        keymap: Keymap,
        report: ReportId | None = None,
        notice: str = "",
    ) -> None:
        # With NO_COLOR Textual only drops colours that are the terminal's own.
        super().__init__(driver_class=WireDriver, ansi_color="NO_COLOR" in os.environ or None)
        self.animation_level = "none"
        self.library = library
        self.dispatcher = Dispatcher(keymap)
        self.parts = (HelpCommands(self), KeymapCommands(self), LabelCommands(self))
        """Carry out commands on whatever screen."""
        self.saver = Saver(library)
        self.first_list = Ahead(library.listed)
        self.type_ahead = TypeAhead(self)
        self.places = Places.of_user()
        self._report = report
        self._notice = notice
        register(self)

    @property
    def chain(self) -> Sequence[str]:
        """The scopes that hear a key now."""
        screen = self.screen
        return screen.chain() if isinstance(screen, CommandScreen) and screen.takes_keys else ()

    @property
    def takes_keys(self) -> bool:
        """Whether the screen on top has opened, and all that was asked for is saved."""
        opened = not isinstance(self.screen, CommandScreen) or self.screen.takes_keys
        return opened and not self.saver.busy

    async def on_event(self, event: events.Event) -> None:
        """Let keys wait for their turn."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.type_ahead.take(event)
        else:
            await super().on_event(event)

    async def handle_typed(self, event: events.Event) -> None:
        """Hand a key on to whatever has the focus, or a paste, which ends a sequence begun.

        The next key of one is for the screen: a field would type it, and the one after it go on.
        """
        if isinstance(event, events.Paste):
            self.dispatcher.clear()
        elif self.dispatcher.pending:
            self.screen._forward_event(event)
            return
        await super().on_event(event)

    def get_default_screen(self) -> LibraryScreen:
        """Return the list of reports, on which all other screens open."""
        return LibraryScreen(self.library)

    def on_mount(self) -> None:
        """Show the report that was asked for over the list, and what is wrong with the keymap."""
        self.call_after_refresh(interpreter.settle)
        if self._report is not None:
            self.open_report(self._report)
        if self._notice:
            self.call_after_refresh(self.notify, self._notice, severity="error")

    def on_unmount(self) -> None:
        """Let every change that was asked for reach the disk."""
        self.saver.close()
        self.places.save()

    def open_report(self, report: ReportId, reports: Sequence[ReportId] = ()) -> None:
        """Open a report, with the others of the list to go on to; none are all of the library."""
        from tui.screens.reading import ReadingScreen  # not before the list is painted

        try:
            others = reports or [report]
            screen = ReadingScreen(self.library, others, others.index(report), listed=bool(reports))
        except SpantagError as error:
            self._command_screen().tell(error.message, error=True)
        else:
            self.push_screen(screen)

    def notify(self, message: str, **options: Any) -> None:
        """Show a message in the status line: toasts read their text as markup."""
        if isinstance(self.screen, CommandScreen):
            self.screen.tell(message, error=options.get("severity") == "error", whole=True)

    def _command_screen(self) -> CommandScreen[Any]:
        assert isinstance(self.screen, CommandScreen)
        return self.screen

    async def action_quit(self) -> None:
        """Leave the app, unless something is not saved and the analyst stays to see to it."""
        leave(self)

    def action_redraw(self) -> None:
        """Paint the screen again, whatever the terminal shows."""
        if isinstance(self._driver, WireDriver):
            self._driver.repaint()
        self.refresh(repaint=True, layout=True)
        self.screen.refresh(repaint=True, layout=True)

    def action_suspend(self) -> None:
        """Go back to the shell until its command fg."""
        if departure.can_suspend():
            with self.suspend():
                departure.suspend()
        else:
            self._command_screen().tell("No shell waits to bring the app back", error=True)


def run(
    library: Library,
    keymap_name: str | None,
    theme: str,
    report: ReportId | None,
    leaving: departure.Departure,
    *,
    low_bandwidth: bool | None,
) -> int:
    """Run the app and return its exit status; the theme is `dark` or `light`."""
    keyboard = Keyboard.of_user()
    keymap, notice = keyboard.chosen(keymap_name)
    app = SpantagApp(library, keymap, report, notice)
    chosen = keyboard.settings.low_bandwidth if low_bandwidth is None else low_bandwidth
    app.dress(theme, low_bandwidth=chosen)
    if leaving.throw_away is not None:
        app.places = Places(leaving.throw_away / "places.json")
    leaving.attach(lambda: app.call_later(app.exit), lambda left: save_within(app, left))
    escapes.install()
    error = crash.run(app)
    if error is not None and not leaving.status:
        return crash.report(error)
    return leaving.left()
