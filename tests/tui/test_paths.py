"""What a path that is being typed stands for, in any state of typing and with any name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from store.library import Library
from tui.screens.paths import completed, listed

Running = Callable[..., AbstractAsyncContextManager[Any]]

NAMES = ["\x1b[2Ja.txt", "b\u202etxt.md", "c\udcff.txt", "d\ne.txt", "[@click=app.quit]f.txt"]


@pytest.mark.parametrize(
    "typed", ["", "~", "~no-such-user/", "~no-such-user", "/no/such/", "//", "/"]
)
def test_any_beginning_of_a_path_is_listed_without_an_error(typed: str) -> None:
    assert all(entry.kind in ("all", "folder", "file") for entry in listed(typed))


def test_a_folder_lists_itself_then_folders_then_files_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "z").mkdir()
    for name in ("b.md", "a.TXT", "c.pdf", ".hidden.txt"):
        (tmp_path / name).touch()
    found = listed(f"{tmp_path}/")
    assert [(entry.kind, entry.path.name) for entry in found] == [
        ("all", tmp_path.name),
        ("folder", "z"),
        ("file", "a.TXT"),
        ("file", "b.md"),
    ]
    assert [entry.path.name for entry in listed(f"{tmp_path}/b")] == ["b.md"]
    assert [entry.path.name for entry in listed(f"{tmp_path}/.h")] == [".hidden.txt"]


async def test_a_file_of_any_name_is_found_again_through_the_field(
    running: Running, library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        (folder / name).touch()
    async with running(library) as session:
        await session.press("i")
        field = session.app.screen.field
        for entry in listed(f"{folder}/")[1:]:
            field.put(completed(entry))
            assert field.value.isprintable()
            assert [found.path for found in listed(field.text)] == [entry.path]


async def test_what_is_typed_after_a_text_of_any_kind_is_added_to_it(
    running: Running, library: Library
) -> None:
    async with running(library) as session:
        await session.press("i")
        field = session.app.screen.field
        field.put("a\x1b\u202e")
        assert field.value == "a␛□"
        field.value += "b␊c"
        assert field.text == "a\x1b\u202eb\nc"
        field.value = "x" + field.value
        assert field.text == "xa␛□b\nc"


async def test_the_home_of_an_unknown_user_is_refused_and_not_the_end(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("i", "ctrl+u", *"~no-such-user/", "enter", "escape", "E", "ctrl+u")
        await session.press(*"~no-such-user/a.csv", "enter")
        assert "unknown user" in session.status
