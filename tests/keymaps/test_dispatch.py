from __future__ import annotations

from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from keymaps.commands import (
    CHAINS,
    COMMANDS,
    DIALOG_CHAIN,
    LIBRARY_CHAIN,
    OPERANDS,
    OPERATORS,
    PANEL_CHAIN,
    SELECTED_CHAIN,
    SELECTING_CHAIN,
    TEXT_CHAIN,
    command,
    commands_of,
)
from keymaps.dispatch import Dispatcher, Match, NoMatch, Outcome, Pending
from keymaps.keymap import Keymap
from keymaps.keys import KeySequence, parse
from keymaps.kinds import Command
from keymaps.langmap import layouts
from keymaps.loader import available, load


def keymap(**spellings: str) -> Keymap:
    """Return a keymap with these bindings only; `text__note` stands for `text.note`."""
    bindings: dict[str, tuple[KeySequence, ...]] = {command.id: () for command in COMMANDS}
    given = {id_.replace("__", "."): (parse(keys),) for id_, keys in spellings.items()}
    return Keymap("test", MappingProxyType(bindings | given))


def asked(dispatcher: Dispatcher, key: str, chain: tuple[str, ...]) -> str:
    outcome = dispatcher.feed(key, chain)
    return outcome.command.id if isinstance(outcome, Match) else ""


@pytest.mark.parametrize(
    ("key", "chain", "expected"),
    [
        ("j", LIBRARY_CHAIN, "list.next"),
        ("j", TEXT_CHAIN, "text.line_down"),
        ("j", PANEL_CHAIN, "list.next"),
        ("j", DIALOG_CHAIN, ""),
        ("question_mark", PANEL_CHAIN, "app.help"),
        ("escape", TEXT_CHAIN, "text.cancel"),
        ("escape", SELECTING_CHAIN, "text.cancel"),
        ("escape", SELECTED_CHAIN, "text.cancel"),
        ("escape", PANEL_CHAIN, "panel.leave"),
        ("q", ("reading", "app"), "reading.back"),
        ("q", LIBRARY_CHAIN, "library.leave"),
        ("q", TEXT_CHAIN, "reading.back"),
        ("d", LIBRARY_CHAIN, "library.mark_done"),
        ("d", PANEL_CHAIN, "panel.delete_tag"),
        ("0", TEXT_CHAIN, "text.label_10"),
        ("0", PANEL_CHAIN, ""),
        ("ctrl+m", LIBRARY_CHAIN, "list.choose"),
        ("ctrl+i", TEXT_CHAIN, "text.next_entity"),
        ("add", TEXT_CHAIN, "text.grow"),
        ("ش", TEXT_CHAIN, ""),
    ],
)
def test_the_nearest_scope_has_the_key(key: str, chain: tuple[str, ...], expected: str) -> None:
    assert asked(Dispatcher(load("default")), key, chain) == expected


def firsts(keymap: Keymap) -> list[str]:
    found = {one[0] for sequences in keymap.bindings.values() for one in sequences}
    return sorted(found | set("123456789"))


def pressed(dispatcher: Dispatcher, keys: KeySequence, chain: tuple[str, ...]) -> Outcome:
    """Return what the last of some keys comes to."""
    return [dispatcher.feed(key, chain) for key in keys][-1]


