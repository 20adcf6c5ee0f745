"""Locks: held by one at a time, signed, free when the holder is dead; and what the dead left."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from store import locks
from store.errors import LibraryError
from store.locks import locked, sweep

ROOT = Path(__file__).parent.parent.parent


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    path = tmp_path / ".lock"
    with locked(path):
        inode = path.stat().st_ino
        with pytest.raises(LibraryError, match=r"\.lock"), locked(path):
            pass
    with locked(path):
        assert path.stat().st_ino == inode


def test_a_lock_is_let_go_after_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    with pytest.raises(KeyError), locked(tmp_path / ".lock"):
        raise KeyError
    with locked(tmp_path / ".lock"):
        pass


def test_a_lock_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(LibraryError, match=r"Cannot lock .*\.lock"), locked(tmp_path / ".lock"):
        pass


HOLDER = """
import sys
from pathlib import Path
from store.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / ".lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "LOGNAME": "bob"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_holder_that_does_not_answer_is_named(
    holder: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    said = rf"bob \(on {re.escape(socket.gethostname())}, process {holder.pid}\) has been holding"
    with pytest.raises(LibraryError, match=said), locked(tmp_path / ".lock"):
        pass


def test_a_lock_that_changes_hands_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    path = tmp_path / ".lock"
    path.touch()
    acquire = FileLock.acquire
    waits = iter(range(1, 11))

    def busy(lock: FileLock, timeout: float | None = None) -> object:
        if (wait := next(waits, 0)) == 0:
            return acquire(lock, timeout)
        clock.append(clock[-1] + 0.04)
        os.utime(path, ns=(wait, wait))  # as the next in the queue signs
        raise Timeout(str(path))

    clock = [0.0]
    monkeypatch.setattr(FileLock, "acquire", busy)
    monkeypatch.setattr(time, "monotonic", lambda: clock[-1])
    with locked(path):
        assert clock[-1] > 7 * locks.LOCK_SECONDS
    assert path.read_text()


def test_a_lock_is_free_at_once_when_its_holder_is_killed(
    holder: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    holder.kill()
    holder.wait()
    with locked(tmp_path / ".lock"):
        signed = (tmp_path / ".lock").read_text().split()
    assert signed[0] == "ann"
    assert signed[2] == str(os.getpid())


def test_children_inherit_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    with locked(tmp_path / ".lock"):
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False)
    try:
        with locked(tmp_path / ".lock"):
            assert child.poll() is None
    finally:
        child.communicate()


def test_an_unsigned_lock_has_a_holder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    path = tmp_path / ".lock"
    with locked(path):
        path.write_bytes(b"\xff")
        with pytest.raises(LibraryError, match="Another spantag has been holding"), locked(path):
            pass


def test_what_dead_processes_left_is_swept_up(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for folder in (tmp_path, reports):
        for name in (".spantag-new", ".spantag-old", "kept", ".kept"):
            (folder / name).touch()
        os.utime(folder / ".spantag-old", (0, 0))
    sweep(tmp_path / ".lock", [reports, tmp_path / "missing"])
    assert sorted(os.listdir(reports)) == [".kept", "kept"]
    left = sorted(os.listdir(tmp_path))
    assert left == [".kept", ".lock", ".spantag-new", "kept", "reports"]


def test_what_may_belong_to_a_living_process_is_not_swept_up(
    holder: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / ".spantag-theirs").touch()
    sweep(tmp_path / ".lock", [reports])
    assert holder.poll() is None
    assert os.listdir(reports) == [".spantag-theirs"]
