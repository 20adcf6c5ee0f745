"""Terminals for the tests, in an environment that holds nothing of the user's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, spantag

Open = Callable[..., Terminal]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the variables that a program gets: no others."""
    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "CACHE")}
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "LOGNAME": "ann",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **folders,
    }


@pytest.fixture
def open_app(tmp_path: Path, environment: dict[str, str]) -> Iterator[Open]:
    """Return what runs spantag with arguments in a terminal; it ends with the test."""
    opened: list[Terminal] = []

    def start(
        *arguments: str | Path,
        columns: int = 80,
        rows: int = 24,
        folder: Path = tmp_path,
        **variables: str,
    ) -> Terminal:
        terminal = Terminal(
            spantag(*arguments), {**environment, **variables}, folder, columns, rows
        )
        opened.append(terminal)
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Return what runs a command of spantag without a terminal."""

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command: Sequence[str] = [sys.executable, *spantag(*arguments)]
        return subprocess.run(
            command,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=20,
            stdin=subprocess.DEVNULL,
        )

    return call
