"""The colours of labels stay apart: in 256 colours, on both themes, for colour-blind eyes.

The floors are what these colours reach, not what one could wish for: fifteen fills cannot all be
far apart for eyes with two kinds of cones, so that badges, panel and status line name the label.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem

from store import labels
from tui.colours import contrast, ink_on, readable
from tui.sixteen import Depth
from tui.styles import DARK_GROUND, LIGHT_GROUND, entity_style

FILLS = labels.palette()
FIRST = [label.colour for label in labels.load()]
FLOOR = 0.065
"""The least distance of two fills in Oklab; about 0.02 is what one can just tell apart.

Source: B. Ottosson, A perceptual color space for image processing (2020).
"""
FURTHER = 0.045
"""That of a further colour from all others."""
INK = 4.5
"""The least contrast of text (WCAG 2.1, 1.4.3)."""

Matrix = tuple[tuple[float, float, float], ...]
# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
EYES: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Ottosson (2020): linear RGB to the cones, and their cube roots to Oklab.
CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour: str, eye: str) -> list[float]:
    """Return where a colour lies in Oklab for some eyes."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    simulated = [min(1.0, max(0.0, value)) for value in times(EYES[eye], linear)]
    return times(OKLAB, [value ** (1 / 3) for value in times(CONES, simulated)])


def downgraded(colour: str, system: ColorSystem) -> Color:
    return Color.parse(colour).downgrade(system)


def test_there_are_fifteen_of_them_and_as_many_further_ones() -> None:
    assert len(set(FILLS)) == len(FILLS) == 30
    assert list(FILLS[:15]) == FIRST


@pytest.mark.parametrize("eye", EYES)
def test_no_two_fills_look_alike(eye: str) -> None:
    places = {fill: seen(fill, eye) for fill in FILLS}
    for one, other in combinations(FILLS, 2):
        squares = ((a - b) ** 2 for a, b in zip(places[one], places[other], strict=True))
        floor = FLOOR if {one, other} <= set(FIRST) else FURTHER
        assert sum(squares) ** 0.5 >= floor, (one, other)


def test_the_simulation_finds_red_and_green_alike_for_deuteranopia() -> None:
    apart = {
        eye: sum(
            (a - b) ** 2 for a, b in zip(seen("#a05010", eye), seen("#607000", eye), strict=True)
        )
        ** 0.5
        for eye in ("usual", "deuteranopia")
    }
    assert apart["deuteranopia"] < apart["usual"] / 2


@pytest.mark.parametrize("fill", FILLS)
def test_256_colours_show_the_very_colour(fill: str) -> None:
    shown = downgraded(fill, ColorSystem.EIGHT_BIT).get_truecolor()
    assert "#{:02x}{:02x}{:02x}".format(*shown) == fill


@pytest.mark.parametrize("fill", FILLS)
def test_the_ink_is_readable_on_a_fill(fill: str) -> None:
    assert contrast(ink_on(fill), fill) >= INK


@pytest.mark.parametrize("ground", [DARK_GROUND, LIGHT_GROUND])
@pytest.mark.parametrize("fill", FILLS)
def test_a_fill_and_the_tint_of_an_entity_stand_out_on_both_themes(fill: str, ground: str) -> None:
    assert contrast(fill, ground) >= 1.4
    colour = entity_style(fill, Depth.ALL, dark=ground == DARK_GROUND).color
    assert colour is not None
    assert contrast(colour.name, ground) >= INK
    assert contrast(readable(ground, ground), ground) >= INK
