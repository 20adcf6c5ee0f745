"""What a user has chosen once for all: `settings.toml` in their folder for settings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from keymaps.keys import nearest

_LARGEST: Final = 100_000
"""The size in bytes above which a file is none of ours."""


class Settings(Struct, frozen=True):
    """The keymap, a name or a file, and the keyboard layouts whose letters are taken as commands.

    `low_bandwidth` spares the line, None if that is not said; `copy` is one of `COPY`.
    `problems` says what of the file could not be used, a line each; the rest of it holds.
    """

    keymap: str = ""
    langmap: tuple[str, ...] = ()
    low_bandwidth: bool | None = None
    copy: str = "ask"
    problems: tuple[str, ...] = ()


COPY: Final = ("off", "ask", "on")
"""Whether text may be copied to the terminal's clipboard: never, when allowed, or whenever told."""
_NAMES: Final = ("keymap", "langmap", "low_bandwidth", "copy")


def folder() -> Path:
    """Return the user's folder for settings; it need not exist."""
    # Imported late: it costs 30 ms, and few commands need it.
    from platformdirs import user_config_path

    return user_config_path("spantag", appauthor=False)


def load(file: Path) -> Settings:
    """Return what a file of settings says; nothing, if there is none."""
    try:
        if not file.exists():
            return Settings()
        # A device or a pipe has no end.
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise OSError("it is no file of settings")
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        return Settings(problems=(f"{_shown(file)} cannot be read and is left out: {error}",))
    keymap, langmap = document.get("keymap", ""), document.get("langmap", [])
    low, copy = document.get("low_bandwidth"), document.get("copy", "ask")
    return Settings(
        keymap if isinstance(keymap, str) else "",
        tuple(langmap) if _is_names(langmap) else (),
        low if isinstance(low, bool) else None,
        # Whoever wrote something else there did not mean that text may leave.
        copy if isinstance(copy, str) and copy in COPY else "off",
        tuple(f"{_shown(file)}: {problem}" for problem in _problems(document)),
    )


def _problems(document: dict[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        if name not in _NAMES:
            proposal = nearest(name, _NAMES)
            choice = f"did you mean {proposal}?" if proposal else f"there are {', '.join(_NAMES)}"
            yield f"there is no setting {name[:40]!r}; {choice}"
        elif name == "keymap" and not isinstance(value, str):
            yield "keymap: write the name of a keymap, or a file, in quotes"
        elif name == "langmap" and not _is_names(value):
            yield 'langmap: write a list of layouts, such as ["arabic"]'
        elif name == "low_bandwidth" and not isinstance(value, bool):
            yield "low_bandwidth: write true or false"
        elif name == "copy" and (not isinstance(value, str) or value not in COPY):
            yield 'copy: write "off", "ask" or "on"; until then it is off'


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _shown(file: Path) -> str:
    return str(file) if str(file).isprintable() else repr(str(file))
