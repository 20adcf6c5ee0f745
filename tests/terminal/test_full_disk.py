"""The disk is full while an analyst tags: nothing is called saved, and it is saved in the end."""

from __future__ import annotations

from pathlib import Path

from store.library import Library
from tests.disks import fill, small_disk
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, tag_count


def test_an_edit_is_kept_until_the_disk_has_space(open_app: Open, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (tmp_path / "a.txt").write_text("Captain Yusra Halabi\n", encoding="utf-8")
        library = Library.open(disk / "library", "ann", create=True)
        list(library.import_paths([tmp_path / "a.txt"]))
        report = library.summaries()[0].id
        terminal = open_app("--library", library.folder, report)
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press("v", "w", "1")
        terminal.wait_for("Tagged Person: Captain")
        file = library.folder / "reports" / f"{report}.json"
        before = file.read_bytes()
        fill(disk / "filler")
        terminal.press("v", "w", "2")
        terminal.wait_for("Not saved yet, trying again")
        assert file.read_bytes() == before
        (disk / "filler").unlink()
        terminal.wait_for("Tagged Organisation: Yusra")
        terminal.wait_for(lambda t: tag_count(t) == "2 tags")
        assert [tag.quote for tag in library.tags(report)] == ["Captain", "Yusra"]
        assert leave(terminal) == 0
