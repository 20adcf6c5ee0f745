"""The user's own keymap file: which one it is, and how single keys of it are changed and kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from keymaps import Keymap, KeymapError, available, load
from keymaps.check import Severity
from keymaps.editing import Value, edited
from keymaps.problems import lost
from keymaps.rebinding import TITLES, Changes, kept, news, reset
from store.errors import SpantagError
from store.files import make_folder, replace_file, write_temporary
from tui.keyboard import Keyboard

NEW = """# Keys that were changed in the app. `spantag keys --check` says what is wrong with them.
name = ""
inherits = ""
"""
ENOUGH = 100
"""Own keymaps of one name that are looked at."""


class NotKept(SpantagError):
    """Keys that could not be changed; the files are as they were."""

    title = "Keys not changed"


class OwnKeymap:
    """The file that holds what the user changes of a keymap.

    It is the keymap's own file if that lies in the user's folder, else one that inherits it: what
    comes with spantag, or lies elsewhere, is never written to.
    """

    def __init__(self, keyboard: Keyboard, keymap: Keymap) -> None:
        self._keyboard = keyboard
        self._keymap = keymap
        self._folder = keyboard.folder / "keymaps"
        file = Path(keymap.file)
        self.is_users = self._folder.is_dir() and file.parent.resolve() == self._folder.resolve()
        shipped = file.stem in available() and load(file.stem).file == keymap.file
        self._parent = file.stem if shipped else str(file.absolute())
        self.path = file if self.is_users else self._heir()

    def _heir(self) -> Path:
        """Return the user's file that inherits the keymap, or a new one's path."""
        stem = f"my-{Path(self._keymap.file).stem}"
        paths = [self._folder / f"{stem}.toml"]
        paths += [self._folder / f"{stem}-{number}.toml" for number in range(2, ENOUGH)]
        return next((path for path in paths if not path.exists() or self._inherits(path)), paths[0])

    def _inherits(self, path: Path) -> bool:
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            return False
        return bool(document.get("inherits", "default") == self._parent)

    def sets(self, binding: str) -> bool:
        """Tell whether the user's file says what a binding is."""
        place = self._keymap.places.get(binding)
        return self.is_users and place is not None and place.file == str(self.path)

    def as_inherited(self, binding: str) -> dict[tuple[str, str], Value]:
        """Return the changes that give a binding its inherited keys, and others those it took.

        Raises:
            NotKept: if the file cannot be read any more.
        """
        try:
            text = self._text()
            document = tomllib.loads(text)
            own = {
                (table, name): None
                for table, names in document.items()
                if table in TITLES
                for name in names
            }
            inherited = self._loaded(edited(text, own))
            return reset(self._keymap, inherited, binding, lost(document))
        except (OSError, ValueError, KeymapError) as error:
            raise self._not_kept(error) from error

    def changed(self, binding: str, changes: Changes) -> dict[tuple[str, str], Value]:
        """Return the changes that give a binding other keys, and what others lose by it.

        Raises:
            NotKept: if the file cannot be read any more.
        """
        try:
            return kept(self._keymap, binding, changes, lost(tomllib.loads(self._text())))
        except (OSError, ValueError) as error:
            raise self._not_kept(error) from error

    def _not_kept(self, error: Exception) -> NotKept:
        return NotKept(f"{self.path} was not changed: {_reason(error)}")

    def keep(self, changes: Mapping[tuple[str, str], Value]) -> tuple[Keymap, str]:
        """Change values of the file, and return the keymap that it is then, and what to say.

        Raises:
            NotKept: if that would be no keymap that can be used, or the disk takes it not.
        """
        try:
            new = edited(self._text(), changes)
            make_folder(self._folder)
            self._check(new)
            replace_file(self.path, new.encode())
        except (OSError, ValueError, KeymapError) as error:
            raise self._not_kept(error) from error
        keymap, problem = self._keyboard.usable(str(self.path))
        return keymap, problem or f"Kept in {self.path}{self._chosen()}"

    def _text(self) -> str:
        if self.path.exists():
            return self.path.read_text(encoding="utf-8-sig")
        return edited(NEW, {("", "name"): self.path.stem, ("", "inherits"): self._parent})

    def _check(self, text: str) -> None:
        """See that the text can take the place of the keymap in use.

        Raises:
            KeymapError: if it is no keymap.
            ValueError: if keys of it clash that did not before.
        """
        for one in news(self._keymap, self._loaded(text)):
            if one.severity is Severity.ERROR:
                raise ValueError(one.message)

    def _loaded(self, text: str) -> Keymap:
        """Load the text as a file beside the others."""
        temporary = write_temporary(self._folder, [text.encode()])
        try:
            return load(temporary)
        finally:
            temporary.unlink(missing_ok=True)

    def _chosen(self) -> str:
        """Have the settings name the file, if they named what it inherits; return what to do."""
        settings = self._keyboard.folder / "settings.toml"
        name = self.path.stem
        if self.is_users:
            return ""
        if self._keyboard.wanted(None) not in (self._keymap.name, self._keymap.file):
            return f'; to use it from the start write keymap = "{name}" in {settings}'
        try:
            text = settings.read_text(encoding="utf-8-sig") if settings.exists() else ""
            replace_file(settings, edited(text, {("", "keymap"): name}).encode())
        except (OSError, ValueError) as error:
            return f'; write keymap = "{name}" in {settings}: {_reason(error)}'
        return ""


def _reason(error: Exception) -> str:
    if isinstance(error, KeymapError):
        return error.message
    return str(getattr(error, "strerror", None) or error)
