"""The list of reports: its cache only saves time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import summaries
from store.database import Database
from store.files import replace_file
from store.library import Library
from store.model import Report, Span, Status, Summary
from store.summaries import Unreadable

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "version", "reports"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture
def filled(library: Library, report_of: Callable[..., Report]) -> Library:
    for number in range(3):
        library.add(report_of(f"text {number}\n", title=f"كتاب {number}"))
    library.summaries()
    return library


def cache_of(library: Library) -> Path:
    return library.folder / "cache" / "reports.json"


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    reads: list[Path] = []
    read = summaries.read

    def counted(database: Database) -> Summary:
        reads.append(database.path)
        return read(database)

    monkeypatch.setattr(summaries, "read", counted)
    return reads


def test_a_fresh_cache_reads_no_report(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = counted_reads(monkeypatch)
    before = cache_of(filled).stat().st_ino
    assert len(filled.summaries()) == 3
    assert reads == []
    assert cache_of(filled).stat().st_ino == before


def test_a_saved_report_alone_is_read_anew(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled.summaries()[0].id
    filled.set_status(first, Status.DONE)
    reads = counted_reads(monkeypatch)
    assert [line.status for line in filled.summaries() if line.id == first] == [Status.DONE]
    assert [path.stem for path in reads] == [first]


def test_every_edit_shows_at_once(filled: Library) -> None:
    id_ = filled.summaries()[0].id
    for end in range(1, 7):
        filled.tagging(id_).tag(Span(0, end), "Person")
        assert {line.tags for line in filled.summaries() if line.id == id_} == {end}


def test_a_save_within_one_tick_of_the_clock_is_seen(filled: Library) -> None:
    path = filled.folder / "reports" / f"{filled.summaries()[0].id}.json"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    replace_file(path, path.read_bytes().replace("كتاب".encode(), "كتيب".encode()))
    os.utime(path, ns=times)
    assert sum(line.title.startswith("كتيب") for line in filled.summaries()) == 1


def test_a_report_that_is_gone_leaves_the_list(filled: Library) -> None:
    gone = filled.summaries()[0].id
    (filled.folder / "reports" / f"{gone}.json").unlink()
    assert gone not in [line.id for line in filled.summaries()]


def test_other_files_are_no_reports(filled: Library) -> None:
    for name in (".spantag-0123", ".hidden.json", "notes.txt", "json"):
        (filled.folder / "reports" / name).write_text("x")
    assert len(filled.listed()) == 3


@pytest.mark.parametrize("content", [None, b"", b"{", b"[" * 100_000, b"\xff", b"null", b"[]"])
def test_a_cache_that_is_gone_or_broken_is_made_anew(
    content: bytes | None, filled: Library
) -> None:
    expected = filled.summaries()
    if content is None:
        cache_of(filled).unlink()
    else:
        cache_of(filled).write_bytes(content)
    assert filled.summaries() == expected
    assert json.loads(cache_of(filled).read_bytes())["version"] == summaries.CACHE_VERSION


def places(value: Any) -> list[tuple[Any, ...]]:
    """Return the path of keys to every value inside a JSON value."""
    return [()] + [(key, *rest) for key, inner in items(value) for rest in places(inner)]


def items(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def replaced(value: Any, place: tuple[Any, ...], new: object) -> Any:
    if not place:
        return new
    changed = {**dict(items(value)), place[0]: replaced(value[place[0]], place[1:], new)}
    return changed if isinstance(value, dict) else list(changed.values())


def test_a_cache_of_any_other_shape_gives_the_same_answer(filled: Library) -> None:
    expected, cache = filled.summaries(), cache_of(filled)
    original = json.loads(cache.read_bytes())

    @settings(deadline=None, max_examples=150)
    @given(st.sampled_from(places(original)), ANYTHING)
    def check(place: tuple[Any, ...], value: object) -> None:
        old = original
        for key in place:
            old = old[key]
        if place and type(value) is type(old) and not isinstance(old, dict | list):
            return  # a valid record that says something else is no damage that can be seen
        cache.write_text(json.dumps(replaced(original, place, value)))
        assert filled.summaries() == expected

    check()


def test_a_stale_line_is_not_believed(filled: Library) -> None:
    expected, cache = filled.summaries(), cache_of(filled)
    data = json.loads(cache.read_bytes())
    for old in data["reports"].values():
        old[0][2] += 1
        old[1][1] = "stale"
    cache.write_text(json.dumps(data))
    assert filled.summaries() == expected


def test_a_damaged_report_is_listed_beside_the_others(filled: Library) -> None:
    broken = filled.summaries()[1].id
    path = filled.folder / "reports" / f"{broken}.json"
    path.write_bytes(b"{")
    for _ in range(2):
        lines = filled.listed()
        bad = [line for line in lines if isinstance(line, Unreadable)]
        assert [line.id for line in bad] == [broken]
        assert str(path) in bad[0].reason
        assert len(lines) == 3
    assert path.read_bytes() == b"{"


def test_a_cache_that_cannot_be_written_is_done_without(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = filled.summaries()
    cache_of(filled).unlink()
    cache_of(filled).parent.rmdir()
    cache_of(filled).parent.write_text("a file, not a folder")
    assert filled.summaries() == expected


def test_a_title_that_cannot_be_encoded_is_no_reason_to_fail(filled: Library) -> None:
    path = filled.folder / "reports" / f"{filled.summaries()[0].id}.json"
    path.write_text(path.read_text().replace('"title":"', '"title":"\\ud800', 1))
    assert len(filled.summaries()) == 3


def test_a_library_without_its_empty_folder_has_no_reports(library: Library) -> None:
    (library.folder / "reports").rmdir()
    assert library.listed() == []
