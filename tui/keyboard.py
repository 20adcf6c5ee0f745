"""Which keymap is in use: the option's, else the settings', else the default one; never none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from keymaps import Keymap, KeymapError, available, inherited_by, load
from keymaps.langmap import LangmapError, layouts
from tui import settings

_DEEPEST = 8
"""How many keymaps in a row, each inherited by the one before, are tried."""


class Keyboard(Struct, frozen=True):
    """The user's folder for settings, and what the settings in it say of the keyboard."""

    folder: Path
    settings: settings.Settings

    @classmethod
    def of_user(cls) -> Keyboard:
        """Return that of the user who runs the program."""
        folder = settings.folder()
        return cls(folder, settings.load(folder / "settings.toml"))

    def names(self) -> tuple[str, ...]:
        """Return the keymaps to choose from: those that come with spantag, and the user's own."""
        own = sorted(path.stem for path in (self.folder / "keymaps").glob("*.toml"))
        return (*available(), *(name for name in own if name not in available()))

    def chosen(self, option: str | None) -> tuple[Keymap, str]:
        """Return the keymap in use, and what is wrong with the one asked for, or nothing."""
        keymap, notice = self.usable(self.wanted(option))
        return keymap, " ".join((*self.settings.problems, notice)).strip()

    def wanted(self, option: str | None) -> str:
        """Return the name or file of the keymap that is asked for."""
        if option:
            return self._own(option)
        name = self.settings.keymap
        if name.endswith(".toml") or "/" in name:
            # Unlike the one of `Path`, this leaves the home of a user who does not exist as it is.
            return str(self.folder / os.path.expanduser(name))  # noqa: PTH111
        return self._own(name) if name else "default"

    def _own(self, name: str) -> str:
        """Return the file of the user's own keymap of a name, if there is one."""
        is_name = name not in available() and "/" not in name and name.isprintable()
        file = self.folder / "keymaps" / f"{name}.toml"
        with suppress(OSError):  # such as a name that is too long for a file
            if is_name and file.is_file():
                return str(file)
        return name

    def usable(self, name: str) -> tuple[Keymap, str]:
        """Return a keymap; if it is wrong the one that it inherits, and what is wrong."""
        problem = ""
        for _ in range(_DEEPEST):
            keymap, found = _loaded(self._own(name))
            problem = problem or found
            if keymap is not None:
                keymap, langmap_problem = self._with_layouts(keymap)
                used = f"The keymap {keymap.name} is in use: {problem}" if problem else ""
                return keymap, " ".join(filter(None, (used, langmap_problem)))
            name = inherited_by(self._own(name))
        return load("default"), f"The default keymap is in use: {problem}"

    def _with_layouts(self, keymap: Keymap) -> tuple[Keymap, str]:
        try:
            langmap = layouts(self.settings.langmap, self.folder)
        except LangmapError as error:
            return keymap, str(error)
        return replace(keymap, langmap={**keymap.langmap, **langmap}), ""


def _loaded(name: str) -> tuple[Keymap | None, str]:
    """Return a keymap without errors, or the first of what is wrong."""
    try:
        keymap = load(name)
    except KeymapError as error:
        return None, str(error.problems[0])
    if name in available():  # tests see to those
        return keymap, ""
    # Imported late: only who has a keymap of their own waits for it.
    from keymaps.check import Severity, conflicts

    errors = [found for found in conflicts(keymap) if found.severity is Severity.ERROR]
    return (None, str(errors[0])) if errors else (keymap, "")
