"""How Python itself is set, for the first frame to be soon and no key to wait."""

from __future__ import annotations

import gc
import sys
from functools import cache

SWITCH_SECONDS = 0.0005
"""How long the thread that paints waits for one that looks for entities: a key asks three times."""


def hurry() -> None:
    """Do without the collection of garbage until the first frame: what is made until then stays."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.disable()


def settle() -> None:
    """Collect garbage as usual, but for what is there now: to look at that took 40 ms."""
    gc.freeze()
    gc.enable()


@cache  # once only: what a report leaves behind must not be kept with it
def keep() -> None:
    """Leave out of every later collection what is there now: modules, and what they hold."""
    gc.freeze()
