"""Going away when told to: signals, a terminal that is gone, a terminal that nobody reads.

A handler of the event loop would never run while the loop waits for a terminal that takes nothing
more, and no hook of Textual runs on a signal. So the interpreter wakes a thread of its own on a
signal, which asks the app to leave, sees that changes reach the disk, and after a while ends the
process whether the app could leave or not.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

SAVING_SECONDS = 1.0
"""How long a save may take before the process ends without it, such as on a disk that hangs."""
LEAVING_SECONDS = 1.2
"""How long the app may take to leave by itself, counted from the signal."""
RESTORING_SECONDS = 0.2
"""How long it may take each to restore the terminal, and then to remove a throw-away folder."""
_ASKED_TO_LEAVE = (signal.SIGHUP, signal.SIGTERM)
_HUNG_UP = 128 + signal.SIGHUP
RESTORED = (
    # Ends a sequence that was cut short.
    b"\x18\x1b\\"
    # The end of a frame; mouse, focus, paste and size reports off; lines wrap, all rows scroll.
    b"\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[r"
    # Plain colours, kitty's keyboard off (on the alternate screen), that screen left, the cursor.
    b"\x1b[0m\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Takes back every mode that Textual 8.2.8 switches on (linux_driver.py), and the wire's own."""


class Departure:
    """Ends the process within two seconds of SIGHUP, SIGTERM, or the end of its terminal.

    Before an app runs, a signal ends the main thread by `SystemExit`. A signal that the process
    was started with to ignore (nohup) stays ignored. Make one only in the main thread, with stdin
    a terminal.
    """

    def __init__(self) -> None:
        self.status = 0
        """The exit status once it is time to go: 128 and the number of the signal; before, 0."""
        self.throw_away: Path | None = None
        """A folder that is not to outlive the process."""
        self._attributes = termios.tcgetattr(sys.stdin)
        self._ask: Callable[[], object] | None = None
        self._save: Callable[[float], object] | None = None
        self._forced = False
        self._woken, wake = os.pipe()
        os.set_blocking(wake, False)
        # The main thread may begin to wait for a full terminal just when a signal comes, and
        # would then never get to its handler; the number of the signal comes here all the same.
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        for number in _ASKED_TO_LEAVE:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._told)
        threading.Thread(target=self._watch, name="departure", daemon=True).start()

    def attach(self, ask: Callable[[], object], save: Callable[[float], object]) -> None:
        """Let an app leave by itself: `ask` tells it to, `save` waits for its changes in seconds.

        Both are called in another thread.
        """
        self._ask, self._save = ask, save

    def left(self) -> int:
        """Return the exit status for an app that has left, 0 if nobody told it to.

        Never returns if the process is being ended meanwhile: the terminal must be restored first.
        """
        if self._forced:
            threading.Event().wait()
        return self.status

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.status = self.status or 128 + number
        # A job that is stopped gets SIGCONT along with SIGTERM; the screen must not come back.
        for other in (signal.SIGCONT, signal.SIGTSTP):
            signal.signal(other, _do_nothing)
        if self._ask is None:
            sys.exit(self.status)
        if in_background():
            # A job that was woken only to end must not touch the terminal: that would stop it.
            threading.Event().wait()

    def _watch(self) -> None:
        waiting = select.poll()
        waiting.register(self._woken, select.POLLIN)
        # Asks for no event: the end of the terminal is told all the same.
        waiting.register(sys.stdin, 0)
        while not self.status:
            self.status = self._reason(dict(waiting.poll()))
        self._depart(time.monotonic() + LEAVING_SECONDS)

    def _reason(self, ready: dict[int, int]) -> int:
        """Return the exit status that a signal or the end of the terminal asks for, or 0."""
        if self._woken not in ready:
            return _HUNG_UP
        told = [number for number in os.read(self._woken, 64) if number in _ASKED_TO_LEAVE]
        return 128 + told[0] if told else self.status

    def _depart(self, deadline: float) -> None:
        try:
            ours = has_terminal()
            # An app that has not begun or has ended already cannot be asked.
            with contextlib.suppress(Exception):
                if ours and self._ask is not None:
                    self._ask()
            if self._save is not None:
                self._save(SAVING_SECONDS)
            if ours:
                # Here the process ends, if the app can leave.
                time.sleep(max(0.0, deadline - time.monotonic()))
                self._forced = True
                with contextlib.suppress(OSError, termios.error):
                    restore(self._attributes)
            if self.throw_away is not None:
                _remove(self.throw_away, max(RESTORING_SECONDS, deadline - time.monotonic()))
        finally:
            os._exit(self.status)


def can_suspend() -> bool:
    """Tell whether a shell waits for this job to stop.

    A shell gives each job a process group of its own; in the group of the session's leader, as
    with `ssh -t host spantag`, nobody would ever wake a stopped process.
    """
    return os.getpgrp() != os.getsid(0)


def suspend() -> None:
    """Stop this process and those of its job, such as the wrapper that started it, until `fg`.

    The terminal must be the shell's again before: a job in the background cannot restore it.
    """
    os.kill(0, signal.SIGTSTP)
    while in_background():  # The shell's command bg has woken it.
        os.kill(0, signal.SIGTSTP)


def in_background() -> bool:
    """Tell whether the terminal of stdin is another job's, or the shell's, at the moment."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp()
    except OSError:
        return False  # Gone, or not our controlling terminal: then there are no jobs either.


def has_terminal() -> bool:
    """Tell whether the terminal of stdin is there, and is this job's."""
    waiting = select.poll()
    waiting.register(sys.stdin, 0)
    return not waiting.poll(0) and not in_background()


def restore(attributes: list[Any]) -> None:
    """Give the terminal of stdin back to the shell, with the attributes that it had.

    What is painted from now on goes nowhere, what is on its way to the terminal or was typed
    already is dropped, and at most `RESTORING_SECONDS` are waited for a terminal that is full.

    Raises:
        OSError, termios.error: if the terminal is gone.
    """
    # A description of its own: not to wait must not be forced on the shell.
    terminal = os.open(os.ttyname(sys.stdin.fileno()), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # Textual paints on stderr.
    _interrupt_writers()
    deadline = time.monotonic() + RESTORING_SECONDS
    left = RESTORED
    termios.tcflush(terminal, termios.TCIOFLUSH)
    while left and time.monotonic() < deadline:
        try:
            left = left[os.write(terminal, left) :]
        except BlockingIOError:
            termios.tcflush(terminal, termios.TCOFLUSH)
            time.sleep(0.005)
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)


def _interrupt_writers() -> None:
    # A write that waits for a full terminal locks it; once interrupted it is tried again, on 2.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.ident is not None:
            signal.pthread_kill(thread.ident, signal.SIGCONT)


def _remove(folder: Path, seconds: float) -> None:
    def remove() -> None:
        while folder.exists():  # what another thread writes into it meanwhile keeps it there
            shutil.rmtree(folder, ignore_errors=True)

    # In a thread, which a disk that hangs can keep for itself.
    remover = threading.Thread(target=remove, daemon=True)
    remover.start()
    remover.join(seconds)


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """Handle a signal by nothing."""
