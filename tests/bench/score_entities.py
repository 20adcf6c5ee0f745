"""Measure the recogniser against a gold standard: `score_entities.py [GOLD.jsonl] [--errors N]`.

Runs the `score.py` that lies beside the gold file and prints its figures by label, then the
time to load and the throughput (bytes of UTF-8 a second, one pass after one to warm up).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from store.entities import Recogniser
from store.model import Entity

GOLD = Path("/work/shared/re3d/dev.jsonl")


def prediction(id_: str, entities: list[Entity]) -> str:
    """Return one report's entities as a line of JSON."""
    found = [{"start": e.span.start, "end": e.span.end, "label": e.label} for e in entities]
    return json.dumps({"id": id_, "entities": found}) + "\n"


def main() -> int:
    """Score, print, and return the exit status of the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--errors", default="0")
    arguments = parser.parse_args()
    lines = arguments.gold.read_text("utf-8").split("\n")
    reports = [json.loads(line) for line in lines if line.strip()]

    begun = time.perf_counter()
    recogniser = Recogniser.load()
    loaded = time.perf_counter()
    recogniser.find(reports[0]["text"])
    warm = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        found = [prediction(r["id"], recogniser.find(r["text"])) for r in reports]
        predictions.write_text("".join(found), "utf-8")
        scorer = [sys.executable, arguments.gold.parent / "score.py", arguments.gold, predictions]
        options = ["--by-label", "--errors", arguments.errors]
        status = subprocess.run([*scorer, *options], check=False).returncode

    timed = time.perf_counter()
    for report in reports:
        recogniser.find(report["text"])
    seconds = time.perf_counter() - timed
    size = sum(len(report["text"].encode()) for report in reports)
    print(f"load {(loaded - begun) * 1000:.0f} ms  first report {(warm - loaded) * 1000:.0f} ms")
    print(f"{size / seconds / 1e6:.2f} MB/s over {size} bytes")
    return status


if __name__ == "__main__":
    sys.exit(main())
