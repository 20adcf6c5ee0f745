"""Colours of labels: which ink is readable on a fill; pure."""

from __future__ import annotations

from functools import lru_cache

DARK_INK = "#101010"
LIGHT_INK = "#ffffff"


@lru_cache(maxsize=256)
def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1, after WCAG 2.1."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, after WCAG 2.1."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(fill: str) -> str:
    """Return the ink, dark or light, that is read best on a fill."""
    return max((LIGHT_INK, DARK_INK), key=lambda ink: contrast(ink, fill))


def blend(colour: str, other: str, share: float) -> str:
    """Return a colour moved towards another one by a share of 0 to 1."""
    channels = (
        round(int(colour[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def readable(colour: str, background: str, least: float = 4.5) -> str:
    """Return an ink of a colour's hue with a contrast of at least so much to a background.

    WCAG 2.1 asks for 4.5 (success criterion 1.4.3).
    """
    towards = ink_on(background)
    shares = (share / 10 for share in range(11))
    inks = (blend(colour, towards, share) for share in shares)
    return next((ink for ink in inks if contrast(ink, background) >= least), towards)
