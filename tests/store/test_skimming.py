"""Reading many files reads little of each, and says of every file what reading it whole says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import skimming, summaries
from store.database import Database
from store.errors import LibraryError
from store.library import Library
from store.model import Entity, Report, Span
from tests.store.test_summaries import ANYTHING, places, replaced

Reading = Callable[[], object]


@pytest.fixture
def report(library: Library, report_of: Callable[..., Report]) -> Report:
    library.add(made := report_of("كتائب the Badr\nend"))
    tagging = library.tagging(made.id)
    tagging.tag(Span(6, 9), "Person", note="\x1b[31m")
    tagging.tag(Span(0, 5), "Organisation")
    tagging.reject([Entity(Span(10, 14), "Person", "r")])
    return made


def outcome(read: Reading) -> object:
    try:
        return read()
    except LibraryError as error:
        return type(error)


def whole(library: Library, id_: Any) -> object:
    return library.report(id_), library.tags(id_)


def quick(library: Library, id_: Any) -> object:
    return next(iter(library.tagged([id_])))


def path_of(library: Library, report: Report) -> Path:
    return library.folder / "reports" / f"{report.id}.json"


def test_a_sound_file_is_read_at_once(library: Library, report: Report) -> None:
    content = path_of(library, report).read_bytes()
    row, tags = skimming.tagged(content) or ({}, [])
    assert row["id"] == report.id
    assert sorted(tags, key=lambda tag: tag.span) == library.tags(report.id)
    assert skimming.counted(content) == (row, 2)
    assert library.decided(report.id) == (library.tags(report.id), library.reviews(report.id))
    assert skimming.decided(content)


def test_whatever_is_wrong_the_answer_is_that_of_reading_all(
    library: Library, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(library, report)
    original = json.loads(path.read_bytes())

    @settings(deadline=None, max_examples=300)
    @given(st.sampled_from(places(original)), ANYTHING)
    def check(place: tuple[Any, ...], value: object) -> None:
        path.write_text(json.dumps(replaced(original, place, value)))
        assert outcome(lambda: quick(library, report.id)) == outcome(
            lambda: whole(library, report.id)
        )
        assert outcome(lambda: library.decided(report.id)) == outcome(
            lambda: (library.tags(report.id), library.reviews(report.id))
        )
        database = Database(path, library.folder / ".lock")
        listed = outcome(lambda: summaries.read(database))
        with monkeypatch.context() as slow:
            slow.setattr("store.skimming.counted", lambda _: None)
            assert listed == outcome(lambda: summaries.read(database))

    check()


def test_whatever_is_wrong_with_the_labels_tinydb_says_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.folder / "library.json"
    original = json.loads(path.read_bytes())

    def read() -> object:
        return Library(library.folder, "ann").labels()

    assert read() == library.labels()

    @settings(deadline=None, max_examples=300)
    @given(st.sampled_from(places(original)), ANYTHING)
    def check(place: tuple[Any, ...], value: object) -> None:
        path.write_text(json.dumps(replaced(original, place, value)))
        quickly = outcome(read)
        with monkeypatch.context() as slow:
            slow.setattr("store.skimming._stated", lambda *_: None)
            assert quickly == outcome(read)

    check()


@pytest.mark.parametrize("edited", [b"\xff", b"{", b"\x00"])
def test_bytes_that_are_no_text_are_damage_wherever_they_stand(
    edited: bytes, library: Library, report: Report
) -> None:
    path = path_of(library, report)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"edits"', edited))
    assert outcome(lambda: quick(library, report.id)) == outcome(lambda: whole(library, report.id))
    path.write_bytes(content.replace(b'"what":"tag"', b'"what":"t' + edited + b'"'))
    assert outcome(lambda: quick(library, report.id)) == outcome(lambda: whole(library, report.id))


def test_a_file_of_a_former_version_is_read_row_by_row(library: Library, report: Report) -> None:
    path = path_of(library, report)
    data = json.loads(path.read_bytes())
    data["schema"]["1"]["version"] = 1
    del data["reviews"]
    path.write_text(json.dumps(data))
    assert skimming.tagged(path.read_bytes()) is None
    assert quick(library, report.id) == whole(library, report.id)
