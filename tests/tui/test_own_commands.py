"""Why something is highlighted, and the analyst's say on it, from the reader."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from store.entities import own
from store.library import Library
from store.model import Report, ReportId
from store.reviews import Verdict
from tui.screens.dialogs import Picker
from tui.screens.ticking import TickList

Running = Callable[..., AbstractAsyncContextManager[Any]]
TEXT = "The Qardal Circle met in Baghdad. Baghdad was calm; the Qardal Circle left.\n"


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    return report.id


def go(session: Any, words: str, *, select: bool = False) -> None:
    view = session.reading.view
    start = TEXT.index(words)
    view.move_to(view.cursor.dropped().moved(start))
    if select:
        view.move_to(view.cursor.moved(start + len(words), select=True))


def highlighted(session: Any) -> list[tuple[str, str]]:
    return [(one.span.of(TEXT), one.label) for one in session.reading.view.entities]


async def test_switches_are_filtered_by_typing(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        await session.press("M")
        switches = session.app.screen
        assert "/ Filter" in session.keys
        await session.press("/", *"LABEL locat")
        assert "Enter Accept  Esc Cancel" in session.keys
        assert [switches.items[number].words for number in switches.rows.items] == ["Location"]
        await session.press("enter")
        assert session.status.startswith("filter: LABEL locat")
        assert switches.query_one("#title").text.endswith(" ticked, 1 shown")
        await session.press("space", "F")
        assert len(switches.rows.items) == len(switches.items)
        assert len(switches.chosen) == len(switches.items) - 1
        assert switches.items[switches.rows.current].words == "Location"
        await session.press("/", *"nowhere at all")
        assert switches.rows.items == []
        await session.press("escape", "/", *"gazetteer", "enter", "a")
        left = [row for row in switches.items if row.value in switches.chosen]
        assert left
        assert all("gazetteer" not in row.where + row.words + row.after for row in left)
        await session.press("enter")
        assert session.status.endswith("switched in this library")
    assert not own.read([own.library_folder(library.folder)]).is_on("Location")


async def test_words_become_a_term_of_the_library_and_are_found_at_once(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        assert ("Qardal Circle", "Weapon") not in highlighted(session)
        go(session, "Qardal Circle", select=True)
        await session.press("I", *"weapon lib", "enter")
        told = "Highlighted in this library as Weapon: Qardal Circle; M takes it back"
        assert session.status == told
        await session.until(lambda: highlighted(session).count(("Qardal Circle", "Weapon")) == 2)
        (term,) = own.read([own.library_folder(library.folder)]).terms
        assert (term.text, term.label) == ("Qardal Circle", "Weapon")
        go(session, "Qardal Circle")
        await session.press("W")
        assert isinstance(session.app.screen, Picker)
        said = {one.name: one.more for one in session.app.screen._choices}
        assert said["Found by"] == "library.terms"
        assert said["Why"] == "a term of this library (terms.tsv)"


async def test_words_are_never_highlighted_here_and_that_is_undone(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        go(session, "Baghdad")
        await session.press("#", "enter")
        assert "Never highlighted in this report: Baghdad" in session.status
        assert "Baghdad" not in dict(highlighted(session))
        assert [one.verdict for one in library.reviews(id_)] == [Verdict.STOPPED]
        await session.press("u")
        assert "Baghdad" in dict(highlighted(session))


@pytest.mark.parametrize(("downs", "whose"), [(1, "library"), (2, "user")])
async def test_words_are_never_highlighted_in_a_library_or_for_a_user(
    running: Running, library: Library, id_: ReportId, downs: int, whose: str
) -> None:
    async with running(library, report=id_) as session:
        go(session, "Baghdad")
        await session.press("#", *["down"] * downs, "enter")
        await session.until(lambda: "Baghdad" not in dict(highlighted(session)))
        folder = own.library_folder(library.folder) if whose == "library" else own.user_folder()
        assert [(one.text, one.label) for one in own.read([folder]).terms] == [("Baghdad", "-")]


async def test_labels_are_switched_off_and_on_and_terms_removed(
    running: Running, library: Library, id_: ReportId
) -> None:
    own.stop(own.library_folder(library.folder), "Baghdad")
    async with running(library, report=id_) as session:
        assert "Baghdad" not in dict(highlighted(session))
        await session.press("M")
        switches = session.app.screen
        assert isinstance(switches, TickList)
        assert (switches.items[0].words, switches.items[0].after.strip()) == (
            "Baghdad", "never highlighted",
        )  # fmt: skip
        await session.press("space", "enter")
        await session.until(lambda: "Baghdad" in dict(highlighted(session)))
        await session.press("M")
        switches = session.app.screen
        names = [row.words for row in switches.items]
        assert names[0] == "Person"
        switches.rows.move_to(names.index("Location"))
        await session.press("space", "enter")
        assert session.status.startswith("1 thing switched in this library")
        await session.until(lambda: "Baghdad" not in dict(highlighted(session)))
        await session.press("M")
        assert len(session.app.screen.chosen) == len(names) - 1
        session.app.screen.rows.move_to(names.index("Location"))
        await session.press("space", "enter")
        await session.until(lambda: "Baghdad" in dict(highlighted(session)))


async def test_nothing_changes_if_nothing_is_switched(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        await session.press("M", "enter")
        assert not own.library_folder(library.folder).exists()


async def test_a_rule_says_why(running: Running, library: Library, id_: ReportId) -> None:
    async with running(library, report=id_) as session:
        go(session, "Baghdad")
        await session.press("W")
        said = {one.name: one.more for one in session.app.screen._choices}
        assert said["Label"] == "Location"
        assert said["Reviewed"] == "not yet"
        assert said["Why"] == "a term of places.tsv, which comes with spantag"
        await session.press("escape", "a", ",", "W")
        said = {one.name: one.more for one in session.app.screen._choices}
        assert said["Origin"] == "accepted; found by gazetteer.places"
        await session.press("escape", "end", "W")
        assert session.status.startswith("No tag and no entity here")


async def test_what_was_rejected_is_open_again(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        go(session, "Baghdad")
        await session.press("x", "M")
        first = session.app.screen.items[0]
        assert (first.where, first.words) == ("rejected", "Baghdad")
        assert first.value not in session.app.screen.chosen
        await session.press("space", "enter")
        assert session.status.startswith("1 suggestion open again")
        assert "Baghdad" in dict(highlighted(session))
        await session.press("u")
        assert library.reviews(id_)
        await session.press("u")
        assert library.reviews(id_) == []
