"""Loads a library without the parts of it that we have no use for, or only seldom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from threading import RLock
from types import ModuleType

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_TURN = RLock()
"""Held while a library is loaded: two threads that load it from two sides would each find a half of it."""


def load(library: str, *, later: Sequence[str] = (), without: Sequence[str] = ()) -> None:
    """Load a library, unless it is loaded.

    Of the modules that it takes names from, those named in `later` are loaded when one of the names is used, as a
    class or a function; without those in `without` it must be able to do. Whoever imports one afterwards has it.
    Threads that ask for it at once all wait until it is there whole.
    """
    with _TURN:
        if library in sys.modules:
            return
        instead: dict[str, Any] = dict.fromkeys(without) | {name: _StandIn(name) for name in later}
        instead = {name: put for name, put in instead.items() if name not in sys.modules}
        sys.modules.update(instead)  # None says that it is not there
        try:
            import_module(library)
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
        if isinstance(sys.modules.get(cls.__module__), _StandIn):
            del sys.modules[cls.__module__]
        return getattr(import_module(cls.__module__), cls.__name__)
