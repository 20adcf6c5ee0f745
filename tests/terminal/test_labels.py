"""The label scheme in real terminals: renamed in one, shown in that and in another."""

from __future__ import annotations

from pathlib import Path

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, retype

TEXT = "Captain Yusra Halabi\n\nwas seen in Tall Najma on 3 May 2024.\n"


def test_a_renamed_label_shows_in_both_terminals(open_app: Open, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    ann = open_app("--library", library.folder, "--author", "ann", report)
    bob = open_app("--library", library.folder, "--author", "bob", report)
    for terminal in (ann, bob):
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press("l")
    ann.press("v", "w", "1")
    for terminal in (ann, bob):
        terminal.wait_for(lambda t: t.lines()[2].startswith(" Person"))
    ann.press("T")
    ann.wait_for("15 labels")
    ann.wait_for(lambda t: "1 tag" in t.lines()[2])
    ann.press("e")
    ann.wait_for("Label Person")
    retype(ann, "  Person\n", "Human")
    ann.press("enter")
    ann.wait_for("Changed Human")
    ann.press("q")
    ann.wait_for(lambda t: t.lines()[2].startswith(" Human"))
    bob.wait_for(lambda t: t.lines()[2].startswith(" Human"))
    assert [tag.label for tag in library.tags(report)] == ["Human"]
    for terminal in (ann, bob):
        assert leave(terminal) == 0
