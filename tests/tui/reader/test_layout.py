"""Lines and rows: nothing is lost, nothing sticks out, and every cell leads back to its offset."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.display import visible
from tui.reader import graphemes
from tui.reader.layout import PIECE, Layout, Row
from tui.reader.lines import Lines

ODD = [
    " ", "  ", "\n", "\t", "a", "word", "Al-Zour", "\x1b[31m", "\x00", "\u202e", "[/]", "\ud800",
    "日本", "한국", "\u1100\u1161", "👩\u200d👩\u200d👧", "🇺🇸", "🇬", "👍🏽", "❤\ufe0f", "e\u0301",
    "\u0301", "Z" + "\u0301" * 7, "شعيرات", "می\u200cخواهم", "क\u094d\u0937\u093f", "\u3000",
    "\u00a0", "\u0600", "\x85", "\u2028", "\x0c", "\r",
]  # fmt: skip
texts = st.lists(st.sampled_from(ODD) | st.text(max_size=4), max_size=40).map("".join)
widths = st.integers(2, 30)
modest = settings(deadline=None, max_examples=150)


def all_rows(layout: Layout) -> list[Row]:
    return [row for line in range(len(layout.lines)) for row in layout.rows(line)]


def drawn(text: str, width: int) -> list[str]:
    layout = Layout(Lines(text), width)
    return [layout.cells(row).text for row in all_rows(layout)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", [(0, 0)]),
        ("a", [(0, 1)]),
        ("a\n", [(0, 1), (2, 2)]),
        ("\n\nab", [(0, 0), (1, 1), (2, 4)]),
        ("a\x0bb\x0cc\x85d\u2028e\rf\x1eg", [(0, 13)]),
    ],
)
def test_lines_end_at_lf_and_nowhere_else(text: str, spans: list[tuple[int, int]]) -> None:
    lines = Lines(text)
    assert [lines.span(line) for line in range(len(lines))] == spans


@modest
@given(texts)
def test_every_offset_has_one_line_and_column(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        start, end = lines.span(line)
        assert start + column == offset <= end
        assert line == lines.at(offset) == text.count("\n", 0, offset)


@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_the_text_are_refused(offset: int) -> None:
    lines = Lines("a\nb")
    with pytest.raises(IndexError, match="offset"):
        lines.at(offset)
    with pytest.raises(IndexError, match="offset"):
        Layout(lines, 9).row_at(offset)


@pytest.mark.parametrize("line", [-1, 2])
def test_lines_outside_the_text_are_refused(line: int) -> None:
    with pytest.raises(IndexError, match="line"):
        Lines("a\nb").span(line)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two     three", 7, ["one two", "three"]),
        ("one two   ", 7, ["one two"]),
        ("one\n\ntwo", 7, ["one", "", "two"]),
        ("see abcdefghijkl", 6, ["see ab", "cdefgh", "ijkl"]),
        ("a longish word", 7, ["a ", "longish", "word"]),
        ("no\u00a0break here", 9, ["no\u00a0break ", "here"]),
        ("日本語日本語", 5, ["日本", "語日", "本語"]),
        ("ab日", 3, ["ab", "日"]),
        ("cafe\u0301s", 4, ["cafe\u0301", "s"]),
        ("abc🇺🇸🇬🇧", 4, ["abc", "🇺🇸🇬🇧"]),
        ("a\tb", 9, ["a   b"]),
        ("abcd\te", 9, ["abcd    e"]),
        ("\x1b[31m", 9, ["␛[31m"]),
        ("عام \u0301ثم", 4, ["عام \u0301", "ثم"]),
    ],
)
def test_rows_are_wrapped_after_words(text: str, width: int, rows: list[str]) -> None:
    assert drawn(text, width) == rows


@modest
@given(texts, st.integers(0, 30))
@example("日" * 9, 1)
def test_rows_hold_the_whole_text(text: str, width: int) -> None:
    lines = Lines(text)
    layout = Layout(lines, width)
    joined = []
    for line in range(len(lines)):
        rows = layout.rows(line)
        assert [row.line for row in rows] == [line] * len(rows)
        assert all(left.end == right.start > left.start for left, right in pairwise(rows))
        assert (rows[0].start, rows[-1].end) == lines.span(line)
        joined.append("".join(text[row.start : row.end] for row in rows))
    assert "\n".join(joined) == text


@modest
@given(texts, widths)
def test_no_row_is_drawn_wider_than_the_width(text: str, width: int) -> None:
    layout = Layout(Lines(text), width)
    for row in all_rows(layout):
        cells = layout.cells(row)
        assert cell_len(cells.text) <= width
        undrawn = [at for at in range(row.start, row.end) if cells.at(at) == cells.at(at + 1)]
        assert all(char.isspace() or cell_len(char) == 0 for at in undrawn for char in text[at])


@modest
@given(texts, widths)
def test_cells_lead_from_offsets_to_what_is_drawn(text: str, width: int) -> None:
    layout = Layout(Lines(text), width)
    shown = visible(text, multiline=True)
    for row in all_rows(layout):
        cells = layout.cells(row)
        assert (cells.at(-1), cells.at(len(text) + 1)) == (0, len(cells.text))
        for offset in range(row.start, row.end):
            before, part = cells.text[: cells.at(offset)], cells.text[cells.at(offset) :]
            assert layout.x_of(offset) == min(cell_len(before), width - 1)
            part = part[: cells.at(offset + 1) - cells.at(offset)]
            assert part == shown[offset] or part.strip(" ") == shown[offset].strip() == ""


@modest
@given(texts, widths)
def test_clusters_stay_in_one_row_unless_wider_than_it(text: str, width: int) -> None:
    layout = Layout(Lines(text), width)
    for row in all_rows(layout):
        if not graphemes.is_boundary(text, row.start):
            start = graphemes.boundary_at(text, row.start)
            end = graphemes.next_boundary(text, row.start)
            assert cell_len(visible(text[start:end])) > width


@modest
@given(texts, widths)
def test_every_offset_belongs_to_the_row_that_starts_at_or_before_it(text: str, width: int) -> None:
    layout = Layout(Lines(text), width)
    for row in all_rows(layout):
        ends_line = row.end == layout.lines.span(row.line)[1]
        for offset in range(row.start, row.end + ends_line):
            assert layout.row_at(offset) == row
        assert row.start <= layout.end_of(row) <= row.end
        assert layout.row_at(layout.end_of(row)) == row


@modest
@given(texts, widths, st.data())
def test_cell_and_offset_lead_to_each_other(text: str, width: int, data: st.DataObject) -> None:
    layout = Layout(Lines(text), width)
    row = data.draw(st.sampled_from(all_rows(layout)))
    for x in range(width + 2):
        offset = layout.offset_at(row, x)
        assert layout.row_at(offset) == row
        assert layout.x_of(offset) <= x
        assert graphemes.is_boundary(text, offset) or offset == row.start
    for offset in range(row.start, layout.end_of(row) + 1):
        cluster = visible(text[offset : graphemes.next_boundary(text, offset)])
        if not graphemes.is_boundary(text, offset) or not cell_len(cluster):
            continue
        if layout.x_of(offset) < width - 1:
            assert layout.offset_at(row, layout.x_of(offset)) == offset


@modest
@given(texts, widths, st.data())
def test_walking_visits_every_row_in_order(text: str, width: int, data: st.DataObject) -> None:
    layout = Layout(Lines(text), width)
    rows = all_rows(layout)
    assert layout.previous(rows[0]) is None
    assert layout.next(rows[-1]) is None
    for above, below in pairwise(rows):
        assert layout.next(above) == below
        assert layout.previous(below) == above
    index = data.draw(st.integers(0, len(rows) - 1))
    count = data.draw(st.integers(-len(rows) - 3, len(rows) + 3))
    assert layout.step(rows[index], count) == rows[min(max(index + count, 0), len(rows) - 1)]


@pytest.mark.parametrize(
    "word", ["word ", "x", "日本", "🇺🇸", "e\u0301", " ", "\t", "क\u094d", "\x00"]
)
def test_a_huge_line_is_wrapped_in_pieces(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def counted(text: str, *, multiline: bool) -> str:
        looked_at.append(len(text))
        return visible(text, multiline=multiline)

    monkeypatch.setattr("tui.reader.layout.visible", counted)
    text = word * (20 * PIECE // len(word)) + "\nend"
    layout = Layout(Lines(text), 80)
    top = layout.row_at(0)
    assert layout.step(layout.step(top, 3), -9) == top
    assert layout.step(layout.row_at(len(text)), -3).end < len(text)
    middle = layout.row_at(10 * PIECE)
    assert middle.start <= 10 * PIECE < middle.end
    assert sum(looked_at) < 9 * PIECE


def test_the_pieces_of_a_huge_line_hold_all_of_it() -> None:
    text = "An Iraqi air strike, 日本 é " * (3 * PIECE // 25)
    layout = Layout(Lines(text), 50)
    rows = layout.rows(0)
    assert "".join(text[row.start : row.end] for row in rows) == text
    assert all(layout.row_at(row.start) == row == layout.row_at(row.end - 1) for row in rows)
    assert all(layout.next(above) == below for above, below in pairwise(rows))
    assert layout.step(rows[0], len(rows) - 1) == rows[-1]
