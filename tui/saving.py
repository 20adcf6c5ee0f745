"""Changes go to the disk one after the other, off the thread that paints."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import SpantagError
from tui.messages import Failed


class Saver:
    """Runs changes in the order in which they were asked for, on one thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="saver")
        self._asked = 0
        self._answered = 0

    @property
    def busy(self) -> bool:
        """Whether a change was asked for whose receiver has not yet heard how it went."""
        return self._answered < self._asked

    def submit(self, receiver: MessagePump, change: Callable[[], Message]) -> None:
        """Make a change, and post the receiver the message that it returns, or `Failed`."""

        def run() -> None:
            try:
                message = change()
            except SpantagError as error:
                message = Failed(error)
            except Exception as error:
                # A mistake of ours must not pass for a change that was saved.
                message = Failed(SpantagError(f"Not saved: {type(error).__name__}: {error}"))
            receiver.post_message(message)
            # Comes after the message in the receiver's queue; a closed receiver takes neither.
            if not receiver.call_later(self._count_answer):
                self._count_answer()

        self._asked += 1
        self._pool.submit(run)

    def _count_answer(self) -> None:
        self._answered += 1

    def wait(self) -> None:
        """Wait until every change that was asked for so far is through."""
        self._pool.submit(lambda: None).result()

    def close(self) -> None:
        """Wait until every change that was asked for is through."""
        self._pool.shutdown(wait=True)
