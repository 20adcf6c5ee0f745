"""Injects a fault at every system call of one save, by strace, and looks at the file afterwards.

Usage: save_faults.py

A child process stops before it saves one change of a file; strace is attached, and one call of the
save is killed (SIGKILL) or made to fail (ENOSPC, EIO). Then the file must be byte for byte the old
or the new one and open; the new one if the child said so, the old one if it said that the save
failed. Prints the counts, and every case that is not so. Exit status 1 if there is one.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.database import Database
from store.errors import LibraryError

FAULTS = {"SIGKILL": "signal=KILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}
CANNOT_FAIL = {"rt_sigtimedwait", "getpid", "gettid", "getuid", "geteuid", "brk", "munmap", "futex"}
"""Calls that no disk makes fail; they are killed only. See their manual pages."""
CALL = re.compile(r"^\d+ +(?P<name>\w+)\(")


@dataclass(frozen=True, slots=True)
class Case:
    """A fault, and the call that it comes at: the nth of that name."""

    fault: str
    call: str
    nth: int

    def __str__(self) -> str:
        return f"{self.fault} at {self.call} {self.nth}"


def database(folder: Path) -> Database:
    """Return the file that is saved."""
    return Database(folder / "file.json", folder / ".lock")


def child(folder: Path) -> None:
    """Save one change when told to by a signal, and say how it went."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    opened = database(folder)
    with opened.changing() as tables:  # imports what a save imports
        tables.rows_of("things", ["old"])
    print("ready", flush=True)
    signal.sigwait({signal.SIGUSR1})  # no call that a save makes too
    try:
        with opened.changing() as tables:
            tables.put("things", {"id": "new", "value": "x" * 20_000})
    except LibraryError as error:
        print("failed", error.message, flush=True)
    else:
        print("saved", flush=True)


def new_file(folder: Path) -> bytes:
    """Make the file to be saved, and return its bytes."""
    database(folder).create({"things": [{"id": "old", "value": "é"}]})
    return database(folder).path.read_bytes()


def run(folder: Path, *options: str) -> tuple[str, str]:
    """Have the child save under strace with options; return what it said and the calls it made."""
    log = folder / "calls"
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    tracer = subprocess.Popen(
        ["strace", "-f", "-o", str(log), *options, "-p", str(process.pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    if "attached" not in tracer.stderr.readline():
        process.kill()
        raise PermissionError("strace may not attach to a process here")
    process.send_signal(signal.SIGUSR1)
    said, trouble = process.communicate(timeout=30)
    tracer.communicate(timeout=30)
    return said or trouble, log.read_text(errors="replace")


def calls(folder: Path) -> list[tuple[str, int]]:
    """Return the calls of a save without fault: after the order is read, until it is reported."""
    _, log = run(folder)
    names: Counter[str] = Counter()
    found = []
    for line in log.split("\n"):
        if not (match := CALL.match(line)) or "<... " in line:
            continue
        name = match["name"]
        if name == "write" and '"saved' in line:
            break
        names[name] += 1
        found.append((name, names[name]))
    return found


def cases() -> list[Case]:
    """Return every fault at every call of a save."""
    with tempfile.TemporaryDirectory() as name:
        new_file(Path(name))
        made = calls(Path(name))
    return [
        Case(fault, call, nth)
        for call, nth in made
        for fault in FAULTS
        if fault == "SIGKILL" or call not in CANNOT_FAIL
    ]


def outcome(case: Case, folder: Path, old: bytes, new: bytes) -> str:
    """Inject one fault; return what became of the file, with `BAD` if that must not be."""
    option = f"inject={case.call}:{FAULTS[case.fault]}:when={case.nth}"
    said, _ = run(folder, "-e", f"trace={case.call}", "-e", option)
    data = database(folder).path.read_bytes()
    state = {old: "old", new: "new"}.get(data, "BAD: neither old nor new")
    word = said.partition(" ")[0].strip() or "killed"
    try:
        with database(folder).reading() as tables:
            tables.rows("things")
    except LibraryError as error:
        return f"BAD: {error.message}"
    right = {"saved": {"new"}, "failed": {"old"}, "killed": {"old", "new"}}.get(word, set())
    if state not in right and not (state == "new" and "in place" in said):
        return f"BAD: {state} file, and the child said {said.strip()[-300:]}"
    return f"{word}: {state} file"


def outcomes(chosen: list[Case]) -> Iterator[tuple[Case, str]]:
    """Yield what became of a new file under each of the faults."""
    with tempfile.TemporaryDirectory() as name:
        new_file(Path(name))
        run(Path(name))
        new = database(Path(name)).path.read_bytes()
    for case in chosen:
        with tempfile.TemporaryDirectory() as name:
            yield case, outcome(case, Path(name), new_file(Path(name)), new)


def main() -> None:
    """Print the counts."""
    if len(sys.argv) > 1:
        return child(Path(sys.argv[1]))
    if not shutil.which("strace"):
        sys.exit("There is no strace here")
    counts: Counter[str] = Counter()
    for case, became in outcomes(cases()):
        counts[f"{case.fault:8} {became.partition(',')[0]}"] += 1
        if "BAD" in became:
            print(f"{case}: {became}")
    for what, count in sorted(counts.items()):
        print(f"{count:4}  {what}")
    print(
        f"{counts.total():4}  faults; bad: {sum(n for what, n in counts.items() if 'BAD' in what)}"
    )
    sys.exit(any("BAD" in what for what in counts))


if __name__ == "__main__":
    main()
