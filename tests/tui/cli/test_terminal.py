"""What reaches a terminal, a pipe that closes, and a program that has neither."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import BinaryIO

import pytest

from store.library import Library
from store.model import Report, Span
from tests.tui.payloads import attack
from tui.__main__ import main
from tui.cli import output

ROOT = Path(__file__).parents[3]
SPANTAG = [sys.executable, "-m", "tui"]
OURS = re.compile(r"\x1b\[[0-9;]*m")
Terminal = Callable[..., str]


@pytest.fixture
def terminal(library: Library, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """What runs a command with a pseudo-terminal for stdout and stderr; returns what it got."""
    monkeypatch.setenv("SPANTAG_LIBRARY", str(library.folder))

    def run(*arguments: str) -> str:
        leader, follower = pty.openpty()
        got: list[bytes] = []
        reader = threading.Thread(target=_drain, args=(leader, got))
        reader.start()
        with open(follower, "w", encoding="utf-8") as file, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", file)
            patch.setattr(sys, "stderr", file)
            main(arguments)
        reader.join()
        os.close(leader)
        return b"".join(got).decode()

    return run


def _drain(leader: int, got: list[bytes]) -> None:
    try:
        while data := os.read(leader, 65_536):
            got.append(data)
    except OSError:  # the other side is closed
        return


def assert_harmless(shown: str) -> None:
    for char in set(shown) - set("\t\r\n"):
        category = unicodedata.category(char)
        assert category not in ("Cc", "Cf", "Zl", "Zp") or char == "\u200c", hex(ord(char))


@pytest.fixture
def tagged(library: Library, report_of: Callable[..., Report], hostile: str) -> Report:
    """A report whose text, title, source, tag and note are hostile."""
    report = report_of(f"x {hostile}\nin Basra", title=hostile, origin=f"/in/{hostile}")
    library.add(report)
    library.correct(report.id, title=hostile, source=hostile, published=None)
    writer = Library.open(library.folder, hostile)
    writer.tagging(report.id).tag(Span(0, 2 + len(hostile)), "Person", note=hostile)
    return report


COMMANDS = {
    "list": ["list"],
    "list json": ["list", "--json"],
    "tags": ["tags"],
    "tags json": ["tags", "--json"],
    "show": ["show", "REPORT"],
    "show brackets": ["show", "REPORT", "--colour", "never"],
    "show plain": ["show", "REPORT", "--plain"],
    "show json": ["show", "REPORT", "--json"],
    "export": ["export"],
    "export raw": ["export", "--raw", "--excel"],
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=list(COMMANDS))
def test_hostile_text_does_nothing_to_a_terminal(
    arguments: list[str], tagged: Report, terminal: Terminal
) -> None:
    shown = terminal(*[tagged.id if each == "REPORT" else each for each in arguments])
    assert "Basra" in shown or tagged.id in shown
    assert_harmless(OURS.sub("", shown))
    assert arguments == ["show", "REPORT"] or "\x1b" not in shown


def test_no_command_lets_an_attack_through(
    terminal: Terminal, library: Library, report_of: Callable[..., Report]
) -> None:
    id_ = attack(library, report_of).summaries()[0].id
    others = (["labels"], ["labels", "--json"], ["check"], ["merge", "/no\x1b[2J"], ["terms"])
    for arguments in (*COMMANDS.values(), *others):
        shown = terminal(*[id_ if each == "REPORT" else each for each in arguments])
        assert_harmless(OURS.sub("", shown))
        assert shown or arguments in (["check"], ["terms"])


def test_hostile_file_names_do_nothing_to_a_terminal(
    hostile: str, terminal: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = hostile.replace("\0", "").replace("/", "")
    (folder / f"{name}.txt").write_text("a report")
    (folder / f"{name}.pdf").write_text("no report")
    (folder / f"{name}.md").write_text("")
    for arguments in (["import"], ["import"], ["import", "--json"], ["entities"]):
        shown = terminal(*arguments, str(folder))
        assert ".txt" in shown or arguments == ["entities"]
        assert ".pdf" in shown
        assert_harmless(shown)


def test_hostile_damage_does_nothing_to_a_terminal(
    tagged: Report, library: Library, terminal: Terminal, hostile: str
) -> None:
    path = library.folder / "reports" / f"{tagged.id}.json"
    path.write_text(path.read_text().replace('"label":"Person"', '"label":"\\u001b[2J"'))
    for command in ("check", "tags"):
        shown = terminal(command)
        assert tagged.id in shown
        assert_harmless(shown)


def test_colour_is_for_terminals(
    terminal: Terminal, library: Library, report: Report, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    library.tagging(report.id).tag(Span(4, 8), "Person")
    assert "\x1b[1;" in terminal("show", report.id)
    assert main(["show", report.id]) == 0
    assert b"\x1b" not in capsysbinary.readouterr().out
    assert main(["show", report.id, "--color", "always"]) == 0
    assert b"\x1b[1;" in capsysbinary.readouterr().out


def spantag(
    library: Library, *arguments: str, stdout: int | BinaryIO = PIPE
) -> subprocess.Popen[bytes]:
    """Start the command as a program of its own, without a terminal."""
    command = [*SPANTAG, *arguments, "--library", str(library.folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=DEVNULL, stdout=stdout, stderr=PIPE)


@pytest.fixture
def many(library: Library, report_of: Callable[..., Report]) -> Library:
    library.add(report_of("word " * 100_000))
    return library


@pytest.mark.parametrize("arguments", [["show", "--plain", "REPORT"], ["list"]])
def test_a_pipe_that_closes_is_no_reason_to_complain(arguments: list[str], many: Library) -> None:
    (id_,) = [line.id for line in many.summaries()]
    reading, writing = os.pipe()
    process = spantag(
        many, *[id_ if each == "REPORT" else each for each in arguments], stdout=writing
    )
    os.close(writing)
    os.close(reading)
    assert process.communicate(timeout=10)[1] == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_one_line(many: Library) -> None:
    with open("/dev/full", "wb") as full:
        process = spantag(many, "list", stdout=full)
        err = process.communicate(timeout=10)[1]
    assert process.returncode == 1
    assert err.startswith(b"spantag: the output could not be written: No space left")
    assert err.count(b"\n") == 1


def test_without_a_terminal_the_app_says_so(library: Library) -> None:
    process = spantag(library)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"spantag: the app needs a terminal")
    assert err.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [[], ["demo"], ["4bf2"], ["open", "4bf2"]])
def test_no_command_opens_the_app_without_a_terminal(
    arguments: list[str], capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert main(arguments) == 2
    out, err = capsysbinary.readouterr()
    assert (out, err.count(b"\n")) == (b"", 1)
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "darwin", reason="names are bytes on Linux only")
def test_names_that_are_no_text_are_imported_and_shown(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = os.fsencode(tmp_path) + b"/in/a\xff.txt"
    with open(path, "wb") as file:
        file.write(b"one\n")
    for arguments in (["import"], ["import", "--json"], ["entities", "--json"], ["entities"]):
        process = spantag(library, *arguments, os.fsdecode(path))
        out, err = process.communicate(timeout=10)
        assert (process.returncode, err) == (0, b"")
        assert arguments == ["entities"] or "a\ufffd.txt" in out.decode()


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_traceback(streams: str, library: Library) -> None:
    command = f'"{sys.executable}" -m tui --library "$1" list {streams}'
    result = subprocess.run(
        ["sh", "-c", command, "sh", str(library.folder)],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0
    assert result.stderr == b""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"], ["list"], ["export"]])
def test_what_cannot_be_written_is_told(
    arguments: list[str], unbuffered: str, many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with open("/dev/full", "wb") as full:
        process = spantag(many, *arguments, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.count(b"\n") == 1
    assert err.startswith(b"spantag: the output could not be written: ")


class Grudging:
    """A stream that takes a few bytes at a time, as an unbuffered one may."""

    def __init__(self, *, ready: bool) -> None:
        self.taken = b""
        self._ready = ready
        self.buffer = self

    def write(self, data: memoryview) -> int | None:
        if not self._ready:
            return None
        self.taken += bytes(data[:7])
        return len(data[:7])

    def flush(self) -> None:
        """Hold nothing back."""

    def isatty(self) -> bool:
        return False


def test_a_stream_that_takes_a_part_gets_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Grudging(ready=True)
    monkeypatch.setattr(sys, "stdout", stream)
    output.chunks(["كتائب row\r\n"] * 300)
    assert stream.taken.decode() == "كتائب row\r\n" * 300


def test_a_stream_that_takes_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Grudging(ready=False))
    with pytest.raises(BlockingIOError):
        output.line("a line")


def test_ctrl_c_ends_an_import_behind_whole_reports(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(600):
        (folder / f"{number:03}.txt").write_text(f"report {number}\n")
    process = spantag(library, "import", str(folder))
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    # `communicate` would leave out what came along with the first line.
    lines = (first + process.stdout.read()).decode().splitlines()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    imported = sum("imported as" in line for line in lines)
    assert imported < 600
    assert lines[-1] == (
        f"{imported} imported, 0 duplicates, 0 skipped, 0 failed; "
        "stopped by Ctrl-C, import again for the rest"
    )
    assert len(library.summaries()) == len(library.text_files()) == imported


def test_a_second_ctrl_c_is_no_traceback(library: Library, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("On 5 May 2024 Hajj Abbas of the IRGC was in Deir Al-Zour.\n" * 100_000)
    process = spantag(library, "entities", str(long))
    time.sleep(1.5)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
