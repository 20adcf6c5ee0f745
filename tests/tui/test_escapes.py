"""Escape sequences that a slow line tears apart, through the real parser and the dispatcher."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

import pytest
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

from keymaps import CHAINS, DIALOG_CHAIN, TEXT_CHAIN, Dispatcher, Match, available, load
from keymaps.torn import Mender
from tui import escapes
from tui.escapes import META, EscapeParser, after_escape, key_of

NAMES = ["up", "down", "right", "left", "home", "end", "insert", "delete", "pageup", "pagedown"]
HELD = ["", "shift+", "ctrl+", "ctrl+shift+", "alt+"]
NAMED = {held + name for held in HELD for name in NAMES} | {f"f{one}" for one in range(1, 13)}
SEQUENCES = sorted(
    sequence
    for sequence, keys in ANSI_SEQUENCES_KEYS.items()
    if sequence.startswith(("\x1b[", "\x1bO")) and isinstance(keys, tuple)
    if len(keys) == 1 and keys[0].value in NAMED
)
DELAYS = (0.0, 0.05, 0.15, 0.4)
LEAVING = {"app.quit", "library.leave", "reading.back"}
POLL = 0.1
"""Seconds after which the driver asks the parser whether it has waited long enough."""


class Clock:
    """A clock that is put forward."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def arriving(
    pieces: tuple[str, ...], delay: float, clock: Clock
) -> Iterator[tuple[events.Key, float]]:
    """Yield the keys of pieces that come with a delay between them, and when, as in the driver."""
    parser = EscapeParser()
    for piece in pieces:
        for token in parser.feed(piece):
            if isinstance(token, events.Key):
                yield token, clock.now
        end = clock.now + delay
        while clock.now + POLL <= end:
            clock.now += POLL
            yield from ((one, clock.now) for one in parser.tick() if isinstance(one, events.Key))
        clock.now = end
    for _ in range(10):
        clock.now += POLL
        yield from ((one, clock.now) for one in parser.tick() if isinstance(one, events.Key))


def splits(sequence: str) -> list[tuple[str, ...]]:
    """Return a sequence in two pieces, split at each of its bytes, and in single bytes."""
    halves = [(sequence[:place], sequence[place:]) for place in range(1, len(sequence))]
    return [*halves, tuple(sequence)]


@pytest.fixture(scope="module")
def streams() -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Return for every sequence, split and delay the keys that the parser makes of it."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._parser.get_time", clock)
        return [
            (
                key_of(sequence),
                [(key.key, key.character or "", at) for key, at in arriving(pieces, delay, clock)],
            )
            for sequence in SEQUENCES
            for pieces in splits(sequence)
            for delay in DELAYS
        ]


@pytest.mark.parametrize("name", available())
def test_no_torn_key_does_what_was_not_asked_for(
    name: str, streams: list[tuple[str, list[tuple[str, str, float]]]]
) -> None:
    keymap = load(name)
    for chain in CHAINS:
        dispatcher = Dispatcher(keymap)
        typing = chain == DIALOG_CHAIN
        for wanted, keys in streams:
            mender = Mender(lru_cache(key_of))
            dispatcher.clear()
            asked = dispatcher.feed(wanted, chain)
            allowed = {asked.command.id} if isinstance(asked, Match) else set()
            here = chain
            for key, character, seconds in keys:
                mended = mender.take(key, character, seconds, typing=typing)
                if mended.torn:
                    dispatcher.clear()
                for one in mended.keys:
                    outcome = dispatcher.feed(one, here, careful=mended.torn)
                    # Its Escape may close what the key was meant for.
                    here = TEXT_CHAIN if one == "escape" else here
                    if isinstance(outcome, Match) and outcome.command.id not in allowed:
                        command = outcome.command
                        assert not command.changes, (wanted, keys, command)
                        assert command.id not in LEAVING, (wanted, keys, command)


def test_the_sequences_are_those_that_terminals_send() -> None:
    found = {key_of(sequence) for sequence in SEQUENCES}
    assert {name for name in NAMED if "+" not in name} <= found
    assert {f"shift+{name}" for name in ["up", "down", "right", "left", "home", "end"]} <= found
    assert len(SEQUENCES) > 80


def test_a_key_that_is_torn_still_arrives(
    streams: list[tuple[str, list[tuple[str, str, float]]]],
) -> None:
    lost = 0
    for wanted, keys in streams:
        mender = Mender(lru_cache(key_of))
        found = [one for key in keys for one in mender.take(*key).keys]
        lost += wanted not in found
        assert set(found) <= {wanted, "escape", "left_square_bracket"}
    assert lost == 0


