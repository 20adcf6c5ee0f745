"""What a program writes to a terminal, cut into tokens: sequences, controls and text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TOKEN = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<string>[PX^_][^\x1b]*\x1b\\)"
    r"|\x1b(?P<escape>[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_WITH_PARAMETERS = "hlpu"
"""Finals of which the parameters say what they do; those of the others are places and looks."""
ZWNJ = "\u200c"
"""The one invisible character that may be drawn: scripts need it between their letters."""


def tokens(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield the kind and content of every token; text has the kind `text`.

    The kind of a mode or a query holds its parameters, that of an OSC all of it.

    Raises:
        UnicodeDecodeError: if the bytes are no UTF-8.
    """
    for match in _TOKEN.finditer(raw.decode("utf-8", "strict")):
        name = match.lastgroup or ""
        content = match[name]
        if name == "text":
            yield "text", content
        elif name == "csi":
            yield f"CSI {csi_kind(content)}", content
        else:
            yield f"{name} {content!r}", content


def csi_kind(content: str) -> str:
    """Return a control sequence without the parameters that are places or looks."""
    if content[-1] in _WITH_PARAMETERS or content[0] in "<=>":
        return content
    return "".join(char for char in content if char not in "0123456789;:")


def kinds(raw: bytes) -> set[str]:
    """Return the kinds of the tokens."""
    return {kind for kind, _ in tokens(raw)}


def harmful(raw: bytes) -> set[str]:
    """Return the characters in the text that a terminal would obey, hide or reorder by."""
    text = set[str]().union(*(content for kind, content in tokens(raw) if kind == "text"))
    return {
        char
        for char in text
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and char != ZWNJ
    }


def looks(raw: bytes) -> set[int]:
    """Return every parameter of the sequences that set colours and attributes (SGR)."""
    return {
        int(number or 0)
        for kind, content in tokens(raw)
        if kind == "CSI m"
        for number in re.split("[;:]", content[:-1])
    }


def modes_on(raw: bytes) -> set[int]:
    """Return the private modes of which the last word was to switch them on."""
    on = set[int]()
    for numbers, final in _MODES.findall(raw):
        for number in map(int, numbers.split(b";")):
            (on.add if final == b"h" else on.discard)(number)
    return on
