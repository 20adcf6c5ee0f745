"""Signals, a line that drops, a terminal that nobody reads, ctrl+z, and crashes."""

from __future__ import annotations

import os
import re
import select
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.steps import open_first, tag_count
from tests.terminal.terminal import TIMEOUT, Terminal, spantag

SECRET = "Halabi met the guards"
TEXT = f"Report of 5 March 2024\n\n{SECRET} at https://wire.example/a1 and left.\n"
NORMAL_MODES = {7, 25}
"""Lines wrap and the cursor shows."""
SLOW_DISK = """
import time, store.tagging
tag = store.tagging.Tagging.tag
def slow(*arguments, **options):
    tell()
    time.sleep({seconds})
    return tag(*arguments, **options)
store.tagging.Tagging.tag = slow
"""
TELL_WHEN_STALLED = """
import threading, time
def full():
    stalled = 0
    while stalled < 30:
        output = [t for t in threading.enumerate() if t.name == "spantag-output"]
        stalled = stalled + 1 if output and output[0].writing else 0
        time.sleep(0.01)
    tell()
threading.Thread(target=full, daemon=True).start()
"""
SLOW_SAMPLES = """
import time, store.library
def slow(*arguments):
    tell()
    time.sleep(60)
store.library.Library.import_paths = slow
"""
CRASH = """
import tui.app, tui.widgets.bars
def fail(*arguments):
    local = {secret!r}
    raise ValueError(local)
def redraw(self):
    {how}
tui.app.SpantagApp.action_redraw = redraw
"""
WAYS_TO_CRASH = {
    "handler": "fail()",
    "render": "tui.widgets.bars.StatusLine.draw = fail; self.screen.refresh(layout=True)",
    "worker": "self.run_worker(fail, thread=True)",
    "terminal": "self._driver.process_message = fail; self.screen.tell('unable')",
}
SHELL = ["-c", "import os; os.execvp('sh', ['sh', '-i'])"]


class Line(Terminal):
    """A terminal whose program can be sent signals."""

    def kill(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)


Start = Callable[..., Line]


def changed(change: str, *arguments: str | Path) -> list[str]:
    """Return the command line of spantag with something changed; `tell()` writes to a FIFO."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom tui.__main__ import main\n"
        f"def tell(): Path('told').write_text('x')\n{change}\nsys.exit(main())"
    )
    return ["-c", program, *map(str, arguments)]


def wait_until_told(folder: Path) -> None:
    """Wait for the program's `tell()` without reading what it writes to the terminal."""
    told = os.open(folder / "told", os.O_RDONLY | os.O_NONBLOCK)
    ready, _, _ = select.select([told], [], [], TIMEOUT)
    os.close(told)
    assert ready


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Start]:
    """Return what runs Python with arguments in a terminal; it ends with the test."""
    opened: list[Line] = []
    os.mkfifo(tmp_path / "told")
    variables = {**environment, "XDG_STATE_HOME": str(tmp_path / "state")}

    def run(arguments: Sequence[str], **more: str) -> Line:
        opened.append(Line(arguments, {**variables, **more}, tmp_path))
        return opened[-1]

    yield run
    for line in opened:
        line.close()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = Library.open(tmp_path / "library", "ann", create=True)
    list(made.import_paths([tmp_path / "a.txt"]))
    return made


def labels(library: Library) -> list[str]:
    """Return the labels of the tags that are on the disk."""
    return [tag.label for row in library.summaries() for tag in library.tags(row.id)]


def tag_a_word(line: Line) -> None:
    """Open the first report and tag its first word."""
    open_first(line)
    line.press("v", "w", "1")
    line.wait_for(lambda t: tag_count(t) == "1 tag")


