"""The screen of labels: every change is saved, shown at once, and followed by the open report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.widgets import Static

from keymaps import Dispatcher
from keymaps import load as load_keymap
from store import labels, scheme
from store.labelling import LabelUses
from store.labels import find, load
from store.library import Library
from store.model import Label, Span
from tui.screens import steps
from tui.screens.confirm import Confirm
from tui.screens.dialogs import Picker
from tui.screens.edit_label import EditLabel
from tui.screens.label_merging import what_moves
from tui.screens.labels import LabelsCounted, LabelsScreen
from tui.screens.messages import LabelsChanged
from tui.widgets.bars import TitleBar
from tui.widgets.entry import Entry

Running = Callable[..., AbstractAsyncContextManager[Any]]


def screen_of(session: Any) -> LabelsScreen:
    assert isinstance(session.app.screen, LabelsScreen)
    return session.app.screen


def names(session: Any) -> list[str]:
    return [label.name for label in screen_of(session).labels]


def text(rows: Any, number: int) -> str:
    """Return a row of a list as it is drawn."""
    return "".join(part for part, _ in rows._draw(rows.items[number], 120))


async def type_over(session: Any, **fields: str) -> None:
    """Put other texts into fields of the dialog on top, and accept it."""
    assert isinstance(session.app.screen, EditLabel)
    for name, text in fields.items():
        session.app.screen.query_one(f"#field-{name}", Entry).put(text)
    await session.settle()
    await session.press("enter")


async def test_the_tags_are_counted(running: Running, filled: Library) -> None:
    first, second = (line.id for line in filled.summaries())
    filled.tagging(first).tag(Span(0, 6), "Weapon")
    filled.tagging(first).tag(Span(0, 6), "Vehicle")
    filled.tagging(second).tag(Span(0, 1), "Weapon")
    async with running(filled) as session:
        await session.press("T")
        await session.until(lambda: screen_of(session).uses is not None)
        assert [type(m) for m in session.messages].count(LabelsCounted) == 1
        rows = screen_of(session).rows
        line = rows.render_line(names(session).index("Weapon")).text.split()
        assert line[:4] == ["7", "w", "Weapon", "2"]
        await session.press("q")
        assert session.listing.rows.has_focus


async def test_a_renamed_label_keeps_its_tags_and_shows_at_once(
    running: Running, filled: Library
) -> None:
    id_ = filled.summaries()[0].id
    filled.tagging(id_).tag(Span(0, 6), "Person")
    async with running(filled, report=id_) as session:
        await session.press("T", "e")
        await type_over(session, name="Human", key="h")
        assert names(session)[0] == "Human"
        assert session.status == "Changed Human"
        await session.press("q")
        assert [tag.label for tag in session.reading.tags] == ["Human"]
        await session.press("w", "v", "w", "space", "h")
        assert [tag.label for tag in filled.tags(id_)] == ["Human", "Human"]
        await session.press("u", "u")
        assert filled.tags(id_) == []


async def test_a_label_is_added_and_one_that_clashes_is_not(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("T", "a")
        await type_over(session, name="Person")
        assert session.status.startswith("There is a label Person already")
        await type_over(session, name="Ship", key="s", parent="vehicle", colour="red")
        assert "write it as #1f4e8c" in session.status
        await type_over(session, colour="#1F4E8C")
        made = find(filled.labels(), "Ship")
        assert (made.key, made.parent, made.colour) == ("s", "Vehicle", "#1f4e8c")
        assert screen_of(session).rows.current == made


async def test_a_label_that_would_be_a_kind_of_itself_is_refused_in_words(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("T", "enter")
        await type_over(session, parent="person")
        assert session.status.startswith("Person cannot be a kind of itself; name another label")
        await type_over(session, name="Human", parent="Person")
        assert session.status.startswith("Person cannot be a kind of itself")
        await session.press("escape", "a")
        await type_over(session, name="Ship", parent="ship")
        assert session.status.startswith("Ship cannot be a kind of itself")


@pytest.mark.parametrize("name", ["default", "vim", "emacs"])
async def test_help_says_that_enter_edits_the_label(
    running: Running, filled: Library, name: str
) -> None:
    async with running(filled) as session:
        session.app.dispatcher = Dispatcher(load_keymap(name))
        await session.press("T", "f1")
        rows = session.app.screen.rows
        shown = [line for y in range(len(rows.items)) if "Enter" in (line := text(rows, y))]
        assert len(shown) == 1
        assert "Edit the label of this row." in shown[0]
        assert not any("Open the report" in text(rows, y) for y in range(len(rows.items)))
        await session.press("escape", "enter")
        assert isinstance(session.app.screen, EditLabel)


async def test_labels_are_merged_and_only_unused_ones_removed(
    running: Running, filled: Library
) -> None:
    id_ = filled.summaries()[0].id
    filled.tagging(id_).tag(Span(0, 6), "Person")
    async with running(filled) as session:
        await session.press("T", "d")
        assert session.status == "Person has 1 tag; m merges it into another"
        await session.press("m")
        assert isinstance(session.app.screen, Picker)
        await session.press(*"organis", "enter", "enter")
        assert session.status == "Person is Organisation now"
        assert [tag.label for tag in filled.tags(id_)] == ["Organisation"]
        await session.press("end", "d")
        assert session.status == "Removed Url"
        assert len(filled.labels()) == 13


def tags_of(session: Any, label: str) -> int:
    uses = screen_of(session).uses
    return uses.tags[label] if uses is not None else 0


def asked(session: Any) -> tuple[str, str]:
    """Return the question on top, and the first line of what it means."""
    assert isinstance(session.app.screen, Confirm)
    line = session.app.screen.query(".said").first(Static).render()
    assert isinstance(line, Content)
    return session.app.screen.query_one("#title", TitleBar).text, line.plain


async def test_a_merge_is_asked_about_with_both_labels_and_how_many_tags_it_moves(
    running: Running, filled: Library
) -> None:
    first, second = (line.id for line in filled.summaries())
    for start in (0, 7):
        filled.tagging(first).tag(Span(start, start + 4), "Person")
    filled.tagging(second).tag(Span(0, 1), "Person")
    filled.tagging(second).tag(Span(2, 3), "Organisation")
    before = filled.labels()
    async with running(filled) as session:
        await session.press("T")
        await session.until(lambda: screen_of(session).uses is not None)
        await session.press("m", *"organis", "enter")
        assert asked(session) == (
            "Merge Person into Organisation?",
            "3 tags in 2 reports move from Person to Organisation.",
        )
        await session.press("escape")
        assert filled.labels() == before
        await session.press("m", *"organis", "enter", "enter")
        assert session.status == "Person is Organisation now"
        await session.until(lambda: tags_of(session, "Organisation") == 4)
        await session.press("m", *"locat", "enter")
        assert asked(session)[1] == "4 tags in 2 reports move from Organisation to Location."
        await session.press("enter", "u", "u")
        assert filled.labels() == before


def test_what_a_merge_moves_is_said_for_any_number() -> None:
    uses = LabelUses(Counter(Weapon=1), Counter(Weapon=1))
    assert what_moves(uses, "Weapon", "Ship") == "1 tag in 1 report moves from Weapon to Ship."
    assert what_moves(uses, "Url", "Ship") == "Url has no tags; it goes, and Ship stays."
    assert what_moves(None, "Url", "Ship").startswith("All tags of Url move to Ship; how many,")


async def test_changes_are_undone_and_redone(running: Running, filled: Library) -> None:
    id_ = filled.summaries()[0].id
    filled.tagging(id_).tag(Span(0, 6), "Person")
    before = filled.labels()
    async with running(filled, report=id_) as session:
        await session.press("T", "u")
        assert session.status == "Nothing to undo"
        await session.press("m", *"organis", "enter", "enter", "c")
        await session.press("u", "u")
        assert session.status == "Undo: Person, Organisation"
        assert filled.labels() == screen_of(session).labels == before
        await session.press("U")
        assert session.status == "Redo: Organisation, Person"
        await session.press("q")
        assert [tag.label for tag in session.reading.tags] == ["Organisation"]
        await session.press("T", "u", "q")  # too quick for the change to be through
        await session.until(lambda: [tag.label for tag in session.reading.tags] == ["Person"])


async def test_labels_are_moved_and_recoloured(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("T", ">", ">", "c")
        assert names(session)[:3] == ["Organisation", "Location", "Person"]
        assert screen_of(session).rows.cursor == 2
        changed = find(filled.labels(), "Person")
        assert changed.colour in labels.palette()
        assert changed.colour != load()[0].colour
        await session.press("<", "<", "<")
        assert names(session)[:2] == ["Person", "Organisation"]
        said = [m.said for m in session.messages if isinstance(m, LabelsChanged)]
        end = "Person is the first of the labels that are below no other"
        assert said == ["", "", f"Person is {changed.colour} now", "", "", end]


async def test_a_label_stands_indented_below_its_parent_wherever_labels_are_listed(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("T", "a")
        await type_over(session, name="Fighter", key="k", parent="Person")
        await session.press("a")
        await type_over(session, name="Sniper", parent="Fighter")
        expected = [" Person", "   Fighter", "     Sniper", " Organisation"]
        shown = [text(screen_of(session).rows, number) for number in range(4)]
        assert [line[5:].split("  0 ")[0].rstrip() for line in shown] == expected
        await session.press("q", "v", "w", "t")
        rows = session.app.screen.rows
        shown = ["".join(part for part, _ in rows.items[n].cells(78)) for n in range(4)]
        assert [line[5:23].split("  A")[0].rstrip() for line in shown] == expected
        await session.press(*"sniper")
        first = "".join(part for part, _ in rows.items[0].cells(78))
        assert first[5:].startswith(" Sniper")


async def test_a_new_label_has_a_colour_of_its_own(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("T")
        for number in range(15):
            await session.press("a")
            await type_over(session, name=f"New {number}")
        colours = [label.colour for label in filled.labels()]
        assert len(set(colours)) == len(colours) == 30
        await session.press("home", "c")
        assert find(filled.labels(), "Person").colour != colours[0]


async def test_labels_go_to_a_file_and_come_from_one(
    running: Running, filled: Library, tmp_path: Path
) -> None:
    ours, theirs = tmp_path / "ours.toml", tmp_path / "theirs.toml"
    theirs.write_text('[[label]]\nname = "Ship"\nkey = "p"\n')
    async with running(filled) as session:
        await session.press("T", "E")
        session.app.screen.query_one("Entry").put(str(ours))
        await session.press("enter")
        assert load(ours) == filled.labels()
        await session.press("E")
        session.app.screen.query_one("Entry").put(str(ours))
        await session.press("enter")
        assert "Enter again overwrites" in session.status
        await session.press("enter", "i")
        session.app.screen.query_one("Entry").put(str(tmp_path / "none.toml"))
        await session.press("enter")
        assert session.status == f"There is no file {tmp_path / 'none.toml'}; name another"
        session.app.screen.query_one("Entry").put(str(theirs))
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, Picker))
        rows = session.app.screen.rows
        shown = [rows.render_line(y).text.strip() for y in range(2)]
        assert shown == ["Ship: the letter p belongs to Person", "Ship is new"]
        await session.press("escape")
        assert names(session)[-1] == "Ship"


async def test_a_library_that_cannot_be_read_is_told(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        (filled.folder / "library.json").write_text("{")
        await session.press("T")
        assert "library.json" in session.status
        assert session.listing.rows.has_focus


async def test_all_steps_of_one_label_are_taken_back_in_order(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("T", "a")
        await type_over(session, name="Zed")
        await session.press("e")
        await type_over(session, name="Zoo")
        await session.press("c", "u")
        assert session.status == "Undo: Zoo"
        await session.press("u")
        assert session.status == "Undo: Zed, Zoo"
        await session.press("u")
        assert session.status == "Undo: Zed"
        assert not {"Zed", "Zoo"} & set(names(session))
        await session.press("u")
        assert session.status == "Nothing to undo"


async def test_a_redo_waits_for_the_label_that_it_needs(running: Running, filled: Library) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("s", "w", "t", *"Spokes", "enter", "enter")
        assert [tag.label for tag in filled.tags(id_)] == ["Spokes"]
        await session.press("u", "T", "u", "q", "U")
        gone = "The label Spokes is gone; T opens the labels, where "
        assert session.status == gone + "U brings it back"
        assert filled.tags(id_) == []
        await session.press("q", "U")
        assert session.status.startswith(gone + "U brings it back")
        await session.press("enter", "T", "U", "q", "U")
        assert session.status == "Redone: acceptance of Drones"
        await session.press("d", "T", "G", "d", "q", "u")
        assert session.status == gone + "u brings it back"
        said = steps.gone("Fern", filled.labelling, session.reading.key_for)
        assert said == "The label Fern is gone; T opens the labels, where a adds it"


async def test_a_label_that_cannot_be_moved_says_why(running: Running, filled: Library) -> None:
    fighter = Label("Fighter", parent="Person")
    filled.change_labels(lambda current: scheme.added(current, fighter))
    async with running(filled) as session:
        await session.press("T", "<")
        assert session.status == "Person is the first of the labels that are below no other"
        await session.press("j")
        assert screen_of(session).rows.cursor == 1
        for key, end in (("<", "first"), (">", "last")):
            await session.press(key)
            below = f"Fighter is the {end} of the labels below Person, and stays among them"
            assert session.status == below
        await session.press("G", ">")
        assert session.status.endswith(" is the last of the labels that are below no other")
        last = names(session)[-1]
        await session.press("<")
        assert session.status == ""
        assert names(session)[-2] == last
        await session.press("u")
        assert session.status == "Undo: the order of labels"
        await session.press("u")
        assert session.status == "Undo: Fighter"
