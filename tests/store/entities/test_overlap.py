"""The policy for proposals that claim the same stretch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.overlap import NESTING, STOP, Proposal, choose, joined, resolve


def labels(*proposals: Proposal) -> list[tuple[int, int, str]]:
    """Return what stays, as (start, end, label)."""
    return [(e.span.start, e.span.end, e.label) for e in resolve(proposals)]


def test_the_longest_wins_whatever_its_label() -> None:
    nationality, group = Proposal(0, 6, "Nationality", "a"), Proposal(0, 24, "Organisation", "b")
    assert labels(nationality, group) == [(0, 24, "Organisation")]


def test_of_two_that_are_as_long_the_priority_decides_and_then_the_place() -> None:
    low, high = Proposal(0, 5, "Location", "a"), Proposal(0, 5, "Organisation", "b", priority=1)
    assert labels(low, high) == [(0, 5, "Organisation")]
    assert labels(Proposal(3, 8, "Person", "a"), Proposal(0, 5, "Person", "b")) == [
        (0, 5, "Person")
    ]


def test_a_document_may_hold_an_organisation() -> None:
    outer, inner = Proposal(0, 14, "DocumentReference", "a"), Proposal(0, 2, "Organisation", "b")
    assert labels(inner, outer) == [(0, 14, "DocumentReference"), (0, 2, "Organisation")]


def test_clues_are_never_shown_and_displace_nothing() -> None:
    assert labels(Proposal(0, 9, "title", "a"), Proposal(2, 4, "Person", "b")) == [(2, 4, "Person")]


def test_a_stop_removes_what_lies_inside_and_is_not_shown() -> None:
    assert labels(Proposal(0, 10, STOP, "a"), Proposal(6, 10, "MilitaryPlatform", "b")) == []
    tie = Proposal(0, 10, "Weapon", "b", priority=9)
    assert labels(Proposal(0, 10, STOP, "a"), tie) == []


PROPOSALS = st.builds(
    lambda start, length, label, priority: Proposal(
        start, start + length, label, "r", "", priority
    ),
    st.integers(0, 200),
    st.integers(1, 90),
    st.sampled_from(["Person", "Organisation", "DocumentReference", STOP, "title"]),
    st.integers(-2, 2),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(PROPOSALS, max_size=25))
def test_what_stays_overlaps_only_as_allowed(proposals: list[Proposal]) -> None:
    entities = resolve(proposals)
    assert entities == resolve(reversed(proposals))
    for first in entities:
        for second in entities:
            if first is not second and first.span.overlaps(second.span):
                assert {(first.label, second.label), (second.label, first.label)} & NESTING


@settings(deadline=None, max_examples=200)
@given(st.lists(PROPOSALS, max_size=20), st.lists(PROPOSALS, max_size=6))
def test_more_can_join_what_was_chosen(proposals: list[Proposal], more: list[Proposal]) -> None:
    winners = choose(proposals)
    assert sorted(joined(winners, more)) == sorted(choose([*winners, *more]))
