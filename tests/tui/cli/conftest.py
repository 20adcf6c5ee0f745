"""Running the command line inside the test, with a library of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import Library
from store.model import Report
from tui.__main__ import main


@pytest.fixture
def run(
    library: Library, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """What runs one command on the test's library; returns status, stdout and stderr."""
    monkeypatch.setenv("SPANTAG_LIBRARY", str(library.folder))
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(list(map(str, arguments)))
        except SystemExit as left:
            status = int(left.code or 0)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return command


@pytest.fixture
def report(library: Library, report_of: Callable[..., Report]) -> Report:
    """A report in the library, without tags."""
    made = report_of("The Badr Organisation in Basra\nsaid 12 January 2024.\n", title="Badr")
    library.add(made)
    return made


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a file to import, one to skip and one that fails."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfA report\r\nof two lines\r\n")
    (folder / "b.pdf").write_bytes(b"%PDF")
    (folder / "c.txt").write_bytes(b"")
    return folder
