"""How many colours there are, the theme that fits them, and what is done on a slow line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rich.console import Console
from textual.app import App

from tui.sixteen import Depth
from tui.themes import THEMES

FEW = "-few-colours"
"""The class of an app with 16 colours at most: there lines part what elsewhere fills do."""
_SUFFIX = "-16"
SLOW = "The line is slow: 16 colours from now on (--low-bandwidth=no keeps them all)"


def css_beside(module: str) -> str:
    """Return the rules in the `.tcss` file beside a module's: those of what it defines."""
    return Path(module).with_suffix(".tcss").read_text(encoding="utf-8")


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
    theme = f"spantag-{name}{_SUFFIX if few else ''}"
    if app.is_running:
        app.theme = theme
    else:
        _begin_in(app, theme)


def _begin_in(app: App[Any], theme: str) -> None:
    """Let an app have a theme from the first: a change later has it parse all styles once more."""
    app.remove_class(f"-theme-{app.theme}")
    app.add_class(f"-theme-{theme}")
    app.set_reactive(App.theme, theme)
    app.stylesheet.set_variables(app.get_css_variables())


def reduce(app: App[Any]) -> None:
    """Go down to 16 colours, each said in two bytes instead of eight or fourteen."""
    app.console = Console(
        color_system="standard",
        file=app.console.file,
        force_terminal=True,
        legacy_windows=False,
        _environ={},
    )
    dress(app, _name(app))


def _name(app: App[Any]) -> str:
    return "dark" if app.current_theme.dark else "light"


class DressedApp(App[None], inherit_bindings=False):
    """An app in the colours that its terminal has, or fewer where the line is slow."""

    low_bandwidth: bool | None = None
    """Whether to spare the line; None: as soon as it proves slow."""

    def dress(self, name: str, *, low_bandwidth: bool | None) -> None:
        """Take the theme `dark` or `light`, before the first frame."""
        self.low_bandwidth = low_bandwidth
        dress(self, name)
        if low_bandwidth and depth(self) is Depth.ALL:
            reduce(self)

    def on_slow_line(self) -> None:
        """Spare the line from now on, unless that is settled already; the terminal answers late."""
        if self.low_bandwidth is None and depth(self) is Depth.ALL:
            self.low_bandwidth = True
            reduce(self)
            self.notify(SLOW)

    def action_switch_theme(self) -> None:
        """Change between dark and light colours."""
        dress(self, "light" if self.current_theme.dark else "dark")


def register(app: App[Any]) -> None:
    """Make the themes known to an app, and give it the dark one."""
    for theme in THEMES:
        app.register_theme(theme)
    dress(app, "dark")
