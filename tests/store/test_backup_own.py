"""Own terms, patterns and switches of a library are in its backups."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from store.backup import backup, restore
from store.entities import own
from store.errors import Damaged
from store.library import Library
from store.text import sha256


def test_what_a_library_says_of_entities_comes_back(library: Library, tmp_path: Path) -> None:
    folder = own.library_folder(library.folder)
    own.add_term(folder, "Zagrux", "Person")
    own.switch(folder, "Money", False)
    (folder / "ميناء (2).tsv").write_text("Homs\tLocation\n")
    (folder / "mine.toml").write_text("")
    backup(library.folder, tmp_path / "a.zip")
    restore(tmp_path / "a.zip", tmp_path / "new")
    there = own.library_folder(tmp_path / "new")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}
    assert {path.name: path.read_bytes() for path in there.iterdir()} == files
    assert len(files) == 4
    assert there.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in there.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "name",
    [
        "entities/../x.tsv",
        "entities/.lock",
        "entities/a/b.tsv",
        "entities/x.py",
        "entities/x.tsv\n",
        "entities/\x1b.tsv",
        "entities/.tsv",
        "entities/plugins/spacy.toml",
    ],
)
def test_nothing_else_is_put_there(name: str, library: Library, tmp_path: Path) -> None:
    backup(library.folder, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    parts[name] = b"x"
    manifest["files"] = {each: sha256(data) for each, data in parts.items()}
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for each, data in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            archive.writestr(each, data)
    with pytest.raises(Damaged, match="not the name of a library's file"):
        restore(tmp_path / "b.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()