@pytest.mark.parametrize("name", available())
def test_every_key_of_a_shipped_keymap_asks_for_its_command_somewhere(name: str) -> None:
    dispatcher = Dispatcher(load(name))
    for id_, sequences in dispatcher.keymap.bindings.items():
        scope, _, command_name = id_.partition(".")
        wanted = next(one for one in commands_of(scope) if one.name == command_name)
        chains = [chain for chain in CHAINS if scope in chain]
        for sequence in sequences:
            found = []
            for chain in chains:
                dispatcher.clear()
                outcome = pressed(dispatcher, sequence, chain)
                operator = isinstance(outcome, Pending) and wanted.id in OPERATORS
                found.append(operator or outcome == Match(wanted))
            assert any(found), (id_, sequence)


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_every_command_has_a_key_in_every_keymap(name: str, one: Command) -> None:
    assert Dispatcher(load(name)).keys_for(one.id)


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("cancelling", ["escape", "ctrl+g"])
def test_whatever_is_begun_can_be_cancelled(name: str, cancelling: str) -> None:
    dispatcher = Dispatcher(load(name))
    begun = 0
    for chain in CHAINS:
        for first in firsts(dispatcher.keymap):
            dispatcher.clear()
            if isinstance(dispatcher.feed(first, chain), Pending):
                begun += 1
                assert isinstance(dispatcher.feed(cancelling, chain), NoMatch)
                assert not dispatcher.pending
    assert begun


def test_a_sequence_is_pending_until_it_is_complete() -> None:
    dispatcher = Dispatcher(keymap(text__text_start="g g", text__text_end="g e"))
    assert dispatcher.feed("g", TEXT_CHAIN) == Pending(("g",))
    assert dispatcher.pending == ("g",)
    assert asked(dispatcher, "g", TEXT_CHAIN) == "text.text_start"
    assert not dispatcher.pending
    dispatcher.feed("g", TEXT_CHAIN)
    assert asked(dispatcher, "e", TEXT_CHAIN) == "text.text_end"


def test_a_wrong_key_ends_a_sequence_and_asks_for_nothing() -> None:
    dispatcher = Dispatcher(keymap(text__text_start="g g", text__note="m"))
    dispatcher.feed("g", TEXT_CHAIN)
    assert dispatcher.feed("m", TEXT_CHAIN) == NoMatch(("g", "m"))
    assert asked(dispatcher, "m", TEXT_CHAIN) == "text.note"


@pytest.mark.parametrize("key", ["escape", "ctrl+g", "ctrl+left_square_bracket"])
def test_escape_only_cancels_a_sequence(key: str) -> None:
    dispatcher = Dispatcher(keymap(text__text_start="g g", text__cancel="escape"))
    dispatcher.feed("g", TEXT_CHAIN)
    assert isinstance(dispatcher.feed(key, TEXT_CHAIN), NoMatch)
    assert not dispatcher.pending
    assert asked(dispatcher, "escape", TEXT_CHAIN) == "text.cancel"


def test_a_sequence_does_not_go_on_in_another_chain() -> None:
    dispatcher = Dispatcher(keymap(text__text_start="g g", list__first="g g"))
    dispatcher.feed("g", TEXT_CHAIN)
    assert dispatcher.feed("g", PANEL_CHAIN) == Pending(("g",))
    assert asked(dispatcher, "g", PANEL_CHAIN) == "list.first"


def test_clear_forgets_what_was_begun() -> None:
    dispatcher = Dispatcher(keymap(text__text_start="g g"))
    dispatcher.feed("g", TEXT_CHAIN)
    dispatcher.clear()
    assert dispatcher.feed("g", TEXT_CHAIN) == Pending(("g",))


def test_three_keys_can_be_a_sequence() -> None:
    dispatcher = Dispatcher(keymap(app__quit="ctrl+x ctrl+x q"))
    for key in ("ctrl+x", "ctrl+x"):
        assert isinstance(dispatcher.feed(key, TEXT_CHAIN), Pending)
    assert asked(dispatcher, "q", TEXT_CHAIN) == "app.quit"


def test_keys_are_shown_best_first() -> None:
    dispatcher = Dispatcher(load("default"))
    assert dispatcher.keys_for("list.next") == ("↓", "j")
    assert dispatcher.keys_for("list.next", ascii_only=True) == ("Down", "j")
    assert Dispatcher(keymap()).keys_for("list.next") == ()
    with pytest.raises(KeyError):
        dispatcher.keys_for("list.fly")


