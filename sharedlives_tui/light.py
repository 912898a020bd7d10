"""Named tuples that cost a start less: the library's own looks at the type of every field, three times as dear.

For the modules that every start loads; a checker of types sees the library's. The first picture does without the
library of types altogether, which takes a tenth of it: such modules ask here whether it is a checker that reads them.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""A checker of types takes it for true."""

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    _NOT_HANDED_ON = ("__module__", "__qualname__", "__annotations__", "__orig_bases__")

    class _Made(type):
        def __new__(cls, name, bases, space):  # noqa: ARG004 - what the statement `class` hands over
            types = space.get("__annotations__", {})
            values = [space[field] for field in types if field in space]
            made = namedtuple(name, types, defaults=values, module=space["__module__"])
            made.__annotations__, made.__qualname__ = types, space["__qualname__"]
            for key, value in space.items():
                if key not in types and key not in _NOT_HANDED_ON:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Made, "NamedTuple", (), {})

__all__ = ["TYPE_CHECKING", "NamedTuple"]