def assert_restored(line: Line) -> None:
    """Assert that the terminal is as it was before the program."""
    assert line.modes == NORMAL_MODES
    for _ in range(100):  # a shell sets them a moment after it has said that a job stopped
        if line.attributes == line.saved_attributes:
            break
        line.watch(0.02)
    assert line.attributes == line.saved_attributes
    assert kitty_depth(line.raw) <= 0


def assert_gone(line: Line, status: int) -> None:
    """Assert that the program ends with a status within two seconds."""
    began = time.monotonic()
    assert line.status() == status
    assert time.monotonic() - began < 2


def kitty_depth(raw: bytes) -> int:
    """Return how many keyboard modes are pushed."""
    return len(re.findall(rb"\x1b\[>\d+u", raw)) - len(re.findall(rb"\x1b\[<\d*u", raw))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["HUP", "TERM"])
def test_a_signal_leaves_terminal_and_tags_in_order(
    number: int, start: Start, library: Library
) -> None:
    line = start(spantag("--library", library.folder))
    line.wait_for("1 report")
    tag_a_word(line)
    line.kill(number)
    assert_gone(line, 128 + number)
    line.wait_exit()
    assert_restored(line)
    assert labels(library) == ["Person"]


def test_a_save_under_way_reaches_the_disk_first(
    start: Start, library: Library, tmp_path: Path
) -> None:
    line = start(changed(SLOW_DISK.format(seconds=0.5), "--library", library.folder))
    line.wait_for("1 report")
    open_first(line)
    line.press("v", "w", "1")
    wait_until_told(tmp_path)
    line.kill(signal.SIGTERM)
    assert_gone(line, 143)
    assert labels(library) == ["Person"]


def test_a_disk_that_hangs_does_not_keep_the_process(
    start: Start, library: Library, tmp_path: Path
) -> None:
    line = start(changed(SLOW_DISK.format(seconds=60), "--library", library.folder))
    line.wait_for("1 report")
    open_first(line)
    line.press("v", "w", "1")
    wait_until_told(tmp_path)
    line.kill(signal.SIGTERM)
    assert_gone(line, 143)
    line.wait_exit()
    assert_restored(line)
    assert labels(library) == []


def test_a_line_that_drops_ends_the_app(start: Start, library: Library) -> None:
    line = start(spantag("--library", library.folder))
    line.wait_for("1 report")
    tag_a_word(line)
    line.hang_up()
    assert_gone(line, 129)
    assert labels(library) == ["Person"]


def test_nohup_keeps_the_app_only_as_long_as_its_terminal(start: Start, library: Library) -> None:
    nohup = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    line = start(changed(nohup, "--library", library.folder))
    line.wait_for("1 report")
    line.kill(signal.SIGHUP)
    tag_a_word(line)
    line.hang_up()
    assert_gone(line, 129)


def test_a_stalled_terminal_does_not_keep_the_app(
    start: Start, library: Library, tmp_path: Path
) -> None:
    line = start(changed(TELL_WHEN_STALLED, "--library", library.folder))
    line.wait_for("1 report")
    tag_a_word(line)
    for _ in range(60):
        line.send(b"\x1b[A\x1b[B\x0c" * 4)
    wait_until_told(tmp_path)
    line.kill(signal.SIGHUP)
    assert_gone(line, 129)
    line.wait_exit()
    assert_restored(line)
    assert labels(library) == ["Person"]


@pytest.mark.parametrize("way", ["signal", "hangup", "samples"])
def test_the_demo_leaves_nothing_behind(
    way: str, start: Start, tmp_path: Path, environment: dict[str, str]
) -> None:
    line = start(changed(SLOW_SAMPLES if way == "samples" else "", "demo"))
    if way == "samples":
        wait_until_told(tmp_path)
    else:
        line.wait_for("reports")
    assert len(list(Path(environment["TMPDIR"]).iterdir())) == 1
    if way == "hangup":
        line.hang_up()
    else:
        line.kill(signal.SIGTERM)
    assert_gone(line, 129 if way == "hangup" else 143)
    assert list(Path(environment["TMPDIR"]).iterdir()) == []


