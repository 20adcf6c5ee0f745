"""The keymaps that come with spantag are ready to be used, and say what their TOML files say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import keymaps
from keymaps import available, load, loader, preparing

SHIPPED = Path(keymaps.__file__).parent


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for file in SHIPPED.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return Path(shutil.copytree(SHIPPED / "prepared", tmp_path / "prepared")).parent


@pytest.mark.parametrize("name", available())
def test_what_was_prepared_says_what_the_toml_file_says(name: str) -> None:
    path = SHIPPED / f"{name}.toml"
    read = loader._read(path, ())
    assert preparing.read(path) == read, "run: python -m keymaps"
    assert load(name) == read


def test_an_edited_file_is_read_itself(copied: Path) -> None:
    assert preparing.read(copied / "vim.toml") is not None
    with (copied / "vim.toml").open("a") as file:
        file.write("# edited")
    assert preparing.read(copied / "vim.toml") is None
    assert preparing.read(copied / "emacs.toml") is not None


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff", b'{"checksum": 0}'])
def test_without_what_was_prepared_the_file_is_read(content: bytes | None, copied: Path) -> None:
    prepared = copied / "prepared" / "default.json"
    prepared.unlink()
    if content is not None:
        prepared.write_bytes(content)
    assert preparing.read(copied / "default.toml") is None
