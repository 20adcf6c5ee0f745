from __future__ import annotations

from types import MappingProxyType

import pytest

from keymaps.commands import CHAINS, COMMANDS, DIALOG_CHAIN, LIBRARY_CHAIN, PANEL_CHAIN, TEXT_CHAIN
from keymaps.dispatch import Dispatcher, Match, NoMatch, Pending
from keymaps.keys import KeySequence, parse
from keymaps.loader import Keymap, load


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
        ("escape", PANEL_CHAIN, "panel.leave"),
        ("escape", ("reading", "app"), "reading.back"),
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


def test_every_default_key_asks_for_its_command_somewhere() -> None:
    dispatcher = Dispatcher(load("default"))
    for id_, sequences in dispatcher.keymap.bindings.items():
        chains = [chain for chain in CHAINS if id_.partition(".")[0] in chain]
        for (key,) in sequences:
            if (id_, key) != ("reading.back", "escape"):
                assert any(asked(dispatcher, key, chain) == id_ for chain in chains), (id_, key)


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
