"""The light named tuples are what the library's are."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple as Heavy

import pytest

from sharedlives_tui.light import NamedTuple as Light


class Plain(Heavy):
    """A place."""

    day: str
    number: int = 3
    """Counted from 1."""

    @property
    def after(self) -> int:
        """The next."""
        return self.number + 1


class Quick(Light):
    """A place."""

    day: str
    number: int = 3
    """Counted from 1."""

    @property
    def after(self) -> int:
        """The next."""
        return self.number + 1


@pytest.mark.parametrize("values", [("today",), ("today", 4)])
def test_a_light_one_has_what_a_heavy_one_has(values: tuple[str] | tuple[str, int]) -> None:
    heavy, light = Plain(*values), Quick(*values)
    assert light == tuple(light) == heavy
    assert repr(light) == repr(heavy).replace("Plain", "Quick")
    assert (light.after, light._replace(number=9), light._asdict()) == (
        heavy.after,
        heavy._replace(number=9),
        heavy._asdict(),
    )
    assert type(light).__mro__[1:] == type(heavy).__mro__[1:]
    assert pickle.loads(pickle.dumps(light)) == copy.deepcopy(light) == light


def test_the_class_says_of_itself_what_a_heavy_one_says() -> None:
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__slots__"):
        assert getattr(Quick, name) == getattr(Plain, name)
    assert list(Quick.__annotations__) == list(Plain.__annotations__)
    assert Quick.__qualname__ == "Quick"
    assert Quick.after.__doc__ == "The next."


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(TypeError, match="day"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Quick("today").number = 4  # type: ignore[misc]
