"""Key notation: from what a person writes, `g g` or `Ctrl+P`, to the names that Textual sends.

The names are those of Textual 8.2.8's `event.key`; a test holds the tables against Textual.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

KeySequence: TypeAlias = tuple[str, ...]
"""Key names to be pressed one after the other, such as `("g", "g")` or `("ctrl+p",)`."""

CANCELLING: Final = frozenset({"escape", "ctrl+g"})
"""The keys that drop a sequence begun; they cannot continue one."""

_SYMBOLS: Final[Mapping[str, str]] = {
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "question_mark": "?",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}

# name: (how it is shown, how it is shown in ASCII)
_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "up": ("↑", "Up"),
    "down": ("↓", "Down"),
    "left": ("←", "Left"),
    "right": ("→", "Right"),
    "home": ("Home", "Home"),
    "end": ("End", "End"),
    "pageup": ("PgUp", "PgUp"),
    "pagedown": ("PgDn", "PgDn"),
    "insert": ("Ins", "Ins"),
    "delete": ("Del", "Del"),
    "backspace": ("Backspace", "Backspace"),
    "enter": ("Enter", "Enter"),
    "tab": ("Tab", "Tab"),
    "escape": ("Esc", "Esc"),
    "space": ("Space", "Space"),
    **{f"f{number}": (f"F{number}", f"F{number}") for number in range(1, 25)},
}

_SPELLINGS: Final[Mapping[str, str]] = {
    **{shown.lower(): name for name, pair in _NAMED.items() for shown in pair},
    **{name: name for name in (*_NAMED, *_SYMBOLS)},
    **{character: name for name, character in _SYMBOLS.items()},
    "return": "enter",
    "page_up": "pageup",
    "page_down": "pagedown",
    "period": "full_stop",
    "dot": "full_stop",
    "equals": "equals_sign",
}

_MODIFIERS: Final[Mapping[str, str]] = {
    **{name: name for name in ("alt", "ctrl", "hyper", "meta", "shift", "super")},
    "control": "ctrl",
    "option": "alt",
}

# Without the Kitty protocol both arrive as the same bytes; the keypad is named apart only with it.
_ALIASES: Final[Mapping[str, str]] = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+@": "ctrl+space",
    "ctrl+at": "ctrl+space",
    "ctrl+slash": "ctrl+underscore",
    "ctrl+minus": "ctrl+underscore",
    "add": "plus",
    "subtract": "minus",
    "multiply": "asterisk",
    "divide": "slash",
    "decimal": "full_stop",
    "separator": "comma",
    "equal": "equals_sign",
}

_TWINS: Final = frozenset({"ctrl+@", "ctrl+at"})
"""Not remarked upon: both names are what terminals say."""

_NAVIGATION = "up|down|left|right|home|end|pageup|pagedown|insert|delete"
# Compiled when they are asked for, which no start does.
_SURE: Final = (
    r"[^+]+|shift\+tab|ctrl\+[a-z]"
    r"|ctrl\+(space|underscore|backslash|right_square_bracket|circumflex_accent)"
    r"|alt\+[a-z]|alt\+shift\+(?![op]$)[a-z]"
    r"|alt\+(less_than_sign|greater_than_sign|left_curly_bracket|right_curly_bracket)"
    rf"|(alt|ctrl|shift|ctrl\+shift)\+({_NAVIGATION})"
)

BEGINNINGS: Final = frozenset(
    {
        "alt+left_square_bracket",
        "alt+right_square_bracket",
        "alt+shift+o",
        "alt+shift+p",
    }
)
"""Keys whose bytes begin those of others: arrow and function keys, or what a terminal answers.

Source: ECMA-48, 5.3, and xterm's control sequences; terminals send Alt as Escape.
"""
_CAPITAL: Final = r"((?:alt|option)\+)([A-Z])"
"""How one would write Shift as well; with a capital `Alt` it is how `display` writes Alt alone."""


class UnknownKey(ValueError):
    """A spelling that names no key; `args[0]` says which and proposes the nearest."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known spelling that is most like a word, or `""` if none is."""
    from difflib import get_close_matches  # late: it costs 2 ms, and most spellings are known

    # Comparing is quadratic in the length, and no spelling of ours is longer than forty.
    return next(iter(get_close_matches(word[:40].lower(), list(known), n=1)), "")


@lru_cache(maxsize=4096)  # a keymap is checked and read, both at each start
def parse(spelling: str) -> KeySequence:
    """Return the key names of a spelling such as `g g`, `Ctrl+P`, `?` or `shift+g`.

    Raises:
        UnknownKey: if the spelling is empty, or one of its keys does not exist or never arrives.
    """
    if not (tokens := spelling.split()):
        raise UnknownKey("a key is missing; write false to unbind a command")
    return tuple(_key(token) for token in tokens)


