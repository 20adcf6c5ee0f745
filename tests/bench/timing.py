"""A terminal that tells when the output came: nothing is emulated while the clock runs.

What was read is replayed into pyte afterwards, and a text counts as painted with the chunk after
which it is on the screen (the method of `research/performance.md`).
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.terminal.terminal import Condition, Terminal

QUIET = 0.04
"""Seconds without output after which an answer counts as complete."""
ROOT = Path(__file__).parent.parent.parent
_QUERIES_OF_VIM = re.compile(rb"\x1b\[\?[0-9;]*m")
"""Unknown to pyte."""
RUN = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"


def program(*command: str | Path) -> list[str]:
    """Return the arguments with which a terminal runs a program that is not Python."""
    return ["-c", RUN, *map(str, command)]


def environment(home: Path) -> dict[str, str]:
    """Return the variables that a program gets: no others."""
    found = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LOGNAME": "ann"}
    return {**found, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}


class TimedTerminal(Terminal):
    """Runs a program and keeps what it writes, in chunks with the times at which they came."""

    def __init__(
        self,
        arguments: Sequence[str],
        variables: Mapping[str, str],
        folder: Path,
        columns: int = 100,
        rows: int = 40,
    ) -> None:
        self._chunks: deque[tuple[float, bytes]] = deque()
        self.started = time.perf_counter()
        super().__init__(arguments, variables, folder, columns, rows)

    def _feed(self, data: bytes) -> None:
        self._chunks.append((time.perf_counter(), _QUERIES_OF_VIM.sub(b"", data)))

    def replay(self) -> None:
        """Bring the screen up to date."""
        while self._chunks:
            super()._feed(self._chunks.popleft()[1])

    def settle(self, seconds: float = QUIET) -> None:
        """Read until nothing comes for so long."""
        while self._read(time.monotonic() + seconds):
            pass

    def forget(self) -> None:
        """Replay what came so far, and drop the bytes."""
        self.replay()
        self.raw = b""

    def painted(self, *keys: str, timeout: float = 10.0) -> float:
        """Press keys; return the milliseconds to the last byte of the answer.

        Raises:
            AssertionError: if there is no answer in time.
        """
        self.forget()
        start = time.perf_counter()
        self.press(*keys)
        if not self._read(time.monotonic() + timeout):
            raise AssertionError(f"{keys} changed nothing; the screen:\n{self.text}")
        self.settle()
        return (self._chunks[-1][0] - start) * 1000

    def until(self, condition: Condition, *keys: str, timeout: float = 60.0) -> float:
        """Press keys; return the milliseconds until a condition holds (without: since the start).

        Raises:
            AssertionError: with the screen, if it does not hold in time.
        """
        self.forget()
        start = time.perf_counter() if keys else self.started
        self.press(*keys)
        deadline = time.monotonic() + timeout
        while self._read(deadline):
            self.settle(QUIET / 4)
            while self._chunks:
                came, data = self._chunks.popleft()
                super()._feed(data)
                if condition in self.text if isinstance(condition, str) else condition(self):
                    return (came - start) * 1000
        raise AssertionError(f"waited in vain for {condition!r}; the screen:\n{self.text}")

    def peak(self) -> float:
        """Return the most memory that the program has had so far, in MB (10**6 bytes)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.split("\n") if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6


def spread(took: Sequence[float]) -> str:
    """Return the median and the 95th percentile of milliseconds."""
    p95 = sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]
    return f"median {statistics.median(took):5.1f} ms, p95 {p95:5.1f} ms"
