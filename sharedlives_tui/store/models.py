"""Loads what the tables are declared with, in a process that goes on: without what looks for other packages."""

from __future__ import annotations

import os

from sharedlives_tui.lean import load

PLUGINS = "PYDANTIC_DISABLE_PLUGINS"
"""The environment variable by which the library of models asks no other package to take part in it."""


def load_models() -> None:
    """Load it, unless it is loaded: in 0.9 of the memory."""
    os.environ.setdefault(PLUGINS, "__all__")
    load("sqlmodel", later=("importlib.metadata", "secrets"))
