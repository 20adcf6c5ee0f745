"""Several processes tag one report at once; a short form of `tests/bench/together.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.together import together


@pytest.mark.parametrize(("way", "processes", "tags"), [("library", 4, 15), ("command", 2, 2)])
def test_every_tag_of_every_process_is_kept(
    way: str, processes: int, tags: int, tmp_path: Path
) -> None:
    figures = together(way, processes, tags, tmp_path)
    assert figures.expected == processes * tags
    assert figures.good, figures
