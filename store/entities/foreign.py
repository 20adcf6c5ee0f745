"""Rules of others than spantag: run in a process of their own, which may come to harm.

That process (`store.entities.guard`) is started when there are such rules and something to read.
One that is refused, or that ended the process, is named in `faults` and never tried again; the
others go on.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.entities.guard import HITS, SECONDS, refusal
from store.entities.overlap import Proposal
from store.entities.rules import Rule

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parent.parent.parent
FIELDS = ("name", "label", "why", "where", "pattern", "needs", "on", "before", "after", "sign")
SENT = (*FIELDS, "canonical", "priority")
"""What the process must know of a rule; examples stay here."""
ATTEMPTS = 3
"""How often the process is started for one text after it ended, before the text goes without."""


class Foreign:
    """Foreign rules and the process that runs them; threads may share it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.faults: dict[str, str] = {}
        """By the name of a rule, why it is not used, or not everywhere."""
        self._out: set[int] = set()
        """The numbers of the rules that are never tried again."""
        self._guard = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._closed = False
        self._names = {name for rule in self.rules for name in rule.on}
        for number, rule in enumerate(self.rules):
            patterns = (rule.pattern, rule.before, rule.after)
            if why := next(filter(None, (refusal(p, rule.written) for p in patterns)), ""):
                self._fault(number, why)

    def search(self, text: str, found: Iterable[Proposal], hits: Counter[str]) -> list[Proposal]:
        """Return what the rules propose in a stretch of text, also from what others found there.

        Args:
            text: of at most some ten thousand code points, for the time that a rule has is fixed.
            found: what rules may build on.
            hits: of each rule in the document so far; one with over `HITS` is left out, and the
                new ones are added.
        """
        named = [p[:5] for p in found if p.label in self._names or p.rule in self._names]
        with self._guard:
            for _ in range(ATTEMPTS + len(self.rules)):
                skip = self._out | {n for n, r in enumerate(self.rules) if hits[r.name] >= HITS}
                if self._closed or len(skip) == len(self.rules):
                    return []
                asked = {"text": text, "found": named, "skip": sorted(skip)}
                made = self._ask(asked) if self._ready() else None
                if made is not None:
                    return self._counted(made, len(text), hits)
        return []

    def close(self) -> None:
        """End the process, at once also if it is at work; nothing is found any more."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()

    def _counted(
        self, made: Iterable[Sequence[Any]], length: int, hits: Counter[str]
    ) -> list[Proposal]:
        """Return as proposals what the process says, and count it."""
        proposals = []
        for number, start, end, canonical in made:
            rule = self.rules[number]
            if 0 <= start < end <= length:
                proposals.append(
                    Proposal(start, end, rule.label, rule.name, canonical, rule.priority)
                )
                hits[rule.name] += 1
        for name, count in hits.items():
            if count >= HITS:
                self.faults[name] = f"it matched {HITS} times in one text; the rest is left out"
        return proposals

    def _ready(self) -> bool:
        """Start the process if it does not run; tell whether it has compiled the rules."""
        if self._process is not None and self._process.poll() is None:
            return True
        self._end()
        try:
            self._process = _start()
        except OSError as error:
            for number in set(range(len(self.rules))) - self._out:
                self._fault(number, f"no process could be started for it ({error}); try again")
            return False
        weakref.finalize(self, _stop, self._process)
        rules = [
            {field: getattr(rule, field) for field in SENT}
            | ({"pattern": "", "before": "", "after": ""} if number in self._out else {})
            for number, rule in enumerate(self.rules)
        ]
        return self._ask({"rules": rules}) is not None

    def _ask(self, message: dict[str, Any]) -> list[Sequence[Any]] | None:
        """Return the answer of the process; nothing if it ended, and what ended it is out."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        at = -1
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        for line in process.stdout:
            if not line.endswith("\n"):  # it was ended in the middle of a word
                break
            said = json.loads(line)
            if "made" in said:
                made: list[Sequence[Any]] = said["made"]
                return made
            if "at" in said:
                at = said["at"]
            elif "slow" in said:
                self._fault(said["slow"], "it takes too long; simplify it")
            else:
                self._fault(*said["refused"])
        if at >= 0 and not self._closed:
            self._fault(at, f"it took over {SECONDS:.0f} seconds or too much memory; simplify it")
        self._end()
        return None

    def _fault(self, number: int, why: str) -> None:
        self._out.add(number)
        self.faults[self.rules[number].name] = why

    def _end(self) -> None:
        if self._process is not None:
            _stop(self._process)
            self._process = None


def _start() -> subprocess.Popen[str]:
    """Start the process that runs foreign patterns."""
    import subprocess  # it costs 10 ms, and most have no such patterns

    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        # -P: a folder of the same name where spantag was started must not be imported.
        [sys.executable, "-P", "-m", "store.entities.guard"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        encoding="ascii",
        start_new_session=True,
    )


def _stop(process: subprocess.Popen[str]) -> None:
    """End the process, which has nothing to lose."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()
