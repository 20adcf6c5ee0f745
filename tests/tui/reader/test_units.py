from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from tui.reader.layout import Layout
from tui.reader.lines import Lines
from tui.reader.units import UNITS, select

TEXT = "One two. Three\nfour.\n\n\nFive six."


def taken(unit: str, text: str, head: int, times: int = 1) -> list[str]:
    """Return what is selected after each of some presses."""
    layout, current, found = Layout(Lines(text), 40), None, []
    for _ in range(times):
        span = select(layout, unit, current, head)
        if span is None:
            break
        current, head = span, span.end
        found.append(span.of(text))
    return found


@pytest.mark.parametrize(
    ("unit", "head", "expected"),
    [
        ("word", 0, ["One", "One two", "One two. Three"]),
        ("word", 3, ["two", "two. Three", "two. Three\nfour"]),
        ("word", len(TEXT), []),
        ("sentence", 4, ["One two.", "One two. Three\nfour.", TEXT]),
        ("paragraph", 4, ["One two. Three\nfour.", TEXT]),
        ("paragraph", 22, ["Five six."]),
        ("line", 4, ["One two. Three", "One two. Three\nfour.", TEXT]),
        ("line", 21, ["Five six."]),
    ],
)
def test_each_press_takes_in_one_more(unit: str, head: int, expected: list[str]) -> None:
    assert taken(unit, TEXT, head, 3) == expected


def test_a_part_of_a_unit_becomes_the_whole() -> None:
    layout = Layout(Lines(TEXT), 40)
    assert select(layout, "word", Span(1, 5), 5) == Span(0, 7)
    assert select(layout, "word", Span(1, 3), 3) == Span(0, 3)


@settings(deadline=None, max_examples=150)
@given(
    st.text(st.sampled_from("ab .\n\u0301ش👩"), max_size=40),
    st.sampled_from(list(UNITS)),
    st.data(),
)
def test_selecting_again_always_grows_until_the_end(
    text: str, unit: str, data: st.DataObject
) -> None:
    layout, head = Layout(Lines(text), 10), data.draw(st.integers(0, len(text)))
    current, steps = None, 0
    while (span := select(layout, unit, current, head)) is not None:
        assert span.end <= len(text)
        assert current is None or (span.covers(current) and span != current)
        current, head, steps = span, span.end, steps + 1
    assert steps <= len(text)
