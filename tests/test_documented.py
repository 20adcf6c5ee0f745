"""What the README says of commands, keys and columns is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keymaps import COMMANDS, commands_of, load
from keymaps.commands import SCOPES
from keymaps.table import markdown
from store.exporting.csv import COLUMNS
from tui.__main__ import main
from tui.cli.parser import build
from tui.screens import hints

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def sub_commands() -> set[str]:
    choices = [action.choices for action in build()._actions]
    return {name for found in choices if isinstance(found, dict) for name in found}


def test_the_table_of_keys_is_the_live_one() -> None:
    start, end = "<!-- keys: made by keymaps.table -->\n\n", "\n\n<!-- end of keys -->"
    shown = README.partition(start)[2].partition(end)[0]
    assert shown == markdown(load("default")).rstrip()


def test_every_command_of_the_command_line_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `spantag ([a-z]+)", README, re.MULTILINE))
    assert named | {"open"} == sub_commands()


def test_the_columns_of_the_csv_are_named_in_order() -> None:
    assert ", ".join(COLUMNS) in " ".join(README.split())


@pytest.mark.parametrize("name", [name for name in dir(hints) if name.isupper()])
def test_the_key_bar_names_commands_that_exist(name: str) -> None:
    assert set(getattr(hints, name)) <= {command.id for command in COMMANDS}


def test_every_scope_has_commands() -> None:
    assert all(commands_of(scope.name) for scope in SCOPES)


def test_the_keymap_of_the_readme_is_a_good_one(tmp_path: Path) -> None:
    example = README.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "mine.toml").write_text(example, encoding="utf-8")
    assert main(["keys", "--check", str(tmp_path / "mine.toml")]) == 0
