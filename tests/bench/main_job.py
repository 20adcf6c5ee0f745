"""Measures the main job on real reports: import, import again, list, export, as whole processes.

Usage: main_job.py PATH...      (files and folders of reports)

Prints seconds (median of five, each on a new library) beside `python -c pass` in the same run, and
checks that the second import leaves every file as it was.
"""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

RUNS = 5


def seconds(command: Sequence[str]) -> tuple[float, str]:
    """Run a command; return how long it took and its last line."""
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, (done.stdout.strip().split("\n") or [""])[-1]


def fingerprint(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the hash and the modification time of every file but the cache."""
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


def run(paths: Sequence[str], library: Path) -> dict[str, float]:
    """Do the main job once on a new library."""
    spantag = [sys.executable, "-m", "tui", "--library", str(library)]
    took = {"python -c pass": seconds([sys.executable, "-c", "pass"])[0]}
    took["import"], said = seconds([*spantag, "import", *paths])
    print(f"  first import:  {said}")
    before = fingerprint(library)
    took["import again"], said = seconds([*spantag, "import", *paths])
    print(f"  second import: {said}; files changed: {fingerprint(library) != before}")
    took["list"], _ = seconds([*spantag, "list"])
    took["export"], _ = seconds([*spantag, "export"])
    took["--help"], _ = seconds([*spantag, "--help"])
    return took


def main() -> None:
    """Print the medians."""
    paths = sys.argv[1:]
    if not paths:
        sys.exit(__doc__)
    rounds = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(run(paths, Path(folder) / "library"))
    floor = statistics.median(took["python -c pass"] for took in rounds)
    for name in rounds[0]:
        median = statistics.median(took[name] for took in rounds)
        print(f"{name:16} {median:6.3f} s  {median / floor:5.1f} x python -c pass")


if __name__ == "__main__":
    main()
