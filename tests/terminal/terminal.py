"""A terminal for one program: a pseudo terminal with pyte as its screen.

Nothing here sleeps: every wait reads what the program writes until a condition holds.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

from tests.terminal.tokens import modes_on

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "shift+right": "\x1b[1;2C",
    "shift+down": "\x1b[1;2B",
    "ctrl+shift+right": "\x1b[1;6C",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
    "f6": "\x1b[17~",
}
"""What xterm sends for the keys that are not one character."""
OWN_TERMINAL = (
    "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Makes stdin the controlling terminal of a new session, or no SIGWINCH would come."""
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[[?0-9;]*\$p")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*)?\Z")
_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
TIMEOUT = 10.0
"""Seconds after which a wait fails; only a failure ever takes so long."""

Condition = str | Callable[["Terminal"], object]
"""A text that is to be on the screen, or anything that is to be true of it."""


def spantag(*arguments: str | Path) -> list[str]:
    """Return the command line of spantag."""
    return ["-m", "tui", *map(str, arguments)]


class Terminal:
    """Runs Python with arguments in a terminal of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self.raw = b""
        """Every byte that the program has written."""
        self._pending = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = os.openpty()
        self._set_size(columns, rows)
        self.saved_attributes = termios.tcgetattr(self._master)
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=folder,
        )
        os.close(slave)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Change the size; the program gets its SIGWINCH from the kernel."""
        self.screen.resize(rows, columns)
        # What is on it afterwards was painted for the new size.
        self.screen.erase_in_display(2)
        self._set_size(columns, rows)

    def press(self, *keys: str) -> None:
        """Press keys, each a name in `KEYS` or text to be typed as it is."""
        self.send("".join(KEYS.get(key, key) for key in keys).encode())

    def send(self, data: bytes) -> None:
        """Send bytes as the terminal would."""
        os.write(self._master, data)

    def click(self, column: int, row: int) -> None:
        """Click with the left button; column and row count from 1."""
        self.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m".encode())

    def lines(self) -> list[str]:
        """Return the rows of the screen."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines())

    @property
    def modes(self) -> set[int]:
        """The private modes that the program has left switched on."""
        return modes_on(self.raw)

    @property
    def attributes(self) -> list[object]:
        """The line discipline as it is now."""
        return termios.tcgetattr(self._master)

    def wait_for(self, condition: Condition, timeout: float = TIMEOUT) -> None:
        """Read until a condition holds.

        Raises:
            AssertionError: with the screen, if it does not in time or the program ends before.
        """
        deadline = time.monotonic() + timeout
        while not self._holds(condition):
            if not self._read(deadline):
                raise AssertionError(f"waited in vain for {condition!r}; the screen:\n{self.text}")

    def _holds(self, condition: Condition) -> bool:
        if self.raw.rfind(_BEGIN) > self.raw.rfind(_END):
            return False  # A frame is half painted.
        if isinstance(condition, str):
            return condition in self.text
        return bool(condition(self))

    def wait_exit(self, timeout: float = TIMEOUT) -> int:
        """Read until the program ends, and return its exit status."""
        deadline = time.monotonic() + timeout
        while self._read(deadline):
            pass
        return self._process.wait(max(0.1, deadline - time.monotonic()))

    def watch(self, seconds: float) -> None:
        """Read what is written for so long."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass

    def kill_now(self) -> None:
        """Kill the program as `kill -9` does, and read what it had written."""
        self._process.kill()
        self._process.wait()
        self.watch(0)

    @property
    def pid(self) -> int:
        """The number of the program's process."""
        return self._process.pid

    def hang_up(self) -> None:
        """Close the terminal from outside, as sshd does when the line drops."""
        spare = os.open(os.devnull, os.O_RDONLY)
        os.dup2(spare, self._master)
        os.close(spare)

    def status(self, seconds: float = 5.0) -> int:
        """Return the exit status without reading what the program still writes."""
        return self._process.wait(seconds)

    @property
    def running(self) -> bool:
        """Whether the program is still there."""
        return self._process.poll() is None

    def _read(self, deadline: float) -> bool:
        """Take in what was written; tell whether something came in time."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the last user of the terminal has closed it.
            return False
        before, self.raw = self.raw, self.raw + data
        if _ASKS_FOR_SYNC in self.raw and _ASKS_FOR_SYNC not in before:
            self.send(_HAS_SYNC)
        self._feed(data)
        return bool(data)

    def _feed(self, data: bytes) -> None:
        data = self._pending + data
        cut = match.start() if (match := _UNFINISHED.search(data)) else len(data)
        self._pending = data[cut:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data[:cut]))

    def close(self) -> None:
        """End the program if it is still there."""
        if self.running:
            self._process.kill()
        self._process.wait()
        os.close(self._master)
