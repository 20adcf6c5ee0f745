"""Our key names against those that Textual makes of the bytes that terminals send."""

from __future__ import annotations

import string

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.binding import Binding
from textual.keys import Keys, _character_to_key
from textual.widgets import Input

from keymaps import keys
from keymaps.dispatch import EDITING
from keymaps.keys import canonical, parse, sure
from keymaps.loader import load

NAMES = {key.value for key in Keys}


def arriving(data: str) -> list[str]:
    """Return the keys that Textual makes of what a terminal sends."""
    parser = XTermParser()
    tokens = [*parser.feed(data), *parser.feed("")]
    return [token.key for token in tokens if isinstance(token, events.Key)]


@pytest.mark.parametrize("character", [*string.punctuation, *string.ascii_letters, *string.digits])
def test_characters_have_the_name_of_textual(character: str) -> None:
    assert parse(character) == (_character_to_key(character),)
    assert arriving(character) == list(parse(character))


@pytest.mark.parametrize("name", list(keys._NAMED))
def test_named_keys_exist_in_textual(name: str) -> None:
    assert name in NAMES


@pytest.mark.parametrize(
    ("data", "spelling"),
    [
        ("\x1b[A", "up"),
        ("\x1b[1;2C", "shift+right"),
        ("\x1b[1;5D", "ctrl+left"),
        ("\x1b[1;6D", "ctrl+shift+left"),
        ("\x1b[1;6H", "ctrl+shift+home"),
        ("\x1b[1;5F", "ctrl+end"),
        ("\x1b[5~", "pageup"),
        ("\x1b[6;5~", "ctrl+pagedown"),
        ("\x1b[6;2~", "shift+pagedown"),
        ("\x1b[3~", "delete"),
        ("\x1b[Z", "shift+tab"),
        ("\x1bOP", "f1"),
        ("\x1b[17~", "f6"),
        ("\x09", "ctrl+i"),
        ("\x0d", "ctrl+m"),
        ("\x08", "ctrl+h"),
        ("\x7f", "backspace"),
        ("\x00", "ctrl+space"),
        ("\x1f", "ctrl+/"),
        ("\x1f", "ctrl+-"),
        ("\x1f", "ctrl+_"),
        ("\x10", "ctrl+p"),
        (" ", "space"),
        ("\x1bx", "alt+x"),
        ("ش", "ش"),
    ],
)
def test_bytes_arrive_under_the_name_of_the_spelling(data: str, spelling: str) -> None:
    assert [canonical(key) for key in arriving(data)] == list(parse(spelling))
    assert sure(parse(spelling)[0])


@pytest.mark.parametrize(
    ("data", "spelling"),
    [
        ("\x1b[105;5u", "ctrl+i"),
        ("\x1b[109;5u", "ctrl+m"),
        ("\x1b[104;5u", "ctrl+h"),
        ("\x1b[91;5u", "ctrl+["),
        ("\x1b[32;5u", "ctrl+space"),
        ("\x1b[47;5u", "ctrl+/"),
        ("\x1b[102;3u", "alt+f"),
        ("\x1b[57413u", "+"),
        ("\x1b[57412u", "-"),
        ("\x1b[57410u", "/"),
        ("\x1b[57409u", "."),
    ],
)
def test_the_kitty_protocol_comes_to_the_same_keys(data: str, spelling: str) -> None:
    assert [canonical(key) for key in arriving(data)] == list(parse(spelling))


def test_the_default_keymap_binds_names_of_textual_only() -> None:
    for sequences in load("default").bindings.values():
        for key in (key for sequence in sequences for key in sequence):
            base = key.rpartition("+")[2]
            known = key.removeprefix("alt+") in NAMES
            assert known or base in keys._SYMBOLS or len(base) == 1, key


def test_the_keys_that_edit_a_field_are_those_of_textual() -> None:
    bound = [one.key for one in Input.BINDINGS if isinstance(one, Binding)]
    assert {key for keys in bound for key in keys.split(",")} - {"enter"} == EDITING
