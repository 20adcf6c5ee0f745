"""Run patterns that are meant to harm: `hostile_patterns.py`.

For each of them, as the only rule of a user: what became of it, the seconds until the search was
over (the limit is 3), and the longest gap between two ticks of another thread of the same process
(the limit is 100 ms; it stands for the screen). The text is 30,000 code points.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter

from store.entities.foreign import Foreign
from store.entities.rules import Rule

TEXT = ("The terrorist cell met near Mosul. " + "a" * 200 + "! ") * 120
PATTERNS = {
    "R1 nested alternation": "(a|aa)+$",
    "R1 nested repeat": "(a+)+$",
    "R1 starred star": "(?:a*)*b",
    "R1 three ways": "(?:a|a|aa)+c",
    "R1 dots": "(.*a){25}b",
    "R1 back reference": r"(\w+)\s(?:.*\1){12}z",
    "R1 recursion": r"(?:a(?R)?a?)+b",
    "R1 look-behind": r"(?<=(?:a|aa)+c)x",
    "R2 fuzzy": "(?b)(..){e<=10}",
    "R2 fuzzy word": "(?b)(?:terrorist.{30}){e<=12}",
    "R2 fuzzy without bound": "(?b)(terrorist){e}",
    "R2 fuzzy, bound by zero": "(?b)(?:terrorist){e<=99999999}",
    "R3 nested counts": "((a{1000}){1000}){1000}",
    "R3 large groups": "(?:(?:ab){65536}){65536}",
    "R3 huge count": "x{99999999}",
    "R3 deep": "(" * 490 + "a" + ")" * 490,
    "R3 deep and long": "(" * 20_000 + "a" + ")" * 20_000,
    "R3 case folding": "(?if)" + "ß{500}" * 100,
    "R4 list of names": "|".join(f"name{number}" for number in range(50_000)),
    "R4 names within bounds": "|".join(f"n{number}" for number in range(160)),
    "R5 empty": "",
    "R5 any": ".",
    "R5 empty everywhere": "(?=.)|x*",
    "broken": "(a",
}


class Ticks:
    """A thread that notes how late it is."""

    def __enter__(self) -> Ticks:
        self.worst = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        last = time.perf_counter()
        while not self._over.wait(0.005):
            now = time.perf_counter()
            self.worst = max(self.worst, now - last)
            last = now


def main() -> int:
    """Run all, print, and return 1 if a limit was passed."""
    failed = False
    print(f"{'pattern':26} {'s':>5} {'gap ms':>6}  what became of it")
    for name, pattern in PATTERNS.items():
        rule = Rule("own.rule", "Weapon", "Why.", name, pattern, written=len(pattern))
        with Ticks() as ticks:
            begun = time.perf_counter()
            rules = Foreign([rule])
            found = rules.search(TEXT, [], Counter())
            seconds = time.perf_counter() - begun
        rules.close()
        told = rules.faults.get("own.rule", "runs")
        print(f"{name:26} {seconds:5.2f} {ticks.worst * 1000:6.0f}  {len(found)} hits; {told}")
        failed |= seconds > 3 or ticks.worst > 0.1
    return failed


if __name__ == "__main__":
    sys.exit(main())
