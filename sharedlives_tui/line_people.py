"""Who is meant by the name in a promised line, `what | who | by when`: often a first name (DI-05). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sharedlives_tui.cleaning import folded
from sharedlives_tui.names import natural, without_forms_of_address

MOST_ASKED: Final = 3
"""How many people a question names at most."""


class Meant(NamedTuple):
    """Who is meant: a person by id or, for somebody of no list, the words as they were typed."""

    who: str
    question: str = ""
    """What to ask where it cannot be told; empty where it can."""


def person_meant(
    typed: str,
    exact: Sequence[str],
    near: Mapping[str, str],
    others: Callable[[str], Mapping[str, str]] = lambda _: {},
) -> Meant:
    """Return who is meant by a name as it was typed.

    `exact` are the ids of all people of exactly this name, `near` the names by id of the people of the case, `others`
    gives people of the office's list in whose name a word is. One part of a name counts where a single person of the
    case has it; where several have it, or only somebody who has no part in the case, it is asked. Words of more than
    one part that nobody is called ("the finance office") are somebody outside.
    """
    if len(exact) == 1:
        return Meant(exact[0])
    if exact:
        return Meant(typed, f"there are several people called {typed}. Give the number: {', '.join(exact)}.")
    part = without_forms_of_address(typed)
    if not part or len(part.split()) > 1:
        return Meant(typed)
    found = _called(part, near)
    if len(found) == 1:
        return Meant(next(iter(found)))
    found = found or _called(part, others(part))
    if not found:
        return Meant(typed)
    question = f"{typed}: do you mean {_or(found.values())}? Write the whole name, or who it is if it is somebody else."
    return Meant(typed, question)


def _called(part: str, names: Mapping[str, str]) -> dict[str, str]:
    """Those of whose name it is one part, as one says the name."""
    said = {person: natural(name) for person, name in names.items()}
    return {person: name for person, name in said.items() if folded(part) in folded(name).split()}


def _or(names: Iterable[str]) -> str:
    """Up to three names as a question has them: "Ann Hill, Ann Lowe or somebody else of that name"."""
    found = list(dict.fromkeys(names))
    if len(found) > MOST_ASKED:
        found = [*found[: MOST_ASKED - 1], "somebody else of that name"]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}"
