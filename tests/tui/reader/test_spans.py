"""Spans are found by offset whatever else covers the text, and rows are cut where they change."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from tui.reader.spans import Segment, SpanIndex, flatten


@dataclass(frozen=True)
class Item:
    span: Span
    name: int = 0


def item(start: int, end: int, name: int = 0) -> Item:
    return Item(Span(start, end), name)


items = st.lists(
    st.builds(lambda start, size, name: item(start, start + size, name),
              st.integers(0, 40), st.integers(1, 30), st.integers(0, 3)),
    max_size=30,
)  # fmt: skip
modest = settings(deadline=None, max_examples=200)


@modest
@given(items, st.integers(-2, 75))
def test_items_at_an_offset_are_those_that_cover_it(found: list[Item], offset: int) -> None:
    at = SpanIndex(found).at(offset)
    assert sorted(map(hash, at)) == sorted(hash(it) for it in found if offset in it.span)
    assert all(len(inner.span) <= len(outer.span) for inner, outer in pairwise(at))


@modest
@given(items, st.integers(-2, 75), st.integers(-2, 75))
def test_items_of_a_stretch_are_those_that_share_a_code_point(
    found: list[Item], start: int, end: int
) -> None:
    overlapping = SpanIndex(found).overlapping(start, end)
    stretch = set(range(start, end))
    expected = [it for it in found if stretch & set(range(it.span.start, it.span.end))]
    assert sorted(map(hash, overlapping)) == sorted(map(hash, expected))
    order = [(it.span.start, -it.span.end) for it in overlapping]
    assert order == sorted(order)


@modest
@given(items, st.integers(-2, 75))
def test_stepping_goes_by_starts(found: list[Item], offset: int) -> None:
    index = SpanIndex(found)
    starts = [it.span.start for it in found]
    after, before = index.next_after(offset), index.previous_before(offset)
    assert (after and after.span.start) == min((s for s in starts if s > offset), default=None)
    assert (before and before.span.start) == max((s for s in starts if s < offset), default=None)
    for step in (after, before):
        assert step is None or all(
            len(it.span) <= len(step.span) for it in found if it.span.start == step.span.start
        )


def test_an_empty_index_holds_nothing() -> None:
    index = SpanIndex[Item]()
    assert (len(index), list(index), index.at(0), index.overlapping(0, 9)) == (0, [], [], [])
    assert index.next_after(-1) is None
    assert index.previous_before(9) is None


def test_a_span_over_everything_does_not_slow_the_search_down() -> None:
    index = SpanIndex([item(0, 10**6), *(item(start, start + 2) for start in range(0, 10**5, 2))])
    looked_at = 0

    class Counting(list[int]):
        def __getitem__(self, node: int) -> int:  # type: ignore[override]
            nonlocal looked_at
            looked_at += 1
            return super().__getitem__(node)

    index._ends = Counting(index._ends)  # type: ignore[assignment]
    assert [len(it.span) for it in index.at(99_999)] == [2, 10**6]
    assert looked_at < 100


@pytest.mark.parametrize(
    ("found", "runs"),
    [
        ([], [(10, 20, [])]),
        ([(0, 30)], [(10, 20, [0])]),
        ([(12, 15)], [(10, 12, []), (12, 15, [0]), (15, 20, [])]),
        ([(13, 14), (5, 15)], [(10, 13, [1]), (13, 14, [1, 0]), (14, 15, [1]), (15, 20, [])]),
        ([(10, 15), (14, 40)], [(10, 14, [0]), (14, 15, [1, 0]), (15, 20, [1])]),
        ([(0, 10), (20, 30)], [(10, 20, [])]),
        ([(10, 20), (10, 20)], [(10, 20, [0, 1])]),
    ],
)
def test_a_row_is_cut_where_items_change(
    found: list[tuple[int, int]], runs: list[tuple[int, int, list[int]]]
) -> None:
    segments = flatten(10, 20, [item(*span, name) for name, span in enumerate(found)])
    assert [(run.start, run.end, [it.name for it in run.items]) for run in segments] == runs


@modest
@given(items, st.integers(0, 60), st.integers(0, 20))
def test_segments_fill_the_row_and_tell_what_covers_each_offset(
    found: list[Item], start: int, size: int
) -> None:
    segments = flatten(start, start + size, found)
    covered: list[int] = []
    for segment in segments:
        assert isinstance(segment, Segment)
        covered += range(segment.start, segment.end)
        for offset in range(segment.start, segment.end):
            covering = [it for it in found if offset in it.span]
            assert sorted(map(hash, segment.items)) == sorted(map(hash, covering))
    assert covered == list(range(start, start + size))