def shell_with_app(start: Start, library: Library, command: str) -> Line:
    """Return a shell with the app as its job, in which one word is tagged."""
    line = start(SHELL, PS1="ready> ")
    line.wait_for("ready>")
    app = " ".join([sys.executable, *spantag("--library", library.folder)])
    line.press(command.format(app), "enter")
    line.wait_for("1 report")
    tag_a_word(line)
    return line


def test_ctrl_z_gives_the_shell_back_and_fg_the_app(start: Start, library: Library) -> None:
    # The wrapper is in the same job, and has to stop too, or the shell would wait for it.
    line = shell_with_app(start, library, "sh -c '{}; exit $?'")
    for _ in range(2):
        line.press("\x1a")
        line.wait_for("Stopped")
        assert_restored(line)
        line.screen.erase_in_display(2)
        line.press("fg", "enter")
        line.wait_for(lambda t: tag_count(t) == "1 tag" and SECRET in t.text)
        assert 1049 in line.modes
        line.watch(0.3)  # on a busy machine it reads keys a moment after it has painted
    line.press("q")
    line.wait_for("spantag  ")
    line.screen.erase_in_display(2)
    line.press("q")
    line.wait_for("ready>")
    line.press("echo left=$?", "enter")
    line.wait_for("left=0")
    assert_restored(line)


@pytest.mark.parametrize("waken", ["fg", "bg; wait %1"], ids=["fg", "bg"])
def test_a_stopped_job_can_be_ended(waken: str, start: Start, library: Library) -> None:
    line = shell_with_app(start, library, "{}")
    line.press("\x1a")
    line.wait_for("Stopped")
    line.screen.erase_in_display(2)
    line.press(f"kill %1; {waken}; echo left=$?", "enter")
    line.wait_for("left=143")
    assert_restored(line)
    assert labels(library) == ["Person"]


def test_a_stopped_job_stays_stopped_in_the_background(start: Start, library: Library) -> None:
    line = shell_with_app(start, library, "{}")
    line.press("\x1a")
    line.wait_for("Stopped")
    line.screen.erase_in_display(2)
    line.press("bg; wait %1; jobs", "enter")
    line.wait_for("Stopped")
    assert_restored(line)
    line.press("fg", "enter")
    line.wait_for(lambda t: tag_count(t) == "1 tag" and SECRET in t.text)


def test_without_a_shell_ctrl_z_does_not_stop_the_app(start: Start, library: Library) -> None:
    line = start(spantag("--library", library.folder))
    line.wait_for("1 report")
    line.press("\x1a")
    line.wait_for("No shell waits")
    line.press("q")
    assert line.wait_exit() == 0


@pytest.mark.parametrize("way", WAYS_TO_CRASH)
def test_a_crash_says_one_line_and_nothing_of_the_report(
    way: str, start: Start, library: Library, tmp_path: Path
) -> None:
    crash = CRASH.format(secret=SECRET, how=WAYS_TO_CRASH[way])
    line = start(changed(crash, "--library", library.folder))
    line.wait_for("1 report")
    tag_a_word(line)
    line.press("\x0c")
    if way == "terminal":
        line.wait_for("unable")
        line.press("down")
    assert line.wait_exit() == 1
    assert_restored(line)
    (log,) = (tmp_path / "state" / "spantag").iterdir()
    left = line.raw.rpartition(b"\x1b[?1049l")[2].decode()
    said = re.sub(r"\x1b\[[?<]?[0-9;]*[a-z]|\a", "", left).strip()
    assert said.startswith("spantag: ")
    assert "\n" not in said
    assert said.endswith(str(log))
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert SECRET not in log.read_text() + left
    if way != "terminal":
        assert "builtins.ValueError" in log.read_text()
        assert " fail\n" in log.read_text()
    assert labels(library) == ["Person"]
