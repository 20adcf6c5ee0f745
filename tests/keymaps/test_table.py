from __future__ import annotations

import re
from types import MappingProxyType

from keymaps.commands import COMMANDS, SCOPES
from keymaps.keymap import Keymap
from keymaps.keys import parse
from keymaps.loader import load
from keymaps.table import markdown


def rows(text: str) -> list[list[str]]:
    """Return the cells of all rows but the headings, split where Markdown splits them."""
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if row[0] != "Keys"]


def test_every_command_has_a_row_below_its_scope() -> None:
    table = markdown(load("default"))
    names = [f"`{command.name}`" for command in COMMANDS]
    assert [row[1] for row in rows(table)] == [*names, "`cancel`", "`copy`", "`move_edges`"]
    assert table.count("(`selecting`)") == 1
    assert table.count("(`selected`)") == 1
    assert all(f"### {scope.title} (`{scope.name}`)\n" in table for scope in SCOPES)


def test_keys_are_shown_and_unbound_commands_have_a_dash() -> None:
    bindings = {**load("default").bindings, "app.redraw": ()}
    found = rows(markdown(Keymap("test", MappingProxyType(bindings))))
    assert ["`?`, `F1`", "`help`", "Show the keys that work here."] in found
    assert found[3][:2] == ["—", "`redraw`"]


def test_bars_and_backticks_leave_the_table_whole() -> None:
    bindings = {**load("default").bindings, "app.help": (parse("|"), parse("`"), parse("` |"))}
    found = rows(markdown(Keymap("test", MappingProxyType(bindings))))
    assert all(len(row) == 3 for row in found)
    assert found[0][0] == "`\\|`, `` ` ``, `` ` \\| ``"
