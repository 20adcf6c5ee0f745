"""Which suggestions are open, after what analysts tagged, accepted, rejected and stopped."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Entity, ReportId, Span, Tag, TagId
from store.reviews import Review, ReviewId, Suggestions, Verdict, same, suggestions

TEXT = "Homs fell. Abu Ali left Homs; Abu\nAli fled."
TIME = datetime(2026, 11, 22, tzinfo=UTC)
HOMS, ALI, HOMS2, ALI2 = (
    Entity(Span(0, 4), "Location", "r"),
    Entity(Span(11, 18), "Person", "r"),
    Entity(Span(24, 28), "Location", "r"),
    Entity(Span(30, 37), "Person", "r"),
)
ALL = (HOMS, ALI, HOMS2, ALI2)


def tag(span: Span, label: str) -> Tag:
    return Tag(TagId("t"), ReportId("r"), span, label, span.of(TEXT), "", "ann", TIME, TIME)


def review(entity: Entity, verdict: Verdict, author: str = "bob") -> Review:
    quote = entity.span.of(TEXT)
    return Review(ReviewId("v"), entity.span, entity.label, quote, verdict, author, TIME)


def of(tags: list[Tag], reviews: list[Review]) -> Suggestions:
    return suggestions(TEXT, ALL, tags, reviews)


def test_nothing_said_all_are_open() -> None:
    assert of([], []).open == ALL
    assert str(of([], [])) == "0 of 4"


def test_a_tag_of_the_same_span_and_label_decides() -> None:
    assert of([tag(HOMS.span, "Location")], []).open == ALL[1:]
    assert of([tag(HOMS.span, "Person"), tag(Span(0, 3), "Location")], []).open == ALL


def test_accepting_with_another_label_counts_while_the_tag_is_there() -> None:
    accepted = [review(HOMS, Verdict.ACCEPTED)]
    assert of([tag(HOMS.span, "Organisation")], accepted).open == ALL[1:]
    assert of([], accepted).open == ALL


def test_what_anybody_rejects_is_decided_and_the_same_words_elsewhere_are_not() -> None:
    found = of([], [review(HOMS, Verdict.REJECTED)])
    assert found.open == ALL[1:]
    assert found.rejected == {HOMS}
    assert str(found) == "1 of 4"


def test_stopped_words_are_decided_wherever_their_line_breaks() -> None:
    found = of([], [review(ALI, Verdict.STOPPED)])
    assert found.open == (HOMS, HOMS2)
    assert found.rejected == {ALI, ALI2}


def test_the_same_are_those_of_the_same_words_and_label() -> None:
    assert same(TEXT, ALL, ALI) == [ALI, ALI2]
    assert same(TEXT, [*ALL, Entity(Span(0, 4), "Person", "r")], HOMS) == [HOMS, HOMS2]


spans = st.builds(
    lambda start, size: Span(start, start + size), st.integers(0, 8), st.integers(1, 3)
)
labels = st.sampled_from(["A", "B"])
entities = st.lists(st.builds(Entity, spans, labels, st.just("r")), max_size=8)
tags = st.lists(st.builds(tag, spans, labels), max_size=6)
reviews = st.lists(
    st.builds(
        lambda entity, verdict: review(entity, verdict),
        st.builds(Entity, spans, labels, st.just("r")),
        st.sampled_from(Verdict),
    ),
    max_size=6,
)


@given(entities, tags, reviews, reviews, tags)
@settings(deadline=None, max_examples=150)
def test_more_said_leaves_no_more_open(
    found: list[Entity], said: list[Tag], first: list[Review], more: list[Review], also: list[Tag]
) -> None:
    before = suggestions(TEXT, found, said, first)
    after = suggestions(TEXT, found, [*said, *also], [*first, *more])
    assert set(after.open) <= set(before.open) <= set(found)
    assert before.reviewed + len(before.open) == len(found)
    assert not before.rejected & set(before.open)
    assert suggestions(TEXT, found, said[::-1], first[::-1]) == before


@given(entities, tags, reviews)
@settings(deadline=None, max_examples=100)
def test_deciding_on_what_is_open_leaves_nothing_open(
    found: list[Entity], said: list[Tag], first: list[Review]
) -> None:
    left = suggestions(TEXT, found, said, first).open
    more = [review(one, Verdict.REJECTED) for one in left]
    assert not suggestions(TEXT, found, said, [*first, *more]).open
    tagged = [tag(one.span, one.label) for one in left]
    assert not suggestions(TEXT, found, [*said, *tagged], first).open
