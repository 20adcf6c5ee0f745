"""Whether the name of a label is on record in the files of a library, as it was when it was saved.

Tags and edits keep the name under which they were made; the scheme says which label has it now.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_BETWEEN = re.compile(r"[\t\r\n\"']|^o(?:n|ff) ", re.MULTILINE)
"""What stands around a name in the own files: of terms, of patterns and of switches."""


def bears(library: Path, name: str) -> bool:
    """Tell whether a tag, a verdict, an edit or an own file bears a name.

    A file that cannot be read may do so. It reads every report.
    """
    from store.entities import own  # not before a change of labels is taken back

    if any(_report_bears(path, name) for path in (library / "reports").glob("*.json")):
        return True
    return any(_own_files_bear(folder, name) for folder in own.folders(library))


def _report_bears(path: Path, name: str) -> bool:
    try:
        content = path.read_bytes()
        # Hardly any file has the name at all, and one that another program wrote may escape it.
        if json.dumps(name, ensure_ascii=False).encode() not in content and b"\\u" not in content:
            return False
        return _labelled(json.loads(content), name)
    except (OSError, ValueError, RecursionError):
        return True


def _labelled(value: Any, name: str) -> bool:
    """Tell whether anything within a value has a label of that name."""
    if isinstance(value, dict):
        return value.get("label") == name or any(_labelled(one, name) for one in value.values())
    return isinstance(value, list) and any(_labelled(one, name) for one in value)


def _own_files_bear(folder: Path, name: str) -> bool:
    try:
        files = [path for path in folder.iterdir() if path.suffix in (".tsv", ".toml", ".txt")]
        texts = [path.read_text(encoding="utf-8", errors="surrogateescape") for path in files]
    except OSError:
        return True
    found = (text for text in texts if name in text)
    return any(name in map(str.strip, _BETWEEN.split(text)) for text in found)
