"""The dialog in which one label is edited, a new one too."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store import labels
from store.errors import LabelError
from store.model import Label
from store.scheme import Scheme
from tui.screens.forms import Form

Change = Callable[[Scheme, Label], Scheme]
"""Makes a scheme with the label, or raises what is wrong with it."""


class EditLabel(Form[Label]):
    """Edit a label; it closes with what became of it once a scheme can have that."""

    CAPTIONS = (
        ("name", "Name"),
        ("key", "Letter, after the label leader"),
        ("digit", "Digit, which applies it at once"),
        ("colour", "Colour (#rrggbb)"),
        ("parent", "Is a kind of (another label)"),
        ("description", "Description"),
    )

    def __init__(self, title: str, label: Label, scheme: Scheme, change: Change) -> None:
        super().__init__(title)
        self._label = label
        self._scheme = scheme
        self._change = change

    def given(self, name: str) -> str:
        """Return what stands in a field at first."""
        return str(getattr(self._label, name))

    def action_accept(self) -> None:
        """Close with the label, if the scheme can have it."""
        try:
            label = self._typed()
            self._change(self._scheme, label)
        except LabelError as error:
            self.tell(error.message, error=True)
        else:
            self.dismiss(label)

    def _typed(self) -> Label:
        fields = {name: self.typed(name) for name, _ in self.CAPTIONS}
        if fields["parent"].casefold() not in ("", fields["name"].casefold()):
            fields["parent"] = labels.find(self._scheme, fields["parent"]).name
        return replace(
            self._label,
            name=fields["name"],
            key=fields["key"],
            digit=fields["digit"],
            colour=fields["colour"].lower(),
            parent=fields["parent"],
            description=fields["description"],
        )
