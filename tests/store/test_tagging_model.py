"""Two analysts edit one report, as a model says; nothing lives in memory only."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from store.errors import LibraryError
from store.library import Library
from store.model import Span, Tag, TagId
from store.tagging import Tagging

TEXT = "كتائب 👩\u200d💻 e\u0301\n\x0c\u2028 \0\x1b\u202e the end of it"

Facts = tuple[int, int, str, str, str]


def facts(tag: Tag) -> Facts:
    return (tag.span.start, tag.span.end, tag.label, tag.note, tag.author)


AUTHORS = st.sampled_from(["ann", "bob"])
LABELS = st.sampled_from(["Person", "Weapon"])


class Sessions(RuleBasedStateMachine):
    """Two analysts at one report, against a model: the tags, and a list of edits for each."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[TagId, Facts] = {}
        self.done: dict[str, list[tuple[TagId, Facts | None, Facts | None]]] = {}
        self.undone: dict[str, list[tuple[TagId, Facts | None, Facts | None]]] = {}
        self.scratch = TemporaryDirectory()

    def teardown(self) -> None:
        self.scratch.cleanup()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.folder = Path(self.scratch.name) / "library"
        library = Library.open(self.folder, "ann", create=True)
        (source := Path(self.scratch.name) / "a.txt").write_text(TEXT)
        (outcome,) = library.import_paths([source])
        assert outcome.report_id is not None
        self.report = outcome.report_id
        self.done = {"ann": [], "bob": []}
        self.undone = {"ann": [], "bob": []}

    def tagging(self, author: str) -> Tagging:
        """Reopen the library, so that nothing can live in memory only."""
        return Library.open(self.folder, author).tagging(self.report)

    def record(self, author: str, id_: TagId, after: Facts | None) -> None:
        before = self.tags.get(id_)
        if before != after:
            self.done[author].append((id_, before, after))
            self.undone[author].clear()
            self.put(id_, after)

    def put(self, id_: TagId, facts: Facts | None) -> None:
        self.tags.pop(id_, None)
        if facts:
            self.tags[id_] = facts

    @rule(author=AUTHORS, start=st.integers(0, 2), size=st.integers(1, 2), label=LABELS)
    def tag(self, author: str, start: int, size: int, label: str) -> None:
        tag = self.tagging(author).tag(Span(start, start + size), label)
        known = [
            old for old in self.tags.values() if (*old[:3], old[4]) == (*facts(tag)[:3], author)
        ]
        assert bool(known) == (tag.id in self.tags)
        if not known:
            self.record(author, tag.id, (start, start + size, label, "", author))

    @precondition(lambda self: self.tags)
    @rule(author=AUTHORS, label=LABELS, data=st.data())
    def relabel(self, author: str, label: str, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(list(self.tags)))
        start, end, old, note, owner = self.tags[id_]
        said = [(*facts[:3], facts[4]) for facts in self.tags.values()]
        if label != old and (start, end, label, owner) in said:
            with pytest.raises(LibraryError):
                self.tagging(author).relabel(id_, label)
            return
        self.tagging(author).relabel(id_, label)
        self.record(author, id_, (start, end, label, note, owner))

    @precondition(lambda self: self.tags)
    @rule(author=AUTHORS, note=st.sampled_from(["", "a", "\x1b"]), data=st.data())
    def annotate(self, author: str, note: str, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(list(self.tags)))
        self.tagging(author).annotate(id_, note)
        self.record(author, id_, (*self.tags[id_][:3], note, self.tags[id_][4]))

    @precondition(lambda self: self.tags)
    @rule(author=AUTHORS, data=st.data())
    def untag(self, author: str, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(list(self.tags)))
        self.tagging(author).untag(id_)
        self.record(author, id_, None)

    @rule(author=AUTHORS)
    def undo(self, author: str) -> None:
        self.step(author, self.tagging(author).undo, self.done, self.undone, back=True)

    @rule(author=AUTHORS)
    def redo(self, author: str) -> None:
        self.step(author, self.tagging(author).redo, self.undone, self.done, back=False)

    def step(
        self,
        author: str,
        take: Callable[[], object],
        source: dict[str, list[tuple[TagId, Facts | None, Facts | None]]],
        target: dict[str, list[tuple[TagId, Facts | None, Facts | None]]],
        *,
        back: bool,
    ) -> None:
        if not source[author]:
            assert take() is None
            return
        edit = source[author].pop()
        id_, before, after = edit
        expected, new = (after, before) if back else (before, after)
        if self.tags.get(id_) != expected:
            with pytest.raises(LibraryError):
                take()
            return
        assert take() is not None
        target[author].append(edit)
        self.put(id_, new)

    @invariant()
    def the_library_is_the_model(self) -> None:
        if self.done:
            tags = Library.open(self.folder).tags(self.report)
            assert {tag.id: facts(tag) for tag in tags} == self.tags
            assert all(tag.quote == tag.span.of(TEXT) for tag in tags)


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("_quick_disk")
def test_two_analysts_edit_as_the_model_says() -> None:
    limits = settings(deadline=None, max_examples=25, stateful_step_count=25)
    run_state_machine_as_test(Sessions, settings=limits)
