"""Text files become reports: one module a format, one registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from store.errors import ImportFailed
from store.importing import files, markdown, plain
from store.importing.files import MAX_BYTES, file_bytes, shown
from store.importing.metadata import Facts
from store.importing.outcome import Kind, Outcome, Skipped
from store.model import Report
from store.text import decode, report_id, sha256, text_hash

__all__ = ["MAX_BYTES", "READERS", "Kind", "Outcome", "Skipped", "find_files", "read", "shown"]

READERS: Mapping[str, Callable[[str], Facts]] = MappingProxyType(
    {".txt": plain.facts, ".md": markdown.facts, ".markdown": markdown.facts}
)
"""Suffix in lower case to the function that finds title, source and date in the canonical text."""

_BINARY_SHARE = 0.05
_TEXT_CONTROLS = frozenset("\a\b\t\n\v\f\x0e\x0f\x1b")  # what terminals and their logs use
_CONTROLS = re.compile(f"[{''.join(set(map(chr, range(32))) - _TEXT_CONTROLS)}]")


def find_files(paths: Iterable[Path]) -> Iterator[Path | Skipped]:
    """Yield the files that paths stand for, and a `Skipped` for each thing that is passed over.

    Files that are named come as they are; folders are searched in the order of names, without
    following links and without hidden files.
    """
    return files.find_files(paths, READERS)


def read(path: Path, encoding: str | None = None) -> Report:
    """Read one file as a report.

    Args:
        path: a regular file of at most `MAX_BYTES` bytes, or a link to one.
        encoding: read the bytes so, instead of finding the encoding out.

    Raises:
        ImportFailed: if the file cannot become a report; the message names it and says what to do.
    """
    raw = file_bytes(path)
    facts_of = _reader(path)
    text, decoding = decode(raw, encoding)
    _check(path, text)
    facts = facts_of(text)
    digest = text_hash(text)
    return Report(
        id=report_id(digest),
        text=text,
        title=facts.title or without_suffix(path),
        source=facts.source,
        published=facts.published,
        origin=shown(path.absolute()),
        decoding=decoding,
        raw_sha256=sha256(raw),
        text_sha256=digest,
        imported=datetime.now(UTC),
    )


def without_suffix(path: Path) -> str:
    """Return the name of a file without its suffix, as a string that can be encoded."""
    return shown(Path(path.stem))


def _reader(path: Path) -> Callable[[str], Facts]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportFailed(
            f"{shown(path)}: only {', '.join(sorted(READERS))} are read;"
            " save it as text in UTF-8 under such a name."
        )
    return reader


def _check(path: Path, text: str) -> None:
    """Refuse what has nothing to read.

    Raises:
        ImportFailed: if the text is blank, or so full of controls that it is no text: compressed
            data has them in 9 % of its bytes by chance.
    """
    if not text.strip():
        raise ImportFailed(f"{shown(path)}: the file is empty; check that it was saved.")
    controls = len(_CONTROLS.findall(text))
    if controls > max(8, len(text) * _BINARY_SHARE):
        raise ImportFailed(f"{shown(path)}: binary data, not text; export it as text first.")
