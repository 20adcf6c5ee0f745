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

    def submit(self, receiver: MessagePump, change: Callable[[], Message]) -> None:
        """Make a change, and post the receiver the message that it returns, or `Failed`."""

        def run() -> None:
            try:
                message = change()
            except SpantagError as error:
                message = Failed(error)
            receiver.post_message(message)

        self._pool.submit(run)

    def wait(self) -> None:
        """Wait until every change that was asked for so far is through."""
        self._pool.submit(lambda: None).result()

    def close(self) -> None:
        """Wait until every change that was asked for is through."""
        self._pool.shutdown(wait=True)
