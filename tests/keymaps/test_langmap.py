from __future__ import annotations

from pathlib import Path

import pytest
from textual.keys import _character_to_key

from keymaps.keys import named
from keymaps.langmap import LangmapError, available_layouts, layouts, layouts_with

# What each layout types on the keys of a word, from how its users misspell Latin words.
TYPED = {
    "russian": [("куфв", "read"), ("ЕФП", "TAG"), ("хъ", "[]"), ("бю", ",."), ("№", "#")],
    "ukrainian": [("фіва", "asdf"), ("ґ", "\\"), ("є", "'"), ("№", "#")],
    "arabic": [("شسيب", "asdf"), ("ضصثق", "qwer"), ("؟", "?"), ("٣", "3"), ("\u064e", "Q")],
    "persian": [("شسیب", "asdf"), ("گچپ", "']m"), ("۷", "7"), ("\u200c", "B")],
    "hebrew": [("שדגכ", "asdf"), ("קראט", "erty"), ("ףץת", ";.,")],
}


@pytest.mark.parametrize("name", available_layouts())
def test_layouts_have_the_keys_that_they_should(name: str) -> None:
    langmap = layouts([name])
    for typed, latin in TYPED[name]:
        assert [langmap[named(one)] for one in typed] == [named(one) for one in latin]
    letters = {key for key in langmap.values() if len(key) == 1 and "a" <= key <= "z"}
    # In Hebrew q and w type punctuation.
    assert len(letters) >= (24 if name == "hebrew" else 26)


@pytest.mark.parametrize("name", available_layouts())
def test_characters_have_the_name_of_textual(name: str) -> None:
    text = (Path(__file__).parents[2] / "keymaps/layouts" / f"{name}.toml").read_text("utf-8")
    foreign = {character for character in text if not character.isascii()}
    assert foreign
    assert {named(one) for one in foreign} == {_character_to_key(one) for one in foreign}


def test_the_layouts_that_have_a_key_are_known() -> None:
    assert layouts_with("ы") == ("russian",)
    assert layouts_with("ف") == ("arabic", "persian")
    assert layouts_with("a") == layouts_with("ö") == ()


def test_the_layout_named_first_wins() -> None:
    assert layouts(["persian", "arabic"])["ظ"] == "z"
    assert layouts(["arabic", "persian"])["ظ"] == "slash"
    assert not layouts([])


def test_a_layout_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "greek.toml").write_text('us = ["ab c"]\ntypes = ["αβ;ψ"]\n', encoding="utf-8")
    assert layouts(["greek.toml"], tmp_path) == {"α": "a", "β": "b", "ψ": "c"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "us must be a list"),
        ('us = ["a"]\ntypes = []', "differ"),
        ('us = ["ab"]\ntypes = ["α"]', "differ"),
        ('us = "a"\ntypes = "α"', "must be a list"),
        ("us = []\ntypes = []\nalso = 3", "also"),
        ("us = [", "cannot be used"),
    ],
)
def test_a_wrong_layout_is_told(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LangmapError, match=says):
        layouts(["./own.toml"], tmp_path)


@pytest.mark.parametrize(
    ("name", "says"), [("arabc", "'arabic'"), ("xyz", "arabic, hebrew"), ("./no", "no such")]
)
def test_an_unknown_layout_is_told(name: str, says: str) -> None:
    with pytest.raises(LangmapError, match=says):
        layouts([name])
