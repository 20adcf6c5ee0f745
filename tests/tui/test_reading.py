"""Reading and tagging by keyboard, asserted on messages and state."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from keymaps import Dispatcher, load
from store.library import Library
from store.model import MANUAL, Span, Status, Tag
from tui.screens.messages import EntitiesFound, ReportLoaded, TagsSaved
from tui.widgets.bars import TitleBar

Reading = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def reading(filled: Library, running: Reading) -> Reading:
    """What runs an app with the first report open."""

    def open_first(size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Any]:
        return running(filled, size, filled.summaries()[0].id)

    return open_first


def tags(library: Library) -> list[Tag]:
    return library.tags(library.summaries()[0].id)


def put(session: Any, words: str) -> Span:
    """Put the cursor at the start of some words, and return where they stand."""
    view = session.reading.view
    start = view.text.index(words)
    view.move_to(view.cursor.dropped().moved(start))
    return Span(start, start + len(words))


async def test_a_report_opens_with_its_entities(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        assert [type(m) for m in session.messages].count(ReportLoaded) == 1
        found = next(m for m in session.messages if isinstance(m, EntitiesFound))
        text = session.reading.view.text
        assert "Hizbullah Brigades" in [entity.span.of(text) for entity in found.entities]
        assert len(session.reading.view.entities) == len(found.entities)
    assert filled.summaries()[0].status is Status.READING


async def test_details_are_undone_in_order_with_tags(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "Hizbullah Brigades")
        await session.press("i", *"X", "enter", "a", "c", "u")
        assert session.status.startswith("Undone: the status is reading now")
        await session.press("u")
        assert session.status.startswith("Undone: acceptance of Hizbullah Brigades")
        title = session.reading.query_one("#title", TitleBar)
        assert "AlbukamalX" in title.text
        await session.press("u")
        assert session.status.startswith("Undone: the title is Drones seen near Al… now")
        assert "AlbukamalX" not in title.text
        await session.press("u")
        assert session.status.startswith("Nothing to undo")
        await session.press("U")
        assert "AlbukamalX" in title.text
        assert filled.summaries()[0].title.endswith("X")


async def test_marked_words_get_a_label_by_its_digit(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        span = put(session, "He praised the drones")
        await session.press("v", "w", "w", "w", "w")
        assert session.status.startswith("6:1  MARK 24")
        await session.press("2")
        (tag,) = tags(filled)
        assert (tag.span, tag.label, tag.quote) == (span, "Organisation", "He praised the drones")
        assert tag.origin == MANUAL
        assert session.reading.view.cursor.span is None
        saved = next(m for m in session.messages if isinstance(m, TagsSaved))
        assert saved.tags == [tag]
        assert "Tagged Organisation: He praised the drones" in session.status


async def test_the_status_line_counts_the_tags(reading: Reading) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("v", "w", "1")
        await session.press("left")
        assert "1 tag  " in session.status
        await session.press("v", "w", "w", "2", "right")
        assert "2 tags" in session.status


async def test_shift_arrows_select_and_blanks_are_trimmed(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        span = put(session, "Nothing else")
        await session.press("ctrl+shift+right", "ctrl+shift+right")
        assert session.reading.view.cursor.span == Span(span.start, span.end + 1)
        await session.press("6")
        assert tags(filled)[0].span == span


async def test_an_entity_is_accepted_with_its_own_label(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        span = put(session, "Hizbullah Brigades")
        await session.press("a")
        (tag,) = tags(filled)
        assert (tag.span, tag.label) == (span, "Organisation")
        assert tag.origin != MANUAL
        await session.press(",")
        assert tag.origin in session.status


async def test_an_entity_gets_another_label_by_a_digit(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        span = put(session, "Hizbullah Brigades")
        await session.press("3")
        (tag,) = tags(filled)
        assert (tag.span, tag.label) == (span, "Location")
        assert tag.origin != MANUAL


async def test_a_digit_does_nothing_where_there_is_nothing_to_tag(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        put(session, "praised")
        await session.press("1")
        assert tags(filled) == []
        assert session.status.startswith("Select first")


async def test_space_and_a_letter_apply_a_label_and_space_twice_the_last(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("v", "w", "space")
        assert session.status.startswith("Label:  p Person")
        await session.press("w")
        put(session, "Nothing")
        await session.press("v", "w", "space", "space")
        assert [tag.label for tag in tags(filled)] == ["Weapon", "Weapon"]


async def test_escape_leaves_the_label_prompt(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("v", "w", "space", "escape")
        assert tags(filled) == []
        assert session.reading.view.cursor.span is not None


async def test_the_label_picker_finds_by_typing(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("v", "w", "t", *"platf", "enter")
        assert [tag.label for tag in tags(filled)] == ["MilitaryPlatform"]


async def test_a_span_bears_several_labels(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "Hizbullah Brigades")
        await session.press("2", "1")
        assert sorted(tag.label for tag in tags(filled)) == ["Organisation", "Person"]
        await session.press("left", "right")
        assert "Organisation" in session.status
        assert "Person" in session.status


async def test_relabel_note_delete_and_the_way_back(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("v", "w", "1")
        put(session, "fighters")
        await session.press("r", "7")
        assert tags(filled)[0].label == "Weapon"
        await session.press("m", *"seen", "enter")
        assert tags(filled)[0].note == "seen"
        await session.press("d")
        assert tags(filled) == []
        await session.press("u")
        assert [(tag.label, tag.note) for tag in tags(filled)] == [("Weapon", "seen")]
        await session.press("u", "u")
        assert [(tag.label, tag.note) for tag in tags(filled)] == [("Person", "")]
        await session.press("u")
        assert tags(filled) == []
        await session.press("u")
        assert session.status.startswith("Nothing to undo")
        await session.press("U", "U", "U")
        assert [(tag.label, tag.note) for tag in tags(filled)] == [("Weapon", "seen")]


@pytest.mark.parametrize(
    ("name", "word", "again"),
    [("default", "s w", "L"), ("vim", "i w", "."), ("emacs", "ctrl+c w", "ctrl+c ctrl+c")],
)
async def test_what_is_tagged_so_already_is_said_to_be_and_is_no_edit(
    reading: Reading, filled: Library, name: str, word: str, again: str
) -> None:
    async with reading() as session:
        session.app.dispatcher = Dispatcher(load(name))
        put(session, "fighters")
        await session.press(*word.split(), "1")
        assert session.status.startswith("Tagged Person: fighters")
        put(session, "fighters")
        await session.press(*again.split())
        assert session.status.startswith("Already tagged Person: fighters")
        assert len(filled.edits(filled.summaries()[0].id)) == 1


async def test_what_changes_nothing_of_a_tag_is_not_said_to(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("s", "w", "1")
        put(session, "fighters")
        await session.press("r", "1")
        assert session.status.startswith("Already tagged Person: fighters")
        await session.press("m", "enter")
        assert session.status.startswith("The note stays as it was: fighters")
        await session.press("e", "enter")
        assert session.status.startswith("The tag stays as it was")
        assert len(filled.edits(filled.summaries()[0].id)) == 1


async def test_undo_survives_a_restart(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        put(session, "Hizbullah Brigades")
        await session.press("a")
    assert len(tags(filled)) == 1
    async with reading() as session:
        await session.press("u")
    assert tags(filled) == []


async def test_find_selects_the_match_so_that_it_can_be_tagged(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        await session.press("/", *"the drones", "enter")
        assert session.status.startswith("Match 1 of 1")
        await session.press("8")
        assert tags(filled)[0].quote == "the drones"


async def test_what_was_just_tagged_is_what_one_goes_on_with(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        put(session, "the drones")
        await session.press("v", "w", "w", "2")
        put(session, "drones")
        await session.press("v", "w", "3")
        inner = next(tag for tag in tags(filled) if tag.label == "Location")
        assert session.reading.does.here.tag == inner
        await session.press("m", *"why", "enter")
        assert [tag.note for tag in tags(filled)] == ["", "why"]
        await session.press("d")
        assert [tag.label for tag in tags(filled)] == ["Organisation"]
        await session.press("home", "d")
        assert session.status.startswith("No tag here")
        assert len(tags(filled)) == 1


async def test_another_phrase_takes_the_place_of_the_last(reading: Reading) -> None:
    async with reading() as session:
        await session.press("/", *"drones", "enter")
        await session.press("/", *"He", "enter")
        assert session.status.startswith("Match 1 of")
        await session.press("/", "enter")
        assert session.status.startswith("Match")


async def test_find_goes_round(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        await session.press("/", *"drones", "enter")
        first = view.cursor.span
        await session.press("n")
        assert view.cursor.span != first
        await session.press("n")
        assert view.cursor.span == first
        await session.press("N")
        assert view.cursor.span != first
        await session.press("/", *"XYZ", "enter")
        assert session.status.startswith("Not found")


async def test_tab_and_dot_go_from_mention_to_mention(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, "Hajj Abbas")
        await session.press("tab")
        assert view.text[view.cursor.head :].startswith("IRGC")
        await session.press("shift+tab")
        assert view.text[view.cursor.head :].startswith("Hajj Abbas")
        await session.press("a", "g", ".")
        assert view.text[view.cursor.head :].startswith("Hajj Abbas")
        await session.press("G", ",")
        assert view.text[view.cursor.head :].startswith("Hajj Abbas")


async def test_growing_and_shrinking_walk_the_units(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, "Brigades in Deir")
        sizes = []
        for _ in range(4):
            await session.press("+")
            sizes.append(len(view.cursor.span))
        assert sizes == sorted(sizes)
        assert sizes[0] == len("Brigades")
        assert sizes[1] == len("Hizbullah Brigades")
        await session.press("-")
        assert len(view.cursor.span) == sizes[2]


@pytest.mark.parametrize("begun", [(), ("v",), ("v", "ctrl+e", "o"), ("s", "w")])
async def test_shrinking_goes_back_the_way_that_growing_came(
    reading: Reading, begun: tuple[str, ...]
) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, "gades in Deir")
        await session.press(*begun)
        states = [(view.cursor.head, view.cursor.anchor, view.cursor.marking)]
        for _ in range(3):
            await session.press("+")
            states.append((view.cursor.head, view.cursor.anchor, view.cursor.marking))
        assert len(set(states)) == 4
        for state in reversed(states[:-1]):
            await session.press("-")
            assert (view.cursor.head, view.cursor.anchor, view.cursor.marking) == state
        await session.press("+", "left", "v", "w", "-")
        assert (view.cursor.head, view.cursor.anchor) != states[0][:2]


@pytest.mark.parametrize(
    ("place", "begun", "grown"),
    [
        (". He praised", (), "BAGHDAD, .* Deir Al-Zour."),
        ("Deir Al-Zour. He", ("v", "w", "w"), "BAGHDAD, .* Deir Al-Zour. He praised the drones"),
        (".\n\nNothing", (), "He praised the drones."),
        ("drones.\n\nNothing", ("v", "right", *["shift+right"] * 6), "He praised the drones."),
    ],
)
async def test_growing_at_a_full_stop_takes_its_sentence(
    reading: Reading, place: str, begun: tuple[str, ...], grown: str
) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, place)
        await session.press(*begun, "+")
        assert re.fullmatch(grown, view.cursor.span.of(view.text), re.DOTALL)


async def test_enter_selects_the_entity(reading: Reading) -> None:
    async with reading() as session:
        span = put(session, "Hizbullah Brigades")
        await session.press("right", "right", "enter")
        assert session.reading.view.cursor.span == span
        await session.press("escape", "z")
        assert session.reading.view.cursor.span == span


async def test_where_there_is_no_entity_none_is_selected(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, "praised")
        for key in ("enter", "s"):
            await session.press(key, *("e" if key == "s" else ""))
            assert session.status == "No entity here; Tab goes to the next"
            assert view.cursor.anchor is None
        await session.press("v", "w", "1", ",", "enter")
        assert view.cursor.span.of(view.text) == "praised"
        put(session, "Hizbullah Brigades")
        await session.press("h", "enter")
        assert session.status == "Entities are hidden; h shows them"


@pytest.mark.parametrize("begun", [("v", "w"), ("v",), ("/",), ("s",), ("tab", "space"), ("f6",)])
async def test_escape_drops_what_was_begun_and_never_closes_the_report(
    reading: Reading, begun: tuple[str, ...]
) -> None:
    async with reading() as session:
        await session.press(*begun, "escape")
        cursor = session.reading.view.cursor
        assert (cursor.span, cursor.marking) == (None, False)
        await session.press("escape")
        assert session.reading.view.has_focus
        assert session.status == "q closes the report"


async def test_a_sequence_that_comes_to_nothing_does_nothing_more(reading: Reading) -> None:
    async with reading() as session:
        await session.press("s", "G")
        assert session.reading.view.cursor.head == 0
        await session.press("s", "escape")
        assert session.reading.view.has_focus
        assert session.status != "q closes the report"


async def test_what_is_shown_or_hidden_is_told(reading: Reading) -> None:
    async with reading() as session:
        said = []
        for key in ("l", "l", "h", "h", "L"):
            await session.press(key)
            said.append(session.status)
        assert said == [
            "Label names show below tags; there is no tag yet",
            "Label names are hidden",
            "Entities are hidden",
            "Entities are shown",
            "No label was used yet; t lists them",
        ]
        put(session, "fighters")
        await session.press("v", "w", "1", "l")
        assert session.status == "Label names show below tags"


async def test_that_nothing_is_ever_copied_is_told_with_the_way_back(reading: Reading) -> None:
    async with reading() as session:
        await session.press("v", "w", "y", *"never", "enter")
        assert session.status.startswith('Nothing is copied; copy = "ask" in ')
        await session.press("y")
        assert session.status.startswith('Copying is off; copy = "ask" in ')


async def test_growing_and_shrinking_say_where_they_end(reading: Reading) -> None:
    async with reading() as session:
        put(session, "fighters")
        await session.press("-")
        assert session.status == "Nothing is selected that could shrink; + selects and grows"
        for _ in range(9):
            await session.press("+")
        assert session.status == "No larger unit of text here"
        for _ in range(9):
            await session.press("-")
        assert session.status == "Nothing is selected that could shrink; + selects and grows"
        await session.press("s", "w", "-")
        assert session.status == "No smaller unit of text inside the selection"


async def test_the_panel_lists_the_tags_and_goes_there(reading: Reading) -> None:
    async with reading((120, 40)) as session:
        put(session, "Hizbullah Brigades")
        await session.press("a")
        put(session, "fighters")
        await session.press("v", "w", "1", "g", "f6")
        panel = session.reading.panel
        assert panel.display
        assert [tag.quote for tag in panel.rows.items] == ["fighters", "Hizbullah Brigades"]
        await session.press("down", "enter")
        view = session.reading.view
        assert view.has_focus
        assert view.text[view.cursor.head :].startswith("Hizbullah")
        await session.press("f6", "d")
        assert [tag.quote for tag in panel.rows.items] == ["fighters"]


async def test_the_panel_is_folded_away_when_narrow(reading: Reading) -> None:
    async with reading() as session:
        assert not session.reading.panel.display
        await session.press("p")
        assert session.reading.panel.display
        await session.pilot.resize_terminal(50, 20)
        await session.settle()
        assert not session.reading.view.display
        await session.press("escape")
        assert session.reading.view.has_focus
        assert session.reading.view.display


async def test_names_of_labels_show_in_the_text_on_demand(reading: Reading) -> None:
    async with reading() as session:
        put(session, "Hizbullah Brigades")
        await session.press("a")
        view = session.reading.view

        def screen_text() -> str:
            return "\n".join(line.text for line in view.draw(view.size.region))

        assert "Organisation" not in screen_text()
        await session.press("l")
        assert "Organisation" in screen_text()


async def test_hidden_entities_are_neither_shown_nor_tagged(
    reading: Reading, filled: Library
) -> None:
    async with reading() as session:
        put(session, "Hizbullah Brigades")
        await session.press("h", "a")
        assert tags(filled) == []
        await session.press("h", "a")
        assert len(tags(filled)) == 1


async def test_the_next_report_opens_and_the_place_is_remembered(
    running: Reading, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("enter", "w", "w")
        head = session.reading.view.cursor.head
        await session.press(">")
        assert session.reading.report.title == "A second report"
        await session.press(">")
        assert session.status.startswith("This is the last report")
        await session.press("<")
        assert session.reading.view.cursor.head == head


async def test_a_report_is_marked_as_done_and_corrected(reading: Reading, filled: Library) -> None:
    async with reading() as session:
        await session.press("c")
        assert filled.summaries()[0].status is Status.DONE
        await session.press("i", "end", "!", "enter")
    assert filled.summaries()[0].title == "Drones seen near Albukamal!"


async def test_the_mouse_places_the_cursor_drags_and_takes_words(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        await session.pilot.mouse_down(view, offset=(3, 0))
        await session.pilot.mouse_up(view, offset=(3, 0))
        assert view.cursor.head == 2
        await session.pilot.mouse_down(view, offset=(1, 0))
        await session.pilot.hover(view, offset=(7, 0))
        await session.pilot.mouse_up(view, offset=(7, 0))
        assert view.cursor.span == Span(0, 6)
        await session.pilot.click(view, offset=(9, 0), times=2)
        assert view.cursor.span is not None
        assert view.cursor.span.of(view.text) == "seen"


async def test_resizing_keeps_what_is_read(reading: Reading) -> None:
    async with reading() as session:
        view = session.reading.view
        put(session, "Nothing else")
        head = view.cursor.head
        for size in ((40, 12), (200, 60), (43, 7), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert view.cursor.head == head
            rows = [row for row, lane in view.window.rows()]
            assert any(row.start <= head <= row.end for row in rows)


async def test_a_mistake_of_ours_does_not_pass_for_a_save(
    reading: Reading, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("odd")

    async with reading() as session:
        put(session, "Hizbullah Brigades")
        monkeypatch.setattr("store.database.replace_file", break_down)
        await session.press("a")
        assert "Not saved: RuntimeError: odd" in session.status
        monkeypatch.undo()
    assert tags(filled) == []


async def test_a_recogniser_that_fails_is_told_and_tagging_goes_on(
    reading: Reading, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr("store.entities.of_library.of", break_down)
    async with reading() as session:
        assert "RuntimeError: odd" in session.status
        await session.press("tab")
        assert session.status == "Entities are still being looked for"
        put(session, "fighters")
        await session.press("v", "w", "1")
        assert len(tags(filled)) == 1
