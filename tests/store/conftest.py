"""What tests of the store share."""

from __future__ import annotations

from typing import Any

import pytest

from store.database import Transaction


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The searches of whole tables for ids, as they are made."""
    made: list[object] = []
    find = Transaction._keys

    def counted(*all_: Any) -> list[tuple[str, str | int]]:
        made.append(all_)
        return find(*all_)

    monkeypatch.setattr(Transaction, "_keys", counted)
    return made
