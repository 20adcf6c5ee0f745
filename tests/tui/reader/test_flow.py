from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Entity, Span
from tui.reader import flow

ENTITIES = st.builds(
    lambda start, length, label: Entity(Span(start, start + length), label, "r"),
    st.integers(0, 20),
    st.integers(1, 5),
    st.sampled_from(["Location", "Person"]),
)
MANY = st.lists(ENTITIES, unique=True).map(lambda found: sorted(found, key=flow.place))


@settings(deadline=None)
@given(MANY)
def test_going_on_visits_all_once_and_back_the_same_way(found: list[Entity]) -> None:
    at, seen = flow.before(0), list[Entity]()
    for _ in found:
        step = flow.following(found, at)
        assert step.entity is not None
        assert not step.went_round
        seen.append(step.entity)
        at = flow.place(step.entity)
    assert seen == found
    assert flow.following(found, at).went_round is bool(found)
    for one in reversed(found[:-1]):
        step = flow.preceding(found, at)
        assert step == flow.Step(one)
        at = flow.place(one)
    assert flow.preceding(found, at).entity == (found[-1] if found else None)


@settings(deadline=None)
@given(MANY, st.integers(0, 25))
def test_from_an_offset_one_goes_to_what_starts_elsewhere(found: list[Entity], offset: int) -> None:
    behind = [one for one in found if one.span.start > offset]
    front = [one for one in found if one.span.start < offset]
    ahead = flow.following(found, flow.after(offset))
    back = flow.preceding(found, flow.before(offset))
    assert (ahead.entity, ahead.went_round) == (
        (behind[0], False) if behind else (found[0] if found else None, bool(found))
    )
    assert (back.entity, back.went_round) == (
        (front[-1], False) if front else (found[-1] if found else None, bool(found))
    )


def test_alike_are_those_of_the_label_with_the_words_or_the_name() -> None:
    text = "Abu  Ali, Abu\nAli, A. Ali, Abu Ali"
    words = Entity(Span(0, 8), "Person", "r")
    broken = Entity(Span(10, 17), "Person", "r", "Ali Hasan")
    named = Entity(Span(19, 25), "Person", "r", "Ali Hasan")
    place = Entity(Span(27, 34), "Location", "r", "Ali Hasan")
    found = [words, broken, named, place]
    assert flow.alike(text, found, words) == [words, broken]
    assert flow.alike(text, found, broken) == [words, broken, named]
    assert flow.alike(text, found, named) == [broken, named]
    assert flow.alike(text, found, place) == [place]
