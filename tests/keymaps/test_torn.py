from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymaps.torn import WINDOW, Mended, Mender

KEYS = {"\x1b[A": "up", "\x1b[1;2C": "shift+right", "\x1bOP": "f1", "\x1b[3~": "delete"}


def mender() -> Mender:
    return Mender(lambda sequence: KEYS.get(sequence, ""))


def arriving(characters: str, gap: float, *, typing: bool = False) -> list[str]:
    """Return the keys handed on for characters that arrive with gaps."""
    one, found = mender(), list[str]()
    for number, character in enumerate(characters):
        key = {"\x1b": "escape", "[": "left_square_bracket"}.get(character, character)
        found += one.take(key, character, number * gap, typing=typing).keys
    return found


@pytest.mark.parametrize(("sequence", "key"), KEYS.items())
@pytest.mark.parametrize("gap", [0.0, 0.05, 0.15, 0.4, WINDOW])
def test_a_torn_key_is_that_key(sequence: str, key: str, gap: float) -> None:
    assert arriving(sequence, gap) == ["escape", key]


@pytest.mark.parametrize("sequence", [one for one in KEYS if "[" in one])
def test_the_escape_may_have_gone_before(sequence: str) -> None:
    key = KEYS[sequence]
    assert arriving(sequence[1:], 0.4) == ["left_square_bracket", key]
    assert mender().take("left_square_bracket", "[", 5.0) == Mended(("left_square_bracket",))


def test_escape_and_capital_o_in_one_piece() -> None:
    one = mender()
    assert one.take("escape+O", "O", 1.0).keys == ()
    assert one.take("P", "P", 1.4) == Mended(("f1",), torn=True)


def test_a_sequence_that_is_torn_behind_its_bracket_is_no_text() -> None:
    one = mender()
    assert one.take("escape+left_square_bracket", "[", 1.0, typing=True).keys == ()
    assert one.take("A", "A", 1.4, typing=True) == Mended(("up",), torn=True)


@pytest.mark.parametrize("key", ["escape+O", "escape+left_square_bracket"])
def test_an_escape_before_what_begins_keys_is_given_back_with_the_next(key: str) -> None:
    one, base = mender(), key.removeprefix("escape+")
    assert one.take(key, {"O": "O"}.get(base, "["), 1.0).keys == ()
    assert one.take("x", "x", 1.2).keys == ("escape", base, "x")


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[<0;12;5M", "\x1b[<0;12;5m", "\x1b[M !!", "\x1b[I", "\x1b[O", "\x1b[[A", "\x1b[99~",
        "\x1b[?2026;2$y", "\x1b[1;9R", "\x1b[97;5u", "\x1b[a", "\x1bOZ",
    ],
)  # fmt: skip
def test_what_is_no_key_comes_to_nothing(sequence: str) -> None:
    assert arriving(sequence, 0.4) == ["escape"]


def test_what_was_begun_by_the_bracket_is_dropped() -> None:
    one = mender()
    assert not one.take("left_square_bracket", "[", 0.0).torn
    assert one.take("1", "1", 0.4) == Mended((), torn=True)


@pytest.mark.parametrize(
    "keys", ["[r", "[t", "[e", "j[u", "\x1bj", "\x1b[r", "\x1bOx[t", "A", "3~;"]
)
def test_other_keys_stay_what_they_are(keys: str) -> None:
    names = {"\x1b": "escape", "[": "left_square_bracket"}
    assert arriving(keys, 0.1) == [names.get(key, key) for key in keys]


def test_after_the_window_a_key_is_a_key_again() -> None:
    assert arriving("[A", WINDOW + 0.1) == ["left_square_bracket", "A"]
    assert arriving("\x1b[r", WINDOW + 0.1) == ["escape", "left_square_bracket", "r"]


def test_what_is_held_back_is_not_given_back_to_a_key_without_a_character() -> None:
    one = mender()
    assert one.take("escape", "\x1b", 0.0).keys == ("escape",)
    assert one.take("left_square_bracket", "[", 0.1).keys == ()
    assert one.take("down", "", 0.2) == Mended(("down",))
    assert one.take("r", "r", 0.3) == Mended(("r",))


def test_in_a_field_a_bracket_is_text() -> None:
    text = ["left_square_bracket", "1", "]"]
    assert arriving("[1]", 0.1, typing=True) == text
    assert arriving("\x1b[A", 0.1, typing=True) == ["escape", "up"]


def test_a_torn_paste_is_swallowed_until_a_pause() -> None:
    one = mender()
    for number, character in enumerate("[200~ddd1q"):
        taken = one.take("x" if character != "[" else "left_square_bracket", character, number / 9)
        assert number == 0 or taken == Mended((), torn=True)
    assert one.take("d", "d", 2 + WINDOW).keys == ("d",)


def test_an_escape_can_be_held_back_until_it_is_none_of_a_torn_key() -> None:
    one = mender()
    assert one.take("escape", "\x1b", 0.0, typing=True, hold=True).keys == ()
    assert one.take("left_square_bracket", "[", 0.4, typing=True, hold=True).keys == ()
    assert one.released() == ()
    assert one.take("A", "A", 0.8, typing=True, hold=True) == Mended(("up",), torn=True)
    assert one.take("escape", "\x1b", 2.0, typing=True, hold=True).keys == ()
    assert one.released() == ("escape",)
    assert one.released() == ()
    assert one.take("x", "x", 2.5).keys == ("x",)


@pytest.mark.parametrize(
    ("key", "character"), [("x", "x"), ("down", ""), ("escape", "\x1b"), ("enter", "\r")]
)
def test_an_escape_that_is_held_back_comes_before_the_next_key(key: str, character: str) -> None:
    one = mender()
    assert one.take("escape", "\x1b", 0.0, typing=True, hold=True).keys == ()
    taken = one.take(key, character, 0.1, typing=True, hold=True)
    assert taken == Mended(("escape", key))


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from("\x1b[O1;~A<m dx"), st.floats(0, 2)), max_size=30),
    st.booleans(),
)
def test_keys_are_held_back_or_handed_on_but_never_made_up(
    typed: list[tuple[str, float]], typing: bool
) -> None:
    one, seconds, before = mender(), 0.0, ""
    for character, gap in typed:
        seconds += gap
        key = "escape" if character == "\x1b" else character
        taken = one.take(key, character, seconds, typing=typing)
        plain = taken.keys in ((), (key,), (before, key))
        assert plain or (taken.torn and taken.keys[0] in KEYS.values())
        before = key
