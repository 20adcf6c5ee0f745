"""Markdown: the text stays as it stands; its front matter, if any, is believed first."""

from __future__ import annotations

import re
from datetime import date

from store.importing import metadata
from store.importing.metadata import MAX_TITLE, Facts

_FRONT = re.compile(r"---[ \t]*\n((?:.*\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1")


def facts(text: str) -> Facts:
    """Return what the front matter says, and for the rest what the first lines say."""
    front = _FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    body = text[front.end() :] if front else text
    return Facts(
        _plain(fields.get("title") or metadata.title(body))[:MAX_TITLE],
        _first(fields, "source", "publisher", "agency") or metadata.source(body),
        _date(_first(fields, "date", "published")) or metadata.published(body),
    )


def _fields(front: str) -> dict[str, str]:
    """Return the simple `key: value` lines, without the quotes of YAML."""
    return {key.lower(): value.strip("\"'").strip() for key, value in _FIELD.findall(front)}


def _first(fields: dict[str, str], *keys: str) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


def _date(stated: str) -> date | None:
    return metadata.date_line(stated) if stated else None


def _plain(title: str) -> str:
    """Return a title without the marks of links and emphasis."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", title)).strip()
