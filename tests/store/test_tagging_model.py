"""Two analysts edit one report, as a model says; nothing lives in memory only.

Each edit is made in one of several ways: with the library opened anew, with one that has been open
all the time, by another process, or by one that is killed or that the disk fails in the middle.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from store.errors import LibraryError
from store.files import TEMPORARY
from store.history import State
from store.library import Library
from store.model import Span, Tag, TagId
from store.tagging import Tagging

ROOT = Path(__file__).parent.parent.parent
TEXT = "كتائب 👩\u200d💻 e\u0301\n\x0c\u2028 \0\x1b\u202e the end of it"
NEW = TagId("new")
"""The id of a tag in the model until the library has said what it is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a tag says."""

    span: Span
    label: str
    note: str
    author: str

    @property
    def said(self) -> tuple[Span, str, str]:
        """What no two tags may say."""
        return self.span, self.label, self.author


Step = tuple[TagId, Facts | None, Facts | None]


class Refused(Exception):
    """The model says that the library must refuse an edit."""


@dataclass
class Model:
    """The tags, and for each analyst the steps that can be undone and redone."""

    tags: dict[TagId, Facts] = field(default_factory=dict)
    done: dict[str, list[Step]] = field(default_factory=lambda: {"ann": [], "bob": []})
    undone: dict[str, list[Step]] = field(default_factory=lambda: {"ann": [], "bob": []})

    def tag(self, author: str, span: Span, label: str) -> None:
        new = Facts(span, label, "", author)
        if new.said not in {old.said for old in self.tags.values()}:
            self._record(author, NEW, new)

    def untag(self, author: str, id_: TagId) -> None:
        self._record(author, id_, None)

    def relabel(self, author: str, id_: TagId, label: str) -> None:
        old = self.tags[id_]
        self._change(author, id_, Facts(old.span, label, old.note, old.author))

    def move(self, author: str, id_: TagId, span: Span) -> None:
        old = self.tags[id_]
        self._change(author, id_, Facts(span, old.label, old.note, old.author))

    def annotate(self, author: str, id_: TagId, note: str) -> None:
        old = self.tags[id_]
        self._change(author, id_, Facts(old.span, old.label, note, old.author))

    def undo(self, author: str) -> None:
        if self.done[author]:
            id_, before, after = step = self.done[author].pop()
            self._put(id_, after, before)
            self.undone[author].append(step)

    def redo(self, author: str) -> None:
        if self.undone[author]:
            id_, before, after = step = self.undone[author].pop()
            self._put(id_, before, after)
            self.done[author].append(step)

    def _change(self, author: str, id_: TagId, new: Facts) -> None:
        old = self.tags[id_]
        if new.said != old.said and new.said in {tag.said for tag in self.tags.values()}:
            raise Refused
        if new != old:
            self._record(author, id_, new)

    def _record(self, author: str, id_: TagId, after: Facts | None) -> None:
        self.done[author].append((id_, self.tags.get(id_), after))
        self.undone[author].clear()
        self._put(id_, self.tags.get(id_), after)

    def _put(self, id_: TagId, expected: Facts | None, facts: Facts | None) -> None:
        if self.tags.get(id_) != expected:
            raise Refused
        self.tags.pop(id_, None)
        if facts:
            self.tags[id_] = facts

    def named(self, id_: TagId) -> Model:
        """Return the model in which the new tag has an id."""
        name = {NEW: id_}
        steps = [
            {
                author: [(name.get(old, old), before, after) for old, before, after in each]
                for author, each in record.items()
            }
            for record in (self.done, self.undone)
        ]
        return Model({name.get(old, old): tag for old, tag in self.tags.items()}, *steps)

    @property
    def seen(self) -> tuple[dict[TagId, Facts], Counter[tuple[str, State]]]:
        """What can be seen of it in a library."""
        counts = Counter[tuple[str, State]]()
        for state, record in ((State.DONE, self.done), (State.UNDONE, self.undone)):
            for author, steps in record.items():
                counts[author, state] += len(steps)
        return self.tags, +counts


AUTHORS = st.sampled_from(["ann", "bob"])
LABELS = st.sampled_from(["Person", "Weapon"])
SPANS = st.sampled_from([Span(0, 1), Span(0, 2), Span(5, 12)])
WAYS = st.one_of(
    st.sampled_from(["anew", "open", "process"]),
    st.tuples(st.sampled_from(["kill", "fail"]), st.integers(0, 14)),
)
Way = str | tuple[str, int]


class Sessions(RuleBasedStateMachine):
    """Two analysts at one report, against the model."""

    colleague: ClassVar[subprocess.Popen[str]]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.scratch = TemporaryDirectory()
        self.folder = Path(self.scratch.name) / "library"
        library = Library.open(self.folder, "ann", create=True)
        (source := Path(self.scratch.name) / "a.txt").write_text(TEXT)
        (outcome,) = library.import_paths([source])
        assert outcome.report_id is not None
        self.report = outcome.report_id
        self.open = {author: self.tagging(author) for author in ("ann", "bob")}

    def teardown(self) -> None:
        self.scratch.cleanup()

    def tagging(self, author: str) -> Tagging:
        """Reopen the library, so that nothing can live in memory only."""
        return Library.open(self.folder, author).tagging(self.report)

    def edit(self, way: Way, author: str, method: str, *arguments: Any) -> None:
        """Make an edit, and let the model make it too if it must be there."""
        after, refused = copy.deepcopy(self.model), False
        try:
            getattr(after, method)(author, *arguments)
        except Refused:
            refused = True
        outcome = self.outcome(way, author, method, arguments)
        after = after.named(self.new_id())
        if isinstance(way, str):
            assert outcome == ("failed" if refused else "done")
        elif outcome == "killed" or (outcome == "failed" and refused):
            after = after if self.seen() == after.seen else self.model
        elif outcome == "failed":
            after = self.model
        else:
            assert outcome == "done"
        self.model = after

    def outcome(self, way: Way, author: str, method: str, arguments: tuple[Any, ...]) -> str:
        """Make an edit and return what came of it: `done`, `failed` or `killed`."""
        if way == "process" or isinstance(way, tuple):
            trouble = way if isinstance(way, tuple) else ("", 0)
            return self.by_colleague(trouble, author, method, arguments)
        tagging = self.open[author] if way == "open" else self.tagging(author)
        try:
            getattr(tagging, method)(*arguments)
        except LibraryError:
            return "failed"
        return "done"

    def by_colleague(
        self, way: tuple[str, int], author: str, method: str, arguments: tuple[Any, ...]
    ) -> str:
        """Have another process make an edit, and perhaps meet trouble."""
        given = [[a.start, a.end] if isinstance(a, Span) else a for a in arguments]
        told: dict[str, Any] = {"folder": str(self.folder), "author": author, "report": self.report}
        told |= {"method": method, "arguments": given, "trouble": way[0], "step": way[1]}
        assert self.colleague.stdin is not None
        assert self.colleague.stdout is not None
        self.colleague.stdin.write(json.dumps(told) + "\n")
        self.colleague.stdin.flush()
        return self.colleague.stdout.readline().strip()

    def new_id(self) -> TagId:
        """Return the id of the tag that the model does not know."""
        tags = Library.open(self.folder).tags(self.report)
        return next((tag.id for tag in tags if tag.id not in self.model.tags), NEW)

    def seen(self) -> tuple[dict[TagId, Facts], Counter[tuple[str, State]]]:
        """Return what the library holds, as `Model.seen`."""
        library = Library.open(self.folder)
        tags = library.tags(self.report)
        assert all(tag.quote == tag.span.of(TEXT) for tag in tags)
        edits = library.edits(self.report)
        counts = Counter[tuple[str, State]]((edit.author, edit.state) for edit in edits)
        counts = Counter({key: count for key, count in counts.items() if key[1] != State.DROPPED})
        return {tag.id: facts(tag) for tag in tags}, counts

    @rule(way=WAYS, author=AUTHORS, span=SPANS, label=LABELS)
    def tag(self, way: Way, author: str, span: Span, label: str) -> None:
        self.edit(way, author, "tag", span, label)

    @precondition(lambda self: self.model.tags)
    @rule(way=WAYS, author=AUTHORS, label=LABELS, data=st.data())
    def relabel(self, way: Way, author: str, label: str, data: st.DataObject) -> None:
        self.edit(way, author, "relabel", self.some_tag(data), label)

    @precondition(lambda self: self.model.tags)
    @rule(way=WAYS, author=AUTHORS, span=SPANS, data=st.data())
    def move(self, way: Way, author: str, span: Span, data: st.DataObject) -> None:
        self.edit(way, author, "move", self.some_tag(data), span)

    @precondition(lambda self: self.model.tags)
    @rule(way=WAYS, author=AUTHORS, note=st.sampled_from(["", "a", "\x1b"]), data=st.data())
    def annotate(self, way: Way, author: str, note: str, data: st.DataObject) -> None:
        self.edit(way, author, "annotate", self.some_tag(data), note)

    @precondition(lambda self: self.model.tags)
    @rule(way=WAYS, author=AUTHORS, data=st.data())
    def untag(self, way: Way, author: str, data: st.DataObject) -> None:
        self.edit(way, author, "untag", self.some_tag(data))

    def some_tag(self, data: st.DataObject) -> TagId:
        return data.draw(st.sampled_from(list(self.model.tags)))

    @rule(way=WAYS, author=AUTHORS)
    def undo(self, way: Way, author: str) -> None:
        self.edit(way, author, "undo")

    @rule(way=WAYS, author=AUTHORS)
    def redo(self, way: Way, author: str) -> None:
        self.edit(way, author, "redo")

    @invariant()
    def the_library_is_the_model(self) -> None:
        assert self.seen() == self.model.seen
        assert list(self.folder.rglob(f"{TEMPORARY}*")) == []


def facts(tag: Tag) -> Facts:
    return Facts(tag.span, tag.label, tag.note, tag.author)


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def _colleague(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start the other process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.colleague"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    monkeypatch.setattr(Sessions, "colleague", process, raising=False)
    yield
    process.communicate()


@pytest.mark.usefixtures("_quick_disk", "_colleague")
def test_two_analysts_edit_as_the_model_says() -> None:
    limits = settings(deadline=None, max_examples=25, stateful_step_count=25)
    run_state_machine_as_test(Sessions, settings=limits)
