"""How many colours there are, and the theme that fits them."""

from __future__ import annotations

import os
from typing import Any

from rich.console import Console
from textual.app import App

from tui.sixteen import Depth
from tui.themes import THEMES

FEW = "-few-colours"
"""The class of an app with 16 colours at most: there lines part what elsewhere fills do."""
_SUFFIX = "-16"


def depth(app: App[Any]) -> Depth:
    """Return how many colours an app has."""
    if app.no_color:
        return Depth.NONE
    if app.console.color_system != "standard":
        return Depth.ALL
    return Depth.EIGHT if os.environ.get("TERM", "") == "linux" else Depth.SIXTEEN


def dress(app: App[Any], name: str) -> None:
    """Give an app the theme `dark` or `light`, in the colours that it has."""
    few = depth(app).few
    app.set_class(few, FEW)
    app.theme = f"spantag-{name}{_SUFFIX if few else ''}"


def switch(app: App[Any]) -> None:
    """Change between dark and light."""
    dress(app, "light" if app.current_theme.dark else "dark")


def reduce(app: App[Any]) -> None:
    """Go down to 16 colours, each said in two bytes instead of eight or fourteen."""
    app.console = Console(
        color_system="standard",
        file=app.console.file,
        force_terminal=True,
        legacy_windows=False,
        _environ={},
    )
    dress(app, "dark" if app.current_theme.dark else "light")


def register(app: App[Any]) -> None:
    """Make the themes known to an app, and give it the dark one."""
    for theme in THEMES:
        app.register_theme(theme)
    dress(app, "dark")
