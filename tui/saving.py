"""Changes go to the disk one after the other, off the thread that paints.

A change that does not reach the disk is kept and tried again, and those behind it wait: nothing
that was asked for is lost while the app runs, and nothing is called saved that is not.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from time import monotonic

from msgspec import Struct
from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import SaveFailed, SpantagError
from store.library import Library
from store.model import ReportId
from tui.messages import Failed, SavedAtLast, SaveDelayed

RETRY_SECONDS = 2.0
"""How long is waited before a change that did not reach the disk is tried again."""

LONG_SECONDS = 2.0
"""How long keys wait for a change: a huge one must not hold up the app."""

SLOW_SECONDS = 0.5
"""After how long it is said that a change is still on its way."""

Change = Callable[[Library], Message]
"""Makes a change in a library, and returns what to tell the one who asked for it."""


class Job(Struct, frozen=True):
    """A change that was asked for, by whom, and about which report."""

    receiver: MessagePump
    change: Change
    report: ReportId | None
    awaited: bool
    """Whether keys wait until it is through."""


class Saver:
    """Makes changes in the order in which they were asked for, on one thread of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="saver")
        self._waiting: list[Job] = []
        self._last: Future[None] | None = None
        self._given_up = Event()
        self._begun = 0.0
        """When the change began whose turn it is."""
        self.problem = ""
        """Why the change whose turn it is cannot be saved; empty if it can."""

    @property
    def waiting(self) -> int:
        """How many changes are not yet saved, or their receiver has not yet heard how it went."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether a change is on its way that keys wait for, as it is not held up nor long."""
        awaited = any(job.awaited for job in self._waiting)
        return awaited and not self.problem and self._seconds < LONG_SECONDS

    @property
    def slow(self) -> bool:
        """Whether a change is on its way that takes a while."""
        return bool(self._waiting) and not self.problem and self._seconds >= SLOW_SECONDS

    @property
    def _seconds(self) -> float:
        """How long the change has taken so far whose turn it is."""
        return monotonic() - self._begun

    def submit(
        self,
        receiver: MessagePump,
        change: Change,
        report: ReportId | None = None,
        *,
        awaited: bool = True,
    ) -> None:
        """Make a change, and post the receiver the message that it returns, or `Failed`.

        If it does not reach the disk, the receiver hears `SaveDelayed`, and in the end
        `SavedAtLast` before the message.
        """
        job = Job(receiver, change, report, awaited)
        if not self._waiting:
            self._begun = monotonic()
        self._waiting.append(job)
        self._last = self._pool.submit(self._carry_out, job)

    def _carry_out(self, job: Job) -> None:
        self._begun = monotonic()
        message = self._tried(job)
        while message is None:
            if self._given_up.wait(RETRY_SECONDS):
                return
            message = self._tried(job)
        if self.problem:
            self.problem = ""
            job.receiver.post_message(SavedAtLast())
        job.receiver.post_message(message)
        # Comes after the message in the receiver's queue; a closed receiver takes neither.
        if not job.receiver.call_later(self._waiting.remove, job):
            self._waiting.remove(job)

    def _tried(self, job: Job) -> Message | None:
        """Return what to tell; None if the change did not reach the disk."""
        try:
            return job.change(self._library)
        except SaveFailed as error:
            if not self.problem:
                self.problem = error.message
                job.receiver.post_message(SaveDelayed(error))
            return None
        except SpantagError as error:
            return Failed(error)
        except Exception as error:
            # A mistake of ours must not pass for a change that was saved.
            return Failed(SpantagError(f"Not saved: {type(error).__name__}: {error}"))

    def rescue(self, folder: Path) -> int:
        """Make the changes that wait in a library in another folder; return how many.

        Their reports come along, with all their tags, so that `spantag merge` brings them back.

        Raises:
            LibraryError: if that fails; the changes still wait.
        """
        other = Library.open(folder, self._library.author, create=True)
        jobs = list(self._waiting)
        for report in {job.report for job in jobs if job.report is not None}:
            other.adopt(self._library, report)
        for job in jobs:
            job.change(other)
        self._waiting.clear()
        return len(jobs)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until every change that was asked for so far is through, or for so long."""
        if self._last is not None:
            wait([self._last], seconds)

    def close(self) -> None:
        """Wait until every change is through but those that cannot be saved, which are dropped."""
        self._given_up.set()
        self._pool.shutdown(wait=True)
