"""Going while keys are on their way; `tests/bench/going.py` does it 50 times each way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.going import WAYS, Figures, go_once


@pytest.mark.parametrize("name", WAYS)
def test_nothing_counted_is_lost_and_nothing_left(name: str, tmp_path: Path) -> None:
    figures = Figures()
    go_once(WAYS[name], tmp_path, figures)
    assert figures.counted >= 6
    assert figures.good(WAYS[name].status), figures
