"""What the screen counted is there after `kill -9`; `tests/bench/kill_app.py` does it 500 times."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from store.check import problems
from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import place, tag_count
from tests.terminal.terminal import Terminal

TEXT = "\n\n".join(f"word{number} and more" for number in range(60))


def tags_shown(terminal: Terminal) -> int:
    return int((tag_count(terminal) or "0").split()[0])


def counts(least: int, terminal: Terminal) -> bool:
    return tags_shown(terminal) >= least


def test_a_kill_while_typing_loses_no_tag_that_was_counted(open_app: Open, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    counted = 0
    for start in ("", "}" * 20):
        terminal = open_app("--library", library.folder, report)
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press(start + "vww1" * 20)
        terminal.wait_for(partial(counts, counted + 3))
        terminal.kill_now()
        shown = tags_shown(terminal)
        assert len(library.tags(report)) >= shown > counted
        assert list(problems(library)) == []
        counted = len(library.tags(report))
