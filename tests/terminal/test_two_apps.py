"""Two analysts at one report, each in a terminal of their own."""

from __future__ import annotations

from pathlib import Path

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, tag_count

TEXT = "Captain Yusra Halabi\n\nwas seen in Tall Najma on 3 May 2024.\n"


def test_each_sees_what_the_other_tags(open_app: Open, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    ann = open_app("--library", library.folder, "--author", "ann", report)
    bob = open_app("--library", library.folder, "--author", "bob", report)
    for terminal in (ann, bob):
        terminal.wait_for(lambda t: place(t) == "1:1")
    ann.press("v", "w", "1")
    ann.wait_for("Tagged Person: Captain")
    bob.wait_for("ann changed the tags")
    bob.wait_for(lambda t: tag_count(t) == "1 tag")
    bob.press("u")
    bob.wait_for("Nothing to undo")
    bob.press("G", "v", "b", "b", "5")
    bob.wait_for("Tagged Temporal")
    ann.wait_for("bob changed the tags")
    ann.wait_for(lambda t: tag_count(t) == "2 tags")
    ann.press("u")
    ann.wait_for("Undone")
    bob.wait_for(lambda t: tag_count(t) == "1 tag")
    for terminal in (ann, bob):
        assert leave(terminal) == 0
    assert [tag.author for tag in library.tags(report)] == ["bob"]