def vim(*keys: str, chain: tuple[str, ...] = TEXT_CHAIN) -> tuple[str, int, str]:
    """Return the command, the count and the operator that some keys ask for in the vim keymap."""
    outcome = pressed(Dispatcher(load("vim")), keys, chain)
    if not isinstance(outcome, Match):
        return ("", 0, type(outcome).__name__)
    return outcome.command.id, outcome.count, outcome.operator.id if outcome.operator else ""


@pytest.mark.parametrize(
    ("keys", "command", "count"),
    [
        ("w", "text.word_right", 1),
        ("3w", "text.word_right", 3),
        ("2}", "text.paragraph_right", 2),
        ("10j", "text.line_down", 10),
        ("0", "text.row_start", 1),
        ("20 gg", "text.text_start", 20),
        ("2 dd", "text.delete_tag", 2),
        ("999l", "text.char_right", 999),
        ("1000l", "text.char_right", 999),
        ("99999999l", "text.char_right", 999),
    ],
)
def test_vim_counts(keys: str, command: str, count: int) -> None:
    names = [parse(key)[0] for key in keys.replace(" ", "")]
    assert vim(*names) == (command, count, "")


def test_a_count_is_for_one_command_only() -> None:
    dispatcher = Dispatcher(load("vim"))
    assert pressed(dispatcher, ("3", "w"), TEXT_CHAIN) == Match(command("text.word_right"), 3)
    assert dispatcher.feed("w", TEXT_CHAIN) == Match(command("text.word_right"))


def test_digits_are_labels_once_something_is_selected() -> None:
    assert vim("3") == vim("3", chain=SELECTING_CHAIN) == ("", 0, "Pending")
    assert vim("3", chain=SELECTED_CHAIN) == ("text.label_3", 1, "")
    assert vim("0", chain=SELECTED_CHAIN) == ("text.label_10", 1, "")


def test_other_keymaps_count_nothing() -> None:
    for name in ("default", "emacs"):
        assert asked(Dispatcher(load(name)), "3", TEXT_CHAIN) == "text.label_3"
        assert Dispatcher(load(name)).feed("3", LIBRARY_CHAIN) == NoMatch(("3",))


@pytest.mark.parametrize("chain", [TEXT_CHAIN, SELECTING_CHAIN, SELECTED_CHAIN])
@pytest.mark.parametrize(
    ("key", "unit"),
    [("w", "word"), ("s", "sentence"), ("p", "paragraph"), ("e", "entity"), ("l", "line")],
)
def test_vim_objects(chain: tuple[str, ...], key: str, unit: str) -> None:
    assert vim("i", key, chain=chain) == (f"text.select_{unit}", 1, "")
    if chain != TEXT_CHAIN:
        assert vim("a", key, chain=chain) == (f"text.select_{unit}", 1, "")


def test_a_mode_takes_a_key_that_begins_a_sequence_there() -> None:
    assert vim("a") == ("text.accept_entity", 1, "")
    assert vim("d", chain=SELECTED_CHAIN) == ("text.delete_tag", 1, "")
    assert vim("d") == ("", 0, "Pending")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("sw", ("text.word_right", 1, "text.tag_motion")),
        ("s2w", ("text.word_right", 2, "text.tag_motion")),
        ("2sw", ("text.word_right", 2, "text.tag_motion")),
        ("2s3w", ("text.word_right", 6, "text.tag_motion")),
        ("500s3w", ("text.word_right", 999, "text.tag_motion")),
        ("saw", ("text.select_word", 1, "text.tag_motion")),
        ("sie", ("text.select_entity", 1, "text.tag_motion")),
        ("sgg", ("text.text_start", 1, "text.tag_motion")),
        ("s", ("", 0, "Pending")),
        ("sdd", ("", 0, "NoMatch")),
        ("su", ("", 0, "NoMatch")),
        ("sq", ("", 0, "NoMatch")),
    ],
)
def test_an_operator_takes_what_covers_text(keys: str, expected: tuple[str, int, str]) -> None:
    assert vim(*keys) == expected


