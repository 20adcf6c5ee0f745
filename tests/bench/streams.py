"""Sends random keys to the reader, in each keymap, on a report with overlaps, emoji and Arabic.

Usage: streams.py [KEYS [SEED...]]      (default 2000 keys, seed 1; some ten minutes; run from the
checkout)

No exception may come, every quote must be right, and undo must give the first state back; see
`tests/tui/streams.py`. Prints how many keys were sent and how many commands they asked for; exit
status 1 with the seed if something is wrong.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from keymaps import available  # noqa: E402
from store.model import Decoding, Report  # noqa: E402
from store.text import report_id, text_hash  # noqa: E402
from tests.tui.streams import TEXT, run, units  # noqa: E402


def report() -> Report:
    """Return the report that is read."""
    digest = text_hash(TEXT)
    return Report(
        id=report_id(digest),
        text=TEXT,
        title="Report",
        source="",
        published=None,
        origin="/in/a.txt",
        decoding=Decoding("utf-8", "strict"),
        raw_sha256=digest,
        text_sha256=digest,
        imported=datetime(2026, 11, 22, tzinfo=UTC),
    )


def sent(keymap: str, count: int, seed: str) -> bool:
    """Send a stream, print its figures, and tell whether all was right."""
    rng, found, parts, length = random.Random(seed), units(keymap), list[tuple[str, ...]](), 0
    while length < count:
        parts.append(rng.choice(found))
        length += len(parts[-1])
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        try:
            commands = run(Path(folder) / "library", report(), keymap, parts)
        except AssertionError as error:
            print(f"{keymap}, seed {seed}: {error}")
            return False
    seconds = time.monotonic() - began
    print(
        f"{keymap}, seed {seed}: {length} keys, {len(commands)} commands, {seconds:.0f} s",
        flush=True,
    )
    return True


def main() -> int:
    """Send the streams, and return the exit status."""
    count, *seeds = sys.argv[1:] or ["2000"]
    results = [sent(keymap, int(count), seed) for seed in seeds or ["1"] for keymap in available()]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
