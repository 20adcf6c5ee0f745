"""Clusters are those of Unicode, from whichever side and however hostile the run."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.reader.graphemes import boundary_at, is_boundary, next_boundary, previous_boundary

MIXED = (
    "aé \n漢각ᄀ\u1161\u11a8\u0301\u200d\u200c\ufe0f👩🏽🇺🇸क\u094dष\u093f"
    "\u0600\x00\u00ad\uff9e\ud800"
)
modest = settings(deadline=None, max_examples=300)


@modest
@given(st.text(st.sampled_from(MIXED) | st.characters(blacklist_characters="\r"), max_size=60))
def test_boundaries_are_those_of_unicode_in_both_directions(text: str) -> None:
    ends = [0, *(cluster.end() for cluster in regex.finditer(r"\X", text))]
    assert [offset for offset in range(len(text) + 1) if is_boundary(text, offset)] == ends
    for offset in range(len(text) + 1):
        assert next_boundary(text, offset) == min(
            (e for e in ends if e > offset), default=len(text)
        )
        assert previous_boundary(text, offset) == max((e for e in ends if e < offset), default=0)
        assert boundary_at(text, offset) == max(e for e in ends if e <= offset)


@pytest.mark.parametrize("offset", [-9, -1, 4, 99])
def test_offsets_outside_the_text_are_clamped(offset: int) -> None:
    within = min(max(offset, 0), 3)
    assert boundary_at("abc", offset) == within
    assert 0 <= previous_boundary("abc", offset) <= 3
    assert 0 <= next_boundary("abc", offset) <= 3


@pytest.mark.parametrize(
    "run", ["\u0301", "🇺", "\u200d", "क\u094d", "\u0600", "👩\u200d", "\u1161"]
)
def test_hostile_runs_are_cut(run: str) -> None:
    text = "e" + run * (200_000 // len(run))
    middle = len(text) // 2
    before, after = previous_boundary(text, middle), next_boundary(text, middle)
    assert middle - 130 < before < middle < after < middle + 130
    assert previous_boundary(text, after) in (before, middle)
    assert next_boundary(text, before) in (after, middle)
