"""Textual's driver, with our wire between it and the terminal."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import AppBlur, AppFocus, CursorPosition, Resize
from textual.message import Message

from tui.wire.output import Output
from tui.wire.pace import QUESTION, Pace, Verdict, is_remote
from tui.wire.small import LEAST
from tui.wire.spelling import Spelling, encoding_of
from tui.wire.terminals import abilities
from tui.wire.wire import Wire

_STDERR = 2
"""Where Textual paints, by its number: `tui.departure` puts something else there at the end."""


class SlowLine(Message):
    """The terminal answers late, again and again; said once in a session at most."""


class WireDriver(LinuxDriver):
    """Sends the terminal only what it does not show already, without ever waiting for it.

    Rests on what is public of Textual's drivers: all that they send goes through `write`, and a
    frame ends with `flush`.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        stream = sys.__stderr__.encoding if sys.__stderr__ else "utf-8"
        self._spelling = Spelling(encoding_of(os.environ, stream))
        can = abilities(os.environ.get("TERM", ""))
        self._wire = Wire(can, *shutil.get_terminal_size(), self._spelling, LEAST)
        # A signal handler may write while it interrupts a write.
        self._wire_lock = threading.RLock()
        self._output: Output | None = None
        self._pace = Pace()
        self._measures = is_remote(os.environ)

    def write(self, data: str) -> None:
        """Take in what is to be shown; it is sent with the end of the frame."""
        size = shutil.get_terminal_size()
        with self._wire_lock:
            if size != self._wire.size:
                self._wire.resize(*size)
            urgent = self._wire.feed(data)
        if urgent:
            self.flush()

    def flush(self) -> None:
        """Send what differs from what the terminal shows."""
        if self._output is not None:
            self._output.wake()

    def send(self, sequence: str) -> None:
        """Send a sequence that is no painting, just as it is, after what is painted already."""
        with self._wire_lock:
            self._wire.pass_on(sequence)
        self.flush()

    def repaint(self) -> None:
        """Send all of what should be on the terminal, whatever is."""
        with self._wire_lock:
            self._wire.forget()
        self.flush()

    def start_application_mode(self) -> None:
        """Begin to paint; after a stop, all of the screen."""
        if self._output is None:
            self._output = Output(_STDERR, self._taken)
            self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._hear_of_resizes()
        if self._measures:
            self._measures = False
            self._ask()

    def close(self) -> None:
        """Send what is left to send, and end."""
        super().close()
        if self._output is not None:
            self._output.stop()
            self._output = None

    def process_message(self, message: Message) -> None:
        """Hand a message on to the app, unless it is none that concerns it.

        Such are whether the terminal has the focus, and the answers by which the line is measured.
        All of the screen is painted after a change of size that the terminal itself tells.
        """
        if isinstance(message, AppFocus | AppBlur):
            return
        if isinstance(message, CursorPosition) and self._pace.waiting:
            self._answered()
            return
        if isinstance(message, Resize):
            self._resized()
        super().process_message(message)

    def _ask(self) -> None:
        self._pace.asked(time.monotonic())
        self.write(QUESTION)

    def _answered(self) -> None:
        verdict = self._pace.answered(time.monotonic())
        if verdict is Verdict.ASK_AGAIN:
            self._ask()
        elif verdict is Verdict.SLOW:
            super().process_message(SlowLine())

    def _hear_of_resizes(self) -> None:
        heard = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self._resized()
            if callable(heard):
                heard(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def _resized(self) -> None:
        with self._wire_lock:
            self._wire.forget()
            same = self._wire.size == shutil.get_terminal_size()
        if same:
            # It may have had another size for a moment. Any other one brings a new frame.
            self.flush()

    def _taken(self) -> bytes:
        with self._wire_lock:
            text = self._wire.taken()
        return text.encode(self._spelling.encoding, "replace")
