"""The open report follows the label scheme: own changes at once, those of others soon."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from msgspec.structs import replace

from store import labels, scheme
from store.library import Library
from store.model import Entity, Label, Span
from tui.footer import Hint
from tui.screens.edit_label import EditLabel
from tui.screens.label_picker import LabelPicker
from tui.screens.label_prompt import prompted
from tui.styles import colours

Running = Callable[..., AbstractAsyncContextManager[Any]]


async def type_over(session: Any, name: str, text: str) -> None:
    """Put another text into a field of the dialog on top."""
    session.app.screen.query_one(f"#field-{name}").put(text)
    await session.settle()


async def test_a_new_label_is_made_where_one_picks(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "t", *"Ship")
        picker = session.app.screen
        assert isinstance(picker, LabelPicker)
        await session.press("enter")
        dialog = session.app.screen
        assert isinstance(dialog, EditLabel)
        await type_over(session, "key", "s")
        await type_over(session, "parent", "vehicle")
        await session.press("enter")
        made = labels.find(filled.labels(), "Ship")
        assert (made.key, made.parent) == ("s", "Vehicle")
        assert made.colour in labels.palette()
        assert [(tag.quote, tag.label) for tag in session.reading.tags] == [("Drones", "Ship")]
        await session.press("w", "w", "v", "w", "space", "s")
        assert [tag.label for tag in session.reading.tags] == ["Ship", "Ship"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *(
            ("organis", "Organisation"),
            ("mlp", "MilitaryPlatform"),
            ("platform", "MilitaryPlatform"),
        ),
        *(("Unit", "Unit"), ("Tribe", "Tribe"), ("Alpha", "Alpha"), ("drone", "drone")),
    ],
)
async def test_a_new_name_is_not_taken_for_a_label(
    typed: str, first: str, running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "t", *typed)
        assert session.app.screen.rows.items[0].name == first


async def test_a_name_that_matches_none_is_offered_at_once(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "t", *"xyzzy")
        assert [choice.value for choice in session.app.screen.rows.items] == [Label("xyzzy")]
        await session.press("enter")
        await type_over(session, "key", "p")
        await session.press("enter")
        assert session.status == "The letter p belongs to Person; choose another"
        await session.press("escape")
        assert session.reading.tags == []
    assert len(filled.labels()) == 15


@pytest.mark.parametrize("name", ["person", "PERSON"])
async def test_a_name_that_there_is_makes_no_new_label(
    running: Running, filled: Library, name: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "t", *name)
        found = [choice.value.name for choice in session.app.screen.rows.items]
        assert "Person" in found
        assert name not in found


async def test_the_prompt_for_a_label_says_what_lists_them_all(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "space")
        assert session.status.startswith("Label:  p Person  o Organisation  l Location")
        assert len(session.status) <= 78
        assert session.keys.endswith("Enter All 15  Esc Cancel")
        await session.press("enter")
        assert isinstance(session.app.screen, LabelPicker)


def test_the_prompt_for_a_label_fits_in_a_width() -> None:
    few = (Label("Person", key="p"), Label("Place", digit="2"), Label("Other"))
    rest = (Hint(("Enter",), "All 3", always=True), Hint(("Esc",), "Cancel", always=True))
    person, place = Hint(("p",), "Person"), Hint(("2",), "Place")
    wide = "Label:  p Person  2 Place"
    assert prompted("Label", None, few, len(wide)) == (wide, rest)
    assert prompted("Label", None, few, len(wide) - 1) == ("Label:  p Person", (place, *rest))
    assert prompted("Label", few[1], few, 25) == ("Label:  Space Place", (person, place, *rest))
    assert prompted("Label", None, few, 5) == ("Label:", (person, place, *rest))


async def test_what_another_does_with_the_labels_shows_by_itself(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.watching.SECONDS", 0.2)
    id_ = filled.summaries()[0].id
    bob = Library.open(filled.folder, "bob")
    bob.tagging(id_).tag(Span(0, 6), "Weapon")
    async with running(filled, (120, 30), report=id_) as session:
        await session.press("right")
        assert [tag.label for tag in session.reading.tags] == ["Weapon"]
        weapon = labels.find(bob.labels(), "Weapon")
        arms = replace(weapon, name="Arms", key="z", colour="#123456")
        bob.change_labels(lambda current: scheme.edited(current, "Weapon", arms))
        await session.until(lambda: [tag.label for tag in session.reading.tags] == ["Arms"])
        view, panel = session.reading.view, session.reading.panel
        assert view._current_looks().colours["Arms"] == "#123456"
        assert panel._draw(session.reading.tags[0], 30)[0] == (" Arms         ", "#123456")
        await session.press("v", "w", "space", "z")
        assert [tag.label for tag in filled.tags(id_)] == ["Arms", "Arms"]


def test_a_proposal_has_the_colour_of_its_label_under_any_name() -> None:
    found = colours((Label("Human", colour="#123456", former=("Person",)), Label("Place")))
    assert found == {"Person": "#123456", "Human": "#123456", "Place": ""}
    entity = Entity(Span(0, 1), "Person", "rule")
    assert found[entity.label] == "#123456"
