"""The sample reports of `spantag demo` are whole files that say what they are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from store.importing import find_files, read

FOLDER = Path(str(files("tui").joinpath("samples")))
SAMPLES = [item for item in find_files([FOLDER]) if isinstance(item, Path)]


def test_the_folder_holds_samples_and_nothing_else() -> None:
    assert len(SAMPLES) >= 7
    assert len(SAMPLES) == len(list(FOLDER.iterdir()))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_states_title_source_and_date(path: Path) -> None:
    report = read(path)
    assert len(report.title) > 20
    assert report.title != path.stem
    assert report.source
    assert report.published
    assert report.published.year == 2025


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_canonical_already(path: Path) -> None:
    report = read(path)
    assert path.read_bytes().decode("utf-8") == report.text
    assert (report.decoding.method, report.decoding.newlines) == ("strict", "LF")
    assert report.text.endswith("\n")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_says_that_it_is_invented(path: Path) -> None:
    assert "invented" in read(path).text.lower()
