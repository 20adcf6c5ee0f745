"""Files: whole or untouched, private whatever the umask, and changed by one at a time."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import files
from store.errors import LibraryError
from store.files import create_file, make_folder, read_file, replace_file, replace_with
from store.locks import locked


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o377], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    old = os.umask(request.param)
    yield
    os.umask(old)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def broken_disk(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("_umask")
def test_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_folder(folder)
    create_file(folder / "new", [b"x"])
    replace_file(folder / "put", b"x")
    with locked(folder / ".lock"):
        pass
    assert [mode(path) for path in (folder, folder.parent)] == [0o700] * 2
    assert [mode(folder / name) for name in ("new", "put", ".lock")] == [0o600] * 3


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize(
    ("before", "after"),
    [(0o600, 0o600), (0o660, 0o660), (0o640, 0o640), (0o666, 0o660), (0o604, 0o600)],
    ids=oct,
)
def test_a_save_keeps_what_the_group_may_and_no_others(
    before: int, after: int, tmp_path: Path
) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(before)
    replace_file(path, b"new")
    assert mode(path) == after
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to any group")
@pytest.mark.parametrize("refused", [False, True])
def test_a_save_keeps_the_group_or_leaves_it_nothing(
    refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    path = tmp_path / "old"
    path.write_bytes(b"old")
    os.chown(path, -1, 1234)
    path.chmod(0o660)
    if refused:
        monkeypatch.setattr(os, "fchown", refuse)
    replace_file(path, b"new")
    found = (path.stat().st_gid, mode(path))
    assert found == ((os.getgid(), 0o600) if refused else (1234, 0o660))


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize(("marked", "shared"), [(0o2770, True), (0o770, False), (0o2700, False)])
def test_what_is_new_in_a_shared_folder_is_for_its_group(
    marked: int, shared: bool, tmp_path: Path
) -> None:
    tmp_path.chmod(marked)
    make_folder(tmp_path / "inner" / "deep")
    create_file(tmp_path / "inner" / "new", [b"x"])
    replace_file(tmp_path / "inner" / "deep" / "put", b"x")
    with locked(tmp_path / "inner" / ".lock"):
        pass
    files = [tmp_path / "inner" / name for name in ("new", "deep/put", ".lock")]
    assert [mode(path) for path in files] == [0o660 if shared else 0o600] * 3
    folder = (tmp_path / "inner" / "deep").stat().st_mode & 0o7777
    assert folder & 0o777 == (0o770 if shared else 0o700)
    assert not shared or folder & stat.S_ISGID


def test_a_file_marked_read_only_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(PermissionError, match="marked read-only"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["old"]


@pytest.mark.parametrize("old", [b"old", None])
def test_a_rename_that_the_disk_does_not_confirm_is_taken_back(
    old: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
        path.chmod(0o640)
    monkeypatch.setattr(files, "sync_folder", broken_disk)
    with pytest.raises(OSError, match="Input/output error") as caught:
        replace_file(path, b"new")
    assert "in place" not in str(caught.value)
    assert (path.read_bytes(), mode(path)) == (old, 0o640) if old else not path.exists()
    assert os.listdir(tmp_path) == (["file"] if old else [])


def test_a_rename_that_cannot_be_taken_back_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def no_more(_: Path) -> None:
        monkeypatch.setattr(os, "fsync", broken_disk)
        broken_disk()

    monkeypatch.setattr(files, "sync_folder", no_more)
    with pytest.raises(OSError, match="Input/output error; the new content is in place"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_new_name_is_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(stat.S_ISDIR(os.fstat(file)[0])))
    replace_file(tmp_path / "put", b"x")
    create_file(tmp_path / "new", [b"x"])
    assert synced == [False, True] * 2


def test_chunks_are_written_in_order(tmp_path: Path) -> None:
    replace_with(tmp_path / "file", (bytes([code]) for code in range(256)))
    assert (tmp_path / "file").read_bytes() == bytes(range(256))


BROKEN = [(os, "fsync"), (os, "fchmod"), (os, "fdopen"), (Path, "replace")]


@pytest.mark.parametrize(("owner", "name"), BROKEN, ids=lambda value: str(value))
def test_a_failed_replacement_leaves_the_old_file_and_no_other(
    owner: object, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(owner, name, full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("write", [replace_with, create_file])
def test_a_source_that_fails_half_way_leaves_nothing(
    write: Callable[[Path, Iterator[bytes]], None], tmp_path: Path
) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise LibraryError("a report is damaged")

    with pytest.raises(LibraryError):
        write(tmp_path / "file", chunks())
    assert os.listdir(tmp_path) == []


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", full)
    with pytest.raises(OSError, match="No space left"):
        create_file(tmp_path / "file", [b"new"])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("plant", ["file", "link", "dangling", "folder"])
def test_creation_takes_no_name_that_is_there(plant: str, tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "file"
    victim.write_bytes(b"victim")
    if plant == "file":
        path.write_bytes(b"old")
    elif plant == "folder":
        path.mkdir()
    else:
        path.symlink_to(victim if plant == "link" else tmp_path / "nowhere")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(FileExistsError):
        create_file(path, [b"new"])
    assert victim.read_bytes() == b"victim"
    assert sorted(os.listdir(tmp_path)) == before


def test_creation_loses_the_race_for_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"theirs")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(FileExistsError):
        create_file(path, [b"ours"])
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["file"]


def test_a_link_is_replaced_and_what_it_names_is_not(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "file"
    victim.write_bytes(b"victim")
    path.symlink_to(victim)
    replace_file(path, b"new")
    assert victim.read_bytes() == b"victim"
    assert not path.is_symlink()


@pytest.mark.parametrize("taken", [False, True])
def test_creation_works_where_there_are_no_hard_links(
    taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export.csv"

    def refuse(*_: object) -> None:
        if taken:
            path.write_bytes(b"theirs")
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    if taken:
        with pytest.raises(FileExistsError):
            create_file(path, [b"mine"])
    else:
        create_file(path, [b"mine"])
    assert path.read_bytes() == (b"theirs" if taken else b"mine")
    assert [found.name for found in tmp_path.iterdir()] == ["export.csv"]


def test_a_file_is_read_whole_whatever_length_it_states(tmp_path: Path) -> None:
    pipe, data = tmp_path / "pipe", bytes(range(256)) * 1_000
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as writers:
        written = writers.submit(pipe.write_bytes, data)
        assert read_file(pipe) == data
        assert written.result() == len(data)
