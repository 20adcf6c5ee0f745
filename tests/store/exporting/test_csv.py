"""CSV: read back exactly, and never run by a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.exporting.csv import BOM, COLUMNS, CONTEXT, _line, cells, lines, protect, unprotect
from store.model import Report, Span, Tag, TagId

DESIGN = (
    "tag_id, report_id, report_title, source, published, start, end, line, column, label, text, "
    "note, context_before, context_after, canonical, author, created, modified, origin, "
    "report_sha256"
)
TIME = datetime(2026, 11, 22, 15, 31, 7, tzinfo=UTC)
RISKY = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "\t", "\r", "\n", "\0"),
    *("＝1", "＋1", "－1", "＠x", "  =1", "\xa0=1", "\u3000＝1", "\u2028=1", " \0\t=1", "-"),
    *("=cmd|'/c calc'!A0", "'", "''", "'=1", "'a"),
]
PLAIN = ["", "a", "a=1", "1-2", "👩\u200d💻", "كتائب", "\x1b[31m", "\u202e", " a", '"', ",", ";"]
CELLS = st.text(
    st.sampled_from("=+-@＝＋－＠'\" ,;\t\r\n\0\x1b\x85\u2028\u202eaé漢كَ\u200d👩")
    | st.characters(exclude_categories=["Cs"]),
    max_size=8,
)
Made = Callable[..., Report]


def tag_of(report: Report, start: int, end: int) -> Tag:
    span = Span(start, end)
    quote = span.of(report.text)
    return Tag(TagId("0a"), report.id, span, "Person", quote, "", "ann", TIME, TIME)


def row_of(report: Report, tag: Tag) -> tuple[str, ...]:
    (row,) = cells(report, [tag])
    return row


def rows(report: Report, tags: list[Tag], *, raw: bool = False) -> list[list[str]]:
    data = "".join(lines([(report, tags)], raw=raw))
    return list(csv.reader(io.StringIO(data, newline=""), strict=True))


@given(st.lists(CELLS | st.just("\ue000="), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_line_is_what_the_csv_module_writes(row: list[str]) -> None:
    def written(cells: list[str]) -> str:
        file = io.StringIO(newline="")
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
        return file.getvalue()

    assert _line(row, raw=True) == written(row)
    assert _line(row, raw=False) == written([protect(cell) for cell in row])


def test_the_columns_are_those_of_the_design(report_of: Made) -> None:
    assert ", ".join(COLUMNS) == DESIGN
    assert rows(report_of("text"), []) == [list(COLUMNS)]


def test_a_row_says_where_and_what(report_of: Made) -> None:
    report = report_of("first\nكتائب the Badr\nend")
    tag = replace(tag_of(report, 16, 20), note="n", canonical="Badr Organisation")
    row = dict(zip(COLUMNS, rows(report, [tag])[1], strict=True))
    assert row == {
        "tag_id": "0a",
        "report_id": report.id,
        "report_title": "Title",
        "source": "Furat",
        "published": "2023-12-29",
        "start": "16",
        "end": "20",
        "line": "2",
        "column": "11",
        "label": "Person",
        "text": "Badr",
        "note": "n",
        "context_before": "first\nكتائب the ",
        "context_after": "'\nend",
        "canonical": "Badr Organisation",
        "author": "ann",
        "created": "2026-11-22T15:31:07Z",
        "modified": "2026-11-22T15:31:07Z",
        "origin": "manual",
        "report_sha256": report.text_sha256,
    }


@pytest.mark.parametrize("cell", RISKY)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(cell: str) -> None:
    assert protect(cell) == "'" + cell


@pytest.mark.parametrize("cell", PLAIN)
def test_what_it_would_not_run_is_left_alone(cell: str) -> None:
    assert protect(cell) == cell


@settings(deadline=None, max_examples=100)
@given(st.lists(CELLS, min_size=40, max_size=60))
def test_protection_is_undone_exactly(values: list[str]) -> None:
    for value in values:
        safe = protect(value)
        assert unprotect(safe) == value
        bare = safe.lstrip("".join(map(chr, (*range(33), 0x85, 0xA0, 0x2028, 0x3000))))
        assert not bare.startswith(tuple("=+-@＝＋－＠"))
        assert not safe.startswith(("\t", "\r", "\n", "\0"))


@settings(deadline=None, max_examples=40)
@given(text=CELLS.filter(bool), fields=st.lists(CELLS, min_size=8, max_size=8), raw=st.booleans())
def test_every_cell_is_read_back_exactly(
    report_of: Made, text: str, fields: list[str], raw: bool
) -> None:
    title, source, label, note, canonical, author, origin, id_ = fields
    report = replace(report_of(text * 20, title=title), source=source)
    tag = replace(
        tag_of(report, len(text), 2 * len(text)),
        label=label,
        note=note,
        canonical=canonical,
        author=author,
        origin=origin,
        id=TagId(id_),
    )
    header, row = rows(report, [tag], raw=raw)
    assert header == list(COLUMNS)
    assert (row if raw else [unprotect(cell) for cell in row]) == list(row_of(report, tag))
    found = dict(zip(COLUMNS, row_of(report, tag), strict=True))
    start, end = int(found["start"]), int(found["end"])
    assert report.text[start:end] == found["text"] == text
    assert report.text[:start].endswith(found["context_before"])
    assert report.text[end:].startswith(found["context_after"])
    line = report.text.split("\n")[int(found["line"]) - 1]
    assert (line + "\n").startswith(text.split("\n")[0], int(found["column"]) - 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab\n", min_size=1, max_size=60), st.lists(st.integers(0, 59), max_size=12))
def test_tags_have_their_line_and_column_in_whatever_order_they_come(
    report_of: Made, text: str, starts: list[int]
) -> None:
    report = report_of(text)
    tags = [tag_of(report, start, start + 1) for start in starts if start < len(text)]
    assert list(cells(report, tags)) == [row_of(report, tag) for tag in tags]
    for row, tag in zip(cells(report, tags), tags, strict=True):
        before = text[: tag.span.start].split("\n")
        assert row[7:9] == (str(len(before)), str(len(before[-1]) + 1))


def test_the_context_is_cut_at_the_ends_of_the_text(report_of: Made) -> None:
    report = report_of("a" * 100 + "B" + "c" * 100)
    row = row_of(report, tag_of(report, 100, 101))
    assert row[12:14] == ("a" * CONTEXT, "c" * CONTEXT)
    assert row_of(report, tag_of(report, 0, 201))[12:14] == ("", "")


def test_rows_end_in_crlf_and_every_field_is_quoted(report_of: Made) -> None:
    report = report_of('say "x", y')
    made = list(lines([(report, [tag_of(report, 4, 7), tag_of(report, 0, 3)])]))
    assert len(made) == 3
    for line in made:
        assert line.startswith('"')
        assert line.endswith('"\r\n')
        assert line.count('","') == len(COLUMNS) - 1
    assert ',"""x""",' in made[1]


def test_only_excel_gets_a_mark_and_only_one(report_of: Made) -> None:
    report = report_of("text")
    tagged = [(report, [tag_of(report, 0, 1)]), (report, [tag_of(report, 1, 2)])]
    plain, excel = "".join(lines(tagged)), "".join(lines(tagged, excel=True))
    assert BOM not in plain
    assert excel == BOM + plain
