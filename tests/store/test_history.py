"""Which edits undo and redo take."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from store import history
from store.history import (
    Change,
    Edit,
    State,
    dropped,
    fits,
    forgotten,
    next_number,
    redoable,
    undoable,
)
from store.model import ReportId, Span, Tag, TagId

TIME = datetime(2026, 11, 22, tzinfo=UTC)
TAG = Tag(TagId("t"), ReportId("r"), Span(0, 1), "Person", "a", "", "ann", TIME, TIME)
OTHER = replace(TAG, note="changed")


def edits(*states: str) -> list[Edit]:
    """Make edits 1, 2, ... from `author state` pairs."""
    pairs = [state.split() for state in states]
    return [
        Edit(number, "tag", author, TIME, (Change(None, TAG),), State(state))
        for number, (author, state) in enumerate(pairs, 1)
    ]


@pytest.mark.parametrize(
    ("states", "undo", "redo"),
    [
        ([], None, None),
        (["ann done"], 1, None),
        (["ann done", "ann done"], 2, None),
        (["ann done", "bob done"], 1, None),
        (["bob done"], None, None),
        (["ann done", "ann undone", "ann undone"], 1, 2),
        (["ann undone", "bob undone"], None, 1),
        (["ann dropped", "ann dropped"], None, None),
        (["ann done", "ann dropped", "ann undone", "bob done"], 1, 3),
    ],
)
def test_undo_takes_the_latest_and_redo_the_one_taken_back_last(
    states: list[str], undo: int | None, redo: int | None
) -> None:
    record = edits(*states)
    for order in (record, record[::-1]):
        found = undoable(order, "ann"), redoable(order, "ann")
        assert tuple(edit.number if edit else None for edit in found) == (undo, redo)


def test_a_new_edit_drops_only_what_its_author_took_back() -> None:
    record = edits("ann undone", "bob undone", "ann done", "ann dropped")
    found = dropped(record, "ann")
    assert [edit.number for edit in found] == [1]


def test_numbers_go_up_whatever_the_order() -> None:
    assert next_number([]) == 1
    assert next_number(edits("ann done", "ann dropped")[::-1]) == 3


def test_a_reversal_goes_backwards_in_order() -> None:
    made, changed = Change(None, TAG), Change(TAG, OTHER)
    edit = Edit(1, "both", "ann", TIME, (made, changed))
    assert edit.reversal() == (Change(OTHER, TAG), Change(TAG, None))


def test_the_tag_of_a_change_is_the_later_one() -> None:
    assert Change(TAG, OTHER).tag is OTHER
    assert Change(TAG, None).tag is Change(None, TAG).tag is TAG


@pytest.mark.parametrize(
    ("change", "tags", "expected"),
    [
        (Change(None, TAG), [], True),
        (Change(None, TAG), [TAG], False),
        (Change(None, TAG), [OTHER], False),
        (Change(TAG, None), [TAG], True),
        (Change(TAG, None), [OTHER], False),
        (Change(TAG, None), [], False),
        (Change(TAG, OTHER), [TAG], True),
        (Change(TAG, OTHER), [OTHER], False),
    ],
)
def test_a_change_fits_only_what_it_was_made_for(
    change: Change, tags: list[Tag], expected: bool
) -> None:
    assert fits([change], tags) is expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([5], []), ([9], []), ([2, 2, 1], []), ([1, 2, 2, 1], [1]), ([1, 1, 9], [1, 2])],
)
def test_the_oldest_edits_are_forgotten_and_never_the_newest(
    sizes: list[int], expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_CHANGES", 5)
    change = Change(None, TAG)
    made = [
        Edit(number, "tag", "ann", TIME, (change,) * size)
        for number, size in enumerate(sizes[:-1], 1)
    ]
    assert sorted(edit.number for edit in forgotten(made[::-1], sizes[-1])) == expected
