"""An export reaches its file whole, or not at all."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store import exporting
from store.errors import Damaged, ExportError
from store.exporting.csv import COLUMNS, unprotect
from store.library import Library
from store.model import Report, ReportId, Span, Tag

Tagged = list[tuple[Report, list[Tag]]]


@pytest.fixture
def tagged(library: Library, report_of: Callable[..., Report]) -> Tagged:
    for text in ("=1 كتائب\f\u2028", "second\0 one"):
        report = report_of(text)
        library.add(report)
        for span in (Span(0, 2), Span(3, 8)):
            library.tagging(report.id).tag(span, "Person", note="-1")
    return list(library.tagged([line.id for line in library.summaries()]))


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_export_counts_its_tags_and_is_private(
    overwrite: bool, tagged: Tagged, tmp_path: Path
) -> None:
    path = tmp_path / "tags.csv"
    assert exporting.to_file(path, tagged, overwrite=overwrite) == 4
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == list(COLUMNS)
    texts = {report.id: report.text for report, _ in tagged}
    assert len(rows) == 4
    for row in rows:
        cells = dict(zip(COLUMNS, map(unprotect, row), strict=True))
        start, end = int(cells["start"]), int(cells["end"])
        assert texts[ReportId(cells["report_id"])][start:end] == cells["text"]


def test_raw_and_excel_reach_the_file(tagged: Tagged, tmp_path: Path) -> None:
    path = tmp_path / "tags.csv"
    exporting.to_file(path, tagged, raw=True, excel=True)
    data = path.read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"tag_id"')
    assert b'"=1"' in data
    assert b'"\'=1"' not in data


def test_a_file_that_is_there_is_kept_unless_asked(tagged: Tagged, tmp_path: Path) -> None:
    path = tmp_path / "tags.csv"
    path.write_text("mine")
    with pytest.raises(ExportError, match=r"tags\.csv exists already"):
        exporting.to_file(path, tagged)
    assert path.read_text() == "mine"
    exporting.to_file(path, tagged, overwrite=True)
    assert path.read_text().startswith('"tag_id"')


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_planted_link_leads_nowhere(overwrite: bool, tagged: Tagged, tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "tags.csv"
    victim.write_text("victim")
    path.symlink_to(victim)
    if overwrite:
        exporting.to_file(path, tagged, overwrite=True)
        assert not path.is_symlink()
    else:
        with pytest.raises(ExportError):
            exporting.to_file(path, tagged)
        assert path.is_symlink()
    assert victim.read_text() == "victim"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("error", [Damaged("a report"), OSError(errno.ENOSPC, "No space left")])
def test_an_export_that_fails_half_way_changes_nothing(
    overwrite: bool, error: Exception, tagged: Tagged, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if overwrite:
        (folder / "tags.csv").write_text("old")

    def failing() -> Iterator[tuple[Report, list[Tag]]]:
        yield tagged[0]
        raise error

    with pytest.raises((Damaged, ExportError)):
        exporting.to_file(folder / "tags.csv", failing(), overwrite=overwrite)
    assert os.listdir(folder) == (["tags.csv"] if overwrite else [])
    assert not overwrite or (folder / "tags.csv").read_text() == "old"


@pytest.mark.parametrize("name", ["file/tags.csv", "x" * 300, "folder", "."])
def test_a_place_that_cannot_be_written_is_named(name: str, tagged: Tagged, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    for overwrite in (False, True):
        with pytest.raises(ExportError):
            exporting.to_file(tmp_path / name, tagged, overwrite=overwrite)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "library"]


def test_a_title_with_a_lone_surrogate_is_written(
    report_of: Callable[..., Report], tmp_path: Path
) -> None:
    report = report_of("text", title="a\ud800b")
    tag = Tag(*("0a", report.id, Span(0, 1), "Person", "t", "", "ann"), *[report.imported] * 2)  # type: ignore[arg-type]
    exporting.to_file(tmp_path / "tags.csv", [(report, [tag])])
    assert '"a\ufffdb"' in (tmp_path / "tags.csv").read_text("utf-8")


def test_a_missing_folder_is_not_made(tagged: Tagged, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        exporting.to_file(tmp_path / "typo" / "tags.csv", tagged)
    assert list(tmp_path.glob("typo")) == []
