"""The keymaps in the app: modes, counts, operator, switching, layouts, careful keys."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events

from keymaps import COMMANDS, Dispatcher, load
from keymaps.keys import named
from keymaps.langmap import layouts
from store.library import Library
from store.model import Span
from tui.escapes import EscapeParser
from tui.keyboard import Keyboard
from tui.screens.help_commands import HelpCommands
from tui.screens.label_picker import LabelPicker
from tui.screens.reading import ReadingScreen
from tui.settings import Settings
from tui.widgets.bars import StatusLine
from tui.widgets.entry import Entry

Running = Callable[..., AbstractAsyncContextManager[Any]]


def use(session: Any, name: str, *langmap: str) -> None:
    keymap = replace(load(name), langmap=layouts(langmap))
    session.app.dispatcher = Dispatcher(keymap)


def put(session: Any, words: str) -> None:
    view = session.reading.view
    view.move_to(view.cursor.dropped().moved(view.text.index(words)))


def quotes(session: Any) -> list[tuple[str, str]]:
    return [(tag.quote, tag.label) for tag in session.reading.tags]


async def test_vim_tags_by_objects_counts_and_the_operator(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        put(session, "praised")
        await session.press("i", "w", "1")
        put(session, "drones.")
        await session.press("s", "i", "w", "o")
        put(session, "Hajj Abbas")
        await session.press("v", "2", "w", "1", "escape", "full_stop")
        put(session, "fighters")
        await session.press("s", "2", "w", "escape", "escape")
        assert quotes(session) == [
            ("Hajj Abbas", "Person"), ("praised", "Person"), ("drones", "Organisation"),
        ]  # fmt: skip
        put(session, "praised")
        await session.press("d", "d")
        assert len(quotes(session)) == 2


@pytest.mark.parametrize("name", ["vim", "default"])
@pytest.mark.parametrize("end", [("escape",), ("@",), ("enter", "escape")])
async def test_an_operator_without_a_label_leaves_all_as_it_was(
    running: Running, filled: Library, name: str, end: tuple[str, ...]
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, name)
        operator, entity = (("s",), ("a", "e")) if name == "vim" else (("s", "m"), ("s", "e"))
        put(session, "zbullah Brigades")
        before = session.reading.view.cursor
        await session.press(*operator, *entity)
        assert session.status.startswith("Label:")
        await session.press(*end)
        assert session.reading.view.cursor == before
        put(session, "praised")
        before = session.reading.view.cursor
        await session.press(*operator, *entity)
        assert session.status.startswith("No entity here; ")
        assert session.reading.view.cursor == before
        view = session.reading.view
        view.move_to(view.cursor.moved(len(view.text)))
        await session.press(*operator, "w")
        assert session.status == "Nothing to tag there"
        assert quotes(session) == []


async def test_what_is_begun_is_shown_and_can_be_cancelled(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        await session.press("2", "s", "i")
        assert session.app.dispatcher.pending
        assert session.status.startswith("2 s i …")
        await session.press("escape")
        assert not session.app.dispatcher.pending
        assert "…" not in session.status
        assert session.reading.view.cursor.span is None


async def test_emacs_selects_with_the_mark(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "emacs")
        put(session, "praised")
        await session.press("ctrl+@", "alt+f", "1", "ctrl+c", "ctrl+n", "ctrl+x", "u")
        assert quotes(session) == []
        await session.press("ctrl+x", "r", "ctrl+space", "ctrl+g", "q")
        assert session.listing.rows.has_focus


async def test_the_keymap_is_switched_while_running(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(Keyboard, "of_user", lambda: Keyboard(tmp_path, Settings()))
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("ctrl+k", *"vim", "enter")
        assert session.app.dispatcher.keymap.name == "vim"
        assert "settings.toml" in session.status
        await session.press("G")
        assert session.reading.view.cursor.head == len(session.reading.view.text)
        assert "] e" in session.keys


async def test_what_stands_in_place_of_rows_names_the_keys_of_the_keymap_switched_to(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("M", "/", *"zzzz", "enter")
        rows = session.app.screen.rows
        assert "F shows all again" in rows.render_line(1).text
        await session.press("ctrl+k", *"emacs", "enter")
        assert "Ctrl+C / shows all again" in rows.render_line(1).text
        await session.press("ctrl+g", "q")
        await session.press("/", *"zzzz", "enter", "ctrl+c", "ctrl+k", *"vim", "enter")
        assert "F shows all again" in session.listing.rows.render_line(1).text


@pytest.mark.parametrize(("layout", "word"), [("russian", "ц"), ("arabic", "ص"), ("persian", "ص")])
async def test_commands_are_heard_on_another_layout(
    running: Running, filled: Library, layout: str, word: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press(word)
        assert session.reading.view.cursor.head == 0
        use(session, "default", layout)
        await session.press(word)
        assert session.reading.view.cursor.head == len("Drones ")


async def test_an_unknown_layout_is_offered(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("ы")
        assert 'langmap = ["russian"]' in session.status


async def test_a_letter_of_a_layout_without_a_command_is_not_blamed_on_the_layout(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "default", "ukrainian")
        await session.press("З")
        assert session.status == "No command has this key"
        await session.press("ы")
        assert 'langmap = ["russian"]' in session.status


@pytest.mark.parametrize(
    ("layout", "mark", "word", "label"),
    [("ukrainian", "м", "ц", "щ"), ("persian", "ر", "ص", "خ")],
)
async def test_words_are_tagged_by_the_letters_of_another_layout(
    running: Running, filled: Library, layout: str, mark: str, word: str, label: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "default", layout)
        put(session, "praised")
        await session.press(mark, word, "space", label)
        assert quotes(session) == [("praised", "Organisation")]
        await session.press("slash", mark, word)
        assert session.app.screen.query_one(Entry).value == mark + word


async def test_messages_name_the_keys_of_the_keymap(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        put(session, "praised")
        await session.press("t")
        assert session.status.startswith("Select first: v and a motion")
        await session.press("d", "d")
        assert session.status.startswith("No tag here; ] t goes to the next")
        use(session, "emacs")
        await session.press("ctrl+d")
        assert session.status.startswith("No tag here; Ctrl+C Ctrl+N")


async def test_a_search_selects_up_to_its_match(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        view = session.reading.view
        await session.press("v", "slash", *"BAGHDAD", "enter")
        assert view.cursor.span == Span(0, view.text.index("BAGHDAD") + len("BAGHDAD"))
        await session.press("escape", "v", "N")
        assert view.text[view.cursor.head :].startswith("BAGHDAD")


async def test_a_selection_extends_to_the_next_entity(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        view = session.reading.view
        put(session, "met\nfighters")
        await session.press("v", "tab")
        assert view.cursor.span.of(view.text) == "met\nfighters of the Hizbullah Brigades"
        await session.press("tab")
        assert view.cursor.span.of(view.text).endswith("Brigades in Deir Al-Zour")
        await session.press("shift+tab", "shift+tab")
        assert view.cursor.span.of(view.text) == "met\nfighters of the "
        put(session, "Deir Al-Zour")
        await session.press("v", "tab", "3")
        assert quotes(session) == [("Deir Al-Zour", "Location")]
        put(session, "Hizbullah")
        await session.press("v", ".")
        assert view.cursor.span.of(view.text) == "Hizbullah Brigades in Deir Al-Zour"


async def test_the_palette_finds_every_command(running: Running, filled: Library) -> None:
    async with running(filled, (120, 40), report=filled.summaries()[0].id) as session:
        found = set[str]()

        async def offered() -> None:
            HelpCommands(session.app).action_palette()
            await session.settle()
            found.update(choice.value.id for choice in session.app.screen._choices)
            await session.press("escape")

        await offered()
        await session.press("f6")
        await offered()
        await session.press("escape", "f2")
        await offered()
        await session.press("escape", "T")
        await offered()
        await session.press("escape", "tab", "*", "o")
        await offered()
        await session.press("escape", "q")
        await offered()
        assert found >= {one.id for one in COMMANDS if one.scope != "dialog"}


async def test_a_selection_survives_scrolling_and_resizing(
    running: Running, filled: Library
) -> None:
    async with running(filled, (40, 8), report=filled.summaries()[0].id) as session:
        view = session.reading.view
        await session.press("shift+right", "shift+right")
        view.on_mouse_scroll_down()
        await session.pilot.resize_terminal(60, 9)
        await session.settle()
        assert view.cursor.span == Span(0, 2)


async def test_a_label_is_chosen_on_another_layout(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "default", "russian")
        await session.press("м", "ц", "space", "з")
        assert quotes(session) == [("Drones", "Person")]


def together(character: str) -> events.Key:
    """Return what arrives for Escape and a character in one piece."""
    return events.Key(f"escape+{character}", character)


async def test_escape_and_a_letter_in_one_piece_change_nothing(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        put(session, "praised")
        await session.press("i", "w", "1", "v", "w")
        session.app.post_message(together("."))
        await session.settle()
        assert session.reading.view.cursor.span is None
        assert len(quotes(session)) == 1
        session.app.post_message(together("g"))
        await session.settle()
        await session.press("g")
        assert session.reading.view.cursor.head == 0


@pytest.mark.parametrize(
    ("keymap", "begun"),
    [
        ("default", ("s", "w", "t")), ("default", ("s", "w", "*", "l")),
        ("default", ("s", "w", "1", "m", "x")), ("emacs", ("s", "w", "*", "l")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["enter", "p"])
async def test_a_dialog_is_closed_by_escape_and_a_key_in_one_piece(
    running: Running, filled: Library, begun: tuple[str, ...], keymap: str, key: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press(*begun)
        box = session.app.screen
        before = filled.tags(filled.summaries()[0].id)
        use(session, keymap)
        for token in EscapeParser().feed("\x1b" + {"enter": "\r"}.get(key, key)):
            session.app.post_message(token)
        await session.settle()
        await session.until(lambda: box not in session.app.screen_stack)
        await session.settle()
        assert filled.tags(filled.summaries()[0].id) == before


async def test_in_emacs_a_field_takes_alt_for_words(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "1", "home", "m", *"seen")
        use(session, "emacs")
        session.app.post_message(together("d"))
        session.app.post_message(together("b"))
        await session.settle()
        await session.press("X", "enter")
        assert [tag.note for tag in session.reading.tags] == ["Xseen"]


def torn(session: Any, characters: str) -> None:
    """Send the parts of a key that a line has torn apart, each on its own."""
    names = {"\x1b": "escape", "[": "left_square_bracket", "~": "tilde"}
    for character in characters:
        session.app.post_message(events.Key(names.get(character, character), character))


@pytest.mark.parametrize(
    ("keymap", "begun"),
    [
        ("default", ("m", "x")), ("default", ("f2",)), ("default", ("f6",)),
        ("vim", ("m",)), ("emacs", ("t",)),
    ],
)  # fmt: skip
async def test_a_torn_delete_deletes_no_tag_wherever_its_escape_leads(
    running: Running, filled: Library, keymap: str, begun: tuple[str, ...]
) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("v", "w", "1", "home", *begun)
        before = filled.tags(id_)
        assert len(before) == 1
        use(session, keymap)
        torn(session, "\x1b[3~")
        await session.pilot.pause(0.3)
        await session.settle()
        assert filled.tags(id_) == before


async def test_a_torn_arrow_moves_in_a_field_and_keeps_what_was_typed(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "1", "home", "m", *"seen")
        torn(session, "\x1b[D")
        await session.settle()
        await session.press("X", "enter")
        assert [tag.note for tag in session.reading.tags] == ["seeXn"]


async def test_escape_still_closes_a_field_with_words(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "1", "home", "m", *"seen", "escape")
        await session.until(lambda: isinstance(session.app.screen, ReadingScreen))
        assert [tag.note for tag in session.reading.tags] == [""]


async def test_a_torn_delete_in_the_text_says_that_it_did_nothing(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "1", "home")
        torn(session, "\x1b[3~")
        await session.settle()
        assert session.status.startswith("Del came torn")
        assert len(quotes(session)) == 1
        await session.press("delete")
        assert quotes(session) == []


async def test_a_sequence_begun_in_a_field_has_the_next_key(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        session.app.dispatcher = Dispatcher(load("emacs"))
        await session.press("alt+x", "a", "ctrl+x", "r")
        assert session.app.dispatcher.pending == ()
        assert session.app.screen.query_one(Entry).value == "a"
        await session.press("ctrl+c")
        assert session.app.is_running
        await session.press("ctrl+g", "b")
        assert session.app.screen.query_one(Entry).value == "ab"
        await session.press("ctrl+x")
        session.app.post_message(events.Paste("c"))
        await session.settle()
        assert session.app.screen.query_one(Entry).value == "abc"
        await session.press("ctrl+c", "ctrl+g")
        assert session.app.is_running
        await session.press("ctrl+x", "ctrl+c")
        assert not session.app.is_running


async def test_a_count_takes_so_many_steps_back_and_forward(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        for words in ("praised", "drones.", "fighters", "Nothing"):
            put(session, words)
            await session.press("i", "w", "1")
        assert len(quotes(session)) == 4
        await session.press("3", "u")
        assert quotes(session) == [("praised", "Person")]
        await session.press("2", "ctrl+r")
        assert len(quotes(session)) == 3
        await session.press("9", "u")
        assert quotes(session) == []
        assert session.status == "Nothing to undo"


async def test_help_while_a_label_is_asked_for_lists_the_labels(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        for key in ("f1", "question_mark"):
            put(session, "praised")
            await session.press("s", "w", "space", key)
            assert isinstance(session.app.screen, LabelPicker)
            await session.press(*"weap", "enter")
            assert quotes(session) == [("praised", "Weapon")]
            await session.press("u")


@pytest.mark.parametrize(
    ("name", "begun", "help_key", "pending"),
    [
        ("default", ["s"], "question_mark", "s …"),
        ("vim", ["2", "s"], "f1", "2 s …"),
        ("vim", ["s", "i"], "f1", "s i …"),
        ("emacs", ["ctrl+x"], "question_mark", "Ctrl+X …"),
    ],
)
async def test_help_shows_what_can_follow_and_leaves_it_begun(
    running: Running, filled: Library, name: str, begun: list[str], help_key: str, pending: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, name)
        await session.press(*begun)
        following = session.app.dispatcher.goes_on()
        await session.press(help_key)
        assert session.app.screen.query_one("#title").text == f"Keys after {pending[:-2]}"
        rows = session.app.screen.rows.items
        assert [row.name for row in rows] == [one.title for one in following]
        await session.press("escape")
        assert session.status == pending
        assert session.app.dispatcher.goes_on() == following


async def test_what_is_chosen_in_the_help_goes_on_with_what_was_begun(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "vim")
        put(session, "Hajj Abbas")
        await session.press("s", "f1", *"next word", "enter", "1")
        assert quotes(session) == [("Hajj", "Person")]


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("vim", "st", "No command has s t; F1 after s shows what can follow"),
        ("vim", "dw", "No command has d w; F1 after d shows what can follow"),
        ("vim", "2st", "No command has 2 s t; F1 after 2 s shows what can follow"),
        ("default", "sx", "No command has s x; ? after s shows what can follow"),
        ("vim", "3!", "No command has 3 !"),
    ],
)
async def test_a_sequence_that_does_not_exist_is_told(
    running: Running, filled: Library, name: str, keys: str, said: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, name)
        await session.press(*(named(key) for key in keys))
        assert session.status == said
        await session.press(named(keys[0]), "escape")
        assert session.status == session.reading.query_one(StatusLine).text


@pytest.mark.parametrize(
    ("keys", "moved"),
    [
        (["ctrl+u", "3", "ctrl+f"], 3),
        (["ctrl+u", "1", "2", "ctrl+f"], 12),
        (["ctrl+u", "1", "0", "ctrl+f"], 10),
        (["ctrl+u", "0", "ctrl+f"], 0),
        (["ctrl+u", "ctrl+f"], 4),
        (["ctrl+u", "ctrl+u", "ctrl+f"], 16),
        (["ctrl+u", "3", "ctrl+g", "ctrl+f"], 1),
        (["ctrl+u", "3", "ctrl+u", "ctrl+f"], 1),
    ],
)
async def test_emacs_counts_after_its_key_and_tags_nothing(
    running: Running, filled: Library, keys: list[str], moved: int
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "emacs")
        for marked in (False, True):
            put(session, "Hajj Abbas of the IRGC")
            start = session.reading.view.cursor.head
            await session.press(*["ctrl+space"] * marked, *keys)
            assert quotes(session) == []
            if "ctrl+g" not in keys or not marked:
                assert session.reading.view.cursor.head == start + moved
            await session.press("ctrl+g")
        put(session, "Hajj Abbas")
        await session.press("ctrl+space", "ctrl+u", "4", "ctrl+f", "1")
        assert quotes(session) == [("Hajj", "Person")]
        await session.press(
            "ctrl+c", "a", "ctrl+u", "2", "alt+f", "1", "ctrl+u", "2", "ctrl+x", "u"
        )
        assert quotes(session) == []


@pytest.mark.parametrize(("sent", "back"), [("\x1b>", "\x1b<"), ("\x1b}", "\x1b{")])
async def test_alt_and_a_sign_extends_the_mark_in_emacs(
    running: Running, filled: Library, sent: str, back: str
) -> None:
    async def arrive(data: str) -> None:
        for event in EscapeParser().feed(data):
            session.app.post_message(event)
        await session.settle()

    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, "emacs")
        put(session, "praised")
        start = session.reading.view.cursor.head
        await session.press("ctrl+space")
        await arrive(sent)
        assert session.reading.view.cursor.span.start == start
        await arrive(back)
        assert session.reading.view.cursor.span.end == start


async def test_an_enter_from_before_the_app_had_the_terminal_is_enter(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "1", "home", "m", *"seen", "ctrl+j")
        assert [tag.note for tag in session.reading.tags] == ["seen"]


@pytest.mark.parametrize("keymap", ["default", "vim", "emacs"])
async def test_a_torn_arrow_drops_no_selection(
    running: Running, filled: Library, keymap: str
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        use(session, keymap)
        await session.press("shift+right", "shift+right")
        torn(session, "\x1b[1;2C")
        await session.settle()
        assert session.reading.view.cursor.span == Span(0, 3)
        await session.press("escape")
        assert session.reading.view.cursor.span is None
