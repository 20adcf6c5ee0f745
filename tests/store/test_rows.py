"""Rows: what is written is read back, and what is not ours is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import labels
from store.details import Correction, Details
from store.edit_rows import edit_of, edit_row
from store.history import Change, Edit, State
from store.model import Report, ReportId, Span, Status, Tag, TagId
from store.rows import (
    day,
    label_of,
    label_row,
    moment,
    report_of,
    report_row,
    summary_of,
    tag_of,
    tag_row,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
TIMES = st.datetimes(timezones=st.just(UTC)).map(lambda time: time.replace(microsecond=0))
TAGS = st.builds(
    Tag,
    id=TEXT.map(TagId),
    report=TEXT.map(ReportId),
    span=st.builds(lambda start, size: Span(start, start + size), st.integers(0), st.integers(1)),
    label=TEXT,
    quote=TEXT,
    note=TEXT,
    author=TEXT,
    created=TIMES,
    modified=TIMES,
    origin=TEXT,
    canonical=TEXT,
)
DETAILS = st.builds(
    Details,
    title=TEXT,
    source=TEXT,
    published=st.none() | st.dates(),
    status=st.sampled_from(Status),
)
CHANGES = st.builds(Change, st.none() | TAGS, TAGS)
EDITS = st.builds(
    Edit,
    number=st.integers(1),
    what=TEXT,
    author=TEXT,
    time=TIMES,
    changes=st.lists(CHANGES, max_size=2).map(tuple),
    state=st.sampled_from(State),
    group=TEXT,
    correction=st.none() | st.builds(Correction, DETAILS, DETAILS),
)
MISTAKES: list[object] = [None, 5, 2.5, True, [], {}, [1], "no such thing", float("nan")]
START = datetime(2026, 11, 22, 15, 31, tzinfo=UTC)
NO_CHANGES: tuple[str, object] = ("changes", {})


def stored(row: dict[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(row))
    return loaded


@settings(deadline=None, max_examples=30)
@given(EDITS)
def test_edits_and_their_tags_come_back(edit: Edit) -> None:
    assert edit_of(stored(edit_row(edit))) == edit


def test_reports_come_back(report_of_text: Report) -> None:
    row = stored(report_row(report_of_text))
    assert report_of(row, report_of_text.text) == report_of_text
    assert "text" not in row
    summary = summary_of(row, tags=3)
    assert (summary.title, summary.length, summary.tags) == ("Title", 6, 3)


@pytest.fixture
def report_of_text(report_of: Callable[..., Report]) -> Report:
    return report_of("a 👩\u200d💻\n")


def test_labels_come_back() -> None:
    for label in labels.load():
        assert label_of(stored(label_row(label))) == label


def test_times_are_utc_to_the_second() -> None:
    east = timezone(timedelta(hours=3))
    assert moment(datetime(2026, 11, 22, 18, 31, 7, 999, tzinfo=east)) == "2026-11-22T15:31:07Z"
    assert (day(date(2023, 12, 29)), day(None)) == ("2023-12-29", "")


UNREAD = {
    "report": {"length"},
    "summary": {"decoding", "raw_sha256", "text_sha256"},
    "label": {"id"},
}


@pytest.mark.parametrize("kind", ["report", "summary", "tag", "label", "edit"])
def test_a_field_of_another_type_is_refused(kind: str, report_of_text: Report) -> None:
    tag = Tag(TagId("a"), ReportId("b"), Span(0, 1), *("Person", "x", "", "ann"), *(START, START))
    correction = Correction(*2 * (Details("t", "s", None, Status.DONE),))
    edit = Edit(1, "note", "ann", START, (Change(tag, tag),), correction=correction, group="g")
    readers: dict[str, tuple[Callable[[dict[str, Any]], object], dict[str, Any]]] = {
        "report": (lambda row: report_of(row, "a"), report_row(report_of_text)),
        "summary": (lambda row: summary_of(row, 0), report_row(report_of_text)),
        "tag": (tag_of, tag_row(tag)),
        "label": (label_of, label_row(labels.load()[0])),
        "edit": (edit_of, edit_row(edit)),
    }
    read, row = readers[kind]
    assert read(row)
    for key in row.keys() - UNREAD.get(kind, set()):
        for mistake in MISTAKES:
            if type(mistake) is not type(row[key]) and (key, mistake) != NO_CHANGES:
                with pytest.raises((KeyError, TypeError, ValueError)):
                    read({**row, key: mistake})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("published", "yesterday"),
        ("imported", "2026-11-22T15:31:00"),
        ("imported", "0001-01-01T00:00:00+14:00"),
        ("status", "seen"),
        ("decoding", {"encoding": "utf-8"}),
    ],
)
def test_a_value_of_no_meaning_is_refused(key: str, value: object, report_of_text: Report) -> None:
    with pytest.raises((KeyError, ValueError, OverflowError)):
        report_of({**report_row(report_of_text), key: value}, "a")
