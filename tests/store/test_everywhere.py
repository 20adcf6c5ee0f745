"""The same words in all reports of a library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.errors import LabelError, SpanError
from store.everywhere import places, tag_all
from store.library import Library
from store.model import Report, Span
from store.occurrences import Mode


@pytest.fixture
def reports(library: Library, report_of: Callable[..., Report]) -> list[Report]:
    made = [
        report_of(text, title=title)
        for title, text in (
            ("one", "Homs fell.\nHoms rose, Homsi left."),
            ("two", "In HOMS, Homs."),
            ("three", "Nothing of it."),
        )
    ]
    library.add_all(made)
    return made


def test_they_are_found_and_tagged_report_by_report(
    library: Library, reports: list[Report]
) -> None:
    one, two, three = reports
    library.tagging(one.id).tag(Span(0, 4), "Location")
    found = {each.title: each for each in places(library, "Homs", "location")}
    assert found.keys() == {"one", "two"}
    assert found["one"].spans == (Span(11, 15),)
    assert [(line.number, line.after) for line in found["one"].lines] == [(2, " rose, Homsi left.")]
    done = {each.report: len(each.tags) for each in tag_all(library, found.values(), "Location")}
    assert done == {one.id: 1, two.id: 1}
    assert list(places(library, "Homs", "Location")) == []
    library.tagging(two.id).undo()
    assert library.tags(two.id) == []
    assert len(library.tags(one.id)) == 2
    assert library.tags(three.id) == []


def test_the_mode_counts_and_others_tags_do_not(library: Library, reports: list[Report]) -> None:
    bob = Library.open(library.folder, "bob")
    bob.tagging(reports[1].id).tag(Span(9, 13), "Location")
    found = {each.title: each for each in places(library, "homs", "Location", Mode.ANY_CASE)}
    assert [len(found[title].spans) for title in ("one", "two")] == [3, 2]


def test_a_damaged_report_is_named_and_the_others_go_on(
    library: Library, reports: list[Report]
) -> None:
    path = library.folder / "reports" / f"{reports[0].id}.json"
    before = list(places(library, "Homs", "Location"))
    path.write_text("{")
    found = list(places(library, "Homs", "Location"))
    assert {each.title: bool(each.problem) for each in found} == {"": True, "two": False}
    done = list(tag_all(library, before, "Location"))
    assert {each.report: bool(each.problem) for each in done} == {
        reports[0].id: True,
        reports[1].id: False,
    }
    (library.folder / "texts" / f"{reports[1].id}.txt").write_bytes(b"\xff")
    assert all(each.problem for each in places(library, "Homs", "Location"))


def test_what_cannot_be_looked_for_is_refused_and_it_can_be_stopped(
    library: Library, reports: list[Report]
) -> None:
    with pytest.raises(LabelError):
        next(places(library, "Homs", "Nothing"))
    with pytest.raises(SpanError):
        next(places(library, " ", "Location"))
    assert list(places(library, "Homs", "Location", stop=lambda: True)) == []
