"""Files of every kind: read, or refused with a sentence that names them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.errors import ImportFailed
from store.importing import MAX_BYTES, Skipped, find_files, read
from store.importing.files import shown
from store.text import report_id, sha256, text_hash

ROOT_USER = os.geteuid() == 0
NO_BYTES_IN_NAMES = "the file system takes only names in UTF-8"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with reports, and with everything that is none."""
    (tmp_path / "b.txt").write_text("B\n")
    (tmp_path / "a.md").write_text("# A\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.TXT").write_text("C\n")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-")
    (tmp_path / ".hidden.txt").write_text("H\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("X\n")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def reasons(found: Iterator[Path | Skipped]) -> dict[str, str]:
    return {item.path.name: item.reason for item in found if isinstance(item, Skipped)}


def test_a_report_holds_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    raw = b"\xef\xbb\xbfA title\r\nSource: Furat\r\n29 December 2023\r\n"
    path.write_bytes(raw)
    report = read(path)
    assert report.text == "A title\nSource: Furat\n29 December 2023\n"
    assert (report.title, report.source) == ("A title", "Furat")
    assert report.published == date(2023, 12, 29)
    assert report.origin == str(path)
    assert (report.decoding.method, report.decoding.newlines) == ("bom", "CRLF")
    assert report.raw_sha256 == sha256(raw)
    assert report.text_sha256 == text_hash(report.text)
    assert report.id == report_id(report.text_sha256)
    assert report.imported.tzinfo is not None


def test_markdown_keeps_its_text(tmp_path: Path) -> None:
    path = tmp_path / "report.Markdown"
    path.write_text("# A *title*\n\n- one\n")
    report = read(path)
    assert (report.title, report.text) == ("A title", "# A *title*\n\n- one\n")


def test_an_encoding_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("Доклад".encode("koi8-r"))
    assert read(path, "koi8-r").title == "Доклад"
    with pytest.raises(ImportFailed, match="no-such"):
        read(path, "no-such")


def test_a_text_without_letters_is_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "report 7.txt"
    path.write_text("...\n")
    assert read(path).title == "report 7"


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b" \r\n\t\x0c\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 50, "binary"),
        (b"\x7fELF" + bytes(4000), "binary"),
        (b"text" + bytes(40), "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailed, match=part) as caught:
        read(path)
    assert "odd.txt" in caught.value.message


@pytest.mark.parametrize("text", ["a\0b\x1b[31m", "\x1b]52;c;x\x07\n" * 9, "\x08\x00 " + "x" * 99])
def test_hostile_controls_are_still_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(text)
    assert read(path).text == text


@pytest.mark.parametrize("name", ["scan.pdf", "noext", "a.txt.gz"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("text")
    with pytest.raises(ImportFailed, match=r"only .*\.txt"):
        read(path)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000_000)
    with pytest.raises(ImportFailed, match=f"larger than {MAX_BYTES // 1_000_000} MB"):
        read(path)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/dev/zero", "a device"),
        ("no-such.txt", "no such file"),
        ("a\0b.txt", "cannot be the name"),
        ("a\ud800b.txt", "cannot be the name"),
        ("x" * 300 + ".txt", "too long"),
    ],
)
def test_odd_paths_are_refused(path: str, part: str) -> None:
    with pytest.raises(ImportFailed, match=part) as caught:
        read(Path(path))
    caught.value.message.encode()


def test_only_regular_files_are_opened(folder: Path) -> None:
    with pytest.raises(ImportFailed, match="a pipe"):
        read(folder / "pipe.txt")
    with pytest.raises(ImportFailed, match="a folder"):
        read(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    with pytest.raises(ImportFailed, match="in a circle"):
        read(folder / "self.txt")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may hold 107 bytes only
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        with pytest.raises(ImportFailed, match="a socket"):
            read(Path("s.txt"))


def test_a_named_link_is_read(folder: Path) -> None:
    assert read(folder / "link.txt").text == "B\n"
    assert list(find_files([folder / "link.txt"])) == [folder / "link.txt"]


def test_a_folder_is_searched_in_order(folder: Path) -> None:
    found = [item for item in find_files([folder]) if isinstance(item, Path)]
    assert found == [folder / "a.md", folder / "b.txt", folder / "deep" / "c.TXT"]


def test_what_is_passed_over_in_a_folder_is_told(folder: Path) -> None:
    told = reasons(find_files([folder]))
    assert sorted(told) == ["link.txt", "loop", "pipe.txt", "scan.pdf"]
    assert "symbolic link" in told["loop"]
    assert ".md" in told["scan.pdf"]
    assert "pipe" in told["pipe.txt"]


def test_a_folder_named_by_a_link_is_searched(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked"
    link.symlink_to(folder / "deep")
    assert link / "c.TXT" in list(find_files([link]))


def test_named_paths_come_as_they_are(folder: Path) -> None:
    named = [folder / "scan.pdf", folder / ".hidden.txt", folder / "none.txt", Path("a\0b")]
    assert list(find_files(named)) == named


@pytest.mark.skipif(ROOT_USER, reason="root may read everything")
def test_what_may_not_be_read_is_told(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    (folder / "deep").chmod(0)
    try:
        with pytest.raises(ImportFailed, match="may not read"):
            read(folder / "b.txt")
        assert "may not read" in reasons(find_files([folder]))["deep"]
    finally:
        (folder / "deep").chmod(0o700)


def test_a_folder_that_fails_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: os.DirEntry[str] | Path) -> object:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(13, "no")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "may not read" in reasons(find_files([folder]))["deep"]


@pytest.mark.parametrize("name", [b"bad\xff\xfe.txt", b"-x\n\x1b[2J.txt", "\u202egpj.txt".encode()])
def test_any_name_can_be_read_and_shown(tmp_path: Path, name: bytes) -> None:
    raw = os.path.join(os.fsencode(tmp_path), name)
    try:
        with open(raw, "wb") as file:
            file.write(b"...\n")
    except OSError:
        pytest.skip(NO_BYTES_IN_NAMES)
    (path,) = find_files([tmp_path])
    assert isinstance(path, Path)
    report = read(path)
    (report.origin + report.title).encode()
    assert len(report.origin) == len(shown(path))
