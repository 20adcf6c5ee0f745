"""Everything that can go wrong in the store, as one tree.

SpantagError
├── SpanError            offsets that do not fit the text
├── ImportFailed         a file that cannot become a report
├── RuleError            a rule file or gazetteer that cannot be used
├── LabelError           a label that the scheme does not have
│   └── LabelGone        the label of what undo or redo would bring back
├── ExportError          an export that cannot be written
└── LibraryError         a library that cannot be used as asked
    ├── NotFound         no such report or tag
    ├── Changed          what was to change has been changed since
    ├── Damaged          a file of the library that cannot be read
    ├── NewerSchema      a file that a later version wrote
    └── SaveFailed       a change that did not reach the disk
"""

from __future__ import annotations


class SpantagError(Exception):
    """An error that a user can meet: what happened, to which file or key, and what to do."""

    title = "Something went wrong"

    @property
    def message(self) -> str:
        """The sentence to show; it may hold foreign text and must be made visible first."""
        return str(self.args[0]) if self.args else self.title


class SpanError(SpantagError):
    """Offsets that are no span, or lie outside the text."""

    title = "Not a span"


class ImportFailed(SpantagError):
    """A file that cannot become a report."""

    title = "Not imported"


class RuleError(SpantagError):
    """A rule file or gazetteer that cannot be used."""

    title = "Unusable rule"


class LabelError(SpantagError):
    """A label that the scheme does not have."""

    title = "Unknown label"


class LabelGone(LabelError):
    """A label that undo or redo would give a tag, and that the scheme does not have any more."""

    def __init__(self, label: str) -> None:
        super().__init__(f"The label {label} is gone; add it to the labels, then try again")
        self.label = label


class ExportError(SpantagError):
    """An export that cannot be written."""

    title = "Not exported"


class LibraryError(SpantagError):
    """A library that cannot be used as asked."""

    title = "Library"


class NotFound(LibraryError):
    """No such report or tag."""

    title = "Not found"


class Changed(LibraryError):
    """What was to change has been changed by another edit since; it stays as it is."""

    title = "Changed since"


class Damaged(LibraryError):
    """A file of the library that cannot be read; it is left as it is."""

    title = "Damaged file"


class NewerSchema(LibraryError):
    """A file that a later version of spantag wrote; it is left as it is."""

    title = "Newer library"


class SaveFailed(LibraryError):
    """A change that did not reach the disk; the file is as it was."""

    title = "Not saved"
