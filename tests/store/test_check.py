"""Verifying a library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.check import problems
from store.library import Library
from store.model import Report, Span, Tag


@pytest.fixture
def tag(library: Library, report_of: Callable[..., Report]) -> Tag:
    report = report_of("Badr كتائب\r\n".replace("\r", ""))
    library.add(report)
    library.add(report_of("another report"))
    return library.tagging(report.id).tag(Span(0, 4), "Organisation")


def path_of(library: Library, tag: Tag, folder: str = "reports", suffix: str = "json") -> Path:
    return library.folder / folder / f"{tag.report}.{suffix}"


def with_tag(library: Library, tag: Tag, **fields: Any) -> None:
    path = path_of(library, tag)
    data = json.loads(path.read_bytes())
    data["tags"]["1"].update(fields)
    path.write_text(json.dumps(data))


def found(library: Library) -> list[tuple[str, str]]:
    return [(problem.report, problem.message) for problem in problems(library)]


def test_a_sound_library_has_no_problem(library: Library, tag: Tag) -> None:
    assert found(library) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quote": "Bard"}, "quotes 'Bard', but the text there is 'Badr'"),
        ({"start": 1}, "quotes 'Badr', but the text there is 'adr'"),
        ({"end": 400}, "ends at 400, beyond the text of 11 code points"),
        ({"label": "Ghost"}, "bears the label 'Ghost', which the scheme does not have"),
        ({"report": "x"}, "belongs to report x"),
        ({"end": 0}, "0 to 0 is not a span"),
        ({"start": -1}, "-1 to 4 is not a span"),
        ({"start": "0"}, "start is '0', not a whole number"),
        ({"created": "now"}, "Invalid isoformat string"),
    ],
)
def test_a_wrong_tag_is_one_problem_of_its_report(
    fields: dict[str, Any], said: str, library: Library, tag: Tag
) -> None:
    with_tag(library, tag, **fields)
    before = path_of(library, tag).read_bytes()
    ((report, message),) = found(library)
    assert report == tag.report
    assert said in message
    assert path_of(library, tag).read_bytes() == before


def test_a_changed_text_is_found(library: Library, tag: Tag) -> None:
    path = path_of(library, tag, "texts", "txt")
    path.write_text(path.read_text() + "more")
    ((report, message),) = found(library)
    assert report == tag.report
    assert f"{path} was changed after the import" in message


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_text_that_cannot_be_read_is_found(
    content: bytes | None, library: Library, tag: Tag
) -> None:
    path = path_of(library, tag, "texts", "txt")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    ((report, message),) = found(library)
    assert report == tag.report
    assert f"{path} cannot be read" in message


def test_a_text_without_a_report_is_found(library: Library, tag: Tag) -> None:
    path_of(library, tag).unlink()
    ((report, message),) = found(library)
    assert report == tag.report
    assert "belongs to no report; import it again" in message


def test_a_damaged_report_is_found_and_its_text_is_no_orphan(library: Library, tag: Tag) -> None:
    path_of(library, tag).write_bytes(b"")
    ((report, message),) = found(library)
    assert report == tag.report
    assert "cannot be read" in message


def test_every_problem_of_a_tag_is_told(library: Library, tag: Tag) -> None:
    with_tag(library, tag, quote="\x1b", label="\x1b", report="\x1b")
    assert len(found(library)) == 3
