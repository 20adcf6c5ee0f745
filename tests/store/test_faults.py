"""Saves that are killed, refused by the disk, or find it full; short forms of the benches."""

from __future__ import annotations

import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from store.errors import SaveFailed
from store.library import Library
from store.model import Report, Span
from tests.disks import fill, small_disk

BENCHES = Path(__file__).parent.parent / "bench"


def bench(name: str) -> ModuleType:
    """Import a script of `tests/bench`."""
    spec = util.spec_from_file_location(name, BENCHES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[name] = module  # where its dataclasses look for their annotations
    spec.loader.exec_module(module)
    return module


def test_nothing_acknowledged_is_lost_to_a_kill(tmp_path: Path) -> None:
    figures = bench("kill_saves").kill_many(tmp_path, 8)
    assert len(figures.acknowledged) >= 8
    assert figures.good, figures


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_a_fault_leaves_the_old_file_or_the_new_one() -> None:
    faults = bench("save_faults")
    chosen = [
        faults.Case("SIGKILL", "write", 1),
        faults.Case("EIO", "fsync", 1),
        faults.Case("SIGKILL", "fsync", 1),
        faults.Case("ENOSPC", "rename", 1),
        faults.Case("SIGKILL", "rename", 1),
        faults.Case("EIO", "fsync", 2),
        faults.Case("EIO", "flock", 2),
    ]
    try:
        became = [outcome for _, outcome in faults.outcomes(chosen)]
    except PermissionError as error:
        pytest.skip(str(error))
    failed, killed = "failed: old file", "killed: old file"
    assert became == [killed, failed, killed, failed, killed, failed, "saved: new file"]


@pytest.fixture
def _small_files() -> Iterator[None]:
    """Let no file grow beyond 4 KB, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.usefixtures("_small_files")
def test_an_edit_works_once_there_is_space_again(
    library: Library, report_of: Callable[..., Report]
) -> None:
    report = report_of("x" * 100)
    library.add(report)
    tagging = library.tagging(report.id)
    kept = tagging.tag(Span(0, 1), "Person")
    path = library.folder / "reports" / f"{report.id}.json"
    before = path.read_bytes()
    with pytest.raises(SaveFailed, match=rf"{path.name} could not be written: File too large"):
        tagging.tag(Span(1, 2), "Person", note="n" * 8000)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    saved = tagging.tag(Span(1, 2), "Person", note="n" * 8000)
    assert library.tags(report.id) == [kept, saved]


def test_a_full_disk_leaves_the_old_file_until_there_is_space(
    tmp_path: Path, report_of: Callable[..., Report]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        library = Library.open(disk / "library", "ann", create=True)
        report = report_of("x" * 100)
        library.add(report)
        tagging = library.tagging(report.id)
        kept = tagging.tag(Span(0, 1), "Person")
        folder = library.folder / "reports"
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        fill(disk / "filler")
        with pytest.raises(SaveFailed, match=rf"{report.id}\.json could not be written: No space"):
            tagging.tag(Span(1, 2), "Person")
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        assert library.tags(report.id) == [kept]
        (disk / "filler").unlink()
        saved = tagging.tag(Span(1, 2), "Person")
        assert library.tags(report.id) == [kept, saved]