def same_as(spelling: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of a spelling that terminals send as other keys, and those, as shown."""
    for token in spelling.split():
        modifiers, base = _split(token)
        held = sorted({_MODIFIERS.get(modifier, modifier) for modifier in modifiers})
        name = _SPELLINGS.get(base.lower(), base.lower())
        if (written := "+".join((*held, name))) in _ALIASES and written not in _TWINS:
            yield _shown(written, ascii_only=True), _shown(_ALIASES[written], ascii_only=True)
        if held == ["ctrl", "shift"] and len(name) == 1 and name.isalpha():
            yield _shown(written, ascii_only=True), _shown(f"ctrl+{name}", ascii_only=True)


def capitals(spelling: str) -> Iterator[tuple[str, str, str]]:
    """Yield the keys of a spelling such as `alt+O`, what each is read as, and that with Shift."""
    for token in spelling.split():
        if written := re.fullmatch(_CAPITAL, token):
            alt, letter = written[1], written[2].lower()
            yield token, alt + letter, f"{alt}shift+{letter}"


def named(character: str) -> str:
    """Return the name under which Textual sends a character."""
    if character.isalnum():
        return character
    known = _SPELLINGS.get(character)
    if known is not None:
        return known
    return unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")


def translated(key: str, langmap: Mapping[str, str]) -> str:
    """Return a key as a layout has it, with whatever is held; itself if the layout has it not."""
    if key.isascii():
        return key
    modifiers, base = _split(key)
    return "+".join((*modifiers, langmap[base])) if base in langmap else key


def canonical(key: str) -> str:
    """Return the one name that stands for all keys that terminals cannot tell apart."""
    return _ALIASES.get(key, key)


@lru_cache(1024)
def display(sequence: KeySequence, *, ascii_only: bool = False) -> str:
    """Return how a sequence is shown: `Ctrl+P`, `g g`, `↓` (`Down` in ASCII); `parse` reads it."""
    return " ".join(_shown(key, ascii_only) for key in sequence)


def printable(key: str) -> bool:
    """Tell whether a key types a character, so that it cannot be a command where one types."""
    return len(key) == 1 or key == "space" or key in _SYMBOLS


def sure(key: str) -> bool:
    """Tell whether terminals send a key as such, without the Kitty protocol (measured)."""
    return bool(re.fullmatch(_SURE, key)) and key != "shift+f3"


def _key(token: str) -> str:
    modifiers, base = _split(token)
    unknown = [name for name in modifiers if name not in _MODIFIERS]
    if unknown:
        raise UnknownKey(_unknown(unknown[0], _MODIFIERS))
    name = _base(base)
    held = sorted({_MODIFIERS[modifier] for modifier in modifiers})
    if held == ["shift"] and (len(name) == 1 or name in _SYMBOLS):
        return _shifted(name)
    if held and name.isascii():
        name = name.lower()
    return canonical("+".join((*held, name)))


def _split(token: str) -> tuple[list[str], str]:
    """Split `ctrl++` into its modifiers and its key; the last character is always the key's."""
    head, plus, last = token[:-1].rpartition("+")
    return ([part.lower() for part in head.split("+")] if plus else []), last + token[-1]


def _base(word: str) -> str:
    if len(word) == 1 and word.isalnum():
        return word
    if (name := _SPELLINGS.get(word.lower())) is None:
        raise UnknownKey(_unknown(word, _SPELLINGS))
    return name


def _shifted(name: str) -> str:
    # Terminals send what Shift makes of a key: `G`, or on one layout `!` and on another `1`.
    if len(name.upper()) == 1 and name.upper() != name.lower():
        return name.upper()
    raise UnknownKey(
        f"shift+{_SYMBOLS.get(name, name)} never arrives; write the character that Shift makes"
    )


def _unknown(word: str, known: Iterable[str]) -> str:
    proposal = nearest(word, known)
    return f"there is no key {word[:40]!r}" + (f"; did you mean {proposal!r}?" if proposal else "")


def _shown(key: str, ascii_only: bool) -> str:
    modifiers, base = _split(key)
    if len(base) == 1:
        base = base.upper() if modifiers and base.isascii() else base
    elif base in _NAMED:
        base = _NAMED[base][ascii_only]
    else:
        base = _SYMBOLS.get(base, base)
    return "+".join((*(name.capitalize() for name in modifiers), base))
