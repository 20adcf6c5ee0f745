"""Whatever keys are pressed in the reader, tags stay right and undo brings all back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from keymaps import COMMANDS
from store.model import Report
from tests.tui.streams import LEFT_OUT, TEXT, run, units

KEYS = 120
STREAMS = 1


@pytest.mark.parametrize("keymap", ["default", "vim", "emacs"])
@settings(
    deadline=None,
    max_examples=STREAMS,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_keys(report_of: Callable[..., Report], keymap: str, data: st.DataObject) -> None:
    one = st.sampled_from(units(keymap))
    keys = data.draw(st.lists(one, min_size=KEYS, max_size=KEYS))
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder) / "library", report_of(TEXT), keymap, keys)


def test_streams_are_about_what_happens_in_a_report() -> None:
    assert {"reading.undo", "text.move_edges", "ticks.accept"}.isdisjoint(LEFT_OUT)
    assert {one.scope for one in COMMANDS if one.id not in LEFT_OUT} >= {"text", "panel", "ticks"}
