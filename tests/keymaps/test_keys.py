from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymaps.keys import (
    KeySequence,
    UnknownKey,
    canonical,
    display,
    nearest,
    parse,
    printable,
    sure,
)


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("g g", ("g", "g")),
        ("G", ("G",)),
        ("shift+g", ("G",)),
        ("Shift+G", ("G",)),
        ("shift+ß", None),
        ("?", ("question_mark",)),
        ("question_mark", ("question_mark",)),
        ("+", ("plus",)),
        ("ctrl++", ("ctrl+plus",)),
        (",", ("comma",)),
        (".", ("full_stop",)),
        (">", ("greater_than_sign",)),
        ("space", ("space",)),
        ("Ctrl+P", ("ctrl+p",)),
        ("control+p", ("ctrl+p",)),
        ("shift+ctrl+left", ("ctrl+shift+left",)),
        ("ctrl+ctrl+x", ("ctrl+x",)),
        ("  ctrl+x \t ctrl+s ", ("ctrl+x", "ctrl+s")),
        ("ctrl+i", ("tab",)),
        ("ctrl+m", ("enter",)),
        ("ctrl+h", ("backspace",)),
        ("ctrl+[", ("escape",)),
        ("ctrl+@", ("ctrl+space",)),
        ("ctrl+space", ("ctrl+space",)),
        ("ctrl+/", ("ctrl+underscore",)),
        ("alt+f", ("alt+f",)),
        ("PgDn", ("pagedown",)),
        ("esc", ("escape",)),
        ("return", ("enter",)),
        ("↓", ("down",)),
        ("F12", ("f12",)),
        ("ش", ("ش",)),
        ("é", ("é",)),
        ("ctrl+İ", ("ctrl+İ",)),
        ("1", ("1",)),
    ],
)
def test_spellings(spelling: str, expected: KeySequence | None) -> None:
    if expected is None:
        with pytest.raises(UnknownKey):
            parse(spelling)
    else:
        assert parse(spelling) == expected


@pytest.mark.parametrize(
    ("spelling", "says"),
    [
        ("", "false"),
        ("   ", "false"),
        ("pagedwn", "'pagedown'"),
        ("crtl+p", "'ctrl'"),
        ("escpe", "'escape'"),
        ("ctrl+", "no key"),
        ("+x", "no key"),
        ("gg", "no key 'gg'"),
        ("f25", "no key 'f25'"),
        ("shift+1", "the character that Shift makes"),
        ("\x1b", r"'\x1b'"),
        ("\u202e", r"'\u202e'"),
        ("\udc80", r"'\udc80'"),
        ("👩‍🚒", "no key"),
        ("e\u0301", "no key"),
    ],
)
def test_what_is_no_key_is_refused_with_a_proposal(spelling: str, says: str) -> None:
    with pytest.raises(UnknownKey) as caught:
        parse(spelling)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("spelling", "shown", "in_ascii"),
    [
        ("ctrl+p", "Ctrl+P", "Ctrl+P"),
        ("?", "?", "?"),
        ("g g", "g g", "g g"),
        ("G", "G", "G"),
        ("down", "↓", "Down"),
        ("ctrl+shift+left", "Ctrl+Shift+←", "Ctrl+Shift+Left"),
        ("space", "Space", "Space"),
        ("pagedown", "PgDn", "PgDn"),
        ("escape", "Esc", "Esc"),
        ("f6", "F6", "F6"),
        ("shift+tab", "Shift+Tab", "Shift+Tab"),
        ("ctrl+x +", "Ctrl+X +", "Ctrl+X +"),
    ],
)
def test_display(spelling: str, shown: str, in_ascii: str) -> None:
    assert display(parse(spelling)) == shown
    assert display(parse(spelling), ascii_only=True) == in_ascii


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=12) | st.from_regex(r"((ctrl|alt|shift)\+){0,2}(\S|up|home|f9|space)"))
def test_what_is_shown_is_read_back(spelling: str) -> None:
    try:
        sequence = parse(spelling)
    except UnknownKey:
        return
    assert parse(display(sequence)) == sequence
    assert parse(display(sequence, ascii_only=True)) == sequence
    assert all(canonical(key) == key for key in sequence)


@pytest.mark.parametrize("spelling", ["a", "G", "1", "?", "space", "ش"])
def test_keys_that_type_are_printable(spelling: str) -> None:
    assert printable(parse(spelling)[0])


@pytest.mark.parametrize("spelling", ["up", "ctrl+a", "alt+x", "tab", "f1", "enter", "shift+left"])
def test_keys_that_type_nothing_are_not(spelling: str) -> None:
    assert not printable(parse(spelling)[0])


@pytest.mark.parametrize("spelling", ["ctrl+shift+p", "shift+enter", "ctrl+1", "alt+.", "alt+1"])
def test_keys_that_need_a_newer_protocol_are_not_sure(spelling: str) -> None:
    assert not sure(parse(spelling)[0])


def test_shift_f3_is_read_as_a_cursor_report() -> None:
    assert not sure("shift+f3")


def test_nearest_is_quick_and_empty_for_nonsense() -> None:
    assert nearest("x" * 1_000_000, ["word_left"]) == ""
    assert nearest("Word_Lft", ["word_left", "word_right"]) == "word_left"
