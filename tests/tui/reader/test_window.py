from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.reader.layout import Layout
from tui.reader.lines import Lines
from tui.reader.window import Window

TEXT = "\n".join(f"line {number} " + "word " * (number % 30) for number in range(200))


def window(text: str = TEXT, width: int = 40, height: int = 10) -> Window:
    return Window(Layout(Lines(text), width), height)


def shown(view: Window) -> list[int]:
    return [row.start for row, lane in view.rows() if lane is None]


def test_a_window_shows_as_many_rows_as_it_is_high() -> None:
    assert len(window().rows()) == 10


def test_a_short_text_leaves_lines_free() -> None:
    assert len(window("a\nb").rows()) == 2


def test_the_next_row_scrolls_by_one() -> None:
    view = window()
    below = view.layout.next(view.rows()[-1][0])
    assert below is not None
    second = view.rows()[1][0]
    assert view.reveal(below.start)
    assert view.top == second


def test_the_previous_row_scrolls_by_one() -> None:
    view = window()
    view.reveal(len(TEXT))
    above = view.layout.previous(view.top)
    assert above is not None
    assert view.reveal(above.start)
    assert view.top == above


@pytest.mark.parametrize("stride", [2, 4, 5])
def test_a_stride_scrolls_by_more(stride: int) -> None:
    view = window()
    view.stride = stride
    below = view.layout.next(view.rows()[-1][0])
    assert below is not None
    place = shown(view)[stride]
    assert view.reveal(below.start)
    assert view.top.start == place
    above = view.layout.previous(view.top)
    assert above is not None
    assert view.reveal(above.start)
    assert view.top.start == 0


def test_a_far_jump_puts_the_row_a_third_down() -> None:
    view = window()
    offset = TEXT.index("line 150")
    assert view.reveal(offset)
    assert shown(view).index(offset) == 2


def test_scrolling_stops_at_both_ends() -> None:
    view = window()
    assert not view.scroll(-5)
    assert view.scroll(10_000)
    assert shown(view)[-1] == view.layout.row_at(len(TEXT)).start
    assert not view.scroll(1)


def test_a_new_width_keeps_the_text_at_the_top() -> None:
    view = window()
    view.reveal(TEXT.index("line 150"))
    top = view.top
    view.relaid(Layout(Lines(TEXT), 17), 6)
    assert view.top.start <= top.start < view.top.end


def test_lanes_take_room() -> None:
    view = window()
    view.count_lanes(lambda row: 1)
    lines = view.rows()
    assert [lane for _, lane in lines] == [None, 0] * 5


@given(
    st.text(st.sampled_from("ab \n日"), max_size=400),
    st.integers(1, 30),
    st.integers(1, 12),
    st.lists(st.floats(0, 1), max_size=12),
    st.integers(0, 3),
    st.integers(1, 9),
)
@settings(deadline=None, max_examples=90)
def test_what_is_revealed_is_on_the_screen(
    text: str, width: int, height: int, jumps: list[float], lanes: int, stride: int
) -> None:
    view = window(text, width, height)
    view.stride = stride
    view.count_lanes(lambda row: lanes if row.start % 2 else 0)
    for jump in jumps:
        offset = round(jump * len(text))
        view.reveal(offset)
        assert view.layout.row_at(offset).start in shown(view)
        assert len(view.rows()) <= height


@pytest.mark.parametrize("count", [3, -3, 40])
def test_the_clamped_offset_is_on_the_screen(count: int) -> None:
    view = window()
    view.reveal(TEXT.index("line 100"))
    view.scroll(count)
    clamped = view.clamped(TEXT.index("line 100"))
    assert view.layout.row_at(clamped).start in shown(view)
