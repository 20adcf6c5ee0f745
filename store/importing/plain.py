"""Plain text: everything is read from the first lines."""

from __future__ import annotations

from store.importing import metadata
from store.importing.metadata import Facts


def facts(text: str) -> Facts:
    """Return what a plain text says of itself near its top."""
    return Facts(metadata.title(text), metadata.source(text), metadata.published(text))
