"""Text cut and padded to a number of terminal cells; pure."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from tui.display import visible

ELLIPSIS = "…"


def cut(text: str, width: int) -> str:
    """Return foreign text made visible and no wider than `width` cells, an ellipsis at the cut."""
    # A cell holds at most a base and four marks, so that a huge text is not scanned whole.
    shown = visible(text[: 5 * max(width, 0) + 5])
    if cell_len(shown) <= width:
        return shown
    # What was cut before has its ellipsis already.
    return set_cell_size(shown, width - 1).rstrip(ELLIPSIS) + ELLIPSIS if width > 0 else ""


def fit(text: str, width: int, align: str = "left") -> str:
    """Return foreign text made visible and exactly `width` cells wide."""
    shown = cut(text, width)
    blank = " " * (max(width, 0) - cell_len(shown))
    return blank + shown if align == "right" else shown + blank


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Return foreign text made visible on lines of `width` cells, broken at blanks if it can be.

    There are at most so many lines; the last one is cut if it has to hold more.
    """
    lines, rest = list[str](), visible(text).strip()
    while rest and len(lines) < most - 1:
        head = set_cell_size(rest, width).rstrip() if cell_len(rest) > width else rest
        blank = head.rfind(" ")
        if len(head) < len(rest) and rest[len(head)] != " " and blank > 0:
            head = head[:blank]
        lines.append(head)
        rest = rest[max(1, len(head)) :].lstrip()
    return [*lines, cut(rest, width)] if rest else lines


def size(count: int) -> str:
    """Return a number of code points as people read it: `987`, `5.5k`, `1.2M`."""
    if count < 1000:
        return str(count)
    value, unit = (count / 1000, "k") if count < 999_500 else (count / 1_000_000, "M")
    return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"


def counted(count: int, singular: str) -> str:
    """Return a count with its noun: `1 tag`, `12 tags`, `53,600 tags`."""
    return f"{count:,} {singular}" if count == 1 else f"{count:,} {singular}s"
