"""The recogniser: proposes entities of a text from rules and gazetteers.

Importing it is cheap: rules and gazetteers are read at the first `find`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.entities.recogniser import Recogniser
    from store.model import Entity

_loading = Lock()

__all__ = ["Recogniser", "default", "find", "find_near"]


def __getattr__(name: str) -> object:
    """Import the recogniser when it is first asked for."""
    if name != "Recogniser":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from store.entities.recogniser import Recogniser

    return Recogniser


def default() -> Recogniser:
    """Return the recogniser of the shipped rules, and of the cities if there are, loaded once.

    Raises:
        RuleError: if a shipped file was damaged, or that of the cities.
    """
    with _loading:  # a second thread that asks meanwhile would load it as well
        return _loaded()


@cache
def _loaded() -> Recogniser:
    from store.entities import places
    from store.entities.recogniser import SHIPPED, Recogniser

    return Recogniser.load((SHIPPED, *places.folders()))


def find(text: str, stop: Callable[[], bool] = lambda: False) -> list[Entity]:
    """Return the entities of a text by the shipped rules, sorted by (start, -end, label).

    Raises:
        Stopped: soon after `stop` says so.
    """
    return default().find(text, stop)


def find_near(text: str, offset: int) -> list[Entity]:
    """Return the entities around an offset, at once, however long the text is."""
    return default().find_near(text, offset)
