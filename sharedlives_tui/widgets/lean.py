"""Loads the toolkit without the parts of it that no start needs: together they take a seventh of an empty program's.

Its module of commands brings the fields, choices and trees that only a form or the Menu shows; its loop of events
brings encryption, for connections that a program on a terminal does not make.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

LATER = ("textual.command", "platformdirs", "uuid", "rich.table")
"""What the toolkit's own program takes names from and uses in no start: loaded when one of those names is used."""
WITHOUT = ("ssl",)
"""What the loop of events can be built without, and then is. Whoever imports it later has it."""


def load_toolkit() -> None:
    """Load the toolkit, unless it is loaded."""
    if "textual.app" in sys.modules:
        return
    instead: dict[str, Any] = dict.fromkeys(WITHOUT) | {name: _StandIn(name) for name in LATER}
    instead = {name: put for name, put in instead.items() if name not in sys.modules}
    sys.modules.update(instead)  # None says that it is not there
    try:
        import_module("textual.app")
    finally:
        for name, put in instead.items():
            if sys.modules.get(name) is put:
                del sys.modules[name]


class _StandIn(ModuleType):
    """A module whose every name is there, and loads the real one when it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(name, (), {"__module__": self.__name__})


class _Later(type):
    """A class or function of a module that is loaded when it is called, or asked for something."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._real(*args, **kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(cls._real, name)

    @property
    def _real(cls) -> Any:
        return getattr(import_module(cls.__module__), cls.__name__)
