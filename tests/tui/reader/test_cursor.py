from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from tui.reader.cursor import Cursor, larger, smaller

offsets = st.integers(0, 50)


def test_a_motion_selects_nothing_by_itself() -> None:
    assert Cursor(3).moved(9) == Cursor(9)


def test_a_selecting_motion_selects_from_where_it_began() -> None:
    assert Cursor(3).moved(9, select=True).span == Span(3, 9)
    assert Cursor(3).moved(1, select=True).span == Span(1, 3)


def test_while_marking_every_motion_selects() -> None:
    cursor = Cursor(3).marked().moved(5).moved(9)
    assert cursor.span == Span(3, 9)
    assert cursor.marking


def test_marking_again_drops_the_selection_and_remembers_it() -> None:
    cursor = Cursor(3).marked().moved(9).marked()
    assert cursor.span is None
    assert not cursor.marking
    assert cursor.last == Span(3, 9)


def test_marking_after_shift_keeps_what_is_selected() -> None:
    assert Cursor(3).moved(9, select=True).marked().span == Span(3, 9)


def test_swapping_ends_moves_the_caret_only() -> None:
    cursor = Cursor(3).moved(9, select=True).swapped()
    assert (cursor.head, cursor.span) == (3, Span(3, 9))
    assert Cursor(4).swapped() == Cursor(4)


def test_taking_a_unit_goes_on_marking() -> None:
    cursor = Cursor(3).marked().taking(Span(2, 6))
    assert (cursor.span, cursor.marking) == (Span(2, 6), True)
    assert cursor.moved(9).span == Span(2, 9)
    assert not Cursor(3).taking(Span(2, 6)).marking


def test_coming_back_to_the_anchor_selects_nothing() -> None:
    assert Cursor(3).marked().moved(9).moved(3).span is None


@given(st.lists(st.tuples(offsets, st.booleans()), max_size=20))
@settings(deadline=None)
def test_a_selection_always_lies_between_anchor_and_caret(steps: list[tuple[int, bool]]) -> None:
    cursor = Cursor(0)
    for head, select in steps:
        cursor = cursor.moved(head, select=select)
        if cursor.span is not None:
            assert cursor.head in (cursor.span.start, cursor.span.end)
            assert cursor.anchor in (cursor.span.start, cursor.span.end)


UNITS = (Span(4, 8), Span(2, 10), Span(0, 30))


def test_growing_takes_the_next_larger_unit() -> None:
    assert larger(UNITS, None, 5) == Span(4, 8)
    assert larger(UNITS, Span(4, 8), 4) == Span(2, 10)
    assert larger(UNITS, Span(3, 9), 3) == Span(2, 10)
    assert larger(UNITS, Span(0, 30), 0) is None


def test_shrinking_takes_the_next_smaller_unit() -> None:
    assert smaller(UNITS, Span(0, 30)) == Span(2, 10)
    assert smaller(UNITS, Span(4, 8)) is None


def test_shrinking_takes_growing_back_until_the_cursor_moves() -> None:
    grown = Cursor(5).grown(Span(4, 8)).grown(Span(2, 10))
    once = grown.shrunk()
    assert once is not None
    assert (once.span, once.last) == (Span(4, 8), Span(2, 10))
    twice = once.shrunk()
    assert twice is not None
    assert (twice.head, twice.span, twice.shrunk()) == (5, None, None)
    for other in (grown.moved(3), grown.moved(3, select=True), grown.dropped()):
        assert other.shrunk() is None
    assert grown.swapped().shrunk() == once
