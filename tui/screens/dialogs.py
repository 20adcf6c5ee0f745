"""Dialogs: pick one of many, ask for a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.fuzzy import Matcher
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from keymaps import DIALOG_CHAIN
from tui.appearance import css_beside
from tui.screens import hints
from tui.screens.base import CommandScreen
from tui.widgets.bars import KeyBar, StatusLine, TitleBar
from tui.widgets.entry import Entry
from tui.widgets.rows import Cells, RowList

T = TypeVar("T")


class Dialog(CommandScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A box over the screen; Escape closes it and changes nothing."""

    SCOPES: ClassVar[Sequence[str]] = ("dialog",)
    HINTS: ClassVar[Sequence[str]] = hints.DIALOG
    SCOPED_CSS = False
    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(id="box"):
            yield TitleBar(self._title, id="title")
            yield from self.body()
            yield StatusLine()
            yield KeyBar()

    def body(self) -> ComposeResult:
        """Yield what is between title and status."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_hints()

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key."""
        return DIALOG_CHAIN

    def action_cancel(self) -> None:
        """Close the box without a result."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One of the things to pick from; typing is compared with its name, then with the rest.

    `also` has words that are never shown.
    """

    value: T
    name: str
    more: str
    cells: Callable[[int], Cells]
    also: str = ""


class ListDialog(Dialog[ScreenResultType]):
    """A box with a list that a text field leads."""

    @property
    def rows(self) -> RowList[Any]:
        """The list that keys move in."""
        return self.query_one(RowList)

    def action_next(self) -> None:
        """Go to the next row."""
        self.rows.action_next()

    def action_previous(self) -> None:
        """Go to the previous row."""
        self.rows.action_previous()

    def action_page_down(self) -> None:
        """Go one page down."""
        self.rows.action_page_down()

    def action_page_up(self) -> None:
        """Go one page up."""
        self.rows.action_page_up()


class Picker(ListDialog[T], Generic[T]):
    """Pick one of many by typing a part of its words, or by moving."""

    def __init__(self, title: str, choices: Sequence[Choice[T]]) -> None:
        super().__init__(title)
        self._choices = choices
        self._query = ""

    def body(self) -> ComposeResult:
        """Yield the field to type in and the list."""
        yield Entry(placeholder="type to find")
        yield RowList[Choice[T]](lambda choice, width: choice.cells(width), led=True)

    def on_mount(self) -> None:
        """Show all choices."""
        super().on_mount()
        self.filter("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.filter(event.value)

    def filter(self, query: str) -> None:
        """Show the choices that match, the best first."""
        self._query = query
        self.rows.show(ranked(self._choices, query), empty=["Nothing matches."])

    def show_choices(self, choices: Sequence[Choice[T]]) -> None:
        """Have other choices to pick from; the cursor stays at the same value."""
        at = self.rows.current
        self._choices = choices
        self.filter(self._query)
        values = [choice.value for choice in self.rows.items]
        self.rows.move_to(values.index(at.value) if at and at.value in values else 0)

    def current(self) -> Choice[T] | None:
        """Return the choice under the cursor."""
        # A key can overtake the news of the last letters.
        if (query := self.query_one(Entry).value) != self._query:
            self.filter(query)
        return self.rows.current

    def action_accept(self) -> None:
        """Close with the choice under the cursor."""
        if (choice := self.current()) is not None:
            self.dismiss(choice.value)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_accept()


def ranked(choices: Sequence[Choice[T]], query: str) -> Sequence[Choice[T]]:
    """Return the choices that match a query, by name first, the best first.

    Some letters of a name in their order will do; of the rest, in which any can be found, words.
    """
    if not query.strip():
        return choices
    matcher, words = Matcher(query.strip()), query.casefold().split()

    def score(one: Choice[T]) -> tuple[float, bool, bool]:
        said = f"{one.name} {one.more}".casefold()
        more = f"{said} {one.also}".casefold()
        shown, known = (all(word in text for word in words) for text in (said, more))
        return matcher.match(one.name), shown, known

    return sorted(filter(lambda one: any(score(one)), choices), key=score, reverse=True)


Check = Callable[[str], str]
"""Takes what was typed; returns what is wrong with it, or nothing."""


class Ask(Dialog[str]):
    """Ask for a line of text; with `afresh` what is typed takes the place of what stands there."""

    def __init__(
        self, title: str, value: str = "", check: Check = lambda _: "", *, afresh: bool = False
    ) -> None:
        super().__init__(title)
        self._value = value
        self._check = check
        self._afresh = afresh

    def body(self) -> ComposeResult:
        """Yield the field."""
        yield Entry(self._value)

    def on_mount(self) -> None:
        """Select what is to give way."""
        super().on_mount()
        if self._afresh:
            self.query_one(Entry).select_all()

    def action_accept(self) -> None:
        """Close with what was typed, if nothing is wrong with it."""
        value = self.query_one(Entry).text
        if problem := self._check(value):
            self.tell(problem, error=True)
        else:
            self.dismiss(value)
