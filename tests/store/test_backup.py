"""Backups: what is restored is what was there; what is not proved is not restored."""

from __future__ import annotations

import json
import os
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import copies
from store.backup import backup, restore
from store.errors import Damaged, LibraryError, NewerSchema, NotFound, SaveFailed
from store.library import Library
from store.model import Report, Span
from store.text import sha256


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a library, without those that only help."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name != ".lock" and not name.startswith("cache/")
    }


@pytest.fixture
def full(library: Library, report_of: Callable[..., Report]) -> Library:
    for text in ("Badr كتائب 👩\u200d💻\n", "\x1b]0;x\x07 \0 \u202e [/]\n" * 50):
        report = report_of(text)
        library.add(report)
        library.tagging(report.id).tag(Span(0, 4), "Person", note=text)
    return library


@pytest.fixture
def archive(full: Library, tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    backup(full.folder, path)
    return path


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def written(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def with_manifest(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts with a manifest that fits them, as a forger would make it."""
    manifest = json.loads(parts.pop("manifest.json"))
    manifest["files"] = {name: sha256(data) for name, data in parts.items()}
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def test_a_restored_library_is_the_backed_up_one(
    full: Library, archive: Path, tmp_path: Path
) -> None:
    assert restore(archive, tmp_path / "new" / "there") == 2
    assert contents(tmp_path / "new" / "there") == contents(full.folder)
    new = Library.open(tmp_path / "new" / "there")
    assert [new.tags(line.id) for line in new.summaries()] == [
        full.tags(line.id) for line in full.summaries()
    ]


def test_an_empty_folder_is_filled(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert restore(archive, tmp_path / "empty") == 2


def test_files_and_folders_are_private(archive: Path, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        backup(tmp_path / "library", tmp_path / "b.zip")
        restore(archive, tmp_path / "new")
    finally:
        os.umask(old)
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    for path in [tmp_path / "new", *(tmp_path / "new").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_the_order_is_settled_and_the_manifest_is_last(archive: Path, full: Library) -> None:
    names = list(entries(archive))
    reports = sorted(name for name in names if name.startswith("reports/"))
    texts = sorted(name for name in names if name.startswith("texts/"))
    assert names == [*reports, *texts, "library.json", "manifest.json"]
    manifest = json.loads(entries(archive)["manifest.json"])
    assert manifest["files"] == {name: sha256(data) for name, data in contents(full.folder).items()}


def test_a_backup_is_not_overwritten_unless_asked(archive: Path, full: Library) -> None:
    before = archive.read_bytes()
    with pytest.raises(SaveFailed, match="exists already"):
        backup(full.folder, archive)
    assert archive.read_bytes() == before
    archive.write_bytes(b"old")
    backup(full.folder, archive, overwrite=True)
    assert "manifest.json" in entries(archive)


def test_a_planted_link_is_replaced_and_its_target_left(full: Library, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"victim")
    (tmp_path / "b.zip").symlink_to(tmp_path / "victim")
    with pytest.raises(SaveFailed, match="exists already"):
        backup(full.folder, tmp_path / "b.zip")
    backup(full.folder, tmp_path / "b.zip", overwrite=True)
    assert (tmp_path / "victim").read_bytes() == b"victim"
    assert "manifest.json" in entries(tmp_path / "b.zip")


def test_a_backup_inside_the_library_is_refused(full: Library) -> None:
    before = contents(full.folder)
    for name in ("library.json", "reports/x.zip"):
        with pytest.raises(SaveFailed, match="inside the library"):
            backup(full.folder, full.folder / name, overwrite=True)
    assert contents(full.folder) == before


def test_a_place_that_cannot_hold_it_is_named(full: Library, tmp_path: Path) -> None:
    with pytest.raises(SaveFailed, match="There is no folder"):
        backup(full.folder, tmp_path / "no" / "a.zip")
    with pytest.raises(SaveFailed, match="could not be written"):
        backup(full.folder, tmp_path, overwrite=True)
    with pytest.raises(NotFound, match="is no library"):
        backup(tmp_path / "no", tmp_path / "a.zip")


def test_damaged_reports_are_kept_as_they_are(full: Library, tmp_path: Path) -> None:
    path = next((full.folder / "reports").iterdir())
    path.write_bytes(b"\xff{")
    backup(full.folder, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "new")
    assert (tmp_path / "new" / "reports" / path.name).read_bytes() == b"\xff{"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_only_regular_files_are_backed_up(kind: str, full: Library, tmp_path: Path) -> None:
    path = next((full.folder / "reports").iterdir())
    path.unlink()
    match kind:
        case "link":
            path.symlink_to("/etc/hostname")
        case "pipe":
            os.mkfifo(path)
        case _:
            path.mkdir()
    with pytest.raises(Damaged, match=path.name):
        backup(full.folder, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    assert not list(tmp_path.glob(".spantag-*"))


def test_a_folder_that_holds_something_is_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "x").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("new", "new/x", "link", "library"):
        with pytest.raises(LibraryError, match=r"not empty|cannot be used"):
            restore(archive, tmp_path / name)
    assert contents(tmp_path / "new") == {"x": b"x"}


def refused(path: Path, tmp_path: Path, match: str, error: type[LibraryError] = Damaged) -> None:
    """Assert that restoring fails, says why and which file, and leaves nothing behind."""
    before = set(tmp_path.rglob("*"))
    with pytest.raises(error, match=match) as raised:
        restore(path, tmp_path / "parent" / "new")
    assert str(path) in raised.value.message
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["library.json", "reports/", "texts/"])
def test_any_changed_file_is_refused(kind: str, archive: Path, tmp_path: Path) -> None:
    parts = entries(archive)
    name = next(name for name in parts if name.startswith(kind))
    parts[name] += b" "
    refused(written(tmp_path / "b.zip", parts), tmp_path, "SHA-256 differs")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "reports/../library.json",
        "reports/0123456789ABCDEF.json",
        "reports/0123456789abcdef.json\n",
        "texts/0123456789abcdef.txt/x",
        "texts\\0123456789abcdef.txt",
        "reports/",
        ".lock",
        "\x1b[2J",
        "reports/0123456789abcdef.json\0.txt",
    ],
)
def test_any_other_name_is_refused(name: str, archive: Path, tmp_path: Path) -> None:
    parts = with_manifest({**entries(archive), name.partition("\0")[0]: b"x"})
    path = written(tmp_path / "b.zip", parts)
    if "\0" in name:  # zipfile writes no NUL, but others do
        stem = name.partition("\0")[0].encode()
        assert len(stem) == 29
        path.write_bytes(path.read_bytes().replace(stem, stem[:-5] + b"\0.txt"))
    refused(path, tmp_path, "not the name of a library's file")


def test_a_name_that_stands_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "b.zip", entries(archive))
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("library.json", b"{}")
    refused(path, tmp_path, "twice")


@pytest.mark.parametrize("missing", ["manifest.json", "library.json", "reports/"])
def test_a_missing_file_is_refused(missing: str, archive: Path, tmp_path: Path) -> None:
    parts = {k: v for k, v in entries(archive).items() if not k.startswith(missing)}
    refused(written(tmp_path / "b.zip", parts), tmp_path, "manifest")


@pytest.mark.parametrize(
    "manifest", [b"", b"\xff", b"[]", b"{}", b"[" * 9999, b'{"format":"x","schema":1,"files":{}}']
)
def test_a_manifest_that_is_none_is_refused(manifest: bytes, archive: Path, tmp_path: Path) -> None:
    parts = {**entries(archive), "manifest.json": manifest}
    refused(written(tmp_path / "b.zip", parts), tmp_path, "not one of ours")


def test_a_backup_of_a_later_version_is_refused(archive: Path, tmp_path: Path) -> None:
    parts = entries(archive)
    manifest = {**json.loads(parts["manifest.json"]), "schema": 999}
    parts["manifest.json"] = json.dumps(manifest).encode()
    refused(written(tmp_path / "b.zip", parts), tmp_path, "later spantag", NewerSchema)


def test_other_ways_to_compress_are_refused(archive: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "b.zip", entries(archive), zipfile.ZIP_LZMA)
    refused(path, tmp_path, "not used here")


def test_a_bomb_is_refused_before_it_is_read(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = with_manifest({**entries(archive), "texts/0123456789abcdef.txt": bytes(10_000_000)})
    path = written(tmp_path / "b.zip", bomb)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(copies, "LARGEST", 9_000_000)
    refused(path, tmp_path, "would be larger than 9 MB")


def test_what_the_disk_cannot_hold_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies.Archive, "size", lambda _: 2**80)
    refused(archive, tmp_path, "make room", SaveFailed)


def test_a_size_that_lies_is_refused(archive: Path, tmp_path: Path) -> None:
    data = bytearray(archive.read_bytes())
    central = data.index(b"PK\x01\x02")
    size = int.from_bytes(data[central + 24 : central + 28], "little")
    data[central + 24 : central + 28] = (size - 1).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(data)
    refused(tmp_path / "b.zip", tmp_path, r"SHA-256 differs|CRC")


def test_a_disk_that_fails_leaves_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.backup.write_temporary", full)
    with pytest.raises(SaveFailed, match="No space left"):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".spantag-*"))


def test_what_is_no_backup_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip\x1b[2J")
    refused(tmp_path / "x.zip", tmp_path, "is no backup")
    refused(tmp_path / "none.zip", tmp_path, "No such file", LibraryError)
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", tmp_path, "no regular file", LibraryError)


def test_any_damage_is_refused_or_harmless(archive: Path, full: Library, tmp_path: Path) -> None:
    original = archive.read_bytes()
    expected = contents(full.folder)

    @settings(deadline=None, max_examples=150)
    @given(st.integers(0, len(original) - 1), st.integers(1, 255), st.booleans())
    def check(place: int, change: int, cut: bool) -> None:
        data = bytearray(original)
        data[place] ^= change
        path = tmp_path / "damaged.zip"
        path.write_bytes(original[:place] if cut else data)
        with TemporaryDirectory() as scratch:
            new = Path(scratch) / "new"
            try:
                restore(path, new)
            except LibraryError:
                assert not list(Path(scratch).iterdir())
            else:
                assert contents(new) == expected

    check()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("_quick_disk")
def test_any_library_comes_back(report_of: Callable[..., Report]) -> None:
    @settings(deadline=None, max_examples=40)
    @given(st.dictionaries(TEXTS, TEXTS, max_size=3))
    def check(texts: dict[str, str]) -> None:
        with TemporaryDirectory() as scratch:
            library = Library.open(Path(scratch) / "library", "ann", create=True)
            for text, note in texts.items():
                report = report_of(text)
                library.add(report)
                library.tagging(report.id).tag(Span(0, len(text)), "Person", note=note)
            backup(library.folder, Path(scratch) / "a.zip")
            assert restore(Path(scratch) / "a.zip", Path(scratch) / "new") == len(texts)
            assert contents(Path(scratch) / "new") == contents(library.folder)

    check()
