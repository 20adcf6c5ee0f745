from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.reader.badges import Badge, lanes


def test_a_badge_stands_under_the_start_of_its_tag() -> None:
    assert lanes([(3, "Person"), (20, "Weapon")], 40) == [[Badge(3, "Person"), Badge(20, "Weapon")]]


def test_badges_that_would_overlap_take_another_lane() -> None:
    assert lanes([(3, "Person"), (5, "Weapon")], 40) == [[Badge(3, "Person")], [Badge(5, "Weapon")]]


def test_a_badge_at_the_right_border_moves_left() -> None:
    assert lanes([(38, "Person")], 40) == [[Badge(34, "Person")]]


@given(
    st.lists(st.tuples(st.integers(0, 79), st.sampled_from(["A", "Person", "MilitaryPlatform"]))),
)
@settings(deadline=None)
def test_badges_of_a_lane_never_touch_and_none_is_lost(starts: list[tuple[int, str]]) -> None:
    placed = lanes(sorted(starts), 80)
    assert sorted(b.label for lane in placed for b in lane) == sorted(label for _, label in starts)
    for lane in placed:
        for left, right in pairwise(lane):
            assert left.x + len(left.label) < right.x
        assert all(badge.x >= 0 and badge.x + len(badge.label) <= 80 for badge in lane)
