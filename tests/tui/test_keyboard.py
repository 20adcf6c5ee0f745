from __future__ import annotations

import json
from pathlib import Path

import pytest

from keymaps.keys import nearest
from tui import settings
from tui.keyboard import Keyboard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keymaps").mkdir()
    return tmp_path


def keyboard(folder: Path, text: str = "") -> Keyboard:
    """Return the keyboard of a user with these settings."""
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return Keyboard(folder, settings.load(folder / "settings.toml"))


def own(folder: Path, name: str, text: str) -> None:
    (folder / "keymaps" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_without_settings_the_default_keymap_is_in_use(tmp_path: Path) -> None:
    one = Keyboard(tmp_path, settings.load(tmp_path / "settings.toml"))
    keymap, problem = one.chosen(None)
    assert (keymap.name, problem) == ("default", "")
    assert one.names() == ("default", "emacs", "vim")


def test_the_option_goes_before_the_settings(folder: Path) -> None:
    one = keyboard(folder, 'keymap = "vim"')
    assert one.chosen(None)[0].name == "vim"
    assert one.chosen("emacs")[0].name == "emacs"


def test_a_keymap_of_ones_own_has_a_name(folder: Path) -> None:
    own(folder, "mine", 'inherits = "vim"\n[text]\nnote = "N"\n')
    one = keyboard(folder, 'keymap = "mine"')
    keymap, problem = one.chosen(None)
    assert (keymap.name, problem) == ("mine", "")
    assert keymap.bindings["text.note"] == (("N",),)
    assert one.names() == ("default", "emacs", "vim", "mine")


def test_a_file_in_the_settings_is_beside_them(folder: Path) -> None:
    (folder / "odd.toml").write_text('name = "odd"\n', encoding="utf-8")
    assert keyboard(folder, 'keymap = "odd.toml"').chosen(None)[0].name == "odd"


@pytest.mark.parametrize(
    ("text", "used", "says"),
    [
        ('inherits = "vim"\n[text]\nnote = "nn"\n', "vim", "line 3"),
        ('inherits = "vim"\n[text]\nnote = "w"\n', "vim", "asks for"),
        ('inherits = "emacs"\nbroken', "emacs", "not TOML"),
        ('inherits = "vmi"\n', "default", "'vim'"),
        ('inherits = "mine.toml"\n', "default", "itself"),
        ("[text]\nnoet = 'x'\n", "default", "'note'"),
    ],
)
def test_a_wrong_keymap_gives_way_to_what_it_inherits(
    folder: Path, text: str, used: str, says: str
) -> None:
    own(folder, "mine", text)
    keymap, problem = keyboard(folder, 'keymap = "mine"').chosen(None)
    assert keymap.name == used
    assert f"The {used} keymap is in use" in problem or f"The keymap {used} is in use" in problem
    assert says in problem
    assert "mine.toml" in problem


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("vom", "'vim'"),
        ("x" * 300, "no keymap"),
        ("x" * 300 + ".toml", "cannot be read"),
        ("~nobody-of-that-name/x.toml", "cannot be read"),
        ("\0.toml", "no file can have this name"),
        ("\x1b[2J", "no keymap"),
        (".", "no keymap"),
        ("/", "not a file"),
    ],
)
def test_an_unknown_keymap_gives_way_to_the_default_one(folder: Path, name: str, says: str) -> None:
    for keymap, problem in (
        keyboard(folder).chosen(name),
        keyboard(folder, f"keymap = {json.dumps(name)}").chosen(None),
    ):
        assert keymap.name == "default"
        assert says in problem
        assert problem.isprintable()


def test_layouts_are_chosen_in_the_settings(folder: Path) -> None:
    keymap, problem = keyboard(folder, 'langmap = ["hebrew"]').chosen("vim")
    assert keymap.langmap["ש"] == "a"
    assert not problem
    keymap, problem = keyboard(folder, 'langmap = ["hebrw"]').chosen("vim")
    assert keymap.name == "vim"
    assert "'hebrew'" in problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("keymap = 3", "in quotes"),
        ("langmap = 3", "list of layouts"),
        ('keymop = "vim"', "keymap"),
        ('zzz = "vim"', "keymap, langmap"),
        ("keymap =", "cannot be read"),
    ],
)
def test_wrong_settings_are_told_and_left_out(folder: Path, text: str, says: str) -> None:
    keymap, problem = keyboard(folder, text).chosen(None)
    assert keymap.name == "default"
    assert says in problem
    assert "settings.toml" in problem
    assert problem.isprintable()


def test_a_folder_in_the_place_of_the_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    assert "no file" in settings.load(tmp_path / "settings.toml").problems[0]


def test_the_settings_are_few() -> None:
    assert nearest("kaymap", settings._NAMES) == "keymap"