def test_what_was_begun_tells_how_it_goes_on() -> None:
    dispatcher = Dispatcher(load("vim"))
    assert dispatcher.goes_on() == {}
    dispatcher.feed("3", TEXT_CHAIN)
    assert dispatcher.goes_on() == {}
    dispatcher.feed("s", TEXT_CHAIN)
    assert {one.id for one in dispatcher.goes_on()} == {
        id_ for id_ in OPERANDS if dispatcher.keys_for(id_, SELECTING_CHAIN)
    }
    dispatcher.feed("g", TEXT_CHAIN)
    found = {one.id: keys for one, keys in dispatcher.goes_on().items()}
    assert found == {"text.text_start": [("g",)], "text.word_end_left": [("e",)]}
    dispatcher.feed("g", TEXT_CHAIN)
    assert dispatcher.goes_on() == {}


def test_of_a_count_that_is_too_great_what_becomes_of_it_is_shown() -> None:
    dispatcher = Dispatcher(load("vim"))
    for key in "s1234":
        dispatcher.feed(key, TEXT_CHAIN)
    assert dispatcher.pending == ("s", "9", "9", "9")


def test_with_a_selection_the_operator_acts_at_once() -> None:
    assert vim("s", chain=SELECTED_CHAIN) == ("text.tag_motion", 1, "")


def test_careful_keys_change_nothing() -> None:
    dispatcher = Dispatcher(load("default"))
    assert isinstance(dispatcher.feed("d", TEXT_CHAIN, careful=True), NoMatch)
    assert isinstance(dispatcher.feed("w", TEXT_CHAIN, careful=True), Match)


def test_other_layouts_are_for_commands_only() -> None:
    keymap = replace(load("default"), langmap=layouts(["russian"]))
    dispatcher = Dispatcher(keymap)
    assert asked(dispatcher, "ц", TEXT_CHAIN) == asked(dispatcher, "w", TEXT_CHAIN)
    assert asked(dispatcher, "Ц", TEXT_CHAIN) == asked(dispatcher, "W", TEXT_CHAIN)
    assert asked(dispatcher, "ctrl+й", TEXT_CHAIN) == "app.quit"
    assert dispatcher.feed("ц", DIALOG_CHAIN) == NoMatch(("ц",))


def test_a_letter_that_the_keymap_binds_is_no_other() -> None:
    found = keymap(text__note="ц", text__mark="w")
    assert asked(Dispatcher(replace(found, langmap={"ц": "w"})), "ц", TEXT_CHAIN) == "text.note"


def test_keys_are_those_of_the_mode() -> None:
    dispatcher = Dispatcher(load("vim"))
    assert dispatcher.keys_for("text.delete_tag", TEXT_CHAIN) == ("d d", "Del")
    assert dispatcher.keys_for("text.delete_tag", SELECTED_CHAIN) == ("d", "Del")
    assert dispatcher.keys_for("text.label_1", TEXT_CHAIN) == ()
    assert dispatcher.keys_for("text.label_1") == ("1",)


@pytest.mark.parametrize("name", available())
@settings(deadline=None, max_examples=20)
@given(
    chance=st.randoms(use_true_random=False),
    chains=st.lists(st.sampled_from(CHAINS), min_size=1, max_size=5),
    odd=st.lists(st.text(max_size=2), max_size=5),
)
def test_any_stream_of_keys_is_taken(
    name: str, chance: Random, chains: list[tuple[str, ...]], odd: list[str]
) -> None:
    dispatcher = Dispatcher(load(name))
    known = [*firsts(dispatcher.keymap), *"abcdefghijklmnopqrstuvwxyz0123456789", *odd]
    for number, key in enumerate(chance.choices(known, k=2000)):
        outcome = dispatcher.feed(key, chains[number // 50 % len(chains)])
        assert bool(dispatcher.pending) == isinstance(outcome, Pending)
        if isinstance(outcome, Match):
            assert 1 <= outcome.count <= 999
            assert outcome.operator is None or outcome.command.id in OPERANDS
    dispatcher.feed("escape", chains[0])
    assert not dispatcher.pending
