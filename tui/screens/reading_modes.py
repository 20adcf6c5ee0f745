"""Which scopes hear a key on the screen of a report, which keys it names, and its operators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keymaps import (
    MOVING_CHAIN,
    PANEL_CHAIN,
    SELECTED_CHAIN,
    SELECTING_CHAIN,
    TEXT_CHAIN,
    Command,
    command,
)
from tui.footer import Hint
from tui.screens import hints
from tui.screens.base import CommandScreen, Operand
from tui.screens.hints import Said
from tui.screens.reading_parts import ReadingParts
from tui.widgets.bars import StatusLine
from tui.widgets.panel import TagPanel
from tui.widgets.reader_view import ReaderView


class ReadingModes(CommandScreen[None]):
    """A screen with a text and a panel; what keys do and say follows from the mode."""

    does: ReadingParts

    @property
    def view(self) -> ReaderView:
        """The text."""
        return self.query_one("#text", ReaderView)

    @property
    def panel(self) -> TagPanel:
        """The side panel."""
        return self.query_one("#panel", TagPanel)

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key, by the focus and what is selected."""
        if self.focused is self.panel.rows:
            return PANEL_CHAIN
        cursor = self.view.cursor
        if self.does.edges.active:
            return MOVING_CHAIN
        if cursor.span:
            return SELECTED_CHAIN
        return SELECTING_CHAIN if cursor.marking else TEXT_CHAIN

    def hints(self) -> Sequence[str]:
        """Return the likeliest commands for the mode and the focus."""
        if self.focused is self.panel.rows:
            return hints.PANEL
        cursor = self.view.cursor
        if self.does.edges.active:
            return hints.MOVING
        return hints.SELECTED if cursor.span or cursor.marking else hints.TEXT

    def words(self) -> Mapping[str, Said]:
        """Return what key bar and help say of commands that do something of their own here."""
        return hints.SAVES if self.does.edges.active else {}

    def footer(self) -> Sequence[Hint]:
        """Return what one can press now: while a label is asked for, its letter."""
        return self.does.tags.prompt.footer or super().footer()

    async def operate(self, operator: Command, operand: Operand) -> None:
        """Have an operator carried out on what a motion or unit covers.

        If that is nothing, or the label is not given, the cursor is where it was before.
        """
        view = self.view
        before = view.cursor
        await self.perform(command("text.mark"))
        await operand()
        if view.cursor.span is None:
            view.move_to(before)
            if not self.query_one(StatusLine).message:
                self.tell("Nothing to tag there")
            return
        await self.perform(operator)
        self.does.tags.prompt.given_up = lambda: view.move_to(before)
