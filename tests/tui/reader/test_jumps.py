"""The way back leads to each spot that a jump left, and forward again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import ReportId
from tui.reader.jumps import KEPT, Jumps, Spot

A, B = ReportId("a"), ReportId("b")


def test_one_goes_back_and_forward_again() -> None:
    jumps = Jumps()
    jumps.leave((A, 5), "find")
    jumps.leave((A, 90), "report")
    assert jumps.back((B, 0)) == (A, 90)
    assert jumps.back((A, 90)) == (A, 5)
    assert jumps.back((A, 5)) is None
    assert jumps.forward((A, 5)) == (A, 90)
    assert jumps.forward((A, 90)) == (B, 0)
    assert jumps.forward((B, 0)) is None


def test_a_row_of_the_same_jumps_is_one() -> None:
    jumps = Jumps()
    for offset in (0, 10, 20):
        jumps.leave((A, offset), "entity")
    jumps.settle()
    jumps.leave((A, 30), "entity")
    assert jumps.back((A, 40)) == (A, 30)
    assert jumps.back((A, 30)) == (A, 0)


def test_a_jump_that_led_nowhere_is_passed_over() -> None:
    jumps = Jumps()
    jumps.leave((A, 0), "find")
    jumps.leave((A, 7), "end")
    assert jumps.back((A, 7)) == (A, 0)


def test_a_new_jump_ends_the_way_forward() -> None:
    jumps = Jumps()
    jumps.leave((A, 0), "find")
    jumps.back((A, 5))
    jumps.leave((A, 0), "end")
    assert jumps.forward((A, 9)) is None


SPOTS = st.tuples(st.sampled_from([A, B]), st.integers(0, 9))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(SPOTS, st.sampled_from(["find", "end"])), max_size=KEPT + 20), SPOTS)
def test_all_the_way_back_and_forward_ends_where_one_began(
    left: list[tuple[Spot, str]], here: Spot
) -> None:
    jumps = Jumps()
    for spot, kind in left:
        jumps.leave(spot, kind)
    way = [here]
    while (spot_back := jumps.back(way[-1])) is not None:
        way.append(spot_back)
    assert len(way) <= KEPT + 1
    assert all(one != other for one, other in pairwise(way))
    spot = way.pop()
    while (found := jumps.forward(spot)) is not None:
        spot = found
        assert spot == way.pop()
    assert way == []
