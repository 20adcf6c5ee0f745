"""Measures an import of many small files, beside a bare write of the same bytes.

Usage: import_cost.py [FILES [BYTES]]      (default: 10,000 files of 2,000 bytes)

Prints the seconds of the import through the library, of reading the files alone, and of writing the
two files of each report with nothing around it: created, written, brought to the disk, renamed, one
by one. Creating files is slow on a file system on which many were deleted in the last minute.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from store import importing
from store.library import Library

PHRASES = (
    "The convoy of trucks moved toward Zaporizhzhia",
    "on Monday General Ali Hasan said that",
    "forces near Aleppo and Raqqa held their positions",
)


def make(folder: Path, count: int, size: int) -> None:
    """Write files of invented reports."""
    pick = random.Random(1)
    folder.mkdir()
    for number in range(count):
        text = f"Report {number}\n\n"
        while len(text) < size:
            text += " ".join(pick.choices(PHRASES, k=2)) + ".\n"
        (folder / f"{number:06}.txt").write_text(text[:size])


def bare(folder: Path, contents: list[bytes]) -> None:
    """Write files safely, one after the other."""
    folder.mkdir()
    for number, data in enumerate(contents):
        temporary = folder / f"{number}.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, data)
        os.fsync(descriptor)
        os.close(descriptor)
        temporary.rename(folder / str(number))


def main() -> None:
    """Make the files, then measure."""
    count, size = (*map(int, sys.argv[1:3]), *(10_000, 2_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as scratch:
        incoming = Path(scratch) / "incoming"
        make(incoming, count, size)
        start = time.perf_counter()
        for path in incoming.iterdir():
            importing.read(path)
        reading = time.perf_counter() - start
        library = Library.open(Path(scratch) / "library", "bench", create=True)
        start = time.perf_counter()
        kinds = Counter(outcome.kind for outcome in library.import_paths([incoming]))
        took = time.perf_counter() - start
        sample = sorted((library.folder / "reports").iterdir())[:500]
        contents = [part.read_bytes() for part in sample]
        contents += [
            (library.folder / "texts" / f"{part.stem}.txt").read_bytes() for part in sample
        ]
        start = time.perf_counter()
        bare(Path(scratch) / "bare", contents)
        each = (time.perf_counter() - start) / len(sample)
    print(f"{count:,} files of {size:,} bytes: {dict(kinds)}")
    print(f"import            {took:7.2f} s  {took / count * 1000:5.2f} ms a file")
    print(f"reading alone     {reading:7.2f} s")
    print(f"bare safe writes  {each * count:7.2f} s  (from {len(sample)} reports)")


if __name__ == "__main__":
    main()