def whole(data: str) -> list[str]:
    """Return the keys that our parser makes of what arrives in one piece."""
    parser = EscapeParser()
    found = [one.key for one in parser.feed(data) if isinstance(one, events.Key)]
    return found + [one.key for one in parser.feed("") if isinstance(one, events.Key)]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("\x1bj", ["escape+j"]),
        ("\x1bjjk", ["escape+j", "j", "k"]),
        ("\x1bf", ["escape+f"]),
        ("\x1b1", ["escape+1"]),
        ("\x1b.", ["escape+full_stop"]),
        ("\x1bش", ["escape+ش"]),
        ("\x1b[A", ["up"]),
        ("\x1bOP", ["f1"]),
        ("\x1b", ["escape"]),
        ("\x1b\x1b[A", ["circumflex_accent", "up"]),
        ("\x1b\x7f", ["escape+backspace"]),
        ("\x1b\r", ["escape+enter"]),
        ("\x1b\x07", ["escape+ctrl+g"]),
        ("\x1b\t", ["shift+tab"]),
        ("\x1bp", ["escape+p"]),
        ("\x1bN", ["escape+N"]),
        ("\x1bO", ["escape+O"]),
        ("\x1b[", ["escape+left_square_bracket"]),
        ("ab", ["a", "b"]),
    ],
)
def test_an_escape_is_not_forgotten(data: str, keys: list[str]) -> None:
    if data.startswith("\x1b\x1b"):
        assert whole(data)[-1] == "up"
    else:
        assert whole(data) == keys


PASTES = {
    "d d\x1b[3~ 1": ["d d\x1b[3~ 1", "x"],
    "\x1b" + "d" * 40: ["\x1b" + "d" * 40, "x"],
    "a\x1b\x00": ["a\x1b", "x"],
    "": ["", "x"],
}


@pytest.mark.parametrize(("text", "said"), PASTES.items())
@pytest.mark.parametrize("delay", DELAYS)
def test_the_end_of_a_paste_may_be_torn_and_nothing_of_it_is_a_key(
    text: str, said: list[str], delay: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("textual._parser.get_time", clock)
    monkeypatch.setattr("tui.escapes.monotonic", clock)
    begun, whole = "\x1b[200~", f"\x1b[200~{text}\x1b[201~x"
    for pieces in (*splits(whole), (begun, *whole[len(begun) :])):
        if 0 < len(pieces[0]) < len(begun) and delay > 0:
            continue  # what is torn there is mended as keys are
        parser, found = EscapeParser(), list[str]()
        for piece in pieces:
            for message in (*parser.feed(piece), *ticks(parser, clock, delay)):
                assert isinstance(message, events.Paste | events.Key)
                found.append(message.text if isinstance(message, events.Paste) else message.key)
        assert found == said, pieces


def ticks(parser: EscapeParser, clock: Clock, delay: float) -> Iterator[Message]:
    clock.now += delay
    yield from parser.tick()


def test_a_paste_whose_end_never_comes_leaves_no_dead_keyboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr("tui.escapes.monotonic", clock)
    parser = EscapeParser()
    assert list(parser.feed("\x1b[200~d d")) == []
    assert list(ticks(parser, clock, escapes.PASTE_SECONDS - 1)) == []
    assert [one.text for one in ticks(parser, clock, 2) if isinstance(one, events.Paste)] == ["d d"]
    assert [one.key for one in parser.feed("d") if isinstance(one, events.Key)] == ["d"]


@pytest.mark.parametrize(
    ("key", "keymap", "field", "expected"),
    [
        ("escape+j", "vim", False, ("escape", "j")),
        ("escape+f", "vim", False, ("escape", "f")),
        ("escape+f", "default", False, ("escape", "f")),
        ("escape+j", "default", False, ("escape", "j")),
        ("escape+D", "default", False, ("escape", "D")),
        ("escape+f", "emacs", False, ("alt+f",)),
        ("escape+v", "emacs", False, ("alt+v",)),
        ("escape+full_stop", "emacs", False, ("escape", "full_stop")),
        ("escape+d", "default", True, ("escape", "d")),
        ("escape+d", "emacs", True, ("ctrl+f",)),
        ("escape+f", "emacs", True, ("ctrl+right",)),
        ("escape+backspace", "default", True, ("ctrl+w",)),
        ("escape+p", "default", True, ("escape", "p")),
        ("escape+enter", "emacs", True, ("escape", "enter")),
        ("escape+enter", "vim", False, ("escape", "enter")),
        ("escape+f", "vim", True, ("escape", "f")),
    ],
)
def test_escape_and_a_letter(key: str, keymap: str, field: bool, expected: tuple[str, ...]) -> None:
    dispatcher = Dispatcher(load(keymap))
    binds = partial(dispatcher.binds, chain=DIALOG_CHAIN if field else TEXT_CHAIN)
    meta = dispatcher.knows(META)
    assert after_escape(key, binds, field=field, any_key=False, meta=meta) == expected


def test_where_any_key_is_heard_alt_is_alt() -> None:
    def binds(_: str) -> bool:
        return False

    assert after_escape("escape+x", binds, field=False, any_key=True, meta=False) == ("alt+x",)
    found = after_escape("escape+enter", binds, field=False, any_key=True, meta=False)
    assert found == ("escape", "enter")


def test_the_parser_is_put_where_the_driver_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_driver, "XTermParser", XTermParser)
    escapes.install()
    assert vars(linux_driver)["XTermParser"] is EscapeParser
