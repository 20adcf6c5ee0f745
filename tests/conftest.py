"""What tests share: a library, reports, hostile texts, and an environment cut off from the user's.

No Textual here: the tests of the headless half must not load it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.library import Library
from store.model import Decoding, Report
from store.text import report_id, text_hash

HOSTILE = {
    "escape": "\x1b]0;owned\x07\x1b[31mred\x1b[2J\x1bc",
    "c1": "\x9b31mred\x9c\x85\x90q",
    "bidi": "invoice\u202efdp.exe\u202c \u2066x\u2069 \u200f\u200e",
    "markup": "[/] [bold]x[/bold] $text [@click=app.quit]q[/]",
    "nul": "a\0b\0",
    "emoji": "👩🏽\u200d💻👨\u200d👩\u200d👧🇸🇾❤\ufe0f",
    "arabic": "كَتائِب سيّد الشُّهداء: بيان رقم ٣",
    "marks": "e\u0301a\u0308\u0323\u0300\u0301\u0302 का\u0301",
    "lines": "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
    "formula": "=cmd|'/c calc'!A0",
    "quotes": "\"a\", 'b', ;\t\\",
    "unseen": "\u200b\ufeff\u2060\u00ad\U000e0041",
}


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's home, library and name out of every test."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("SPANTAG_LIBRARY", "NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "ESCDELAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A new library, in which `ann` is at work."""
    return Library.open(tmp_path / "library", "ann", create=True)


@pytest.fixture(params=HOSTILE.values(), ids=list(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that could harm a terminal, a table, a markup parser or a spreadsheet."""
    text: str = request.param
    return text


@pytest.fixture(scope="session")
def report_of() -> Callable[..., Report]:
    """What makes a report of a text, with `title` and `origin` if they matter."""

    def make(text: str, *, title: str = "Title", origin: str = "/in/a.txt") -> Report:
        digest = text_hash(text)
        return Report(
            id=report_id(digest),
            text=text,
            title=title,
            source="Furat",
            published=date(2023, 12, 29),
            origin=origin,
            decoding=Decoding("utf-8", "strict"),
            raw_sha256=digest,
            text_sha256=digest,
            imported=datetime(2026, 11, 22, 15, 31, tzinfo=UTC),
        )

    return make
