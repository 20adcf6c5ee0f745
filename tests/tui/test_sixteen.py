"""In 16 colours, and with eight fills, labels stay apart and all that is written can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from textual.theme import Theme

from store import labels
from store.library import Library
from tests.tui.conftest import Opened
from tui.appearance import dress, reduce
from tui.colours import contrast
from tui.sixteen import BLACK, GREY, PALETTE, WHITE, Depth, ink, pair
from tui.styles import entity_style, fill_style
from tui.themes import DARK_16, LIGHT_16

FILLS = labels.palette()
INK = 4.5
"""The least contrast of text (WCAG 2.1, 1.4.3)."""
XTERM = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
PUTTY = (
    *("#000000", "#bb0000", "#00bb00", "#bbbb00", "#0000bb", "#bb00bb", "#00bbbb", "#bbbbbb"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
TERMINALS: Mapping[str, tuple[str, ...]] = {
    "console": PALETTE,
    "xterm": XTERM,
    "putty": PUTTY,
}
ON = {Depth.SIXTEEN: tuple(TERMINALS), Depth.EIGHT: ("console",)}
FEW = [(depth, terminal) for depth, names in ON.items() for terminal in names]


def seen(colour: str, terminal: str) -> str:
    """Return what a terminal shows for a colour of the palette."""
    return TERMINALS[terminal][PALETTE.index(colour)]


def test_every_colour_is_sent_by_its_number() -> None:
    for number, colour in enumerate(PALETTE):
        assert Color.parse(colour).downgrade(ColorSystem.STANDARD).number == number


@pytest.mark.parametrize("depth", ON)
def test_no_two_labels_look_alike(depth: Depth) -> None:
    pairs = {label.colour: pair(label.colour, depth) for label in labels.load()}
    for one, other in combinations(pairs, 2):
        assert pairs[one] != pairs[other], (one, other)
    assert len({one.fill for one in pairs.values()}) >= (10 if depth is Depth.SIXTEEN else 7)


@pytest.mark.parametrize(("depth", "terminal"), FEW)
@pytest.mark.parametrize("colour", FILLS)
def test_what_is_tagged_can_be_read(colour: str, depth: Depth, terminal: str) -> None:
    shown = pair(colour, depth)
    assert contrast(seen(shown.ink, terminal), seen(shown.fill, terminal)) >= INK
    if depth is Depth.EIGHT:
        assert PALETTE.index(shown.fill) < 8


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("theme", [DARK_16, LIGHT_16])
@pytest.mark.parametrize("colour", FILLS)
def test_an_entity_can_be_read_on_both_themes(colour: str, theme: Theme, terminal: str) -> None:
    shown = seen(ink(colour, dark=theme.dark), terminal)
    assert contrast(shown, seen(str(theme.background), terminal)) >= INK


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("theme", [DARK_16, LIGHT_16])
def test_all_else_can_be_read_on_both_themes(theme: Theme, terminal: str) -> None:
    say = theme.variables
    inks = [str(theme.foreground), str(theme.error), say["key"], say["muted"]]
    for one in inks:
        assert contrast(seen(one, terminal), seen(str(theme.background), terminal)) >= INK
    ground, foreground = str(theme.background), str(theme.foreground)
    for one, fill in ((ground, "selection"), (say["caret-ink"], "caret"), (foreground, "row")):
        assert contrast(seen(one, terminal), seen(say[fill], terminal)) >= INK


@pytest.mark.parametrize("theme", [DARK_16, LIGHT_16])
def test_a_selection_and_a_row_stand_out_however_alike_the_greys_are(theme: Theme) -> None:
    say, greys = theme.variables, {PALETTE[GREY], PALETTE[WHITE]}
    for fill in ("selection", "row", "caret"):
        assert not {say[fill], str(theme.background)} <= greys
        assert say[fill] != str(theme.background)
    # The cursor ends a selection: by its ink and its line, also on a blank, they are told apart.
    assert say["caret-ink"] not in {PALETTE[BLACK], *greys}


@pytest.mark.parametrize("name", ["dark", "light"])
async def test_in_few_colours_the_cursor_is_underlined(
    name: str, filled: Library, running: Callable[..., Opened]
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        reduce(session.app)
        dress(session.app, name)
        await session.settle()
        caret = session.reading.view.get_component_rich_style("reader--caret", partial=True)
        ink = session.app.current_theme.variables["caret-ink"]
        assert caret.underline
        assert caret.color is not None
        assert caret.color.get_truecolor().hex == ink


@pytest.mark.parametrize("depth", ON)
def test_no_tag_looks_like_a_selection_or_a_cursor(depth: Depth) -> None:
    for theme in (DARK_16, LIGHT_16):
        selected = theme.variables["selection"], str(theme.background)
        taken = {selected, (theme.variables["caret"], "")}
        fills = {pair(colour, depth) for colour in FILLS}
        assert not fills & taken
        assert not {one.fill for one in fills} & {theme.variables["caret"], theme.background}


@pytest.mark.parametrize("depth", ON)
def test_a_colour_of_ones_own_looks_like_the_nearest(depth: Depth) -> None:
    assert pair("#d8d602", depth) == pair("#d7d700", depth)
    assert fill_style("", depth).bgcolor is not None


def test_without_colours_attributes_take_their_place() -> None:
    assert fill_style("#d7d700", Depth.NONE).reverse
    assert entity_style("#d7d700", Depth.NONE, dark=True).color is None
    assert entity_style("#d7d700", Depth.EIGHT, dark=False).color is None
    tint = entity_style("#d7d700", Depth.SIXTEEN, dark=True)
    assert tint.underline
    assert tint.color is not None
