"""Prepares the keymaps that come with spantag, after their TOML files were edited."""

from keymaps.loader import prepare

prepare()
