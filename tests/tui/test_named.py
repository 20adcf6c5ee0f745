"""What the status line names is what commands act on: a tag, or a suggestion, chosen or moved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from keymaps import Dispatcher, load
from store.library import Library
from store.model import Entity, Report, ReportId, Span, Tag
from tui.screens.reading import ReadingScreen

Running = Callable[..., AbstractAsyncContextManager[Any]]

TEXT = """Hajj Abbas met the IRGC near Albukamal.

Later the IRGC left Baghdad.
"""
IRGC = Span(19, 23)
MET = Span(11, 23)


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    return report.id


def labels(library: Library, id_: ReportId) -> list[str]:
    return [tag.label for tag in library.tags(id_)]


async def tag(session: Any, span: Span, label: str, note: str = "") -> None:
    """Tag while the report is open: what was tagged before it is looked at, it suggests."""
    session.reading.edit(lambda tagging: tagging.tag(span, label, note=note).label)
    await session.settle()


async def go(session: Any, at: int) -> None:
    view = session.reading.view
    view.move_to(view.cursor.dropped().moved(at))
    await session.settle()


@pytest.mark.parametrize("key", ["d", "delete", "m", "r", "e", "H"])
async def test_what_is_done_to_tags_is_refused_of_a_suggestion_that_was_chosen(
    reading: Running, library: Library, id_: ReportId, key: str
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon", note="kept")
        await go(session, IRGC.start)
        await session.press("f")
        assert "2 of 2: Organisation? IRGC" in session.status
        await session.press(key)
        assert session.status.startswith(
            "Organisation? is a suggestion: a accepts, x rejects it, f goes to the tag here"
        )
        assert isinstance(session.app.screen, ReadingScreen)
        assert "EDGES" not in session.status
        await session.press("7")  # no label is waited for, so this tags the suggestion
        assert [(one.span, one.label) for one in library.tags(id_)] == [
            (MET, "Weapon"), (IRGC, "Weapon"),
        ]  # fmt: skip


async def test_where_nothing_was_chosen_the_tag_goes_before_the_suggestion(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await go(session, IRGC.start)
        await session.press("right", "left")
        assert "1 of 2: Weapon: " in session.status
        await session.press("d")
        assert session.status.startswith("Deleted Weapon")


@pytest.mark.parametrize(
    ("name", "delete", "keys"),
    [("vim", "d d", ("a", "x", "f")), ("emacs", "ctrl+d", ("y", "x", "o"))],
)
async def test_the_refusal_names_the_keys_of_the_keymap(
    reading: Running, library: Library, id_: ReportId,
    name: str, delete: str, keys: tuple[str, str, str],
) -> None:  # fmt: skip
    async with reading() as session:
        await tag(session, MET, "Weapon")
        session.app.dispatcher = Dispatcher(load(name))
        await go(session, IRGC.start)
        await session.press(keys[2], *delete.split())
        accept, reject, step = keys
        said = f": {accept} accepts, {reject} rejects it, {step} goes to the tag here"
        assert said in session.status
        assert labels(library, id_) == ["Weapon"]


async def test_the_suggestion_that_one_was_led_to_is_what_is_meant(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await session.press("a")
        assert session.status.startswith("Tagged Person: Hajj Abbas  Now: Organisation?")
        await session.press("d")
        assert session.status.startswith("Organisation? is a suggestion")
        assert labels(library, id_) == ["Person", "Weapon"]


async def test_a_decision_is_refused_of_a_tag_that_was_chosen(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await go(session, IRGC.start)
        await session.press("f", "f")
        assert "1 of 2: Weapon: " in session.status
        for key in ("a", "x", "y", "Y", "X"):
            await session.press(key)
            assert session.status.startswith(
                "Weapon is a tag already; f goes to the suggestion here"
            )
        assert (labels(library, id_), library.reviews(id_)) == (["Weapon"], [])
        await session.press("shift+tab", "tab", "a")
        assert session.status.startswith("Tagged Organisation: IRGC")


async def test_a_choice_ends_when_the_cursor_leaves(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await go(session, IRGC.start)
        await session.press("f")
        assert isinstance(session.reading.does.here.current, Entity)
        await session.press("home", "tab")
        assert session.reading.view.cursor.head == IRGC.start
        assert isinstance(session.reading.does.here.current, Tag)


async def test_of_two_suggestions_of_the_same_words_the_chosen_one_gets_the_label(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        view = session.reading.view
        (first,) = view.entities.at(IRGC.start)
        second = Entity(IRGC, "Vehicle", "other")
        view.show_entities(type(view.entities)([first, second]))
        await go(session, IRGC.start)
        await session.press("f")
        assert "2 of 2: Vehicle? IRGC" in session.status
        await session.press("2")
        assert [one.label for one in library.reviews(id_)] == ["Vehicle"]


async def test_enter_selects_what_was_chosen(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await go(session, IRGC.start)
        await session.press("enter")
        assert session.reading.view.cursor.span == IRGC
        await go(session, IRGC.start)
        await session.press("f", "f", "enter")
        assert session.reading.view.cursor.span == MET


@pytest.mark.parametrize("name", ["default", "vim", "emacs"])
async def test_all_labels_of_words_just_tagged_are_gone_through(
    reading: Running, library: Library, id_: ReportId, name: str
) -> None:
    word = {"default": "s w", "vim": "i w", "emacs": "ctrl+c w"}[name].split()
    step, again = "o" if name == "emacs" else "f", ["space"]
    async with reading() as session:
        session.app.dispatcher = Dispatcher(load(name))
        await go(session, MET.start)
        await session.press(*word, "2", *again, *"p", *again, *"w")
        assert session.reading.view.cursor.head == MET.start + len("met")
        seen = [session.reading.does.here.tag.label]
        for _ in range(3):
            await session.press(step)
            seen.append(session.reading.does.here.tag.label)
        assert seen[0] == seen[3] == "Weapon"
        assert sorted(seen[:3]) == ["Organisation", "Person", "Weapon"]
        await session.press(step)
        assert "2 of 3: " in session.status
        gone = session.reading.does.here.tag.label
        await session.press("delete")
        assert sorted([*labels(library, id_), gone]) == ["Organisation", "Person", "Weapon"]


async def test_what_was_relabelled_is_what_one_goes_on_with(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await go(session, MET.start)
        await session.press("s", "w", "2", "1", "r", "3")
        assert session.reading.does.here.tag.label == "Location"
        await session.press("d")
        assert labels(library, id_) == ["Organisation"]


async def test_what_undo_brings_back_is_what_one_goes_on_with(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await tag(session, Span(MET.start, MET.start + 3), "Person")
        await go(session, MET.start)
        await session.press("f6", "up", "d", "escape", "home")
        assert labels(library, id_) == ["Person"]
        await session.press("u")
        assert session.reading.does.here.tag.label == "Weapon"
        await session.press("d")
        assert labels(library, id_) == ["Person"]


async def test_while_its_edges_are_moved_the_tag_is_what_is_named_and_meant(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, Span(0, 39), "Location")
        await tag(session, Span(0, 10), "Person", note="kept")
        await session.press("e", "right")
        assert session.status.startswith("1:12  EDGES 11  Person: Hajj Abbas “kept” ")
        await session.press("w", "w", "f")
        assert "Person: Hajj Abbas" in session.status
        assert session.reading.does.here.tag.label == "Person"
        await session.press("m", *"!", "enter", "r", "7", "right")
        assert "EDGES" in session.status
        assert "Weapon: Hajj Abbas “kept!”" in session.status
        await session.press("enter")
        assert session.status.startswith("Moved Weapon: Hajj Abbas met the ")
        assert session.reading.does.here.tag.label == "Weapon"
        assert labels(library, id_) == ["Location", "Weapon"]


async def test_a_tag_that_goes_while_its_edges_are_moved_ends_that(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        await tag(session, MET, "Weapon")
        await go(session, MET.start)
        await session.press("e", "right", "d")
        assert session.status.startswith("Deleted Weapon")
        assert session.reading.view.cursor.span is None
        await session.press("u", "e", "right")
        assert "EDGES" in session.status
        (one,) = library.tags(id_)
        Library.open(library.folder, "bob").tagging(id_).untag(one.id)
        await session.until(lambda: not session.reading.tags)
        await session.press("right")
        assert "EDGES" not in session.status
        await session.press("escape", "u", "home")
